"""Free places, pause and contact on one screen: in bulk, at once, and what is wrong changes nothing."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from portal.services import live_facts, plan_werkplekken
from portal.services.context import Context
from portal.store.aanbieders import Aanbieder
from portal.store.outbox import OutboxRow
from tests.services import plan_world
from tests.web.aanbieder_pages import Desk, desk, tree
from tests.web.test_aanbieder_plan import strict

URL = "/aanbieder/plekken"


@pytest.fixture
def here(context: Context) -> Desk:
    """A published plan with two werkplekken."""
    made = desk(context)
    plan_id = plan_world.draft(context, made.actor)
    plan_werkplekken.add_werkplek(context, made.actor, plan_id, plan_world.form(naam="Kas De Els"))
    plan_world.submit(context, made.actor, plan_id)
    plan_world.review_steps.start(context, plan_world.REVIEWER, plan_id, plan_world.lock_of(context, plan_id))
    plan_world.review_steps.approve(context, plan_world.REVIEWER, plan_id, plan_world.lock_of(context, plan_id))
    return made


def live(here: Desk) -> dict[str, tuple[int | None, bool]]:
    """Public id -> free places of its one product, paused."""
    return {w.public_id: (w.offers[0].free, w.paused) for w in live_facts.live_werkplekken(here.context, here.actor)}


def field(public_id: str) -> str:
    return f"vrij.{public_id}.op-trede-3"


def test_many_free_places_and_a_pause_change_in_one_go(here: Desk) -> None:
    one, other = sorted(live(here))
    answer = here.browser.post(URL, **{field(one): "2", field(other): "0", f"pauze.{other}": "ja"})
    assert answer.status_code == 302
    assert live(here) == {one: (2, False), other: (0, True)}
    assert "staan meteen op de site" in here.get(answer.headers["Location"])


def test_an_empty_field_means_not_known(here: Desk) -> None:
    one = sorted(live(here))[0]
    here.browser.post(URL, **{field(one): "2"})
    here.browser.post(URL, **{field(one): ""})
    assert live(here)[one] == (None, False)


@pytest.mark.parametrize("typed", ["9", "-1", "twee", "1,5"])
def test_one_wrong_number_changes_nothing_and_stays_in_its_field(here: Desk, typed: str) -> None:
    one, other = sorted(live(here))
    answer = here.browser.post(URL, **{field(one): "2", field(other): typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'name="{field(other)}"' in page
    assert f'value="{typed}"' in page
    assert live(here)[one] == (None, False)
    strict(page)


def test_a_form_that_stood_open_does_not_undo_what_a_colleague_passed_on(here: Desk) -> None:
    one, other = sorted(live(here))
    boxes = [box for box in tree(here.get(URL)).iter("input") if box.get("type", "text") in ("text", "hidden")]
    opened = {box.get("name", ""): box.get("value", "") for box in boxes}
    here.browser.post(URL, **{field(one): "3", f"pauze.{one}": "ja"})
    here.browser.post(URL, **{**opened, field(other): "1", "csrf": here.browser.token()})
    assert live(here) == {one: (3, True), other: (1, False)}


def test_another_ones_werkplek_and_unknown_fields_are_ignored(here: Desk) -> None:
    before = live(here)
    assert here.browser.post(URL, **{"vrij.van-een-ander.op-trede-3": "1", "capacity": "99"}).status_code == 302
    assert live(here) == before


def test_all_is_confirmed_in_one_click(here: Desk) -> None:
    with here.context.database.write() as session:
        before = len(session.exec(select(OutboxRow)).all())
    answer = here.browser.post(f"{URL}/klopt-nog")
    assert "alles nog klopt" in here.get(answer.headers["Location"])
    with here.context.database.read() as session:
        assert len(session.exec(select(OutboxRow)).all()) > before


def test_contact_changes_at_once(here: Desk) -> None:
    fields = {"email": "nieuw@voorbeeld.example", "telefoon": "055 765 43 21", "website": "www.voorbeeld.example"}
    assert here.browser.post(f"{URL}/contact", **fields).status_code == 302
    with here.context.database.read() as session:
        assert contact(session, here) == ("nieuw@voorbeeld.example", "055 765 43 21", "https://www.voorbeeld.example")


def test_a_wrong_contact_stays_in_its_field(here: Desk) -> None:
    answer = here.browser.post(f"{URL}/contact", email="geen adres", telefoon="055 765 43 21", website="")
    assert answer.status_code == 422
    assert 'value="geen adres"' in answer.get_data(as_text=True)


def contact(session: Session, here: Desk) -> tuple[str, str, str]:
    row = session.get_one(Aanbieder, here.actor.aanbieder_id)
    return row.email, row.telefoon, row.website
