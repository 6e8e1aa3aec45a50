"""Werkplekken of which the aanbieder has not said for long that they are right, as reviewers see them (domain.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select as select_rows
from sqlmodel import col

from portal.domain.actor import Actor, Role
from portal.domain.freshness import Confirmation, confirmation_state
from portal.domain.regeling import Regeling
from portal.services.context import Context
from portal.services.refusals import NotFound
from portal.store.aanbieders import Aanbieder
from portal.store.plannen import Plan, PlanVersion
from portal.store.werkplekken import Werkplek, WerkplekVersion

MOST = 500  # on one page; the oldest


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One published werkplek. `removed`: so long ago that inwoners do not find it any more."""

    plan_id: int
    aanbieder_naam: str
    werkplek_naam: str
    confirmed_at: date
    removed: bool


def unconfirmed(context: Context, actor: Actor, plan_id: int | None = None) -> tuple[Unconfirmed, ...]:
    """Those that are older than the reviewer's threshold, oldest first, in the actor's regelingen or of one plan.

    Raises `NotFound` for who is no reviewer.
    """
    if actor.role is not Role.BEOORDELAAR:
        raise NotFound
    found: list[Unconfirmed] = []
    for regeling in context.catalogue.regelingen:
        if regeling.id in actor.regelingen:
            found += _of(context, regeling, plan_id)
    return tuple(sorted(found, key=lambda one: (one.confirmed_at, one.aanbieder_naam, one.werkplek_naam))[:MOST])


def _of(context: Context, regeling: Regeling, plan_id: int | None) -> list[Unconfirmed]:
    today, limits = context.today(), regeling.thresholds
    statement = (
        select_rows(col(Plan.id), col(Aanbieder.naam), col(WerkplekVersion.naam), col(Werkplek.confirmed_at))
        .join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
        .join(WerkplekVersion, col(WerkplekVersion.version_id) == PlanVersion.id)
        .join(Werkplek, col(Werkplek.id) == WerkplekVersion.werkplek_id)
        .where(
            col(Plan.regeling) == regeling.id,
            col(Plan.withdrawn_at).is_(None),
            col(Plan.expired_at).is_(None),
            col(Werkplek.confirmed_at) < today - timedelta(days=limits.confirm_reviewer),
        )
        .order_by(col(Werkplek.confirmed_at), col(Werkplek.id))
        .limit(MOST)
    )
    if plan_id is not None:
        statement = statement.where(col(Plan.id) == plan_id)
    with context.database.read() as session:
        rows = session.execute(statement).all()
    return [
        Unconfirmed(plan, aanbieder, naam, day, confirmation_state(day, today, limits) is Confirmation.REMOVED)
        for plan, aanbieder, naam, day in rows
    ]
