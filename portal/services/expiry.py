"""The end of a contract is an event too, noted once a day by the worker.

What the public sees does not wait for it: approvals hold to their last day, and `indexer.sync.renew` looks at them.
"""

from __future__ import annotations

import logging
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.domain.review import Action, next_status
from portal.services import plan_notes
from portal.services.context import Context
from portal.services.plan_access import approvals_of, note, queue_index, taken
from portal.store import jobs
from portal.store.plannen import Plan, PlanApproval, PlanVersion

log = logging.getLogger("worker")
JOB = "plan-expiry"


def expire(context: Context) -> int:
    """Note every plan whose last contract day has passed; once a day. Safe to run twice. Returns how many."""
    today = context.today()
    with context.database.read() as session:
        last = jobs.last_day(session, JOB)
        if last is not None and last >= today:
            return 0
        plan_ids = _ended(session, today)
    count = sum(_expire(context, plan_id, today) for plan_id in plan_ids)
    with context.database.write() as session:
        jobs.set_last_day(session, JOB, today)
        session.commit()
    if count:
        log.info("%d plannen have expired", count)
    return count


def _ended(session: Session, today: date) -> list[int]:
    statement = (
        select(Plan.id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
        .join(PlanApproval, col(PlanApproval.version_id) == PlanVersion.id)
        .where(col(Plan.withdrawn_at).is_(None), col(Plan.expired_at).is_(None))
        .group_by(col(Plan.id))
        .having(func.max(PlanApproval.eind) < today)
        .order_by(col(Plan.id))
    )
    return [plan_id for plan_id in session.exec(statement).all() if plan_id is not None]


def _expire(context: Context, plan_id: int, today: date) -> bool:
    with context.database.write() as session:
        held = taken(session, context, None, plan_id)
        ends = [a.eind for a in approvals_of(session, held.live)]
        gone = held.plan.withdrawn_at or held.plan.expired_at
        if gone or not ends or max(ends) >= today:  # changed since the list was made
            return False
        before = held.status
        after = next_status(None, Action.VERLOPEN, held.situation())
        held.plan.expired_at = context.now()
        version_id = held.live.id if held.live else None
        note(session, context, None, held, Action.VERLOPEN, before=before, after=after, version_id=version_id)
        queue_index(session, context, held)
        plan_notes.tell_aanbieder(session, context, held, plan_notes.VISIBILITY)
        session.commit()
        return True
