"""A plan at hand: read it as someone who may, or take it for a change, alone until the commit.

`taken` locks the plan's row first, so that whoever decides or saves sees the state as it is (reliability.md P8): on
PostgreSQL by FOR UPDATE, on SQLite by the write lock of the session.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from portal.domain.actor import Actor, Role
from portal.domain.regeling import Regeling
from portal.domain.review import Action, PlanState, PlanStatus, Situation, status_of
from portal.services.context import Context
from portal.services.refusals import NotFound
from portal.store import outbox
from portal.store.aanbieders import Aanbieder
from portal.store.plannen import Plan, PlanApproval, PlanEvent, PlanVersion
from portal.store.werkplekken import Werkplek, WerkplekVersion

SYSTEM = "systeem"


@dataclass(frozen=True, slots=True)
class Held:
    """A plan with its newest version, its live one (which may be the same, or none) and its aanbieder."""

    plan: Plan
    version: PlanVersion
    live: PlanVersion | None
    aanbieder: Aanbieder
    regeling: Regeling

    @property
    def plan_id(self) -> int:
        """The plan's key."""
        return self.plan.id or 0

    @property
    def version_id(self) -> int:
        """The newest version's key."""
        return self.version.id or 0

    @property
    def status(self) -> PlanStatus:
        """How it stands for the public."""
        return status_of(
            live=self.live is not None,
            suspended=self.plan.suspended,
            withdrawn=self.plan.withdrawn_at is not None,
            expired=self.plan.expired_at is not None,
        )

    def situation(self, gemeenten: Iterable[str] = ()) -> Situation:
        """As the rules of `portal.domain.review` see it."""
        return Situation(
            self.plan.aanbieder_id,
            self.plan.regeling,
            self.version.state,
            self.status,
            self.version.reviewer_id,
            frozenset(gemeenten),
            returned=self.version.returned_content is not None,
        )


def found(session: Session, context: Context, actor: Actor | None, plan_id: int) -> Held:
    """The plan, for a member of its aanbieder or a reviewer of its regeling; anyone else: `NotFound`.

    `actor` None is the portal itself. A reviewer does not see a plan that was never submitted.
    """
    return _held(session, context, actor, session.get(Plan, plan_id))


def taken(session: Session, context: Context, actor: Actor | None, plan_id: int) -> Held:
    """The same in a writing session, with the plan's row locked until the commit. Call it before any other read."""
    plan = session.exec(select(Plan).where(Plan.id == plan_id).with_for_update()).first()
    return _held(session, context, actor, plan)


def own(actor: Actor, held: Held) -> Held:
    """The plan, when it is of the actor's aanbieder; else `NotFound`, for reviewers too."""
    if held.plan.aanbieder_id != actor.aanbieder_id:
        raise NotFound
    return held


def _held(session: Session, context: Context, actor: Actor | None, plan: Plan | None) -> Held:
    regeling = context.catalogue.regelingen.get(plan.regeling) if plan else None
    if plan is None or regeling is None or not _may_see(actor, plan):
        raise NotFound
    newest = select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(col(PlanVersion.number).desc()).limit(1)
    version = session.exec(newest).one()
    if actor is not None and not actor.is_aanbieder and _never_submitted(version):
        raise NotFound
    live = session.exec(select(PlanVersion).where(PlanVersion.plan_id == plan.id, col(PlanVersion.live))).first()
    aanbieder = session.get_one(Aanbieder, plan.aanbieder_id)
    return Held(plan, version, live, aanbieder, regeling)


def _may_see(actor: Actor | None, plan: Plan) -> bool:
    if actor is None:
        return True
    if actor.is_aanbieder:
        return actor.aanbieder_id == plan.aanbieder_id
    return actor.role is Role.BEOORDELAAR and plan.regeling in actor.regelingen


def _never_submitted(version: PlanVersion) -> bool:
    return version.number == 1 and version.state is PlanState.CONCEPT and version.submitted_at is None


def as_submitted(session: Session, held: Held) -> Held:
    """The same with the newest version that was handed in: a draft of the aanbieder is no business of a reviewer."""
    if held.version.state is not PlanState.CONCEPT:
        return held
    statement = (
        select(PlanVersion)
        .where(PlanVersion.plan_id == held.plan.id, col(PlanVersion.state) != PlanState.CONCEPT)
        .order_by(col(PlanVersion.number).desc())
        .limit(1)
    )
    version = session.exec(statement).first()
    if version is None:
        raise NotFound
    return replace(held, version=version)


def note(
    session: Session,
    context: Context,
    actor: Actor | None,
    held: Held,
    action: Action,
    *,
    before: str | None = None,
    after: str | None = None,
    reason: str = "",
    version_id: int | None = None,
    **details: Any,
) -> None:
    """Append the event of this step. `before` and `after` are the state of the version, or the status of the plan."""
    session.add(
        PlanEvent(
            plan_id=held.plan_id,
            version_id=version_id,
            at=context.now(),
            actor=str(actor.account_id) if actor else SYSTEM,
            action=str(action),
            from_state=before,
            to_state=after,
            reason=reason,
            details=details | {"rol": str(actor.role) if actor else SYSTEM},
        )
    )


def queue_index(session: Session, context: Context, held: Held) -> int:
    """An outbox row for every werkplek of the plan that is or was public, in the same commit; returns how many."""
    statement = (
        select(Werkplek.public_id)
        .join(WerkplekVersion, col(WerkplekVersion.werkplek_id) == Werkplek.id)
        .where(Werkplek.plan_id == held.plan_id)
        .distinct()
    )
    return outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(session.exec(statement).all()), context.now())


def approvals_of(session: Session, version: PlanVersion | None) -> list[PlanApproval]:
    """What the version was approved for."""
    if version is None:
        return []
    return list(session.exec(select(PlanApproval).where(PlanApproval.version_id == version.id)).all())
