"""The reviewer's pages in a real browser, in each of their states: accessible, and no sideways scrolling."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser

from portal.config import load_settings
from portal.domain.actor import Actor, Role
from portal.domain.review import Mark
from portal.domain.unfound import Reason, month_of
from portal.services import local_overview, plan_steps, plannen, review_steps, score_sheet, suspension
from portal.services.context import Context, open_context
from portal.store import accounts, unfound
from portal.store.unfound import Cell
from tests.people import account, actor, session_of
from tests.plugins.running import RunningPortal
from tests.services import plan_world

PLACES = ("GM0202", "GM0275")
NAMES = ("oppakken", "starten", "aanvulling", "goedkeuren", "afwijzen", "opschorten", "hervatten")


@dataclass
class Reviewed:
    """A running portal with plans in every state; `cookie` is the session of the reviewer."""

    portal: RunningPortal
    cookie: str
    places: dict[str, str]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    """The demo, with three more plans: in review, published with a new version that was returned once, suspended."""
    portal = RunningPortal(tmp_path_factory.mktemp("reviewed"))
    portal.wait_until_up()
    context = open_context(load_settings({"STATE_DIR": str(portal.folder / "demo")}), writes_index=False)
    try:
        yield Reviewed(portal, *_fill(context))
    finally:
        context.close()
        portal.stop()
        shutil.rmtree(portal.folder, ignore_errors=True)


def _fill(context: Context) -> tuple[str, dict[str, str]]:
    with context.database.write() as session:
        row = account(session, Role.BEOORDELAAR, regelingen=[plan_world.ARNHEM], gemeenten=PLACES)
        session.commit()
    with context.database.read() as session:
        reviewer = actor(session, accounts.by_id(session, row.id or 0) or row)
    first, request_id = _in_review(context, reviewer)
    second, third = _with_new_version(context, reviewer), _suspended(context, reviewer)
    _not_found(context)
    raw, _ = session_of(context, row)
    found = {"queue": "/gemeente?status=alle", "no plans": "/gemeente?zoek=xqz", "requests": "/gemeente/uitzonderingen"}
    found["not found"] = "/gemeente/vraag"
    found |= {f"plan {n}": f"/gemeente/plannen/{p}" for n, p in enumerate((first, second, third), 1)}
    found |= {f"history {n}": f"/gemeente/plannen/{p}/geschiedenis" for n, p in ((1, first), (2, second))}
    found |= {f"{name} {n}": f"/gemeente/plannen/{p}/{name}" for n, p in ((1, first), (2, second)) for name in NAMES}
    found |= {"resume all": f"/gemeente/plannen/{third}/hervatten", "request": f"/gemeente/uitzonderingen/{request_id}"}
    return raw, found


def _not_found(context: Context) -> None:
    """Counts of the last months that are over, in both gemeenten."""
    with context.database.write() as session:
        for number, (days, gemeente) in enumerate(product((40, 75), PLACES)):
            month = month_of(context.today() - timedelta(days=days))
            reasons = {Cell(month, gemeente, "metaal", reason): 9 + number * 7 + n for n, reason in enumerate(Reason)}
            unfound.add(session, reasons | {Cell(month, gemeente, unfound.UNKNOWN, Reason.WEINIG): 31})
        session.commit()


def _plan(context: Context, reviewer: Actor, number: int) -> tuple[int, Actor]:
    """A plan that the reviewer has in review, and its aanbieder."""
    member = plan_world.new_aanbieder(context, number)
    plan_id = plan_world.draft(context, member, plan_world.ARNHEM, PLACES)
    plan_world.submit(context, member, plan_id)
    review_steps.start(context, reviewer, plan_id, plan_world.lock_of(context, plan_id, reviewer))
    return plan_id, member


def _in_review(context: Context, reviewer: Actor) -> tuple[int, int]:
    """With a mark, a comment and a request for an exception."""
    plan_id, member = _plan(context, reviewer, 1)
    marks = {"eis-1": Mark.VOLDOET, "eis-2": Mark.VRAAG}
    score_sheet.save_sheet(context, reviewer, plan_id, marks, {"vraag.taken": "Welke machines?"})
    public_id = local_overview.local_overview(context, member, plan_id)[0].werkplekken[0].public_id
    request_id = local_overview.ask_exception(
        context, member, plan_id, public_id, "GM0202", motivation="Enige smederij in de regio.", transport=True
    )
    return plan_id, request_id


def _with_new_version(context: Context, reviewer: Actor) -> int:
    """Published, in part suspended, with a new version that was handed in."""
    plan_id, member = _plan(context, reviewer, 2)
    review_steps.approve(context, reviewer, plan_id, plan_world.lock_of(context, plan_id, reviewer))
    suspension.suspend(context, reviewer, plan_id, reason="Geen toezicht", pairs=[("GM0275", "op-trede-3")])
    plan_steps.new_version(context, member, plan_id)
    answer = {"taken": "Antwoord over andere taken, met een langere uitleg."}
    plannen.save_answers(context, member, plan_id, answer, plannen.view(context, member, plan_id).lock)
    plan_world.submit(context, member, plan_id)
    return plan_id


def _suspended(context: Context, reviewer: Actor) -> int:
    plan_id, _ = _plan(context, reviewer, 3)
    review_steps.approve(context, reviewer, plan_id, plan_world.lock_of(context, plan_id, reviewer))
    suspension.suspend(context, reviewer, plan_id, reason="Calamiteit")
    return plan_id


@pytest.fixture
def signed_in(reviewed: Reviewed, browser: Browser) -> Iterator[Callable[[int], Any]]:
    """`signed_in(width)`: a page of the reviewer's browser."""
    opened = []

    def page(width: int) -> Any:
        context = browser.new_context(base_url=reviewed.portal.url, viewport={"width": width, "height": 900})
        opened.append(context)
        context.add_cookies([{"name": "sessie", "value": reviewed.cookie, "url": reviewed.portal.url}])
        return context.new_page()

    yield page
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_in_every_state(
    reviewed: Reviewed,
    signed_in: Callable[[int], Any],
    axe: Callable[[Any], list[str]],
    sideways: Callable[[Any], int],
    width: int,
) -> None:
    page, found = signed_in(width), {}
    for name, path in reviewed.places.items():
        status = page.goto(path).status
        found[name] = (status, axe(page), sideways(page))
    assert {name: result for name, result in found.items() if result != (200, [], 0)} == {}


