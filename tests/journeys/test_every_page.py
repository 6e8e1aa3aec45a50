"""Every page and error page of people with an account, and every state of a plan, in a real browser at two widths.

The rows are those of `tests/web/access`: a page without a row there fails in `tests/web/test_access.py`, and one with a
row is looked at here: no axe violation, no sideways scrolling, nothing from elsewhere, no error in the console. Pages
for visitors are in `test_pages.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.served import LARGE, SMALL, People, PlanState, Window, plans, served
from tests.plugins.scale import in_full
from tests.web.access import ROWS, visitors
from tests.web.access.row import PUBLIC
from tests.web.access.world import World, opened

NO_PAGE = (".pdf", "/lengte")
OURS = {key: row for key, row in ROWS.items() if key not in visitors.ROWS}
_GETS = {key: row for key, row in OURS.items() if key[0] == "GET" and row.status != 302}
PAGES = {key: row for key, row in _GETS.items() if not key[1].endswith(NO_PAGE)}
FAULTS = {key: row for key, row in OURS.items() if key[0] == "POST" and row.status >= 400}
FORMS = {
    "register, all wrong": ("/registreren", {"kvk": "123456782", "email": "x", "website": "x y"}),
    "sign in, wrong": ("/inloggen", {"email": "x@y.nl", "wachtwoord": "x"}),
    "a form that ran out": ("/wachtwoord-vergeten", {"csrf": "x"}),
}
MEMBER_FORMS = {
    "werkplek, all wrong": (
        "werkplekken/nieuw",
        {"postcode": "1", "werkgebied": "GM0200", "producten": "op-trede-3", "plekken.op-trede-3": "veel"},
    ),
    "werkplek, a choice that is none": ("werkplekken/nieuw", {"naam": "Tuin", "dagdelen": "x", "branches": "x"}),
    "dates that are none": ("verklaringen", {"verklaring.meldcode.sent": "ja", "verklaring.meldcode.dated": "x"}),
    "products that are none": ("producten", {"producten": "x"}),
}
STATES = ("ready", "submitted", "returned", "rejected", "approved", "suspended", "withdrawn", "new version")
PARTS = ("", "/vragen", "/producten", "/gemeenten", "/verklaringen", "/werkplekken", "/geschiedenis", "/lokaal")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[People]:
    """The demo with one person per role, served."""
    with opened(tmp_path_factory.mktemp("pages")) as app, served(app) as url:
        found = People(World(app), browser, url)
        yield found
        found.close()


@pytest.fixture(scope="module")
def states(people: People) -> dict[str, PlanState]:
    """A plan in every state."""
    return plans(people.world)


@pytest.fixture
def looks_right(
    axe: Callable[[Any], list[str]], sideways: Callable[[Any], int], request: pytest.FixtureRequest
) -> Callable[[Window], None]:
    """`looks_right(window)`: the page that is open, at both widths. With SCREENSHOTS=folder it keeps pictures too."""

    def look(window: Window) -> None:
        for size in (LARGE, SMALL):
            window.page.set_viewport_size(size)  # type: ignore[arg-type]
            if folder := os.environ.get("SCREENSHOTS"):
                name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:120]
                window.page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
            assert axe(window.page) == []
            assert sideways(window.page) == 0
        seen, window.seen = list(window.seen), []
        assert seen == []
        window.page.set_viewport_size(LARGE)  # type: ignore[arg-type]

    return look


@pytest.mark.parametrize("key", PAGES, ids=lambda key: key[1])
def test_page(people: People, looks_right: Callable[[Window], None], key: tuple[str, str]) -> None:
    row = PAGES[key]
    window = people.of(row)
    assert window.opens(people.world.address(row)) == row.status
    looks_right(window)


@pytest.mark.proof
@pytest.mark.parametrize("key", PAGES, ids=lambda key: key[1])
def test_page_in_english(people: People, axe: Callable[[Any], list[str]], key: tuple[str, str], seed: int) -> None:
    """The same templates with other words: axe looks at all of them in `make proof`, at a tenth in `make test`."""
    row = PAGES[key]
    window = people.of(row)
    assert window.opens(f"/en{people.world.address(row)}".removesuffix("/")) == row.status
    assert window.page.locator("html").get_attribute("lang") == "en"
    if in_full() or Random(f"{seed}{key}").random() < 0.1:
        assert axe(window.page) == []


@pytest.mark.parametrize("key", FAULTS, ids=lambda key: key[1])
def test_answer_with_faults(people: People, looks_right: Callable[[Window], None], key: tuple[str, str]) -> None:
    row = FAULTS[key]
    window = people.of(row)
    window.opens("/" if isinstance(row.who, frozenset) else "/registreren" if row.who == PUBLIC else row.address)
    assert window.sends(people.world.address(row), dict(row.fields)) == row.status
    looks_right(window)


@pytest.mark.parametrize("name", FORMS)
def test_form_of_a_visitor(people: People, looks_right: Callable[[Window], None], name: str) -> None:
    address, fields = FORMS[name]
    window = people.person("visitor")
    window.opens(address)
    assert window.sends(address, fields) in (400, 422)
    looks_right(window)


@pytest.mark.parametrize("name", MEMBER_FORMS)
def test_form_of_a_member(
    people: People, states: dict[str, PlanState], looks_right: Callable[[Window], None], name: str
) -> None:
    path, fields = MEMBER_FORMS[name]
    state = states["ready"]
    window = people.member(state.actor)
    address = f"/aanbieder/plannen/{state.plan_id}/{path}"
    window.opens(address)
    assert window.sends(address, fields) == 422
    looks_right(window)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", STATES)
def test_plan_of_an_aanbieder(
    people: People, states: dict[str, PlanState], looks_right: Callable[[Window], None], name: str, part: str
) -> None:
    state = states[name]
    window = people.member(state.actor)
    assert window.opens(f"/aanbieder/plannen/{state.plan_id}{part}") == 200
    looks_right(window)


@pytest.mark.parametrize("name", STATES)
def test_werkplek_of_an_aanbieder(
    people: People, states: dict[str, PlanState], looks_right: Callable[[Window], None], name: str
) -> None:
    state = states[name]
    window = people.member(state.actor)
    assert window.opens(f"/aanbieder/plannen/{state.plan_id}/werkplekken/{state.werkplek}") == 200
    looks_right(window)


@pytest.mark.parametrize("address", ["/aanbieder", "/aanbieder/plekken"])
@pytest.mark.parametrize("name", ["approved", "suspended", "withdrawn"])
def test_start_of_an_aanbieder(
    people: People, states: dict[str, PlanState], looks_right: Callable[[Window], None], name: str, address: str
) -> None:
    window = people.member(states[name].actor)
    assert window.opens(address) == 200
    looks_right(window)


@pytest.mark.parametrize(("person", "address", "status"), [
    ("visitor", "/bestaat-niet", 404), ("toegang", "/beheer", 403), ("beoordelaar", "/gemeente/plannen/999999", 404),
    ("visitor", "/registreren/bevestigen/weg", 410), ("beoordelaar", "/gemeente?zoek=xqz", 200),
    ("beoordelaar", "/gemeente?status=alle", 200), ("beheerder", "/account", 200),
])  # fmt: skip
def test_other_answers(
    people: People, looks_right: Callable[[Window], None], person: str, address: str, status: int
) -> None:
    window = people.person(person)
    assert window.opens(address) == status
    looks_right(window)
