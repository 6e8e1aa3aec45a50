"""Sessions of signed-in people: begin, recognise, end. The browser holds 256 random bits; the database their hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.domain.actor import Actor, Role
from portal.services import identity
from portal.services.context import Context
from portal.store import accounts, sessions
from portal.store.accounts import Account
from portal.store.sessions import STAGE_CODE, STAGE_ENROL, STAGE_FULL, WebSession

_BYTES = 32
_TOUCH_AFTER = timedelta(minutes=1)  # a page is not a write: the last use is noted once a minute
_LONGEST_GOAL = 300
HALF_WAY = timedelta(minutes=15)  # between the password and the code


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without use, and in all (reliability.md row 23)."""

    idle: timedelta
    absolute: timedelta


LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
LIMITS_BEHEERDER = Limits(timedelta(minutes=15), timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session of a request. `actor` only when all steps are done; `goal` is where the person was going."""

    session_hash: str
    account_id: int
    naam: str
    stage: str
    goal: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One of one's own sessions, for the list on "Mijn account"."""

    session_hash: str
    created_at: datetime
    last_seen_at: datetime


def limits_of(role: Role) -> Limits:
    """The limits for a role."""
    return LIMITS_BEHEERDER if role is Role.BEHEERDER else LIMITS


def hash_of(raw: str) -> str:
    """What is kept of a session id, or of a link."""
    return hashlib.sha256(raw.encode()).hexdigest()


def begin(session: Session, account: Account, stage: str, goal: str, now: datetime) -> str:
    """A new session in the running transaction; returns what the browser gets. Never an id that a browser brought."""
    if account.id is None:
        raise ValueError("an account that is not kept yet has no sessions")
    raw = secrets.token_urlsafe(_BYTES)
    session.add(
        WebSession(
            id_hash=hash_of(raw),
            account_id=account.id,
            stage=stage,
            goal=goal if len(goal) <= _LONGEST_GOAL else "",
            created_at=now,
            last_seen_at=now,
        )
    )
    if stage == STAGE_FULL:
        account.last_login_at = now
        session.add(account)
    return raw


def recognise(context: Context, raw: str) -> SignedIn | None:
    """The session of a browser, while it lasts and its account may be used; None means: not signed in."""
    now = context.now()
    with context.database.read() as session:
        row = sessions.get(session, hash_of(raw))
        account = accounts.by_id(session, row.account_id) if row else None
        if row is None or account is None or account.disabled_at is not None or not _lasts(row, account.role, now):
            return None
        found = SignedIn(
            session_hash=row.id_hash,
            account_id=row.account_id,
            naam=account.naam,
            stage=row.stage,
            goal=row.goal,
            actor=identity.actor_of(session, account) if row.stage == STAGE_FULL else None,
        )
        touch = now - row.last_seen_at >= _TOUCH_AFTER
    if touch:
        with context.database.write() as session:
            sessions.touch(session, found.session_hash, now)
            session.commit()
    return found


def end(context: Context, signed_in: SignedIn) -> None:
    """Sign out here."""
    with context.database.write() as session:
        sessions.end(session, signed_in.session_hash)
        session.commit()


def end_elsewhere(context: Context, signed_in: SignedIn) -> int:
    """Sign out everywhere but here; returns how many sessions ended."""
    with context.database.write() as session:
        count = sessions.end_all(session, signed_in.account_id, but=signed_in.session_hash)
        session.commit()
    return count


def own_sessions(context: Context, signed_in: SignedIn) -> list[SessionLine]:
    """One's own sessions that still last, latest first."""
    now = context.now()
    with context.database.read() as session:
        account = accounts.by_id(session, signed_in.account_id)
        rows = sessions.of_account(session, signed_in.account_id)
    return [
        SessionLine(row.id_hash, row.created_at, row.last_seen_at)
        for row in rows
        if account is not None and _lasts(row, account.role, now)
    ]


def _lasts(row: WebSession, role: Role, now: datetime) -> bool:
    limits = limits_of(role)
    if row.stage in (STAGE_CODE, STAGE_ENROL):
        return now - row.created_at < HALF_WAY
    return now - row.created_at < limits.absolute and now - row.last_seen_at < limits.idle