@pytest.mark.parametrize("name", ["aanvulling", "goedkeuren", "afwijzen"])
def test_a_form_with_faults(
    reviewed: Reviewed, signed_in: Callable[[int], Any], axe: Callable[[Any], list[str]], name: str
) -> None:
    page = signed_in(1280)
    page.goto(f"{reviewed.places['plan 1']}/{name}")
    for field in page.locator("main textarea:visible, main input[type=date]").all():
        field.fill("")
    for box in page.locator("main input[name=paren]").all():
        box.uncheck()
    page.locator("main button[type=submit]").click()
    assert page.get_by_role("alert").count() == 1
    assert axe(page) == []


def test_a_conflict(reviewed: Reviewed, signed_in: Callable[[int], Any], axe: Callable[[Any], list[str]]) -> None:
    page = signed_in(390)
    page.goto(f"{reviewed.places['plan 1']}/afwijzen")
    page.locator("input[name=lock]").evaluate("field => { field.value = '0' }")
    page.get_by_label("Waarom wijst u het plan af?").fill("Mijn uitleg")
    page.get_by_role("button", name="Afwijzen").click()
    assert "Dit is niet gedaan" in page.locator("main").inner_text()
    assert page.get_by_label("Waarom wijst u het plan af?").input_value() == "Mijn uitleg"
    assert axe(page) == []
