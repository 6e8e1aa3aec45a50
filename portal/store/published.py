"""What the public may see of a werkplek, read in a handful of queries for a batch of them at once.

Only rows of the live plan version are read: a newer version under review cannot leak through here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from portal.store.aanbieders import Aanbieder
from portal.store.plannen import LocalityException, Plan, PlanApproval, PlanVersion
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion

BATCH = 500


@dataclass(frozen=True, slots=True)
class PublicWerkplek:
    """A werkplek with the approved version around it. Whether it is published today, the domain decides."""

    werkplek: Werkplek
    version: WerkplekVersion
    plan: Plan
    plan_version: PlanVersion
    aanbieder: Aanbieder
    approvals: tuple[PlanApproval, ...]
    offers: tuple[Offer, ...]
    exceptions: tuple[LocalityException, ...]


def load(session: Session, public_ids: Sequence[str]) -> dict[str, PublicWerkplek]:
    """The werkplekken of these public ids that stand in a live plan version; others are not in the answer."""
    statement = (
        select_rows(Werkplek, WerkplekVersion, Plan, PlanVersion, Aanbieder)
        .join(Plan, col(Plan.id) == Werkplek.plan_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
        .join(
            WerkplekVersion,
            (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
        )
        .join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
        .where(col(Werkplek.public_id).in_(public_ids))
    )
    rows = session.execute(statement).all()
    werkplek_ids = [row[0].id for row in rows if row[0].id is not None]
    version_ids = {row[3].id for row in rows if row[3].id is not None}
    approvals = _by(
        session.exec(select(PlanApproval).where(col(PlanApproval.version_id).in_(version_ids))), "version_id"
    )
    offers = _by(session.exec(select(Offer).where(col(Offer.werkplek_id).in_(werkplek_ids))), "werkplek_id")
    exceptions = _by(
        session.exec(select(LocalityException).where(col(LocalityException.werkplek_id).in_(werkplek_ids))),
        "werkplek_id",
    )
    found = {}
    for werkplek, version, plan, plan_version, aanbieder in rows:
        found[werkplek.public_id] = PublicWerkplek(
            werkplek=werkplek,
            version=version,
            plan=plan,
            plan_version=plan_version,
            aanbieder=aanbieder,
            approvals=tuple(approvals[plan_version.id or 0]),
            offers=tuple(offers[werkplek.id or 0]),
            exceptions=tuple(exceptions[werkplek.id or 0]),
        )
    return found


def all_public_ids(session: Session) -> list[str]:
    """The public ids of every werkplek in a live plan version, in a fixed order."""
    statement = (
        select(Werkplek.public_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Werkplek.plan_id) & col(PlanVersion.live))
        .join(
            WerkplekVersion,
            (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
        )
        .order_by(col(Werkplek.id))
    )
    return list(session.exec(statement).all())


def public_ids_of_plan(session: Session, aanbieder_id: str, regeling: str) -> list[str]:
    """The public ids of the werkplekken in the live version of one plan, in the order in which they were added."""
    statement = (
        select(Werkplek.public_id)
        .join(Plan, col(Plan.id) == Werkplek.plan_id)
        .join(Aanbieder, col(Aanbieder.id) == Plan.aanbieder_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
        .join(
            WerkplekVersion,
            (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
        )
        .where(Aanbieder.public_id == aanbieder_id, Plan.regeling == regeling)
        .order_by(col(Werkplek.id))
    )
    return list(session.exec(statement).all())


def public_ids_approved_in(session: Session, gemeenten: Sequence[str]) -> list[str]:
    """The public ids of werkplekken with an approval of one of these gemeenten in their live plan version, of any date.

    All that may serve them are among these: a werkplek serves no gemeente without an approval (domain.md, S2 eis 8b).
    """
    statement = (
        select(Werkplek.public_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Werkplek.plan_id) & col(PlanVersion.live))
        .join(PlanApproval, col(PlanApproval.version_id) == PlanVersion.id)
        .where(col(PlanApproval.gemeente_code).in_(gemeenten))
        .distinct()
    )
    return list(session.exec(statement).all())


def in_batches(session: Session, public_ids: Sequence[str], size: int = BATCH) -> Iterator[list[PublicWerkplek]]:
    """Load many without holding them all; rows are let go after each batch."""
    for start in range(0, len(public_ids), size):
        part = public_ids[start : start + size]
        found = load(session, part)
        yield [found[public_id] for public_id in part if public_id in found]
        session.expunge_all()


def _by(rows: Iterable[Any], key: str) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped
