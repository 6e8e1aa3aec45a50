"""Decisions of a reviewer through the pages: what they do, what they ask, and what happens when someone was first."""

import pytest

from portal.domain.review import PlanState, PlanStatus
from portal.services import plan_steps, review_steps
from tests.web.gemeente.conftest import World, text_of

APPROVE = {"paren": ["GM0202|op-trede-3", "GM0275|op-trede-3"], "start": "2026-11-23", "eind": "2028-11-22"}


def test_a_reviewer_picks_a_plan_up_and_starts(world: World) -> None:
    plan_id, browser = world.submitted(), world.browser()
    assert "Plan oppakken" in text_of(browser.get(f"/gemeente/plannen/{plan_id}"))
    browser.post(f"/gemeente/plannen/{plan_id}/oppakken")
    assert "Plan oppakken" not in text_of(browser.get(f"/gemeente/plannen/{plan_id}"))
    answer = browser.post(f"/gemeente/plannen/{plan_id}/starten", lock=world.lock(plan_id))
    assert answer.headers["Location"] == f"/gemeente/plannen/{plan_id}?gedaan=starten"
    assert (world.view(plan_id).state, world.view(plan_id).reviewer_id) == (
        PlanState.IN_BEOORDELING,
        world.reviewer.id,
    )


def test_approving_publishes_with_these_dates(world: World) -> None:
    plan_id = world.in_review()
    world.browser().post(f"/gemeente/plannen/{plan_id}/goedkeuren", lock=world.lock(plan_id), **APPROVE)
    approved = world.view(plan_id).approved
    assert [(a.gemeente_code, a.start.isoformat(), a.eind.isoformat()) for a in approved] == [
        ("GM0202", "2026-11-23", "2028-11-22"),
        ("GM0275", "2026-11-23", "2028-11-22"),
    ]


def test_approving_less_asks_for_a_reason_and_keeps_what_was_ticked(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    fields = {**APPROVE, "paren": ["GM0275|op-trede-3"], "lock": world.lock(plan_id)}
    answer = browser.post(f"/gemeente/plannen/{plan_id}/goedkeuren", **fields)
    assert answer.status_code == 422
    assert "U keurt minder goed dan gevraagd" in text_of(answer)
    assert 'value="GM0275|op-trede-3" checked' in answer.get_data(as_text=True)
    assert 'value="GM0202|op-trede-3" checked' not in answer.get_data(as_text=True)
    browser.post(f"/gemeente/plannen/{plan_id}/goedkeuren", **fields, reason="Arnhem heeft genoeg")
    assert [a.gemeente_code for a in world.view(plan_id).approved] == ["GM0275"]


@pytest.mark.parametrize(("field", "text"), [("eind", "morgen"), ("eind", "2020-01-01"), ("start", "31-12-2026")])
def test_a_wrong_date_stays_in_its_field(world: World, field: str, text: str) -> None:
    plan_id = world.in_review()
    fields = {**APPROVE, field: text, "lock": world.lock(plan_id)}
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}/goedkeuren", **fields)
    assert answer.status_code == 422
    assert f'id="{field}-fout"' in answer.get_data(as_text=True)
    assert f'value="{text}"' in answer.get_data(as_text=True)
    assert world.view(plan_id).state is PlanState.IN_BEOORDELING


def test_comments_become_the_reasons_of_a_return(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    browser.post(f"/gemeente/plannen/{plan_id}", **{"opmerking.vraag.aanpak": "Noem een voorbeeld"})
    page = browser.get(f"/gemeente/plannen/{plan_id}/aanvulling").get_data(as_text=True)
    assert "Noem een voorbeeld</textarea>" in page
    fields = {"reden.vraag.aanpak": "Noem een voorbeeld", "reden.producten": " ", "lock": world.lock(plan_id)}
    browser.post(f"/gemeente/plannen/{plan_id}/aanvulling", **fields)
    assert world.view(plan_id).state is PlanState.AANVULLING_GEVRAAGD
    assert dict(world.view(plan_id).returned) == {"vraag.aanpak": "Noem een voorbeeld"}


def test_a_return_without_any_reason_is_refused(world: World) -> None:
    plan_id = world.in_review()
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}/aanvulling", lock=world.lock(plan_id))
    assert answer.status_code == 422
    assert "leg uit waarom" in text_of(answer)
    assert '<details class="pv-opmerking" open>' in answer.get_data(as_text=True)


