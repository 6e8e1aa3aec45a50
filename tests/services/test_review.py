"""Review: the sheet, the decisions, who may not, and that each step is one event with its outbox rows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.domain.review import Mark, PlanState, PlanStatus
from portal.services import history, plan_steps, plan_werkplekken, plannen, review, review_steps, suspension
from portal.services.context import Context
from portal.services.find import find
from portal.services.refusals import EditConflict, Invalid, NotFound, Refused
from portal.services.search import SearchRequest
from portal.store.mail import Mail
from portal.store.outbox import OutboxRow
from portal.store.tables import PlanApproval, PlanEvent
from tests.factories import TODAY
from tests.services import plan_world as world

PAIR = ("GM0200", "op-trede-3")


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


def events(context: Context) -> list[str]:
    with context.database.read() as session:
        return list(session.exec(select(PlanEvent.action).order_by(PlanEvent.id)).all())


def test_from_draft_to_found(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    plan = plannen.view(context, actor, plan_id)
    assert (plan.state, plan.status) == (PlanState.GOEDGEKEURD, PlanStatus.GEPUBLICEERD)
    assert events(context) == ["beginnen", "indienen", "starten", "goedkeuren"]
    with context.database.read() as session:
        assert len({row.subject for row in session.exec(select(OutboxRow)).all()}) == 1
        [mail] = session.exec(select(Mail)).all()
        approval = session.exec(select(PlanApproval)).one()
    assert mail.template == "plan-beslist"
    assert (approval.start, approval.eind) == (TODAY, TODAY.replace(year=2028) - timedelta(days=1))


def test_the_sheet_has_every_requirement_with_declaration_and_mark(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    review.save_mark(context, world.REVIEWER, plan_id, "meldcode", Mark.VOLDOET)
    review.save_comment(context, world.REVIEWER, plan_id, "vraag.aanbod", "Wat is de doelgroep?")
    view = review.open_review(context, world.REVIEWER, plan_id)
    lines = {line.requirement.id: line for line in view.sheet}
    assert lines["meldcode"].mark is Mark.VOLDOET
    assert lines["meldcode"].declaration is not None
    assert lines["keten"].declaration is None
    assert view.comments == {"vraag.aanbod": "Wat is de doelgroep?"}


def test_comments_and_marks_are_taken_away_again(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    review.save_mark(context, world.REVIEWER, plan_id, "meldcode", Mark.VRAAG)
    review.save_mark(context, world.REVIEWER, plan_id, "meldcode", None)
    review.save_comment(context, world.REVIEWER, plan_id, "gemeenten", "Waarom?")
    review.save_comment(context, world.REVIEWER, plan_id, "gemeenten", " ")
    view = review.open_review(context, world.REVIEWER, plan_id)
    assert (view.comments, [line for line in view.sheet if line.mark]) == ({}, [])


def test_only_who_has_the_plan_decides_until_a_colleague_takes_it(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    lock = world.lock_of(context, plan_id)
    with pytest.raises(Refused, match="Een andere beoordelaar"):
        review_steps.approve(context, world.COLLEAGUE, plan_id, lock)
    review_steps.take(context, world.COLLEAGUE, plan_id)
    with pytest.raises(Refused, match="Een andere beoordelaar"):
        review_steps.reject(context, world.REVIEWER, plan_id, lock, "Nee.")
    with pytest.raises(EditConflict):
        review_steps.approve(context, world.COLLEAGUE, plan_id, lock)
    review_steps.approve(context, world.COLLEAGUE, plan_id, lock + 1)


def test_a_reviewer_with_a_tie_decides_nothing(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    tied = replace(world.REVIEWER, ties=frozenset({actor.aanbieder_id or 0}))
    lock = world.lock_of(context, plan_id)
    with pytest.raises(Refused, match="band"):
        review_steps.approve(context, tied, plan_id, lock)
    with pytest.raises(Refused, match="band"):
        review.save_mark(context, tied, plan_id, "meldcode", Mark.VOLDOET)
    assert review.open_review(context, tied, plan_id).actions == ()


@pytest.mark.parametrize("stranger", [world.OTHER_REGELING, world.TOEGANG])
def test_a_plan_of_another_regeling_is_not_found(context: Context, actor: world.Actor, stranger: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    with pytest.raises(NotFound):
        review.open_review(context, stranger, plan_id)
    with pytest.raises(NotFound):
        review_steps.approve(context, stranger, plan_id, 0)


def test_an_aanbieder_does_not_review_itself(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    with pytest.raises(NotFound):
        review.open_review(context, actor, plan_id)
    with pytest.raises(Refused):
        review_steps.approve(context, actor, plan_id, world.lock_of(context, plan_id))


def test_a_step_cannot_be_replayed(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    with pytest.raises(Refused, match="goedgekeurd"):
        review_steps.approve(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id))
    assert events(context).count("goedkeuren") == 1


def test_what_is_approved_stands_in_the_order_of_the_regeling(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor, products=("naar-trede-4", "op-trede-4", "op-trede-3"))
    approved = review.open_review(context, world.REVIEWER, plan_id).approved
    assert [pair.product for pair in approved] == ["op-trede-3", "op-trede-4", "naar-trede-4"]


def test_approving_less_than_asked_needs_a_reason(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor, products=("op-trede-3", "op-trede-4"))
    lock = world.lock_of(context, plan_id)
    with pytest.raises(Invalid) as caught:
        review_steps.approve(context, world.REVIEWER, plan_id, lock, pairs=[PAIR])
    assert list(caught.value.errors) == ["reason"]
    review_steps.approve(context, world.REVIEWER, plan_id, lock, pairs=[PAIR], reason="Geen hbo in huis.")
    assert [(a.gemeente_code, a.product) for a in review.open_review(context, world.REVIEWER, plan_id).approved] == [
        PAIR
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pairs": []}, "pairs"),
        ({"pairs": [("GM0202", "op-trede-3")]}, "pairs"),
        ({"eind": TODAY - timedelta(days=1)}, "eind"),
        ({"start": TODAY + timedelta(days=9), "eind": TODAY + timedelta(days=8)}, "eind"),
    ],
)
def test_an_approval_that_makes_no_sense_is_refused(
    context: Context, actor: world.Actor, given: dict[str, object], field: str
) -> None:
    plan_id = world.in_review(context, actor)
    with pytest.raises(Invalid) as caught:
        review_steps.approve(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id), **given)  # type: ignore[arg-type]
    assert list(caught.value.errors) == [field]
    assert "goedkeuren" not in events(context)


@pytest.mark.parametrize("reasons", [{}, {"vraag.aanbod": " "}, {"bestaat-niet": "Waarom?"}])
def test_a_return_needs_reasons_at_parts_that_exist(
    context: Context, actor: world.Actor, reasons: dict[str, str]
) -> None:
    plan_id = world.in_review(context, actor)
    with pytest.raises(Invalid):
        review_steps.return_with_reasons(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id), reasons)
    assert review.open_review(context, world.REVIEWER, plan_id).state is PlanState.IN_BEOORDELING


def test_a_reviewer_sees_a_returned_plan_as_it_was_returned(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    lock = world.lock_of(context, plan_id)
    review_steps.return_with_reasons(context, world.REVIEWER, plan_id, lock, {"vraag.aanbod": "Meer."})
    plannen.save_answers(context, actor, plan_id, {"aanbod": "Half af"}, 99)
    assert review.open_review(context, world.REVIEWER, plan_id).content.answers["aanbod"] == "Antwoord aanbod"


def test_a_new_version_shows_what_changed_and_the_live_one_stays(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    plan_steps.new_version(context, actor, plan_id)
    [public_id] = plannen.view(context, actor, plan_id).content.werkplekken
    plan_werkplekken.change_werkplek(context, actor, plan_id, public_id, world.form(naam="Tuin De Beuk"), 0)
    assert review.open_review(context, world.REVIEWER, plan_id).number == 1
    world.submit(context, actor, plan_id)
    [change] = review.open_review(context, world.REVIEWER, plan_id).since_approved or ()
    assert (change.part, change.label, change.new) == (f"werkplek.{public_id}", "Naam", "Tuin De Beuk")
    assert plannen.view(context, actor, plan_id).status is PlanStatus.GEPUBLICEERD


def test_suspending_is_for_reviewers_of_all_gemeenten_it_touches(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor, regeling=world.ARNHEM, gemeenten=("GM0202", "GM0275"))
    only_arnhem = replace(world.COLLEAGUE, gemeenten=frozenset({"GM0202"}))
    with pytest.raises(Refused, match="voor deze gemeenten"):
        suspension.suspend(context, only_arnhem, plan_id, reason="Klacht.")
    suspension.suspend(context, only_arnhem, plan_id, reason="Klacht.", pairs=[("GM0202", "op-trede-3")])
    assert plannen.view(context, actor, plan_id).status is PlanStatus.GEPUBLICEERD
    with pytest.raises(Refused, match="al opgeschort"):
        suspension.suspend(context, only_arnhem, plan_id, reason="Weer.", pairs=[("GM0202", "op-trede-3")])
    suspension.suspend(context, world.REVIEWER, plan_id, reason="Alles.")
    assert plannen.view(context, actor, plan_id).status is PlanStatus.OPGESCHORT


def test_what_is_suspended_stays_so_in_a_new_version(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    suspension.suspend(context, world.REVIEWER, plan_id, reason="Klacht.", pairs=[PAIR])
    plan_steps.new_version(context, actor, plan_id)
    world.submit(context, actor, plan_id)
    review_steps.start(context, world.COLLEAGUE, plan_id, world.lock_of(context, plan_id))
    review_steps.approve(context, world.COLLEAGUE, plan_id, world.lock_of(context, plan_id))
    assert [a.suspended for a in review.open_review(context, world.REVIEWER, plan_id).approved] == [True]


def test_each_side_sees_its_part_of_the_history(context: Context, actor: world.Actor) -> None:
    plan_id = world.in_review(context, actor)
    review_steps.take(context, world.COLLEAGUE, plan_id)
    mine = history.history(context, actor, plan_id)
    theirs = history.history(context, world.REVIEWER, plan_id)
    assert [(r.action, r.who) for r in mine] == [
        ("starten", "de gemeente"),
        ("indienen", "Lid 1"),
        ("beginnen", "Lid 1"),
    ]
    assert [r.action for r in theirs] == ["oppakken", "starten", "indienen"]
    assert (theirs[2].who, theirs[2].before, theirs[2].after) == ("Stichting Nieuw 1", "Concept", "Ingediend")


def test_a_withdrawn_plan_is_gone_until_a_new_version_is_approved(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    plan_steps.withdraw(context, actor, plan_id, "Wij stoppen.")
    world.renew(context)
    assert find(context, SearchRequest(plaats="Apeldoorn")).totaal == 0
    plan_steps.new_version(context, actor, plan_id)
    world.submit(context, actor, plan_id)
    review_steps.start(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id))
    world.renew(context)
    assert find(context, SearchRequest(plaats="Apeldoorn")).totaal == 0
    review_steps.approve(context, world.REVIEWER, plan_id, world.lock_of(context, plan_id))
    world.renew(context)
    assert find(context, SearchRequest(plaats="Apeldoorn")).totaal == 1


def test_withdrawing_gives_a_version_under_review_back(context: Context, actor: world.Actor) -> None:
    plan_id = world.approved(context, actor)
    plan_steps.new_version(context, actor, plan_id)
    world.submit(context, actor, plan_id)
    plan_steps.withdraw(context, actor, plan_id)
    plan = plannen.view(context, actor, plan_id)
    assert (plan.state, plan.status) == (PlanState.CONCEPT, PlanStatus.INGETROKKEN)
    assert events(context)[-2:] == ["indienen", "intrekken"]
