"""What waits for review, per regeling: filter, search, sort, a page at a time. No texts of plans are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Text, and_, case, cast, func, or_
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import col

from portal.domain.actor import Actor, Role
from portal.domain.review import PlanState
from portal.domain.said import said
from portal.services.context import Context
from portal.services.refusals import NotFound
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.plannen import Plan, PlanVersion

Order = Literal["oudste", "nieuwste", "aanbieder", "status"]
Whose = Literal["", "mij", "niemand"]
SUBMITTED_STATES = tuple(state for state in PlanState if state is not PlanState.CONCEPT)
WAITING_STATES = (PlanState.INGEDIEND, PlanState.IN_BEOORDELING, PlanState.AANVULLING_GEVRAAGD)


@dataclass(frozen=True, slots=True)
class QueueRequest:
    """What to list. `states` empty: all that wait. `gemeente`: a CBS code that the plan asks for. `q`: in the name."""

    regeling: str
    states: tuple[PlanState, ...] = ()
    gemeente: str = ""
    q: str = ""
    whose: Whose = ""
    order: Order = "oudste"
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One plan in the queue. `age_days`: since it was submitted. `reviewer`: the name of who has it, "" for nobody."""

    plan_id: int
    number: int
    aanbieder_naam: str
    state: PlanState
    products: tuple[str, ...]
    gemeenten: tuple[str, ...]
    submitted_at: datetime | None
    age_days: int
    reviewer_id: int | None
    reviewer: str
    mine: bool
    tied: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue. `counts`: plans per state, whatever the filter."""

    rows: tuple[QueueRow, ...]
    total: int
    page: int
    pages: int
    counts: dict[PlanState, int]


def queue(context: Context, actor: Actor, request: QueueRequest) -> QueuePage:
    """The plans of a regeling that were submitted, newest submitted version of each. Raises `NotFound`."""
    if actor.role is not Role.BEOORDELAAR or request.regeling not in actor.regelingen:
        raise NotFound
    per_page = min(max(request.per_page, 1), 200)
    with context.database.read() as session:
        wanted = _filtered(request, actor)
        total = session.execute(select_rows(func.count()).select_from(wanted.order_by(None).subquery())).scalar_one()
        pages = max(1, -(-total // per_page))
        page = min(max(request.page, 1), pages)
        ids = session.execute(wanted.limit(per_page).offset((page - 1) * per_page)).scalars().all()
        rows = {row[0]: row[1:] for row in session.execute(_listed(ids)).all()}
        counts = session.execute(
            select_rows(col(PlanVersion.state), func.count())
            .select_from(PlanVersion)
            .join(Plan, _newest())
            .where(col(Plan.regeling) == request.regeling)
            .group_by(col(PlanVersion.state))
        ).all()
    found = dict.fromkeys(SUBMITTED_STATES, 0) | {state: int(count) for state, count in counts}
    return QueuePage(tuple(_row(rows[i], context, actor) for i in ids), total, page, pages, found)


def _newest() -> Any:
    """The newest version that was handed in: a draft of the aanbieder is no business of a reviewer."""
    later = aliased(PlanVersion)
    newer = select_rows(col(later.id)).where(
        col(later.plan_id) == PlanVersion.plan_id,
        col(later.number) > PlanVersion.number,
        col(later.state) != PlanState.CONCEPT,
    )
    return and_(col(Plan.id) == PlanVersion.plan_id, col(PlanVersion.state) != PlanState.CONCEPT, ~newer.exists())


def _filtered(request: QueueRequest, actor: Actor) -> Any:
    """The ids alone, in order: they come from the index, the rows hold whole plans."""
    statement: Any = (
        select_rows(col(PlanVersion.id))
        .join(Plan, _newest())
        .where(col(Plan.regeling) == request.regeling, col(PlanVersion.state).in_(request.states or WAITING_STATES))
    )
    words = request.q.split()
    if words or request.order == "aanbieder":
        statement = statement.join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
    if request.gemeente:
        # A JSON list of codes of one form: the text holds the code between quotes, or it does not.
        statement = statement.where(
            cast(col(PlanVersion.gemeenten), Text).contains(f'"{request.gemeente}"', autoescape=True)
        )
    if words:
        statement = statement.where(and_(*(_in_name(word) for word in words)))
    if request.whose == "mij":
        statement = statement.where(col(PlanVersion.reviewer_id) == actor.account_id)
    if request.whose == "niemand":
        statement = statement.where(col(PlanVersion.reviewer_id).is_(None))
    return statement.order_by(*_order(request.order))


def _listed(ids: Sequence[int]) -> Any:
    """What is shown of these versions, the id first."""
    columns: tuple[Any, ...] = (
        PlanVersion.id,
        Plan.id,
        PlanVersion.number,
        Aanbieder.naam,
        PlanVersion.state,
        PlanVersion.products,
        PlanVersion.gemeenten,
        PlanVersion.submitted_at,
        PlanVersion.reviewer_id,
        Account.naam,
        Plan.aanbieder_id,
    )
    return (
        select_rows(*columns)
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
        .outerjoin(Account, col(Account.id) == PlanVersion.reviewer_id)
        .where(col(PlanVersion.id).in_(ids))
    )


def _in_name(word: str) -> Any:
    # SQLite only lowers ASCII: "Één" is found as it is written too.
    lowered = func.lower(Aanbieder.naam).contains(word.lower(), autoescape=True)
    return or_(lowered, col(Aanbieder.naam).contains(word, autoescape=True))


def _order(order: Order) -> tuple[Any, ...]:
    oldest = (col(PlanVersion.submitted_at), col(Plan.id))
    return {
        "oudste": oldest,
        "nieuwste": (col(PlanVersion.submitted_at).desc(), col(Plan.id).desc()),
        "aanbieder": (func.lower(Aanbieder.naam), col(Plan.id)),
        "status": (
            case({state: number for number, state in enumerate(PlanState)}, value=col(PlanVersion.state)),
            *oldest,
        ),
    }[order]


def _row(row: Any, context: Context, actor: Actor) -> QueueRow:
    plan_id, number, naam, state, products, gemeenten, submitted_at, reviewer_id, reviewer, aanbieder_id = row
    return QueueRow(
        plan_id,
        number,
        naam,
        state,
        tuple(products),
        tuple(gemeenten),
        submitted_at,
        (context.now() - submitted_at).days if submitted_at else 0,
        reviewer_id,
        reviewer or (said("een beoordelaar") if reviewer_id else ""),
        reviewer_id == actor.account_id,
        aanbieder_id in actor.ties,
    )
