"""The states of a plan and who may move it from where: one table (domain.md, "The plan van aanpak and its life").

A version has a state (`PlanState`); the plan as the public sees it has a status (`PlanStatus`). Each action of `_TABLE`
says who may do it, from which state and status, and where it leads. Everything that is no row of it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.actor import Actor, Role
from portal.domain.said import said


class PlanState(StrEnum):
    """The state of one version. What happens after approval (suspended, withdrawn, expired) is of the plan."""

    CONCEPT = "concept"
    INGEDIEND = "ingediend"
    IN_BEOORDELING = "in_beoordeling"
    AANVULLING_GEVRAAGD = "aanvulling_gevraagd"
    GOEDGEKEURD = "goedgekeurd"
    AFGEWEZEN = "afgewezen"

    @property
    def label(self) -> str:
        """The Dutch label on screens."""
        return self.value.replace("_", " ").capitalize()


class PlanStatus(StrEnum):
    """How the plan stands for the public: its live version, if any."""

    NIET_GEPUBLICEERD = "niet_gepubliceerd"
    GEPUBLICEERD = "gepubliceerd"
    OPGESCHORT = "opgeschort"
    INGETROKKEN = "ingetrokken"
    VERLOPEN = "verlopen"

    @property
    def label(self) -> str:
        """The Dutch label on screens."""
        return self.value.replace("_", " ").capitalize()


class Mark(StrEnum):
    """What the reviewer says of one requirement."""

    VOLDOET = "voldoet"
    VRAAG = "vraag"
    NVT = "nvt"

    @property
    def label(self) -> str:
        """The Dutch label on screens."""
        return {"voldoet": said("Voldoet"), "vraag": said("Vraag"), "nvt": said("Niet van toepassing")}[self.value]


class ExceptionState(StrEnum):
    """How a request for an exception (S2 eis 8c) stands."""

    GEVRAAGD = "gevraagd"
    TOEGEKEND = "toegekend"
    GEWEIGERD = "geweigerd"
    BEEINDIGD = "beeindigd"  # granted, and ended before its end date

    @property
    def label(self) -> str:
        """The Dutch label on screens."""
        return {"beeindigd": "Beëindigd"}.get(self.value, self.value.capitalize())


class Action(StrEnum):
    """What happens to a plan; also the `action` of its event."""

    BEGINNEN = "beginnen"
    INDIENEN = "indienen"
    TERUGNEMEN = "terugnemen"
    OPPAKKEN = "oppakken"
    STARTEN = "starten"
    AANVULLING_VRAGEN = "aanvulling_vragen"
    GOEDKEUREN = "goedkeuren"
    AFWIJZEN = "afwijzen"
    NIEUWE_VERSIE = "nieuwe_versie"
    OPSCHORTEN = "opschorten"
    HERVATTEN = "hervatten"
    INTREKKEN = "intrekken"
    VERLOPEN = "verlopen"
    # Facts beside the states: they move nothing in the table, but each is an event too.
    VRIJE_PLEKKEN = "vrije_plekken"
    PAUZE = "pauze"
    CONTACT = "contact"
    BEVESTIGEN = "bevestigen"
    UITZONDERING_VRAGEN = "uitzondering_vragen"
    UITZONDERING_TOEKENNEN = "uitzondering_toekennen"
    UITZONDERING_WEIGEREN = "uitzondering_weigeren"
    UITZONDERING_BEEINDIGEN = "uitzondering_beeindigen"

    @property
    def label(self) -> str:
        """What happened, in Dutch, on the history page."""
        return _ACTION_LABELS.get(self, self.value.replace("_", " ").capitalize())


_ACTION_LABELS = {
    Action.BEGINNEN: said("Concept gemaakt"),
    Action.INDIENEN: said("Ingediend"),
    Action.TERUGNEMEN: said("Teruggenomen"),
    Action.OPPAKKEN: said("Opgepakt door een beoordelaar"),
    Action.STARTEN: said("Beoordeling gestart"),
    Action.AANVULLING_VRAGEN: said("Aanvulling gevraagd"),
    Action.GOEDKEUREN: said("Goedgekeurd"),
    Action.AFWIJZEN: said("Afgewezen"),
    Action.OPSCHORTEN: said("Opgeschort"),
    Action.HERVATTEN: said("Hervat"),
    Action.INTREKKEN: said("Ingetrokken"),
    Action.VERLOPEN: said("Contract afgelopen"),
    Action.VRIJE_PLEKKEN: said("Vrije plekken gewijzigd"),
    Action.PAUZE: said("Pauze gewijzigd"),
    Action.CONTACT: said("Contactgegevens gewijzigd"),
    Action.BEVESTIGEN: said("Bevestigd dat alles nog klopt"),
    Action.UITZONDERING_VRAGEN: said("Uitzondering gevraagd"),
    Action.UITZONDERING_TOEKENNEN: said("Uitzondering toegekend"),
    Action.UITZONDERING_WEIGEREN: said("Uitzondering geweigerd"),
    Action.UITZONDERING_BEEINDIGEN: said("Uitzondering beëindigd"),
}


class Refused(Exception):
    """The action is not allowed. `reason`: why, and what to do, in Dutch. `code`: which rule, for code and tests."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Situation:
    """How a plan stands when someone wants something of it.

    `state`: of its newest version, None without one. `reviewer_id`: the account that has it in review. `gemeenten`:
    those that suspending or resuming touches. `returned`: the version was returned before, so it stays closed but for
    what was returned.
    """

    aanbieder_id: int
    regeling: str
    state: PlanState | None
    status: PlanStatus = PlanStatus.NIET_GEPUBLICEERD
    reviewer_id: int | None = None
    gemeenten: frozenset[str] = frozenset()
    returned: bool = False


