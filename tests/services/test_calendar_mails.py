"""Reminders go out once each, on their day; what is past its term is gone, and what is not stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import SQLModel, select

from portal.domain.actor import Role
from portal.services import cleaning, links, notify, reminders, throttling
from portal.services.context import Context
from portal.store import mail, tokens
from portal.store.tables import Account, AccountEvent, Mail, OneTimeToken, Registration, Throttle, WebSession
from tests.factories import NOW, TODAY, published
from tests.people import account, session_of
from tests.services.postbox import mails

FIRST, SECOND = "bevestig-werkplekken", "bevestig-werkplekken-weer"
ORGANISATION = {"kvk": "1", "naam": "n", "website": "", "email": "e", "telefoon": "t"}


def on(context: Context, days: float) -> Context:
    """The same portal, so many days later."""
    return replace(context, clock=lambda: NOW + timedelta(days=days))


def offer(context: Context, confirmed_at: date = TODAY, eind: date = date(2030, 1, 1)) -> str:
    """A published werkplek; answers the mail address of its organisatiebeheerder."""
    with context.database.write() as session:
        rows = published(session, confirmed_at=confirmed_at, eind=eind)
        chief = account(session, Role.ORGANISATIEBEHEERDER, aanbieder_id=rows.aanbieder.id)
        account(session, Role.MEDEWERKER, aanbieder_id=rows.aanbieder.id)
        session.commit()
    return chief.email


@pytest.mark.parametrize(
    ("days", "template"),
    [
        (90, None),
        (91, FIRST),
        (92, None),
        (120, None),
        (121, SECOND),
        (122, None),
    ],
)
def test_who_did_not_confirm_is_reminded_after_90_and_120_days(
    context: Context, days: int, template: str | None
) -> None:
    chief = offer(context, confirmed_at=TODAY - timedelta(days=days))
    reminders.send(context)
    assert [(t, to) for t, to, _ in mails(context)] == ([(template, chief)] if template else [])


@pytest.mark.parametrize(("days", "mailed"), [(91, 0), (90, 1), (89, 0), (31, 0), (30, 1), (0, 0)])
def test_a_contract_that_ends_is_told_90_and_30_days_before(context: Context, days: int, mailed: int) -> None:
    offer(context, eind=TODAY + timedelta(days=days))
    assert reminders.send(context) == mailed


def test_each_reminder_goes_out_once_also_after_a_week_in_which_nothing_ran(context: Context) -> None:
    offer(context, confirmed_at=TODAY - timedelta(days=88))
    assert [reminders.send(on(context, day)) for day in (0, 0, 9, 9, 10)] == [0, 0, 1, 0, 0]


def rows(context: Context, table: type[SQLModel]) -> int:
    """How many rows there are."""
    with context.database.read() as session:
        return len(session.exec(select(table)).all())


def fill(context: Context) -> None:
    """One of everything that has a term, made now."""
    with context.database.write() as session:
        row = account(session, Role.TOEGANG)
        row.created_at = NOW + timedelta(days=100)
        session.add(AccountEvent(account_id=row.id, at=NOW, action="inloggen"))
        session.add(Registration(**ORGANISATION, contact_naam="c", contact_email="c", created_at=NOW))
        links.make(session, NOW, tokens.INVITATION, account_id=row.id)
        throttling.may_try(session, {"k": throttling.PASSWORD}, NOW)
        notify.queue(session, NOW, "account-gewijzigd", "x@voorbeeld.example")
        session.flush()
        mail.mark_sent(session, 1, NOW)
        session.commit()
    session_of(context, row)


@pytest.mark.parametrize(
    ("table", "term"),
    [
        (Throttle, cleaning.THROTTLE),
        (WebSession, cleaning.SESSIONS),
        (Registration, cleaning.WAITING),
        (OneTimeToken, links.LASTS[tokens.INVITATION]),
        (Mail, cleaning.MAIL),
        (AccountEvent, cleaning.ACCOUNT_EVENTS),
    ],
)
def test_it_goes_on_its_day_and_not_before(context: Context, table: type[SQLModel], term: timedelta) -> None:
    fill(context)
    minute = timedelta(minutes=1)
    for moment, left in ((NOW + term - minute, 1), (NOW + term + minute, 0)):
        cleaning.clean(replace(context, clock=lambda at=moment: at), even_if_done=True)
        assert rows(context, table) == left


def test_a_mail_that_waits_is_never_thrown_away(context: Context) -> None:
    with context.database.write() as session:
        notify.queue(session, NOW, "account-gewijzigd", "x@voorbeeld.example")
        session.commit()
    cleaning.clean(on(context, 400))
    assert rows(context, Mail) == 1


def test_an_account_is_switched_off_after_a_year_and_loses_its_name_half_a_year_later(context: Context) -> None:
    with context.database.write() as session:
        row = account(session, Role.TOEGANG)
        session.commit()
    found = []
    for days in (364, 366, 366 + 181, 366 + 183):
        cleaning.clean(on(context, days))
        with context.database.read() as session:
            now = session.get(Account, row.id)
            assert now is not None
            found.append((now.disabled_at is not None, row.naam in now.naam and now.email == row.email))
    assert found == [(False, True), (True, True), (True, True), (True, False)]


def test_cleaning_runs_once_a_day(context: Context) -> None:
    assert [cleaning.clean(on(context, day)) for day in (0, 0.2, 1)] == [True, False, True]
