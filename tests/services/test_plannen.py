"""A plan as a draft: what is saved, what is refused, and that two editors lose nothing."""

import pytest

from portal.domain.plan import Declaration, question_part
from portal.domain.review import PlanState, PlanStatus
from portal.services import plan_steps, plan_werkplekken, plannen, review, review_steps
from portal.services.context import Context
from portal.services.refusals import EditConflict, Invalid, NotFound, Refused
from tests.services import plan_world as world


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


def test_opening_a_draft_twice_gives_the_same_plan(context: Context, actor: world.Actor) -> None:
    first = plannen.open_draft(context, actor, world.APELDOORN)
    assert plannen.open_draft(context, actor, world.APELDOORN) == first
    assert [p.state for p in plannen.my_plannen(context, actor)] == [PlanState.CONCEPT]


def test_an_unknown_regeling_is_not_found(context: Context, actor: world.Actor) -> None:
    with pytest.raises(NotFound):
        plannen.open_draft(context, actor, "bestaat-niet")


def test_a_complete_draft_has_every_task_done(context: Context, actor: world.Actor) -> None:
    plan = plannen.view(context, actor, world.draft(context, actor))
    assert [t.id for t in plan.tasks if not t.done] == []
    assert plan.content.answers["aanbod"] == "Antwoord aanbod"


@pytest.mark.parametrize("stranger", [world.REVIEWER, world.TOEGANG, world.OTHER_REGELING])
def test_a_draft_is_not_found_by_anyone_else(context: Context, actor: world.Actor, stranger: world.Actor) -> None:
    plan_id = world.draft(context, actor)
    other = world.new_aanbieder(context, 2)
    for who in (stranger, other):
        with pytest.raises(NotFound):
            plannen.view(context, who, plan_id)
        with pytest.raises(NotFound):
            plannen.save_answers(context, who, plan_id, {"aanbod": "Van mij"}, 0)


def test_a_stale_save_of_the_same_answer_gives_both_texts_and_writes_nothing(
    context: Context, actor: world.Actor
) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Eerst"}, 0)
    with pytest.raises(EditConflict) as caught:
        plannen.save_answers(context, actor, plan_id, {"aanbod": "Later", "taken": "Taken"}, 0)
    [conflict] = caught.value.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == (question_part("aanbod"), "Later", "Eerst")
    assert plannen.view(context, actor, plan_id).content.answers == {"aanbod": "Eerst"}
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Later"}, caught.value.lock)


def test_two_editors_of_different_answers_do_not_hinder_each_other(context: Context, actor: world.Actor) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Van de een"}, 0)
    plannen.save_answers(context, actor, plan_id, {"taken": "Van de ander"}, 0)
    assert plannen.view(context, actor, plan_id).content.answers == {"aanbod": "Van de een", "taken": "Van de ander"}


def test_saving_what_is_there_already_is_no_conflict_and_no_save(context: Context, actor: world.Actor) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    lock = plannen.save_answers(context, actor, plan_id, {"aanbod": "Gelijk"}, 0)
    assert plannen.save_answers(context, actor, plan_id, {"aanbod": "Gelijk\r\n"}, 0) == lock


@pytest.mark.parametrize(
    ("answers", "part"),
    [({"bestaat-niet": "x"}, "vraag.bestaat-niet"), ({"aanbod": "x" * 20_001}, "vraag.aanbod")],
)
def test_an_answer_that_cannot_be_kept_is_named(
    context: Context, actor: world.Actor, answers: dict[str, str], part: str
) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    with pytest.raises(Invalid) as caught:
        plannen.save_answers(context, actor, plan_id, answers, 0)
    assert list(caught.value.errors) == [part]


def test_nul_characters_are_left_out(context: Context, actor: world.Actor) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Een\x00 tekst\r\nmet regels"}, 0)
    assert plannen.view(context, actor, plan_id).content.answers["aanbod"] == "Een tekst\nmet regels"


