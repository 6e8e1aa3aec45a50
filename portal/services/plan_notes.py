"""Mail that goes with a step of a plan: queued in the same commit, without content, only a link (reliability.md P38).

The one place that knows to whom.
"""

from __future__ import annotations

from sqlmodel import Session

from portal.services import notify
from portal.services.context import Context
from portal.services.plan_access import Held
from portal.store import accounts

RETURNED = "plan-aanvulling"
DECIDED = "plan-beslist"  # approved or rejected
VISIBILITY = "plan-zichtbaarheid"  # suspended, resumed or expired
EXCEPTION = "uitzondering-beslist"


def tell_aanbieder(session: Session, context: Context, held: Held, template: str) -> int:
    """Queue a mail to every member of the aanbieder with an account in use; returns how many."""
    members = [m for m in accounts.members(session, held.plan.aanbieder_id) if m.disabled_at is None]
    for member in members:
        notify.queue(session, context.now(), template, member.email, plan=str(held.plan_id))
    return len(members)
