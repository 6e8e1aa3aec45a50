"""The access matrix (reliability.md rows 11, 12, 16): route x method x person x {own, another}, called for real."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from portal.domain.actor import Role
from portal.store.sessions import STAGE_FULL
from portal.web.access import MARK
from tests.people import Browser
from tests.web.access import ROWS
from tests.web.access.row import PUBLIC, Row
from tests.web.access.world import PEOPLE, VISITOR, World, opened

ONE_LANGUAGE = ("/api/", "/static/", "/healthz", "/readyz", "/.well-known/")
PUBLIC_GETS = {key: row for key, row in ROWS.items() if row.who == PUBLIC and key[0] == "GET" and not row.things}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on the demo's state."""
    with opened(tmp_path_factory.mktemp("state")) as app:
        yield app


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    """People and things in that state."""
    return World(app)


def called(browser: Browser, method: str, address: str, row: Row) -> tuple[int, str, bytes]:
    """Status, where it sends to, body; a POST has the row's form and a token of this browser."""
    if method == "GET":
        answer = browser.get(address)
    elif browser.raw:
        answer = browser.post(address, **row.fields)
    else:
        answer = browser.client.post(address, data=row.fields)
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data()


def leaving_english(page: str) -> list[str]:
    """Addresses of an English page that lead to a Dutch one; the link "Nederlands" is meant to."""
    found = re.findall(r'<(?:a|form)\b[^>]*?(?:href|action)="(/[^"]*)"([^>]*)', page)
    return [to for to, rest in found if not to.startswith(("/en", *ONE_LANGUAGE)) and 'hreflang="nl"' not in rest]


def may(row: Row, person: str) -> bool:
    """Whether the table lets this person in."""
    return isinstance(row.who, frozenset) and person != VISITOR and Role(person) in row.who


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    unmarked = [rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], MARK)]
    assert unmarked == []


def test_every_route_has_a_row_in_the_table(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(("/api", "/static/"))]
    routes = {
        (method, rule.rule) for rule in rules for method in rule.methods or () if method not in ("HEAD", "OPTIONS")
    }
    assert sorted(routes ^ set(ROWS)) == []


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("key", ROWS, ids=" ".join)
def test_the_matrix(world: World, key: tuple[str, str], person: str) -> None:
    method, row = key[0], ROWS[key]
    status, location, _ = called(world.browser(person), method, world.address(row), row)
    if may(row, person):
        assert status == row.status
    elif row.who == PUBLIC:
        expected = {row.status} if method == "GET" else {row.status, 400}
        assert status in ({200, 302} if key == ("GET", "/inloggen") else expected)
    elif isinstance(row.who, frozenset) and person != VISITOR:
        assert status == 403
    else:
        assert (status, location.startswith(("/inloggen", "/aanbieder", "/gemeente", "/toegang", "/beheer"))) == (
            302,
            True,
        )


@pytest.mark.parametrize("key", [k for k in ROWS if k[0] == "GET"], ids=" ".join)
def test_in_english_the_same_people_may_and_the_links_stay_english(world: World, key: tuple[str, str]) -> None:
    row = ROWS[key]
    if not row.address.startswith(ONE_LANGUAGE):
        for person in PEOPLE:
            browser = world.browser(person)
            address = world.address(row)
            dutch = called(browser, "GET", address, row)
            english = called(browser, "GET", "/en" + ("" if address == "/" else address), row)
            assert (english[0], english[1].removeprefix("/en") or "/") == (dutch[0], dutch[1] or "/")
            assert leaving_english(english[2].decode(errors="replace")) == []


@pytest.mark.parametrize("key", [k for k, row in ROWS.items() if row.things and row.who != PUBLIC], ids=" ".join)
def test_another_ones_thing_and_no_thing_give_the_same_404(world: World, key: tuple[str, str]) -> None:
    method, row = key[0], ROWS[key]
    for role in sorted(row.who):
        browser = world.browser(role)
        foreign = called(browser, method, world.address(row, own=False), row)
        unknown = called(browser, method, world.address(row, unknown=True), row)
        assert foreign[0] == unknown[0] == 404
        assert foreign[2] == unknown[2]


@pytest.mark.parametrize("key", [k for k in ROWS if k[0] == "POST"], ids=" ".join)
def test_a_form_without_a_token_of_this_browser_is_refused(world: World, key: tuple[str, str]) -> None:
    """None, another person's, and one of a session that has ended; also for who may."""
    row = ROWS[key]
    stage = row.who if isinstance(row.who, str) and row.who != PUBLIC else STAGE_FULL
    person = sorted(row.who)[0] if isinstance(row.who, frozenset) else Role.BEHEERDER
    other = world.browser(Role.TOEGANG).token()
    for token in ("", other, "x" * 64):
        browser = world.browser(person, stage)
        answer = browser.client.post(world.address(row), data={**row.fields, "csrf": token})
        assert answer.status_code == 400
    ended = world.browser(person, stage)
    token = ended.token()
    ended.post("/uitloggen")
    ended.client.set_cookie("sessie", ended.raw)
    answer = ended.client.post(world.address(row), data={**row.fields, "csrf": token})
    assert answer.status_code in (400, 302)
    assert answer.status_code == 400 or answer.headers["Location"].startswith("/inloggen")


@pytest.mark.parametrize("key", [k for k in ROWS if k[0] == "GET"], ids=" ".join)
def test_looking_changes_nothing(world: World, key: tuple[str, str]) -> None:
    row = ROWS[key]
    stage = row.who if isinstance(row.who, str) and row.who != PUBLIC else STAGE_FULL
    browser = world.browser(sorted(row.who)[0] if isinstance(row.who, frozenset) else Role.BEHEERDER, stage)
    address = world.address(row)
    world.context.database.engine.dispose()
    with world.context.database.read() as session:
        before = session.connection().execute(text("PRAGMA data_version")).scalar()
        for method in ("GET", "HEAD"):
            browser.client.open(address, method=method)
        assert session.connection().execute(text("PRAGMA data_version")).scalar() == before


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("rule", sorted({rule for _, rule in PUBLIC_GETS}))
def test_no_other_method_works_for_a_visitor(world: World, rule: str, method: str) -> None:
    if (method, rule) in ROWS:
        return
    row = PUBLIC_GETS["GET", rule]
    assert world.browser(VISITOR).client.open(row.address, method=method).status_code == 405


@pytest.mark.parametrize("row", PUBLIC_GETS.values(), ids=lambda row: row.address)
def test_only_a_page_with_a_form_to_send_sets_a_cookie(world: World, row: Row) -> None:
    answer = world.browser(VISITOR).get(row.address)
    assert ("Set-Cookie" in answer.headers) == (b'method="post"' in answer.get_data())
