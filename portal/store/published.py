"""What the public may see of a werkplek, read in a handful of queries for a batch of them at once.

Only rows of the live plan version are read: a newer version under review cannot leak through here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from portal.domain.locality import GrantedException
from portal.domain.publication import Approval
from portal.store.aanbieders import Aanbieder
from portal.store.plannen import LocalityException, Plan, PlanApproval, PlanVersion
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion

BATCH = 500
_Value = TypeVar("_Value")
_Model = TypeVar("_Model", Aanbieder, Plan, PlanVersion)


class OfferNow(NamedTuple):
    """One product on one werkplek, as its row stands (`werkplekken.Offer`)."""

    product: str
    capacity: int | None
    free: int | None
    capacity_at: date | None


@dataclass(frozen=True, slots=True)
class PublicWerkplek:
    """A werkplek with the approved version around it. Whether it is published today, the domain decides.

    The rows that a werkplek has dozens of are plain values: as entities they took a third of making all documents.
    """

    werkplek: Werkplek
    version: WerkplekVersion
    plan: Plan
    plan_version: PlanVersion
    aanbieder: Aanbieder
    approvals: tuple[Approval, ...]
    offers: tuple[OfferNow, ...]
    exceptions: tuple[GrantedException, ...]


def load(session: Session, public_ids: Sequence[str]) -> dict[str, PublicWerkplek]:
    """The werkplekken of these public ids that stand in a live plan version; others are not in the answer."""
    statement = (
        select_rows(Werkplek, WerkplekVersion)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Werkplek.plan_id) & col(PlanVersion.live))
        .join(
            WerkplekVersion,
            (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
        )
        .where(col(Werkplek.public_id).in_(public_ids))
    )
    rows = session.execute(statement).all()
    werkplek_ids = [werkplek.id or 0 for werkplek, _ in rows]
    # A plan has many werkplekken: read beside them, each once, and not again in each of their rows.
    plan_versions = _entities(session, PlanVersion, {version.version_id for _, version in rows})
    plans = _entities(session, Plan, {werkplek.plan_id for werkplek, _ in rows})
    aanbieders = _entities(session, Aanbieder, {plan.aanbieder_id for plan in plans.values()})
    a, o, e = PlanApproval, Offer, LocalityException
    approvals = _values(
        session, plan_versions, Approval, a.version_id, a.gemeente_code, a.product, a.start, a.eind, a.suspended
    )
    offers = _values(session, werkplek_ids, OfferNow, o.werkplek_id, o.product, o.capacity, o.free, o.capacity_at)
    exceptions = _values(session, werkplek_ids, GrantedException, e.werkplek_id, e.gemeente_code, e.start, e.eind)
    found = {}
    for werkplek, version in rows:
        plan, plan_version = plans.get(werkplek.plan_id), plan_versions.get(version.version_id)
        aanbieder = aanbieders.get(plan.aanbieder_id) if plan else None
        if plan is None or plan_version is None or aanbieder is None:
            continue  # taken away between two of these queries
        found[werkplek.public_id] = PublicWerkplek(
            werkplek=werkplek,
            version=version,
            plan=plan,
            plan_version=plan_version,
            aanbieder=aanbieder,
            approvals=approvals.get(version.version_id, ()),
            offers=offers.get(werkplek.id or 0, ()),
            exceptions=exceptions.get(werkplek.id or 0, ()),
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


def _entities(session: Session, model: type[_Model], ids: Collection[int]) -> dict[int, _Model]:
    return {one.id or 0: one for one in session.exec(select(model).where(col(model.id).in_(ids))).all()}


def _values(
    session: Session, ids: Collection[int], made: Callable[..., _Value], key: object, *fields: object
) -> dict[int, tuple[_Value, ...]]:
    """The rows whose `key` is one of these ids, by that id; their `fields` make the values, in the order of the first.

    Whole entities of these would cost more than all that is done with them.
    """
    found: defaultdict[int, list[_Value]] = defaultdict(list)
    statement = select_rows(col(key), *map(col, fields)).where(col(key).in_(ids)).order_by(col(fields[0]))
    for identity, *values in session.execute(statement):
        found[identity].append(made(*values))
    return {identity: tuple(values) for identity, values in found.items()}
