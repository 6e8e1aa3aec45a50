"""Requests for an exception to "zo lokaal mogelijk" (S2 eis 8c), as the gemeente decides about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from portal.domain.actor import Actor, Role
from portal.domain.review import Action, ExceptionState, PlanState, Refused, check_reviewer
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services import plan_notes
from portal.services.context import Context
from portal.services.plan_access import Held, note, taken
from portal.services.refusals import Invalid, NotFound
from portal.services.review import LONGEST_COMMENT
from portal.store import outbox
from portal.store.aanbieders import Aanbieder
from portal.store.plannen import LocalityException, Plan, PlanVersion
from portal.store.reviews import ExceptionRequest
from portal.store.werkplekken import Werkplek, WerkplekVersion

_REASON = said("Leg uit waarom, in hooguit %(most)s tekens.", most=LONGEST_COMMENT)


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """One request. `may_decide`: this reviewer works for that gemeente and has no tie to the aanbieder.

    `holds`: it was granted, and its end date is not over.
    """

    request_id: int
    plan_id: int
    aanbieder_naam: str
    public_id: str
    werkplek_naam: str
    gemeente_code: str
    gemeente_naam: str
    motivation: str
    transport: bool
    state: ExceptionState
    requested_at: datetime
    reason: str
    eind: date | None
    may_decide: bool
    holds: bool


def exception_requests(
    context: Context, actor: Actor, regeling: str, state: ExceptionState | None = ExceptionState.GEVRAAGD
) -> tuple[ExceptionView, ...]:
    """Requests in a regeling, oldest first; `state` None: all. Only of plans that were handed in. Raises `NotFound`."""
    if actor.role is not Role.BEOORDELAAR or regeling not in actor.regelingen:
        raise NotFound
    statement = _rows().where(col(Plan.regeling) == regeling)
    if state is not None:
        statement = statement.where(col(ExceptionRequest.state) == state)
    with context.database.read() as session:
        rows = session.execute(statement.order_by(col(ExceptionRequest.id))).all()
        names = _names(session, {request.werkplek_id for request, *_ in rows})
    return tuple(_view(context, actor, names, *row) for row in rows)


def decide_exception(
    context: Context, actor: Actor, request_id: int, *, grant: bool, reason: str, eind: date | None = None
) -> None:
    """Grant it until `eind` (included), from today, or refuse it; with the reason.

    Raises `Invalid` (`reason`, `eind`), `Refused` (not of that gemeente, a tie, decided already), `NotFound`.
    """
    why = as_written(reason)
    with context.database.write() as session:
        held, asked, werkplek = _taken(session, context, actor, request_id)
        if asked.state is not ExceptionState.GEVRAAGD:
            raise Refused(
                said("Hierover is al beslist: %(besluit)s.", besluit=said(asked.state.label.lower())), "state"
            )
        if errors := _wrong(context, grant, why, eind):
            raise Invalid(errors)
        before, after = asked.state, ExceptionState.TOEGEKEND if grant else ExceptionState.GEWEIGERD
        asked.state, asked.reason, asked.eind = after, why, eind if grant else None
        asked.decided_by, asked.decided_at = actor.account_id, context.now()
        if grant and eind is not None:
            _grant(session, context, asked, why, eind)
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, [werkplek.public_id], context.now())
        note(
            session,
            context,
            actor,
            held,
            Action.UITZONDERING_TOEKENNEN if grant else Action.UITZONDERING_WEIGEREN,
            before=before,
            after=after,
            reason=why,
            werkplek=werkplek.public_id,
            gemeente=asked.gemeente_code,
            eind=eind.isoformat() if grant and eind else None,
        )
        plan_notes.tell_aanbieder(session, context, held, plan_notes.EXCEPTION)
        session.commit()


def end_exception(context: Context, actor: Actor, request_id: int, *, reason: str) -> None:
    """End a granted exception before its end date, at once; with the reason, which the aanbieder reads.

    Raises `Invalid` (`reason`), `Refused` (not of that gemeente, a tie, not granted or over already), `NotFound`.
    """
    why = as_written(reason)
    with context.database.write() as session:
        held, asked, werkplek = _taken(session, context, actor, request_id)
        if not _holds(context, asked):
            raise Refused("Deze uitzondering loopt niet meer.", "state")
        if not 0 < len(why) <= LONGEST_COMMENT:
            raise Invalid({"reason": _REASON})
        before, asked.state = asked.state, ExceptionState.BEEINDIGD
        asked.reason, asked.eind, asked.decided_by, asked.decided_at = why, None, actor.account_id, context.now()
        _end_granted(session, context, asked)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [werkplek.public_id], context.now())
        note(
            session,
            context,
            actor,
            held,
            Action.UITZONDERING_BEEINDIGEN,
            before=before,
            after=asked.state,
            reason=why,
            werkplek=werkplek.public_id,
            gemeente=asked.gemeente_code,
        )
        plan_notes.tell_aanbieder(session, context, held, plan_notes.EXCEPTION_ENDED)
        session.commit()


def _taken(
    session: Session, context: Context, actor: Actor, request_id: int
) -> tuple[Held, ExceptionRequest, Werkplek]:
    """The request as it is now, its plan locked, for a reviewer who may decide about it."""
    asked = session.get(ExceptionRequest, request_id)
    werkplek = session.get(Werkplek, asked.werkplek_id) if asked else None
    if asked is None or werkplek is None:
        raise NotFound
    held = taken(session, context, actor, werkplek.plan_id)
    session.refresh(asked)  # someone may have decided while we waited for the lock
    check_reviewer(actor, held.plan.regeling, held.plan.aanbieder_id, [asked.gemeente_code])
    return held, asked, werkplek


def _holds(context: Context, asked: ExceptionRequest) -> bool:
    granted = asked.state is ExceptionState.TOEGEKEND
    return granted and asked.eind is not None and asked.eind >= context.today()


def _end_granted(session: Session, context: Context, asked: ExceptionRequest) -> None:
    """Yesterday becomes its last day: dates are whole days, and it holds no longer today."""
    statement = select(LocalityException).where(
        LocalityException.werkplek_id == asked.werkplek_id,
        LocalityException.gemeente_code == asked.gemeente_code,
        LocalityException.eind >= context.today(),
    )
    for row in session.exec(statement).all():
        row.eind = context.today() - timedelta(days=1)


def _wrong(context: Context, grant: bool, reason: str, eind: date | None) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not 0 < len(reason) <= LONGEST_COMMENT:
        errors["reason"] = _REASON
    if grant and (eind is None or eind <= context.today()):
        errors["eind"] = said("Vul een einddatum in die na vandaag ligt.")
    return errors


def _grant(session: Session, context: Context, asked: ExceptionRequest, reason: str, eind: date) -> None:
    today = context.today()
    statement = select(LocalityException).where(
        LocalityException.werkplek_id == asked.werkplek_id,
        LocalityException.gemeente_code == asked.gemeente_code,
        LocalityException.start == today,
    )
    row = session.exec(statement).first() or LocalityException(
        werkplek_id=asked.werkplek_id, gemeente_code=asked.gemeente_code, reden=reason, start=today, eind=eind
    )
    row.reden, row.eind = reason, eind
    session.add(row)


def _rows() -> Any:
    handed_in = select_rows(col(PlanVersion.id)).where(
        col(PlanVersion.plan_id) == Plan.id,
        (col(PlanVersion.state) != PlanState.CONCEPT) | col(PlanVersion.submitted_at).is_not(None),
    )
    statement: Any = (
        select_rows(ExceptionRequest, Werkplek, Plan, Aanbieder)
        .join(Werkplek, col(Werkplek.id) == ExceptionRequest.werkplek_id)
        .join(Plan, col(Plan.id) == Werkplek.plan_id)
        .join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
        .where(handed_in.exists())
    )
    return statement


def _names(session: Session, werkplek_ids: Collection[int]) -> dict[int, str]:
    """As the newest version calls them."""
    statement = (
        select(WerkplekVersion.werkplek_id, WerkplekVersion.naam)
        .where(col(WerkplekVersion.werkplek_id).in_(werkplek_ids))
        .order_by(col(WerkplekVersion.version_id))
    )
    return dict(session.exec(statement).all())


def _view(
    context: Context,
    actor: Actor,
    names: dict[int, str],
    request: ExceptionRequest,
    werkplek: Werkplek,
    plan: Plan,
    aanbieder: Aanbieder,
) -> ExceptionView:
    return ExceptionView(
        request_id=request.id or 0,
        plan_id=plan.id or 0,
        aanbieder_naam=aanbieder.naam,
        public_id=werkplek.public_id,
        werkplek_naam=names.get(request.werkplek_id, ""),
        gemeente_code=request.gemeente_code,
        gemeente_naam=context.catalogue.reference.gemeente_naam(request.gemeente_code),
        motivation=request.motivation,
        transport=request.transport,
        state=request.state,
        requested_at=request.requested_at,
        reason=request.reason,
        eind=request.eind,
        may_decide=request.gemeente_code in actor.gemeenten and plan.aanbieder_id not in actor.ties,
        holds=_holds(context, request),
    )
