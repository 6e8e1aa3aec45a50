"""The queue: what is listed, in which order, for whom, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.review import PlanState
from portal.services import plan_steps, review_steps
from portal.services.context import Context
from portal.services.refusals import NotFound
from portal.services.review_queue import Order, QueueRequest, Whose, queue
from tests.factories import NOW
from tests.services import plan_world as world


@pytest.fixture
def plans(context: Context) -> list[int]:
    """Three plans handed in a day after each other, the last for Doesburg, and a draft. REVIEWER has the second."""
    found = []
    for number in (1, 2, 3):
        actor = world.new_aanbieder(context, number)
        earlier = replace(context, clock=world.Clock(NOW - timedelta(days=10 - number)))
        gemeenten = ("GM0221",) if number == 3 else ("GM0202",)
        plan = world.draft(earlier, actor, regeling=world.ARNHEM, gemeenten=gemeenten)
        world.submit(earlier, actor, plan)
        found.append(plan)
    world.draft(context, world.new_aanbieder(context, 4), regeling=world.ARNHEM, gemeenten=("GM0202",))
    review_steps.start(context, world.REVIEWER, found[1], world.lock_of(context, found[1]))
    return found


def listed(context: Context, **given: object) -> list[int]:
    return [row.plan_id for row in queue(context, world.REVIEWER, QueueRequest(world.ARNHEM, **given)).rows]  # type: ignore[arg-type]


def test_the_oldest_comes_first_with_its_age_and_who_has_it(context: Context, plans: list[int]) -> None:
    page = queue(context, world.REVIEWER, QueueRequest(world.ARNHEM))
    assert [row.plan_id for row in page.rows] == plans
    assert [row.age_days for row in page.rows] == [9, 8, 7]
    assert [(row.reviewer, row.mine) for row in page.rows] == [("", False), ("een beoordelaar", True), ("", False)]
    assert (page.counts[PlanState.INGEDIEND], page.counts[PlanState.IN_BEOORDELING]) == (2, 1)


@pytest.mark.parametrize(
    ("order", "wanted"), [("nieuwste", [2, 1, 0]), ("aanbieder", [0, 1, 2]), ("status", [0, 2, 1])]
)
def test_each_order(context: Context, plans: list[int], order: Order, wanted: list[int]) -> None:
    assert listed(context, order=order) == [plans[i] for i in wanted]


@pytest.mark.parametrize(("whose", "wanted"), [("mij", [1]), ("niemand", [0, 2])])
def test_mine_and_nobodys(context: Context, plans: list[int], whose: Whose, wanted: list[int]) -> None:
    assert listed(context, whose=whose) == [plans[i] for i in wanted]


def test_filters_by_gemeente_name_and_state(context: Context, plans: list[int]) -> None:
    assert listed(context, gemeente="GM0221") == plans[2:]
    assert listed(context, q="nieuw 2") == plans[1:2]
    assert listed(context, q="50%") == []
    assert listed(context, states=(PlanState.IN_BEOORDELING,)) == plans[1:2]


def test_pages_add_up(context: Context, plans: list[int]) -> None:
    assert listed(context, per_page=2) + listed(context, per_page=2, page=2) == plans
    assert queue(context, world.REVIEWER, QueueRequest(world.ARNHEM, per_page=2, page=9)).page == 2


def test_a_draft_of_a_new_version_leaves_the_handed_in_one_listed(context: Context) -> None:
    actor = world.new_aanbieder(context, 9)
    plan = world.approved(context, actor)
    plan_steps.new_version(context, actor, plan)
    [row] = queue(context, world.REVIEWER, QueueRequest(world.APELDOORN, states=(PlanState.GOEDGEKEURD,))).rows
    assert (row.plan_id, row.number) == (plan, 1)


@pytest.mark.parametrize("stranger", [world.OTHER_REGELING, world.TOEGANG])
def test_the_queue_of_another_regeling_is_not_there(context: Context, stranger: world.Actor) -> None:
    with pytest.raises(NotFound):
        queue(context, stranger, QueueRequest(world.ARNHEM))
