"""One-time links in mails: made, looked at, used."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.services.browser_sessions import hash_of
from portal.store import tokens
from portal.store.tokens import OneTimeToken

LASTS = {
    tokens.CONFIRM: timedelta(hours=24),
    tokens.INVITATION: timedelta(days=7),
    tokens.RESET: timedelta(hours=1),
}


def make(
    session: Session,
    now: datetime,
    purpose: str,
    *,
    account_id: int | None = None,
    registration_id: int | None = None,
    invitation_id: int | None = None,
) -> str:
    """A new link of 256 bits in the running transaction; returns what goes into the mail."""
    raw = secrets.token_urlsafe(32)
    session.add(
        OneTimeToken(
            token_hash=hash_of(raw),
            purpose=purpose,
            account_id=account_id,
            registration_id=registration_id,
            invitation_id=invitation_id,
            created_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    return raw


def look(session: Session, raw: str, purpose: str, now: datetime) -> OneTimeToken | None:
    """What a link stands for while it works."""
    return tokens.valid(session, hash_of(raw), purpose, now)


def use(session: Session, raw: str) -> bool:
    """Take a link; of two at once only one gets True."""
    return tokens.use(session, hash_of(raw))
