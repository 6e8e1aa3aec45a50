"""Requests for an exception: decided by a reviewer of that gemeente, once."""

import pytest

from portal.domain.review import ExceptionState
from portal.services import exceptions, local_overview
from tests.services import plan_world
from tests.web.gemeente.conftest import World, text_of

GRANT = {"besluit": "toekennen", "eind": "2027-12-31", "reason": "Uniek aanbod"}


def asked(world: World, gemeente: str = "GM0202") -> int:
    """A request for the werkplek in Apeldoorn, of a plan that was handed in."""
    plan_id = world.submitted(("GM0202", "GM0274"))
    plan = local_overview.local_overview(world.context, world.aanbieder, plan_id)
    public_id = plan[0].werkplekken[0].public_id
    return local_overview.ask_exception(
        world.context, world.aanbieder, plan_id, public_id, gemeente, motivation="Een smederij", transport=True
    )


def state(world: World) -> ExceptionState:
    """How the only request stands."""
    found = exceptions.exception_requests(world.context, world.actor(), plan_world.ARNHEM, None)
    return found[0].state


def test_the_request_waits_in_the_list_and_is_granted(world: World) -> None:
    request_id, browser = asked(world), world.browser()
    assert f"/gemeente/uitzonderingen/{request_id}" in browser.get("/gemeente/uitzonderingen").get_data(as_text=True)
    assert "Een smederij" in text_of(browser.get(f"/gemeente/uitzonderingen/{request_id}"))
    assert browser.post(f"/gemeente/uitzonderingen/{request_id}", **GRANT).status_code == 302
    assert state(world) is ExceptionState.TOEGEKEND
    assert "Er wacht nu niets" in text_of(browser.get("/gemeente/uitzonderingen"))


def test_it_is_refused_with_a_reason(world: World) -> None:
    request_id = asked(world)
    refusal = {"besluit": "weigeren", "reason": "Er is genoeg aanbod"}
    world.browser().post(f"/gemeente/uitzonderingen/{request_id}", **refusal)
    assert state(world) is ExceptionState.GEWEIGERD


@pytest.mark.parametrize(
    ("field", "text"), [("besluit", ""), ("eind", ""), ("eind", "2026-11-23"), ("eind", "ooit"), ("reason", " ")]
)
def test_what_is_missing_is_asked_and_the_rest_stays(world: World, field: str, text: str) -> None:
    request_id = asked(world)
    answer = world.browser().post(f"/gemeente/uitzonderingen/{request_id}", **{**GRANT, field: text})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, f'id="{field}-fout"' in page) == (422, True)
    assert field == "reason" or "Uniek aanbod</textarea>" in page
    assert state(world) is ExceptionState.GEVRAAGD


def test_who_comes_second_is_told_and_keeps_the_text(world: World) -> None:
    request_id, browser = asked(world), world.browser()
    browser.post(f"/gemeente/uitzonderingen/{request_id}", **GRANT)
    second = {"besluit": "weigeren", "reason": "Mijn lange uitleg"}
    answer = world.browser(world.colleague).post(f"/gemeente/uitzonderingen/{request_id}", **second)
    assert answer.status_code == 409
    assert "Hierover is al beslist" in text_of(answer)
    assert "Mijn lange uitleg</textarea>" in answer.get_data(as_text=True)
    assert state(world) is ExceptionState.TOEGEKEND


def granted(world: World) -> tuple[int, str]:
    """A request that was granted, and the address to end it."""
    request_id = asked(world)
    world.browser().post(f"/gemeente/uitzonderingen/{request_id}", **GRANT)
    return request_id, f"/gemeente/uitzonderingen/{request_id}/beeindigen"


def test_a_granted_one_is_listed_and_ended_with_a_reason(world: World) -> None:
    (request_id, address), browser = granted(world), world.browser()
    assert f'/uitzonderingen/{request_id}"' in browser.get("/gemeente/uitzonderingen").get_data(as_text=True)
    assert f'href="{address}"' in browser.get(f"/gemeente/uitzonderingen/{request_id}").get_data(as_text=True)
    unexplained = browser.post(address, reason=" ")
    assert (unexplained.status_code, 'id="reason-fout"' in unexplained.get_data(as_text=True)) == (422, True)
    ended = browser.post(address, reason="Niet meer nodig")
    assert (ended.status_code, state(world)) == (302, ExceptionState.BEEINDIGD)
    assert "De uitzondering is beëindigd" in text_of(browser.get(ended.headers["Location"]))
    assert f'/uitzonderingen/{request_id}"' not in browser.get("/gemeente/uitzonderingen").get_data(as_text=True)


def test_who_ends_it_second_is_told_and_keeps_the_text(world: World) -> None:
    _, address = granted(world)
    world.browser().post(address, reason="Niet meer nodig")
    answer = world.browser(world.colleague).post(address, reason="Mijn uitleg")
    assert (answer.status_code, "loopt niet meer" in text_of(answer)) == (409, True)
    assert "Mijn uitleg</textarea>" in answer.get_data(as_text=True)


def test_a_request_to_another_gemeente_is_not_there(world: World) -> None:
    request_id, browser = asked(world, "GM0274"), world.browser()
    foreign = browser.get(f"/gemeente/uitzonderingen/{request_id}")
    assert (foreign.status_code, foreign.get_data()) == (404, browser.get("/gemeente/uitzonderingen/99").get_data())
    assert browser.post(f"/gemeente/uitzonderingen/{request_id}", **GRANT).status_code == 404
    assert state(world) is ExceptionState.GEVRAAGD


def test_a_request_in_another_regeling_is_not_there(world: World) -> None:
    request_id = asked(world)
    assert world.browser(world.elsewhere).get(f"/gemeente/uitzonderingen/{request_id}").status_code == 404