class _Who(StrEnum):
    OWN_AANBIEDER = "own_aanbieder"
    REVIEWER = "reviewer"  # of the regeling, without a tie to the aanbieder
    REVIEWER_WHO_HAS_IT = "reviewer_who_has_it"
    REVIEWER_OF_GEMEENTEN = "reviewer_of_gemeenten"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class _Row:
    who: _Who
    states: frozenset[PlanState] | None  # None: whatever the state
    to_state: PlanState | None = None  # None: the state stays
    statuses: frozenset[PlanStatus] | None = None
    to_status: PlanStatus | None = None


_S, _P = PlanState, PlanStatus
_PUBLIC = frozenset({_P.GEPUBLICEERD, _P.OPGESCHORT})
_IN_REVIEW = frozenset({_S.IN_BEOORDELING})
OPEN_FOR_AANBIEDER = frozenset({_S.CONCEPT, _S.AANVULLING_GEVRAAGD})
FINAL = frozenset({_S.GOEDGEKEURD, _S.AFGEWEZEN})
# Any reviewer of the regeling decides about a version (ours); each gemeente for itself about suspending (S2, S4).
_TABLE: Mapping[Action, _Row] = {
    Action.INDIENEN: _Row(_Who.OWN_AANBIEDER, OPEN_FOR_AANBIEDER, _S.INGEDIEND),
    Action.TERUGNEMEN: _Row(_Who.OWN_AANBIEDER, frozenset({_S.INGEDIEND}), _S.CONCEPT),
    Action.NIEUWE_VERSIE: _Row(_Who.OWN_AANBIEDER, FINAL, _S.CONCEPT),
    Action.INTREKKEN: _Row(_Who.OWN_AANBIEDER, None, None, _PUBLIC, _P.INGETROKKEN),
    Action.OPPAKKEN: _Row(_Who.REVIEWER, frozenset({_S.INGEDIEND, _S.IN_BEOORDELING})),
    Action.STARTEN: _Row(_Who.REVIEWER, frozenset({_S.INGEDIEND}), _S.IN_BEOORDELING),
    Action.AANVULLING_VRAGEN: _Row(_Who.REVIEWER_WHO_HAS_IT, _IN_REVIEW, _S.AANVULLING_GEVRAAGD),
    Action.GOEDKEUREN: _Row(_Who.REVIEWER_WHO_HAS_IT, _IN_REVIEW, _S.GOEDGEKEURD, None, _P.GEPUBLICEERD),
    Action.AFWIJZEN: _Row(_Who.REVIEWER_WHO_HAS_IT, _IN_REVIEW, _S.AFGEWEZEN),
    Action.OPSCHORTEN: _Row(_Who.REVIEWER_OF_GEMEENTEN, None, None, _PUBLIC, _P.OPGESCHORT),
    Action.HERVATTEN: _Row(_Who.REVIEWER_OF_GEMEENTEN, None, None, _PUBLIC, _P.GEPUBLICEERD),
    Action.VERLOPEN: _Row(_Who.SYSTEM, None, None, _PUBLIC, _P.VERLOPEN),
}


