"""What happened to a plan, from its events, to both sides as far as each may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from portal.domain.actor import AANBIEDER_ROLES, Actor
from portal.domain.review import Action, ExceptionState, PlanState, PlanStatus
from portal.domain.said import said
from portal.services.context import Context
from portal.services.plan_access import SYSTEM, found
from portal.store.accounts import Account
from portal.store.plannen import PlanEvent

# Who had the plan when is the reviewers' own affair; a draft that was never handed in is the aanbieder's.
_NOT_FOR_AANBIEDER = frozenset({Action.OPPAKKEN})
_NOT_FOR_REVIEWER = frozenset({Action.BEGINNEN, Action.NIEUWE_VERSIE})
_LABELS: dict[str, str] = {
    **{state.value: state.label for state in PlanState},
    **{status.value: status.label for status in PlanStatus},
    **{state.value: state.label for state in ExceptionState},
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event. `what`, `before`, `after`: in Dutch, "" for none. `who`: a name within one's own side, else a side.

    `details`: as in the event, such as `onderdelen` (part -> reason), `paren`, `start`, `eind`, `wijzigingen`.
    """

    at: datetime
    action: str
    what: str
    before: str
    after: str
    reason: str
    who: str
    details: Mapping[str, Any]


def history(context: Context, actor: Actor, plan_id: int) -> tuple[HistoryRow, ...]:
    """The events of a plan, newest first, for its aanbieder or a reviewer of its regeling. Raises `NotFound`."""
    hidden = _NOT_FOR_AANBIEDER if actor.is_aanbieder else _NOT_FOR_REVIEWER
    with context.database.read() as session:
        held = found(session, context, actor, plan_id)
        events = session.exec(
            select(PlanEvent)
            .where(PlanEvent.plan_id == plan_id, col(PlanEvent.action).not_in([str(a) for a in hidden]))
            .order_by(col(PlanEvent.at).desc(), col(PlanEvent.id).desc())
        ).all()
        names = _names(session, events)
    return tuple(_row(event, actor, held.aanbieder.naam, names) for event in events)


def _names(session: Session, events: Any) -> dict[str, str]:
    ids = {int(event.actor) for event in events if event.actor.isdecimal()}
    return {str(a.id): a.naam for a in session.exec(select(Account).where(col(Account.id).in_(ids))).all()}


def _row(event: PlanEvent, actor: Actor, aanbieder_naam: str, names: Mapping[str, str]) -> HistoryRow:
    return HistoryRow(
        at=event.at,
        action=event.action,
        what=Action(event.action).label if event.action in set(Action) else event.action,
        before=_LABELS.get(event.from_state or "", ""),
        after=_LABELS.get(event.to_state or "", ""),
        reason=event.reason,
        who=_who(event, actor, aanbieder_naam, names),
        details={key: value for key, value in event.details.items() if key != "rol"},
    )


def _who(event: PlanEvent, actor: Actor, aanbieder_naam: str, names: Mapping[str, str]) -> str:
    if event.actor == SYSTEM:
        return "Werkplekvinder"
    by_aanbieder = event.details.get("rol") in AANBIEDER_ROLES
    if by_aanbieder:
        return names.get(event.actor, said("een collega")) if actor.is_aanbieder else aanbieder_naam
    return said("de gemeente") if actor.is_aanbieder else names.get(event.actor, said("een beoordelaar"))
