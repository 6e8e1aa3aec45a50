"""What must not be kept goes by itself, each day: the terms of design/reliability.md section 5 and docs/privacy.md."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from portal.domain import unfound as unfound_rules
from portal.services.account_log import note
from portal.services.context import Context
from portal.store import accounts, jobs, mail, sessions, throttle, tokens, unfound

JOB = "cleaning"
THROTTLE = timedelta(hours=24)
SESSIONS = timedelta(hours=12)  # the longest a session can last
WAITING = timedelta(days=30)  # registrations that were not confirmed, invitations that were not accepted
MAIL = timedelta(days=30)  # after it was sent
ACCOUNT_IDLE = timedelta(days=365)
ACCOUNT_NAME = timedelta(days=182)  # after it was switched off
ACCOUNT_EVENTS = timedelta(days=182)  # they hold an origin: security events, six months


def clean(context: Context, *, even_if_done: bool = False) -> bool:
    """Take away what is past its term; True when it did. Once a day."""
    now, today = context.now(), context.today()
    with context.database.write() as session:
        if jobs.last_day(session, JOB) == today and not even_if_done:
            return False
        throttle.forget(session, now - THROTTLE)
        sessions.forget(session, now - SESSIONS)
        tokens.forget(session, now, now - WAITING)
        mail.forget(session, now - MAIL, now - MAIL)
        accounts.forget_events(session, now - ACCOUNT_EVENTS)
        unfound.forget(session, unfound_rules.oldest_month(today), unfound_rules.open_month(today), unfound_rules.LEAST)
        _switch_off_idle(context, session)
        _forget_names(context, session)
        jobs.set_last_day(session, JOB, today)
        session.commit()
    return True


def _switch_off_idle(context: Context, session: Session) -> None:
    now = context.now()
    for account in accounts.idle_since(session, now - ACCOUNT_IDLE):
        account.disabled_at = now
        session.add(account)
        note(session, account.id, "account", "uit: niet gebruikt", "", now)


def _forget_names(context: Context, session: Session) -> None:
    """The account stays as a number, so that the history of plans still says that it was one and the same."""
    for account in accounts.disabled_before(session, context.now() - ACCOUNT_NAME):
        account.naam, account.email = f"Oud account {account.id}", f"oud-account-{account.id}@weg.invalid"
        account.password_hash = account.totp_secret = account.totp_pending = None
        session.add(account)
        if account.id is not None:
            accounts.set_recovery_codes(session, account.id, [])
            accounts.set_ties(session, account.id, [])
            sessions.end_all(session, account.id)
            tokens.cancel_resets(session, account.id)
