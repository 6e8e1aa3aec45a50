"""Which gemeenten a werkplek may serve and why, and the exception that its gemeente alone decides about (S2 eis 8)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.locality import Verdict
from portal.domain.review import ExceptionState
from portal.services import exceptions, live_facts, local_overview
from portal.services.context import Context
from portal.services.find import find
from portal.services.history import history
from portal.services.refusals import Invalid, NotFound, Refused
from portal.services.search import SearchRequest
from tests.factories import TODAY
from tests.services import plan_world as world
from tests.services.postbox import mails

# Apeldoorn borders Arnhem; Doesburg (GM0221) it does not.
FAR = "GM0221"
OF_FAR = replace(world.REVIEWER, gemeenten=frozenset({FAR}))
UNTIL = TODAY + timedelta(days=30)


@pytest.fixture
def actor(context: Context) -> world.Actor:
    return world.new_aanbieder(context)


@pytest.fixture
def plan(context: Context, actor: world.Actor) -> int:
    """A published plan in Apeldoorn, registered for Arnhem and Doesburg."""
    return world.approved(context, actor, regeling=world.ARNHEM, gemeenten=("GM0202", FAR))


def ask(context: Context, actor: world.Actor, plan: int) -> int:
    [werkplek] = live_facts.live_werkplekken(context, actor)
    return local_overview.ask_exception(
        context, actor, plan, werkplek.public_id, FAR, motivation="Enige imkerij van het land.", transport=True
    )


def test_the_overview_says_per_gemeente_whether_and_why(context: Context, actor: world.Actor, plan: int) -> None:
    overview = {g.code: g for g in local_overview.local_overview(context, actor, plan)}
    [far] = overview[FAR].werkplekken
    assert (far.verdict, far.serves, far.may_ask, overview[FAR].served) == (Verdict.BUITEN, False, True, False)
    assert far.products[0].reason == "Te ver weg volgens de regels van uw gemeente"


def test_a_granted_exception_is_found_until_its_end_date(context: Context, actor: world.Actor, plan: int) -> None:
    world.renew(context)
    assert find(context, SearchRequest(plaats="Doesburg")).totaal == 0
    request = ask(context, actor, plan)
    exceptions.decide_exception(context, OF_FAR, request, grant=True, reason="Uniek.", eind=UNTIL)
    world.renew(context)
    assert [c.oordeel for c in find(context, SearchRequest(plaats="Doesburg")).cards] == ["uitzondering"]
    later = world.Clock()
    later.forward(days=31)
    context = replace(context, clock=later)
    world.renew(context)
    assert find(context, SearchRequest(plaats="Doesburg")).totaal == 0


def granted(context: Context, actor: world.Actor, plan: int) -> int:
    request = ask(context, actor, plan)
    exceptions.decide_exception(context, OF_FAR, request, grant=True, reason="Uniek.", eind=UNTIL)
    world.renew(context)
    return request


def test_a_granted_exception_that_is_ended_early_is_gone_at_once(
    context: Context, actor: world.Actor, plan: int
) -> None:
    request = granted(context, actor, plan)
    exceptions.end_exception(context, OF_FAR, request, reason="Er is nu een imker dichtbij.")
    world.drain(context)  # without a new day: its outbox row is in the same commit
    assert find(context, SearchRequest(plaats="Doesburg")).totaal == 0
    newest = history(context, actor, plan)[0]
    assert (newest.what, newest.reason) == ("Uitzondering beëindigd", "Er is nu een imker dichtbij.")
    assert [template for template, _, _ in mails(context)][-1] == "uitzondering-beeindigd"


def test_only_a_reviewer_of_that_gemeente_ends_it_with_a_reason_and_once(
    context: Context, actor: world.Actor, plan: int
) -> None:
    request = granted(context, actor, plan)
    with pytest.raises(Refused, match="voor deze gemeenten"):
        exceptions.end_exception(context, world.REVIEWER, request, reason="Weg.")
    with pytest.raises(Invalid):
        exceptions.end_exception(context, OF_FAR, request, reason=" ")
    exceptions.end_exception(context, OF_FAR, request, reason="Weg.")
    with pytest.raises(Refused, match="loopt niet meer"):
        exceptions.end_exception(context, OF_FAR, request, reason="Weg.")


def test_after_an_early_end_another_may_be_asked_and_granted_the_same_day(
    context: Context, actor: world.Actor, plan: int
) -> None:
    exceptions.end_exception(context, OF_FAR, granted(context, actor, plan), reason="Weg.")
    granted(context, actor, plan)
    assert find(context, SearchRequest(plaats="Doesburg")).totaal == 1


def test_only_a_reviewer_of_that_gemeente_decides_and_only_once(
    context: Context, actor: world.Actor, plan: int
) -> None:
    request = ask(context, actor, plan)
    with pytest.raises(Refused, match="voor deze gemeenten"):
        exceptions.decide_exception(context, world.REVIEWER, request, grant=True, reason="Mag.", eind=UNTIL)
    exceptions.decide_exception(context, OF_FAR, request, grant=False, reason="Er is al een imker.")
    with pytest.raises(Refused, match="al beslist"):
        exceptions.decide_exception(context, OF_FAR, request, grant=True, reason="Toch.", eind=UNTIL)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "", "eind": UNTIL}, "reason"),
        ({"reason": "Ja.", "eind": None}, "eind"),
        ({"reason": "Ja.", "eind": TODAY}, "eind"),
    ],
)
def test_granting_needs_a_reason_and_an_end_date(
    context: Context, actor: world.Actor, plan: int, given: dict[str, object], field: str
) -> None:
    request = ask(context, actor, plan)
    with pytest.raises(Invalid) as caught:
        exceptions.decide_exception(context, OF_FAR, request, grant=True, **given)  # type: ignore[arg-type]
    assert list(caught.value.errors) == [field]


def test_asking_needs_a_motivation_and_transport(context: Context, actor: world.Actor, plan: int) -> None:
    [werkplek] = live_facts.live_werkplekken(context, actor)
    with pytest.raises(Invalid) as caught:
        local_overview.ask_exception(context, actor, plan, werkplek.public_id, FAR, motivation=" ", transport=False)
    assert set(caught.value.errors) == {"motivation", "transport"}


def test_a_second_request_while_one_waits_is_refused(context: Context, actor: world.Actor, plan: int) -> None:
    ask(context, actor, plan)
    with pytest.raises(Refused):
        ask(context, actor, plan)


def test_the_list_shows_who_may_decide(context: Context, actor: world.Actor, plan: int) -> None:
    ask(context, actor, plan)
    [mine] = exceptions.exception_requests(context, OF_FAR, world.ARNHEM)
    [theirs] = exceptions.exception_requests(context, world.REVIEWER, world.ARNHEM)
    assert (mine.may_decide, theirs.may_decide, mine.state) == (True, False, ExceptionState.GEVRAAGD)
    assert (mine.werkplek_naam, mine.gemeente_naam) == ("Tuin De Es", "Doesburg")
    with pytest.raises(NotFound):
        exceptions.exception_requests(context, world.TOEGANG, world.ARNHEM)
