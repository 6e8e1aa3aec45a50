"""Which werkplekken a new day may change: a contract or exception that starts or ends, a confirmation grown too old.

More than needed does no harm (they are only looked at again), fewer would; so the edges are taken wide by a day.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import Session, col, or_, select

from portal.store.plannen import LocalityException, Plan, PlanApproval, PlanVersion
from portal.store.werkplekken import Werkplek

_DAY = timedelta(days=1)


def crossed(session: Session, last: date | None, today: date, removal_days: Mapping[str, int]) -> list[str]:
    """Public ids with a date between `last` (not known: ever) and `today`.

    `removal_days`: per regeling, the days without confirmation after which a werkplek leaves the results.
    """
    if last is None:
        return sorted(session.exec(select(Werkplek.public_id)).all())
    since = last - _DAY
    found = set(session.exec(_by_contract(since, today)).all())
    found |= set(session.exec(_by_exception(since, today)).all())
    for regeling, days in removal_days.items():
        age = timedelta(days=days)
        statement = (
            select(Werkplek.public_id)
            .join(Plan, col(Plan.id) == Werkplek.plan_id)
            .where(Plan.regeling == regeling, Werkplek.confirmed_at >= since - age - _DAY)
            .where(Werkplek.confirmed_at <= today - age + _DAY)
        )
        found |= set(session.exec(statement).all())
    return sorted(found)


def _by_contract(since: date, today: date):  # type: ignore[no-untyped-def]
    return (
        select(Werkplek.public_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Werkplek.plan_id) & col(PlanVersion.live))
        .join(PlanApproval, col(PlanApproval.version_id) == PlanVersion.id)
        .where(
            or_(
                col(PlanApproval.start).between(since, today),
                col(PlanApproval.eind).between(since - _DAY, today),
            )
        )
        .distinct()
    )


def _by_exception(since: date, today: date):  # type: ignore[no-untyped-def]
    return (
        select(Werkplek.public_id)
        .join(LocalityException, col(LocalityException.werkplek_id) == Werkplek.id)
        .where(
            or_(
                col(LocalityException.start).between(since, today),
                col(LocalityException.eind).between(since - _DAY, today),
            )
        )
        .distinct()
    )