def test_a_declaration_of_tomorrow_is_refused(context: Context, actor: world.Actor) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    with pytest.raises(Invalid) as caught:
        plannen.save_declarations(context, actor, plan_id, {"meldcode": Declaration(True, world.date(2030, 1, 1))}, 0)
    assert list(caught.value.errors) == ["verklaring.meldcode"]


def test_an_incomplete_plan_is_not_submitted_and_says_what_is_missing(context: Context, actor: world.Actor) -> None:
    plan_id = plannen.open_draft(context, actor, world.APELDOORN)
    with pytest.raises(plan_steps.Incomplete) as caught:
        plan_steps.submit(context, actor, plan_id, 0)
    assert {"producten", "gemeenten", "werkplekken", "vraag.aanbod"} <= {m.part for m in caught.value.missing}


def test_a_plan_that_is_too_long_is_not_submitted(context: Context, actor: world.Actor) -> None:
    plan_id = world.draft(context, actor)
    lock = plannen.view(context, actor, plan_id).lock
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Veel woorden. " * 700}, lock)
    lock = plannen.view(context, actor, plan_id).lock
    with pytest.raises(plan_steps.TooLong) as caught:
        plan_steps.submit(context, actor, plan_id, lock)
    assert caught.value.length.over_words > 0
    assert plannen.view(context, actor, plan_id).state is PlanState.CONCEPT


def test_a_plan_changed_meanwhile_is_not_submitted(context: Context, actor: world.Actor) -> None:
    plan_id = world.draft(context, actor)
    with pytest.raises(EditConflict):
        plan_steps.submit(context, actor, plan_id, 0)


def test_a_submitted_plan_is_closed_until_it_is_taken_back(context: Context, actor: world.Actor) -> None:
    plan_id = world.draft(context, actor)
    world.submit(context, actor, plan_id)
    with pytest.raises(Refused):
        plannen.save_answers(context, actor, plan_id, {"aanbod": "Toch anders"}, 99)
    with pytest.raises(Refused):
        plan_werkplekken.add_werkplek(context, actor, plan_id, world.form())
    plan_steps.take_back(context, actor, plan_id)
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Toch anders"}, 99)
    with pytest.raises(NotFound):
        review.open_review(context, world.REVIEWER, plan_id)


def test_only_what_was_returned_reopens_and_an_unchanged_plan_is_not_taken(
    context: Context, actor: world.Actor
) -> None:
    plan_id = world.in_review(context, actor)
    reasons = {"vraag.aanbod": "Noem de doelgroep."}
    review_steps.return_with_reasons(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id), reasons)
    plan = plannen.view(context, actor, plan_id)
    assert (plan.returned, plan.open_now) == (reasons, {"vraag.aanbod"})
    with pytest.raises(Refused, match="alleen wijzigen"):
        plannen.save_answers(context, actor, plan_id, {"taken": "Iets anders"}, plan.lock)
    with pytest.raises(Refused, match="nog niets gewijzigd"):
        world.submit(context, actor, plan_id)
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Voor iedereen op trede 3"}, plan.lock)
    world.submit(context, actor, plan_id)
    [change] = review.open_review(context, world.REVIEWER, plan_id).since_returned or ()
    assert change.part == "vraag.aanbod"


def test_a_rejected_version_is_not_handed_in_again_unchanged(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    review_steps.reject(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id), "Niet lokaal genoeg.")
    assert plan_steps.new_version(context, actor, plan_id) == 2
    with pytest.raises(Refused, match="nog niets gewijzigd"):
        world.submit(context, actor, plan_id)


def test_a_plan_that_is_not_published_cannot_be_withdrawn(context: Context, actor: world.Actor) -> None:
    plan_id = world.draft(context, actor)
    with pytest.raises(Refused):
        plan_steps.withdraw(context, actor, plan_id)
    assert plannen.view(context, actor, plan_id).status is PlanStatus.NIET_GEPUBLICEERD