def check(actor: Actor | None, action: Action, situation: Situation) -> None:
    """Raise `Refused` when this is not allowed now. `actor` None is the portal itself."""
    row = _TABLE.get(action)
    if row is None:
        raise Refused("Dit kan niet met een plan.", "unknown_action")
    _check_who(actor, row.who, situation)
    if row.states is not None and situation.state not in row.states:
        raise Refused(_not_from(situation.state, row.states), "state")
    if row.statuses is not None and situation.status not in row.statuses:
        raise Refused(
            said("Dit kan niet: het plan is %(status)s.", status=said(situation.status.label.lower())), "status"
        )
    free = situation.reviewer_id is None and action is Action.STARTEN
    needs_it = row.who is _Who.REVIEWER_WHO_HAS_IT or action is Action.STARTEN
    if needs_it and not free and actor is not None and situation.reviewer_id != actor.account_id:
        raise Refused("Een andere beoordelaar heeft dit plan. Pak het plan eerst zelf op.", "not_yours")


def may(actor: Actor | None, action: Action, situation: Situation) -> bool:
    """True when `check` does not refuse."""
    try:
        check(actor, action, situation)
    except Refused:
        return False
    return True


def allowed(actor: Actor | None, situation: Situation) -> tuple[Action, ...]:
    """Everything this actor may do now, in the order of the table: which buttons a page shows."""
    return tuple(action for action in _TABLE if may(actor, action, situation))


def next_state(actor: Actor | None, action: Action, situation: Situation) -> PlanState | None:
    """The state after the action; the same state when it moves none. Raises `Refused`."""
    check(actor, action, situation)
    return back_to(situation.returned) if action is Action.TERUGNEMEN else _TABLE[action].to_state or situation.state


def back_to(returned: bool) -> PlanState:
    """The state of a version that its aanbieder gets back before a decision."""
    return PlanState.AANVULLING_GEVRAAGD if returned else PlanState.CONCEPT


def next_status(actor: Actor | None, action: Action, situation: Situation) -> PlanStatus:
    """The status after the action, for the plan as a whole. Raises `Refused`."""
    check(actor, action, situation)
    return _TABLE[action].to_status or situation.status


def status_of(*, live: bool, suspended: bool, withdrawn: bool, expired: bool) -> PlanStatus:
    """The status that follows from what is noted of a plan; what ends it goes before what pauses it."""
    if withdrawn:
        return PlanStatus.INGETROKKEN
    if not live:
        return PlanStatus.NIET_GEPUBLICEERD
    if expired:
        return PlanStatus.VERLOPEN
    return PlanStatus.OPGESCHORT if suspended else PlanStatus.GEPUBLICEERD


def check_reviewer(actor: Actor, regeling: str, aanbieder_id: int, gemeenten: Iterable[str] = ()) -> None:
    """Raise `Refused` unless this is a reviewer of the regeling, without a tie, who works for all those gemeenten."""
    if actor.role is not Role.BEOORDELAAR or regeling not in actor.regelingen:
        raise Refused("Alleen een beoordelaar van deze regeling mag dit doen.", "role")
    if aanbieder_id in actor.ties:
        raise Refused("U hebt een band met deze aanbieder. Een andere beoordelaar moet dit doen.", "tie")
    if not actor.gemeenten.issuperset(gemeenten):
        raise Refused("Dit mag alleen een beoordelaar die voor deze gemeenten werkt.", "gemeente")


def _check_who(actor: Actor | None, who: _Who, situation: Situation) -> None:
    if who is _Who.SYSTEM or actor is None:
        if actor is not None or who is not _Who.SYSTEM:
            raise Refused("Dit kan niemand zelf doen.", "role")
        return
    if who is _Who.OWN_AANBIEDER:
        if not actor.is_aanbieder or actor.aanbieder_id != situation.aanbieder_id:
            raise Refused("Alleen de aanbieder zelf mag dit doen.", "role")
        return
    touched = situation.gemeenten if who is _Who.REVIEWER_OF_GEMEENTEN else ()
    check_reviewer(actor, situation.regeling, situation.aanbieder_id, touched)


def _not_from(state: PlanState | None, wanted: frozenset[PlanState]) -> str:
    now = said(state.label.lower()) if state else said("er nog niet")
    names = [said(s.label.lower()) for s in PlanState if s in wanted]
    either = names[0]
    for name in names[1:]:
        either = said("%(een)s of %(ander)s", een=either, ander=name)
    return said(
        "Dit kan nu niet. De status is: %(nu)s. Het kan alleen als de status dit is: %(wanneer)s.",
        nu=now,
        wanneer=either,
    )
