"""Signing in: password, then the code for who has or must have one. Every try is counted before it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlmodel import Session

from portal.services import browser_sessions, codes, identity, passwords, throttling
from portal.services.account_log import note
from portal.services.browser_sessions import SignedIn
from portal.services.context import Context
from portal.services.identity import LocalClaim
from portal.store import accounts, sessions, throttle
from portal.store.accounts import Account
from portal.store.sessions import STAGE_CODE, STAGE_ENROL, STAGE_FULL
from portal.store.vault import vault_of

_NOBODY = 0  # no account has this key


class Refusal(Enum):
    """Why a try did not go on. WRONG says nothing about what was wrong."""

    WRONG = "wrong"
    TOO_OFTEN = "too_often"
    GONE = "gone"  # the session in which it was tried has ended


@dataclass(frozen=True, slots=True)
class Step:
    """A step that succeeded: what the browser gets from now on, and what is still asked."""

    raw: str
    stage: str
    goal: str = ""


def with_password(context: Context, claim: LocalClaim, address: str, goal: str = "") -> Step | Refusal:
    """First step. Three short moments with the database, the slow check between them."""
    now = context.now()
    claim = LocalClaim(claim.email.strip().lower()[:254], claim.password[: passwords.LONGEST + 1])
    with context.database.write() as session:
        person = throttling.person_key(session, "password", claim.email)
        place = throttling.address_key(session, "password", address, now)
        limits = {person: throttling.PASSWORD, place: throttling.PASSWORD_ADDRESS}
        allowed = throttling.may_try(session, limits, now)
        account = identity.look_up(session, claim.email)
        session.commit()
    if not allowed:
        return Refusal.TOO_OFTEN
    right = identity.proves(claim, account)
    with context.database.write() as session:
        account = accounts.by_id(session, account.id if account and account.id else _NOBODY)  # as slow for nobody
        if not right or account is None or account.disabled_at is not None:
            note(session, account.id if account else None, "inloggen", "wachtwoord fout", address, now)
            session.commit()
            return Refusal.WRONG
        throttle.give_back(session, person)
        throttle.give_back(session, place)
        _freshen(account, claim.password)
        step = begin_after_proof(session, account, goal, now)
        note(session, account.id, "inloggen", step.stage, address, now)
        session.commit()
    return step


def begin_after_proof(session: Session, account: Account, goal: str, now: datetime) -> Step:
    """The password (or a link that replaces it) was right: the session that fits what is still asked."""
    if account.totp_secret:
        stage = STAGE_CODE
    elif identity.needs_code(account):
        stage = STAGE_ENROL
        account.totp_pending = account.totp_pending or vault_of(session).encrypt(codes.new_secret())
        session.add(account)
    else:
        stage = STAGE_FULL
    return Step(browser_sessions.begin(session, account, stage, goal, now), stage, goal)


def with_code(context: Context, signed_in: SignedIn, typed: str, address: str) -> Step | Refusal:
    """Second step: the code of the app. A code works once, also for twenty tries at the same moment."""
    now = context.now()
    with context.database.write() as session:
        account = _half_signed_in(session, signed_in)
        if account is None or account.id is None or account.totp_secret is None:
            return Refusal.GONE
        if not _may_try_code(session, account.id, now):
            session.commit()
            return Refusal.TOO_OFTEN
        secret = vault_of(session).decrypt(account.totp_secret)
        counter = codes.matching_counter(secret, typed, now)
        right = counter is not None and accounts.use_counter(session, account.id, counter)
        return _finish(session, account, signed_in, right, "code", address, now)


def with_recovery_code(context: Context, signed_in: SignedIn, typed: str, address: str) -> Step | Refusal:
    """Second step without the phone: a code from the paper, which is then used up."""
    now = context.now()
    with context.database.write() as session:
        account = _half_signed_in(session, signed_in)
        if account is None or account.id is None:
            return Refusal.GONE
        if not _may_try_code(session, account.id, now):
            session.commit()
            return Refusal.TOO_OFTEN
        mark = vault_of(session).mark("recovery", codes.plain_recovery_code(typed))
        right = accounts.use_recovery_code(session, account.id, mark)
        return _finish(session, account, signed_in, right, "herstelcode", address, now)


def _finish(
    session: Session, account: Account, signed_in: SignedIn, right: bool, how: str, address: str, now: datetime
) -> Step | Refusal:
    if right:
        right = sessions.end(session, signed_in.session_hash)  # one session goes on, also when two tabs try
    note(session, account.id, "inloggen", how if right else f"{how} fout", address, now)
    if not right:
        session.commit()
        return Refusal.WRONG
    # A counter taken by `use_counter` is newer in the database than in this object.
    session.refresh(account)
    raw = browser_sessions.begin(session, account, STAGE_FULL, "", now)
    session.commit()
    return Step(raw, STAGE_FULL, signed_in.goal)


def _half_signed_in(session: Session, signed_in: SignedIn) -> Account | None:
    row = sessions.get(session, signed_in.session_hash)
    account = accounts.by_id(session, signed_in.account_id)
    if row is None or row.stage != STAGE_CODE or account is None or account.disabled_at is not None:
        return None
    return account


def _may_try_code(session: Session, account_id: int, now: datetime) -> bool:
    short = throttling.person_key(session, "code", str(account_id))
    long = throttling.person_key(session, "code per hour", str(account_id))
    return throttling.may_try(session, {short: throttling.CODE, long: throttling.CODE_LONG}, now)


def _freshen(account: Account, password: str) -> None:
    """Hash anew when the parameters have become heavier since."""
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.make_hash(password)
