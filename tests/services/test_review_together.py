"""Several at once, on both databases: nobody decides or writes over another, and events cannot be changed."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from portal.domain.review import PlanState
from portal.services import plan_steps, plannen, review_steps
from portal.services.context import Context
from portal.services.expiry import expire
from portal.services.refusals import EditConflict, Refused
from portal.store.tables import PlanEvent
from tests.services import plan_world as world


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


def together(*steps: Callable[[], object]) -> list[str]:
    """Let all start at the same moment; answers how each ended."""
    start = threading.Barrier(len(steps))
    ended: list[str] = []

    def _run(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
            ended.append("done")
        except (Refused, EditConflict) as error:
            ended.append(type(error).__name__)

    threads = [threading.Thread(target=_run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def actions(context: Context) -> list[str]:
    with context.database.read() as session:
        return [event.action for event in session.exec(select(PlanEvent).order_by(PlanEvent.id)).all()]  # type: ignore[arg-type]


def test_of_two_decisions_at_once_one_is_taken(context: Context, actor: world.Actor) -> None:
    plan = world.in_review(context, actor)
    lock = world.lock_of(context, plan)
    ended = together(
        lambda: review_steps.approve(context, world.REVIEWER, plan, lock),
        lambda: review_steps.reject(context, world.REVIEWER, plan, lock, "Nee."),
    )
    assert ended == ["Refused", "done"]
    assert len(set(actions(context)) & {"goedkeuren", "afwijzen"}) == 1


def test_of_two_reviewers_who_start_at_once_one_has_it(context: Context, actor: world.Actor) -> None:
    plan = world.draft(context, actor)
    world.submit(context, actor, plan)
    lock = world.lock_of(context, plan)
    ended = together(
        lambda: review_steps.start(context, world.REVIEWER, plan, lock),
        lambda: review_steps.start(context, world.COLLEAGUE, plan, lock),
    )
    assert ended == ["Refused", "done"]


def test_taking_back_and_starting_at_once_do_not_both_happen(context: Context, actor: world.Actor) -> None:
    plan = world.draft(context, actor)
    world.submit(context, actor, plan)
    lock = world.lock_of(context, plan)
    ended = together(
        lambda: plan_steps.take_back(context, actor, plan),
        lambda: _quiet(lambda: review_steps.start(context, world.REVIEWER, plan, lock)),
    )
    state = plannen.view(context, actor, plan).state
    assert (state, "done" in ended) in {(PlanState.CONCEPT, True), (PlanState.IN_BEOORDELING, True)}
    assert actions(context)[-1] == ("terugnemen" if state is PlanState.CONCEPT else "starten")


def _quiet(step: Callable[[], None]) -> None:
    """A plan that was taken back is not there any more for a reviewer."""
    from portal.services.refusals import NotFound

    try:
        step()
    except NotFound as gone:
        raise Refused("weg") from gone


def test_of_many_editors_of_one_answer_none_is_lost(
    context: Context, actor: world.Actor, scale: Callable[[int], int]
) -> None:
    plan = plannen.open_draft(context, actor, world.APELDOORN)
    for round_number in range(scale(200) // 4):
        lock = plannen.view(context, actor, plan).lock
        texts = [f"{round_number} van de een", f"{round_number} van de ander"]
        save = partial(plannen.save_answers, context, actor, plan, lock=lock)
        ended = together(*(partial(save, {"aanbod": text}) for text in texts))
        assert ended == ["EditConflict", "done"]
        assert plannen.view(context, actor, plan).content.answers["aanbod"] in texts


def test_two_members_who_begin_at_once_get_one_plan(context: Context, actor: world.Actor) -> None:
    other = replace(actor, account_id=77)
    together(*(partial(plannen.open_draft, context, who, world.APELDOORN) for who in (actor, other)))
    assert len(plannen.my_plannen(context, actor)) == 1
    assert actions(context) == ["beginnen"]


@pytest.mark.parametrize("change", ["UPDATE plan_event SET reason = 'anders'", "DELETE FROM plan_event"])
def test_the_database_refuses_to_change_an_event(context: Context, actor: world.Actor, change: str) -> None:
    world.draft(context, actor)
    with pytest.raises(DatabaseError, match="appended"), context.database.write() as session:
        session.connection().execute(text(change))
    assert actions(context) == ["beginnen"]


def test_an_ended_contract_is_noted_once(context: Context, actor: world.Actor) -> None:
    plan = world.approved(context, actor)
    clock = world.Clock()
    context = replace(context, clock=clock)
    assert expire(context) == 0
    clock.forward(days=731)
    assert [expire(context), expire(context)] == [1, 0]
    assert actions(context)[-1] == "verlopen"
    assert plannen.view(context, actor, plan).status.label == "Verlopen"
