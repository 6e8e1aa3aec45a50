"""The transition table: who may do what from where, and where it leads."""

from dataclasses import replace
from itertools import product

import pytest

from portal.domain.actor import Actor, Role
from portal.domain.review import (
    Action,
    PlanState,
    PlanStatus,
    Refused,
    Situation,
    allowed,
    check,
    may,
    next_state,
    next_status,
    status_of,
)

REGELING = "werkt-mee-apeldoorn"
MEMBER = Actor(1, "Lid", Role.MEDEWERKER, aanbieder_id=7)
MANAGER = replace(MEMBER, role=Role.ORGANISATIEBEHEERDER)
STRANGER = replace(MEMBER, aanbieder_id=8)
REVIEWER = Actor(2, "Riet", Role.BEOORDELAAR, regelingen=frozenset({REGELING}), gemeenten=frozenset({"GM0200"}))
COLLEAGUE = replace(REVIEWER, account_id=3)
TIED = replace(REVIEWER, ties=frozenset({7}))
ELSEWHERE = replace(REVIEWER, regelingen=frozenset({"activerend-werk-arnhem"}))
OTHER_GEMEENTE = replace(REVIEWER, gemeenten=frozenset({"GM0202"}))
TOEGANG = Actor(4, "Toos", Role.TOEGANG, gemeenten=frozenset({"GM0200"}))
BEHEERDER = Actor(5, "Bo", Role.BEHEERDER)
EVERYONE = (MEMBER, MANAGER, STRANGER, REVIEWER, COLLEAGUE, TIED, ELSEWHERE, OTHER_GEMEENTE, TOEGANG, BEHEERDER, None)

S, P, A = PlanState, PlanStatus, Action
# Every (action, state) that is allowed, whatever the status, with who and where it leads. The plan is REVIEWER's.
OWN = (MEMBER, MANAGER)
ANY_REVIEWER = (REVIEWER, COLLEAGUE, OTHER_GEMEENTE)
STEPS = {
    (A.INDIENEN, S.CONCEPT): (OWN, S.INGEDIEND),
    (A.INDIENEN, S.AANVULLING_GEVRAAGD): (OWN, S.INGEDIEND),
    (A.TERUGNEMEN, S.INGEDIEND): (OWN, S.CONCEPT),
    (A.NIEUWE_VERSIE, S.GOEDGEKEURD): (OWN, S.CONCEPT),
    (A.NIEUWE_VERSIE, S.AFGEWEZEN): (OWN, S.CONCEPT),
    (A.OPPAKKEN, S.INGEDIEND): (ANY_REVIEWER, S.INGEDIEND),
    (A.OPPAKKEN, S.IN_BEOORDELING): (ANY_REVIEWER, S.IN_BEOORDELING),
    (A.STARTEN, S.INGEDIEND): ((REVIEWER, OTHER_GEMEENTE), S.IN_BEOORDELING),
    (A.AANVULLING_VRAGEN, S.IN_BEOORDELING): ((REVIEWER, OTHER_GEMEENTE), S.AANVULLING_GEVRAAGD),
    (A.GOEDKEUREN, S.IN_BEOORDELING): ((REVIEWER, OTHER_GEMEENTE), S.GOEDGEKEURD),
    (A.AFWIJZEN, S.IN_BEOORDELING): ((REVIEWER, OTHER_GEMEENTE), S.AFGEWEZEN),
}
PLAN_STEPS = {
    A.INTREKKEN: (OWN, P.INGETROKKEN),
    A.OPSCHORTEN: ((REVIEWER, COLLEAGUE), P.OPGESCHORT),
    A.HERVATTEN: ((REVIEWER, COLLEAGUE), P.GEPUBLICEERD),
    A.VERLOPEN: ((None,), P.VERLOPEN),
}


def situation(state: PlanState | None = S.CONCEPT, **given: object) -> Situation:
    """A plan of aanbieder 7 that REVIEWER has in review."""
    whole = Situation(7, REGELING, state, reviewer_id=2, gemeenten=frozenset({"GM0200"}))
    return replace(whole, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("action", "state"), list(product(Action, PlanState)))
