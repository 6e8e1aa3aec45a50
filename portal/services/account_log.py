"""The log of what happened to accounts: who, what, result, from where (BIO2 8.15.01); no content, no address."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from portal.services.context import AMSTERDAM
from portal.services.throttling import network_of
from portal.store.accounts import AccountEvent
from portal.store.vault import vault_of


def note(
    session: Session,
    account_id: int | None,
    action: str,
    result: str,
    address: str,
    now: datetime,
    by_id: int | None = None,
) -> None:
    """Append an event to the running transaction; `address` is kept as an HMAC with a key of the day."""
    day = now.astimezone(AMSTERDAM).date()
    origin = vault_of(session).mark_of_the_day("origin", network_of(address), day) if address else ""
    session.add(
        AccountEvent(account_id=account_id, by_id=by_id, at=now, action=action[:40], result=result[:40], origin=origin)
    )
