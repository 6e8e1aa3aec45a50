"""Sign-in pages as a browser sees them: cookies, fixation, ended sessions, where one is sent, what strangers learn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.services import accounts as managing
from portal.services.context import Context
from portal.store.accounts import Account
from portal.web.access import goal_of_request
from tests.factories import NOW, published
from tests.people import PASSWORD, Browser, account, actor, code_now, session_of
from tests.services.postbox import last_token
from tests.web.test_headers import PRODUCTION

NEW = "een heel ander lang wachtwoord hier"


@pytest.fixture
def app(context: Context) -> Flask:
    """A portal in development."""
    return create_app(load_settings({}), context)


def person(context: Context, role: Role = Role.TOEGANG, with_code: bool = False) -> Account:
    """An account; of a member with an aanbieder."""
    with context.database.write() as session:
        member = role in (Role.ORGANISATIEBEHEERDER, Role.MEDEWERKER)
        owner = published(session).aanbieder.id if member else None
        row = account(session, role, aanbieder_id=owner, with_code=with_code)
        session.commit()
    return row


def signs_in(browser: Browser, row: Account, password: str = PASSWORD, naar: str = "") -> tuple[int, str]:
    """Through the page; answers status and where it sends to."""
    answer = browser.fill_in("/inloggen", email=row.email, wachtwoord=password, naar=naar)
    return answer.status_code, answer.headers.get("Location", "")


def cookie_of(answer: object) -> str:
    """The value of the session cookie that an answer sets."""
    found = [line for line in answer.headers.getlist("Set-Cookie") if "sessie=" in line]  # type: ignore[attr-defined]
    return re.search(r"sessie=([^;]*)", found[0])[1] if found else ""  # type: ignore[index]


def test_from_sign_in_to_sign_out(app: Flask, context: Context) -> None:
    row, browser = person(context, with_code=True), Browser(app)
    assert browser.get("/toegang").status_code == 302
    assert signs_in(browser, row) == (302, "/inloggen/code")
    assert browser.get("/toegang").headers["Location"] == "/inloggen/code"
    assert browser.fill_in("/inloggen/code", code=code_now(context)).headers["Location"] == "/toegang"
    page = browser.get("/toegang")
    assert page.headers["X-Robots-Tag"] == "noindex"
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page.get_data(as_text=True))
    gone = browser.client.post("/uitloggen", data={"csrf": token[1]})  # type: ignore[index]
    assert gone.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert browser.get("/toegang").status_code == 302


def test_after_signing_in_one_is_where_one_was_going(app: Flask, context: Context) -> None:
    row, browser = person(context, Role.MEDEWERKER), Browser(app)
    away = browser.get("/account/wachtwoord").headers["Location"]
    assert away.startswith("/inloggen?naar=")
    assert signs_in(browser, row, naar=away.partition("=")[2]) == (302, "/account/wachtwoord")


PAYLOADS = [
    *("https://evil.example", "//evil.example", "/\\evil.example", "https:evil.example", "\\\\evil.example", "///evil"),
    *(
        "http:evil",
        "javascript:alert(1)",
        "/%09/evil.example",
        "\t//evil",
        "%0d%0aLocation:%20//evil",
        "//evil%E3%80%82nl",
    ),
    *(
        "beheer.start",
        "inwoner.home",
        "account.uitloggen",
        "static_files",
        "WyIvL2V2aWwiLHt9XQ.x",
        "",
        "." * 500,
        "%00",
    ),
    *(
        "https://127.0.0.1@evil.example",
        "//xn--evl-8ma.example",
        "/..//evil.example",
        "data:text/html,x",
        "@evil",
        "?x=//e",
    ),
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_stranger_writes_sends_one_elsewhere(app: Flask, context: Context, payload: str) -> None:
    """Row 19: a goal is a name that we signed; everything else is the start page of the role."""
    assert signs_in(Browser(app), person(context, Role.MEDEWERKER), naar=payload) == (302, "/aanbieder")


def test_a_signed_goal_that_the_role_may_not_see_is_left(app: Flask, context: Context) -> None:
    with app.test_request_context("/beheer"):
        goal = goal_of_request()
    assert signs_in(Browser(app), person(context, Role.MEDEWERKER), naar=goal) == (302, "/aanbieder")


def test_a_session_id_that_someone_planted_is_not_used(app: Flask, context: Context) -> None:
    """Fixation: each step gives a new id, and the one before stops working."""
    row, browser = person(context, with_code=True), Browser(app)
    browser.client.set_cookie("sessie", "planted")
    page = browser.get("/inloggen").get_data(as_text=True)
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    form = {"csrf": token[1], "email": row.email, "wachtwoord": PASSWORD}  # type: ignore[index]
    first = cookie_of(browser.client.post("/inloggen", data=form))
    second = cookie_of(browser.fill_in("/inloggen/code", code=code_now(context)))
    assert len({"planted", "", first, second}) == 4
    old = Browser(app)
    old.client.set_cookie("sessie", first)
    assert old.get("/inloggen/code").status_code == 302


@pytest.mark.parametrize(
    "how", ["logout", "elsewhere", "password", "reset", "rights", "off", "wipe", "idle", "absolute"]
)
def test_a_stolen_cookie_is_worth_nothing_after(app: Flask, context: Context, how: str) -> None:
    """Row 23: revoked at the next request."""
    row = person(context, with_code=True)
    thief, owner = Browser(app).sign_in(row), Browser(app).sign_in(row)
    assert thief.get("/toegang").status_code == 200
    if how == "logout":
        thief, _ = owner, owner.post("/uitloggen")
        thief.client.set_cookie("sessie", thief.raw)
    elif how == "elsewhere":
        owner.post("/account/uitloggen-overal")
    elif how == "password":
        assert owner.post("/account/wachtwoord", oud=PASSWORD, wachtwoord=NEW).status_code == 302
    elif how == "reset":
        Browser(app).fill_in("/wachtwoord-vergeten", email=row.email)
        Browser(app).fill_in(f"/wachtwoord-instellen/{last_token(context)}", wachtwoord=NEW)
    elif how in ("idle", "absolute"):
        late = timedelta(minutes=31) if how == "idle" else timedelta(hours=12, minutes=1)
        app.extensions["context"] = replace(context, clock=lambda: NOW + late)
    else:
        _managed(context, row, how)
    assert thief.get("/toegang").status_code == 302


def _managed(context: Context, row: Account, how: str) -> None:
    boss = person(context, Role.BEHEERDER)
    with context.database.read() as session:
        acting = actor(session, boss)
    if how == "rights":
        rights = managing.Rights(Role.TOEGANG, gemeenten=frozenset({"GM0232"}))
        assert managing.set_rights(context, acting, row.id or 0, rights)
    elif how == "off":
        assert managing.switch(context, acting, row.id or 0, on=False)
    else:
        assert managing.wipe_code(context, acting, row.id or 0)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 302)])
def test_a_beheerder_is_signed_out_sooner(app: Flask, context: Context, minutes: int, status: int) -> None:
    browser = Browser(app).sign_in(person(context, Role.BEHEERDER))
    app.extensions["context"] = replace(context, clock=lambda: NOW + timedelta(minutes=minutes))
    assert browser.get("/beheer").status_code == status


def test_nobody_changes_the_own_rights(context: Context) -> None:
    """Row 14."""
    boss = person(context, Role.BEHEERDER)
    with context.database.read() as session:
        acting = actor(session, boss)
    assert not managing.set_rights(context, acting, boss.id or 0, managing.Rights(Role.BEOORDELAAR))
    assert not managing.switch(context, acting, boss.id or 0, on=False)


def test_the_cookie_in_production(context: Context) -> None:
    app = create_app(load_settings(PRODUCTION), context)
    client = app.test_client()
    row = person(context, Role.MEDEWERKER)
    base = {"base_url": "https://werkplek.example"}
    page = client.get("/inloggen", **base)
    assert page.headers["Set-Cookie"].startswith("__Host-formulier=")
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page.get_data(as_text=True))
    form = {"csrf": token[1], "email": row.email, "wachtwoord": PASSWORD}  # type: ignore[index]
    cookie = client.post("/inloggen", data=form, **base).headers["Set-Cookie"]
    name, *parts = [part.strip() for part in cookie.split(";")]
    assert re.fullmatch(r"__Host-sessie=[A-Za-z0-9_-]{43}", name)
    assert sorted(parts) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_a_half_finished_sign_in_is_no_sign_in(app: Flask, context: Context) -> None:
    row = person(context, Role.MEDEWERKER, with_code=True)
    raw, signed_in = session_of(context, row, "code")
    assert signed_in.actor is None
    browser = Browser(app)
    browser.client.set_cookie("sessie", raw)
    assert browser.get("/aanbieder").headers["Location"] == "/inloggen/code"
