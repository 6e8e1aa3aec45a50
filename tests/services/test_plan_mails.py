"""Who gets which mail at which step of a plan: in the commit of the step, with a link and without content."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.domain.actor import Actor, Role
from portal.services import exceptions, live_facts, local_overview, plannen, review_steps, suspension
from portal.services.context import Context
from portal.services.refusals import Refused
from tests.factories import NOW, TODAY
from tests.people import account, actor
from tests.services import plan_world as world
from tests.services.postbox import mails

FAR = "GM0221"
MEMBER = "lid1@voorbeeld.example"


@pytest.fixture
def aanbieder(context: Context) -> Actor:
    return world.new_aanbieder(context)


@pytest.fixture
def reviewers(context: Context, aanbieder: Actor) -> list[str]:
    """Two who may decide; besides them one of another regeling, one with a tie, and one switched off."""
    of_arnhem = {"regelingen": [world.ARNHEM], "gemeenten": ["GM0202", FAR]}
    with context.database.write() as session:
        found = [account(session, Role.BEOORDELAAR, **of_arnhem) for _ in range(2)]
        account(session, Role.BEOORDELAAR, regelingen=[world.APELDOORN], gemeenten=["GM0200"])
        account(session, Role.BEOORDELAAR, **of_arnhem, ties=[aanbieder.aanbieder_id or 0])
        account(session, Role.BEOORDELAAR, **of_arnhem).disabled_at = NOW
        account(session, Role.TOEGANG, gemeenten=["GM0202"])
        session.commit()
    return [row.email for row in found]


def new(context: Context, before: int) -> list[tuple[str, str]]:
    """(template, recipient) of the mails after the first so many."""
    return [(template, to) for template, to, _ in mails(context)[before:]]


def submitted(context: Context, aanbieder: Actor) -> int:
    plan_id = world.draft(context, aanbieder, world.ARNHEM, ("GM0202", FAR))
    world.submit(context, aanbieder, plan_id)
    return plan_id


def test_a_plan_that_comes_in_is_told_to_who_may_review_it(
    context: Context, aanbieder: Actor, reviewers: list[str]
) -> None:
    plan_id = submitted(context, aanbieder)
    assert new(context, 0) == [("plan-ingediend", to) for to in reviewers]
    assert [values for _, _, values in mails(context)] == [{"plan": str(plan_id)}] * 2


def test_a_plan_that_comes_back_too(context: Context, aanbieder: Actor, reviewers: list[str]) -> None:
    plan_id = world.in_review(context, aanbieder, regeling=world.ARNHEM, gemeenten=("GM0202",))
    lock = world.lock_of(context, plan_id)
    review_steps.return_with_reasons(context, world.REVIEWER, plan_id, lock, {"vraag.aanbod": "Wat meer."})
    lock, before = plannen.view(context, aanbieder, plan_id).lock, len(mails(context))
    plannen.save_answers(context, aanbieder, plan_id, {"aanbod": "Meer."}, lock=lock)
    world.submit(context, aanbieder, plan_id)
    assert new(context, before) == [("plan-terug", to) for to in reviewers]


def test_a_step_that_is_refused_mails_nobody(context: Context, aanbieder: Actor, reviewers: list[str]) -> None:
    plan_id = submitted(context, aanbieder)
    with pytest.raises(Refused):
        world.submit(context, aanbieder, plan_id)
    assert len(mails(context)) == len(reviewers)


@pytest.mark.parametrize(
    ("step", "template"),
    [
        ("return", "plan-aanvulling"),
        ("approve", "plan-beslist"),
        ("reject", "plan-beslist"),
        ("suspend", "plan-zichtbaarheid"),
        ("resume", "plan-zichtbaarheid"),
    ],
)
def test_what_the_gemeente_does_is_told_to_the_aanbieder(
    context: Context, aanbieder: Actor, step: str, template: str
) -> None:
    if step in ("suspend", "resume"):
        plan_id = world.approved(context, aanbieder)
        if step == "resume":
            suspension.suspend(context, world.REVIEWER, plan_id, reason="Even.")
    else:
        plan_id = world.in_review(context, aanbieder)
    before, lock = len(mails(context)), world.lock_of(context, plan_id)
    steps = {
        "return": lambda: review_steps.return_with_reasons(
            context, world.REVIEWER, plan_id, lock, {"vraag.aanbod": "Meer."}
        ),
        "approve": lambda: review_steps.approve(context, world.REVIEWER, plan_id, lock),
        "reject": lambda: review_steps.reject(context, world.REVIEWER, plan_id, lock, "Nee."),
        "suspend": lambda: suspension.suspend(context, world.REVIEWER, plan_id, reason="Even."),
        "resume": lambda: suspension.resume(context, world.REVIEWER, plan_id),
    }
    steps[step]()
    assert new(context, before) == [(template, MEMBER)]


def test_an_exception_is_told_to_its_gemeente_and_back(
    context: Context, aanbieder: Actor, reviewers: list[str]
) -> None:
    plan_id = world.approved(context, aanbieder, regeling=world.ARNHEM, gemeenten=("GM0202", FAR))
    [werkplek] = live_facts.live_werkplekken(context, aanbieder)
    before = len(mails(context))
    request = local_overview.ask_exception(
        context, aanbieder, plan_id, werkplek.public_id, FAR, motivation="Uniek.", transport=True
    )
    with context.database.write() as session:
        of_far = actor(session, account(session, Role.BEOORDELAAR, regelingen=[world.ARNHEM], gemeenten=[FAR]))
    until = TODAY + timedelta(days=30)
    exceptions.decide_exception(context, of_far, request, grant=True, reason="Ja.", eind=until)
    exceptions.end_exception(context, of_far, request, reason="Voorbij.")
    asked = [("uitzondering-gevraagd", to) for to in reviewers]
    assert new(context, before) == [*asked, ("uitzondering-beslist", MEMBER), ("uitzondering-beeindigd", MEMBER)]