def test_rejecting_needs_a_reason(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    address, lock = f"/gemeente/plannen/{plan_id}/afwijzen", world.lock(plan_id)
    assert browser.post(address, lock=lock, reason=" ").status_code == 422
    assert browser.post(address, lock=lock, reason="Past niet bij de regeling").status_code == 302
    assert world.view(plan_id).state is PlanState.AFGEWEZEN


def test_the_whole_plan_is_suspended_and_resumed(world: World) -> None:
    plan_id, browser = world.approved(), world.browser()
    browser.post(f"/gemeente/plannen/{plan_id}/opschorten", wat="geheel", reason="Calamiteit")
    assert world.view(plan_id).status is PlanStatus.OPGESCHORT
    browser.post(f"/gemeente/plannen/{plan_id}/hervatten", wat="geheel")
    assert world.view(plan_id).status is PlanStatus.GEPUBLICEERD


def test_one_gemeente_is_suspended_and_resumed(world: World) -> None:
    plan_id, browser = world.approved(), world.browser()
    some = {"wat": "deel", "paren": ["GM0275|op-trede-3"], "reason": "Geen toezicht"}
    browser.post(f"/gemeente/plannen/{plan_id}/opschorten", **some)
    assert [a.gemeente_code for a in world.view(plan_id).approved if a.suspended] == ["GM0275"]
    assert world.view(plan_id).status is PlanStatus.GEPUBLICEERD
    browser.post(f"/gemeente/plannen/{plan_id}/hervatten", **some)
    assert not any(a.suspended for a in world.view(plan_id).approved)


def test_whoever_comes_second_reads_what_happened_and_keeps_the_text(world: World) -> None:
    plan_id, seen = world.in_review(), 0
    seen = world.lock(plan_id)
    review_steps.approve(world.context, world.actor(), plan_id, seen)
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}/afwijzen", lock=seen, reason="Mijn lange uitleg")
    assert answer.status_code == 409
    assert "Goedgekeurd".lower() in text_of(answer).lower()
    assert "Mijn lange uitleg</textarea>" in answer.get_data(as_text=True)
    assert world.view(plan_id).state is PlanState.GOEDGEKEURD


def test_a_colleague_who_took_over_decides_alone(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    review_steps.take(world.context, world.actor(world.colleague), plan_id)
    answer = browser.post(f"/gemeente/plannen/{plan_id}/afwijzen", lock=world.lock(plan_id), reason="Nee, want")
    assert answer.status_code == 409
    assert "Pak het plan eerst zelf op" in text_of(answer)
    assert f"opgepakt door een beoordelaar, door {world.colleague.naam}" in text_of(answer)


def test_after_a_change_the_same_reviewer_confirms_again_with_the_new_lock(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    old = world.lock(plan_id)
    review_steps.take(world.context, world.actor(world.colleague), plan_id)
    review_steps.take(world.context, world.actor(), plan_id)
    answer = browser.post(f"/gemeente/plannen/{plan_id}/afwijzen", lock=old, reason="Nee, want")
    assert answer.status_code == 409
    assert f'name="lock" value="{world.lock(plan_id)}"' in answer.get_data(as_text=True)
    browser.post(f"/gemeente/plannen/{plan_id}/afwijzen", lock=world.lock(plan_id), reason="Nee, want")
    assert world.view(plan_id).state is PlanState.AFGEWEZEN


def test_a_withdrawn_plan_cannot_be_suspended(world: World) -> None:
    plan_id = world.approved()
    plan_steps.withdraw(world.context, world.aanbieder, plan_id)
    fields = {"wat": "geheel", "reason": "Te laat"}
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}/opschorten", **fields)
    assert answer.status_code == 409
    assert "ingetrokken" in text_of(answer)


@pytest.mark.parametrize(
    "name", ["oppakken", "starten", "aanvulling", "goedkeuren", "afwijzen", "opschorten", "hervatten"]
)
def test_a_decision_that_cannot_be_taken_has_no_button(world: World, name: str) -> None:
    plan_id = world.approved()
    page = world.browser().get(f"/gemeente/plannen/{plan_id}/{name}").get_data(as_text=True)
    inside = page.partition("<main")[2].partition("</main")[0]
    assert ('type="submit"' in inside) == (name == "opschorten")


@pytest.mark.parametrize("who", ["elsewhere"])
def test_a_plan_of_another_regeling_is_not_there(world: World, who: str) -> None:
    plan_id = world.in_review()
    browser = world.browser(getattr(world, who))
    for path in ("", "/afwijzen", "/geschiedenis", "/plan.pdf"):
        foreign, unknown = browser.get(f"/gemeente/plannen/{plan_id}{path}"), browser.get(f"/gemeente/plannen/99{path}")
        assert (foreign.status_code, foreign.get_data()) == (404, unknown.get_data())
    assert browser.post(f"/gemeente/plannen/{plan_id}/afwijzen", lock=0, reason="x").status_code == 404
