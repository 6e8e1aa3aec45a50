"""Registering and asking for a new password: what strangers learn, what is refused, where links lead."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlmodel import Session

from portal.domain.actor import Role
from portal.services.context import Context
from portal.store import aanbieders, accounts
from portal.store.accounts import Account
from tests.people import Browser
from tests.services.postbox import last_token, mails
from tests.web.test_sessions import NEW, app, person

__all__ = ["app"]


def answers(app: Flask, path: str, **fields: str) -> tuple[int, str, str]:
    """What a visitor gets for a form, without the token of the form."""
    answer = Browser(app).fill_in(path, **fields)
    body = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
    return answer.status_code, answer.headers.get("Location", ""), body


def test_a_stranger_does_not_learn_who_has_an_account(app: Flask, context: Context) -> None:
    """Row 21: sign-in, reset and registration answer the same for a known and an unknown address."""
    known, unknown = person(context).email, "niemand@voorbeeld.example"
    for path, fields in (
        ("/inloggen", {"wachtwoord": "x" * 20}),
        ("/wachtwoord-vergeten", {}),
    ):
        assert answers(app, path, email=known, **fields) == answers(app, path, email=unknown, **fields)


def registration(kvk: str, email: str) -> dict[str, str]:
    """A form that can be taken."""
    organisation = {"kvk": kvk, "naam": "Nieuw", "email": "aanmelden@nieuw.example", "telefoon": "055 123 45 67"}
    return {**organisation, "website": "", "contact_naam": "Nel Nieuw", "contact_email": email}


def test_a_kvk_number_in_use_gives_the_same_answer_and_a_mail_to_its_own_organisatiebeheerder(
    app: Flask, context: Context
) -> None:
    chief = person(context, Role.ORGANISATIEBEHEERDER)
    with context.database.read() as session:
        kvk = _kvk(session, chief)
    taken = answers(app, "/registreren", **registration(kvk, "nel@vreemd.example"))
    assert taken == answers(app, "/registreren", **registration("87654321", "piet@nieuw.example"))
    sent = [(template, to) for template, to, _ in mails(context)]
    assert sent == [
        ("registratie-zelfde-organisatie", chief.email),
        ("registratie-bevestigen", "piet@nieuw.example"),
    ]


def _kvk(session: Session, row: Account) -> str:
    found = aanbieders.by_id(session, row.aanbieder_id or 0)
    assert found is not None
    return found.kvk


def test_from_registration_to_an_account(app: Flask, context: Context) -> None:
    browser = Browser(app)
    browser.fill_in("/registreren", **registration("87654321", "nel@nieuw.example"))
    path = f"/registreren/bevestigen/{last_token(context)}"
    assert "te makkelijk" in browser.fill_in(path, wachtwoord="welkomwelkomwelkom").get_data(as_text=True)
    assert browser.fill_in(path, wachtwoord=NEW).headers["Location"] == "/aanbieder"
    assert browser.get("/aanbieder/leden").status_code == 200
    assert browser.get(path).status_code == 410
    with context.database.read() as session:
        row = accounts.by_email(session, "nel@nieuw.example")
    assert row is not None
    assert row.role is Role.ORGANISATIEBEHEERDER


@pytest.mark.parametrize("kvk", ["123456789", "NL123456789B01", "1234567", "", "abc"])
def test_another_number_than_kvk_is_refused_beside_its_field_and_nothing_is_lost(app: Flask, kvk: str) -> None:
    answer = Browser(app).fill_in("/registreren", **registration(kvk, "nel@nieuw.example"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="kvk-fout"' in page
    assert 'value="Nel Nieuw"' in page
    assert ("BSN" in page.partition('id="kvk-fout"')[2][:300]) == (kvk.startswith(("NL", "123456789")))


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server"])
def test_a_forged_host_is_in_no_mail_and_no_page(app: Flask, context: Context, header: str) -> None:
    """Row 19: links in mails are made from PUBLIC_URL only."""
    row, browser = person(context), Browser(app)
    forged = {header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    page = browser.get("/wachtwoord-vergeten", headers=forged)
    assert "evil.example" not in page.get_data(as_text=True)
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page.get_data(as_text=True))
    form = {"csrf": token[1], "email": row.email}  # type: ignore[index]
    cookie = re.search(r"formulier=[^;]*", page.headers["Set-Cookie"])
    answer = app.test_client(use_cookies=False).post(
        "/wachtwoord-vergeten",
        data=form,
        headers={**forged, "Cookie": cookie[0]},  # type: ignore[index]
    )
    assert answer.headers["Location"] == "/wachtwoord-vergeten/kijk-in-uw-mail"
    assert set(mails(context)[-1][2]) == {"token"}
