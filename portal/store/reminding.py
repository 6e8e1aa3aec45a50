"""Whom the calendar concerns: aanbieders whose werkplekken were last confirmed, or contracts end, on some days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from portal.store.plannen import Plan, PlanApproval, PlanVersion
from portal.store.werkplekken import Werkplek, WerkplekVersion


def confirmed_on(session: Session, regeling: str, days: Iterable[date]) -> set[int]:
    """Aanbieders with a werkplek in the live version of a plan that was last confirmed on one of these days."""
    statement = (
        select(Plan.aanbieder_id)
        .join(PlanVersion, col(PlanVersion.plan_id) == col(Plan.id))
        .join(WerkplekVersion, col(WerkplekVersion.version_id) == col(PlanVersion.id))
        .join(Werkplek, col(Werkplek.id) == col(WerkplekVersion.werkplek_id))
        .where(
            Plan.regeling == regeling,
            col(Plan.withdrawn_at).is_(None),
            col(PlanVersion.live).is_(True),
            col(Werkplek.confirmed_at).in_(list(days)),
        )
    )
    return set(session.exec(statement).all())


def contract_ends_on(session: Session, days: Iterable[date]) -> set[int]:
    """Aanbieders with an approval of a live version of which one of these is the last day."""
    statement = (
        select(Plan.aanbieder_id)
        .join(PlanVersion, col(PlanVersion.plan_id) == col(Plan.id))
        .join(PlanApproval, col(PlanApproval.version_id) == col(PlanVersion.id))
        .where(
            col(Plan.withdrawn_at).is_(None), col(PlanVersion.live).is_(True), col(PlanApproval.eind).in_(list(days))
        )
    )
    return set(session.exec(statement).all())