def test_a_version_moves_only_as_the_table_says(action: Action, state: PlanState) -> None:
    who, leads_to = STEPS.get((action, state), ((), None))
    for actor in EVERYONE:
        # OTHER_GEMEENTE has the account of REVIEWER: the plan is theirs too.
        now = situation(state)
        assert may(actor, action, now) is (actor in who), actor
        if actor in who:
            assert next_state(actor, action, now) is leads_to


@pytest.mark.parametrize(("action", "status"), list(product(PLAN_STEPS, PlanStatus)))
def test_a_plan_moves_only_when_it_is_public(action: Action, status: PlanStatus) -> None:
    who, leads_to = PLAN_STEPS[action]
    public = status in (P.GEPUBLICEERD, P.OPGESCHORT)
    for actor in EVERYONE:
        now = situation(S.CONCEPT, status=status)
        assert may(actor, action, now) is (public and actor in who), actor
        if public and actor in who:
            assert next_status(actor, action, now) is leads_to


def test_a_plan_nobody_has_is_started_by_any_reviewer_of_the_regeling() -> None:
    assert next_state(COLLEAGUE, A.STARTEN, situation(S.INGEDIEND, reviewer_id=None)) is S.IN_BEOORDELING


def test_a_returned_version_that_is_taken_back_stays_closed_but_for_what_was_returned() -> None:
    assert next_state(MEMBER, A.TERUGNEMEN, situation(S.INGEDIEND, returned=True)) is S.AANVULLING_GEVRAAGD


@pytest.mark.parametrize(
    ("actor", "action", "state", "code"),
    [
        (TIED, A.GOEDKEUREN, S.IN_BEOORDELING, "tie"),
        (COLLEAGUE, A.GOEDKEUREN, S.IN_BEOORDELING, "not_yours"),
        (REVIEWER, A.GOEDKEUREN, S.INGEDIEND, "state"),
        (ELSEWHERE, A.OPPAKKEN, S.INGEDIEND, "role"),
        (STRANGER, A.INDIENEN, S.CONCEPT, "role"),
        (MEMBER, A.INTREKKEN, S.CONCEPT, "status"),
        (OTHER_GEMEENTE, A.OPSCHORTEN, S.GOEDGEKEURD, "gemeente"),
        (MEMBER, A.VERLOPEN, S.GOEDGEKEURD, "role"),
        (MEMBER, A.CONTACT, S.CONCEPT, "unknown_action"),
    ],
)
def test_a_refusal_says_which_rule_and_why(actor: Actor, action: Action, state: PlanState, code: str) -> None:
    with pytest.raises(Refused) as caught:
        check(actor, action, situation(state))
    assert caught.value.code == code
    assert caught.value.reason.endswith(".")


def test_the_buttons_of_a_page_are_what_may_be_done() -> None:
    assert allowed(MEMBER, situation(S.INGEDIEND)) == (A.TERUGNEMEN,)
    assert allowed(TOEGANG, situation(S.INGEDIEND)) == ()


@pytest.mark.parametrize(
    ("live", "suspended", "withdrawn", "expired", "status"),
    [
        (False, False, False, False, P.NIET_GEPUBLICEERD),
        (True, False, False, False, P.GEPUBLICEERD),
        (True, True, False, False, P.OPGESCHORT),
        (True, True, False, True, P.VERLOPEN),
        (True, True, True, True, P.INGETROKKEN),
    ],
)
def test_what_ends_a_plan_goes_before_what_pauses_it(
    live: bool, suspended: bool, withdrawn: bool, expired: bool, status: PlanStatus
) -> None:
    assert status_of(live=live, suspended=suspended, withdrawn=withdrawn, expired=expired) is status


@pytest.mark.parametrize("token", [*PlanState, *PlanStatus, *Action])
def test_every_token_has_a_dutch_label(token: PlanState | PlanStatus | Action) -> None:
    assert token.label[0].isupper()
    assert "_" not in token.label
