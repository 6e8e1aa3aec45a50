"""Mail that goes with a step of a plan: queued in the same commit, without content, only a link (reliability.md P38).

The one place that knows to whom.
"""

from __future__ import annotations

from sqlmodel import Session

from portal.services import notify
from portal.services.context import Context
from portal.services.mail_texts import MAILS
from portal.services.plan_access import Held
from portal.store import accounts

RETURNED = "plan-aanvulling"
DECIDED = "plan-beslist"  # approved or rejected
VISIBILITY = "plan-zichtbaarheid"  # suspended, resumed or expired
EXCEPTION = "uitzondering-beslist"
EXCEPTION_ENDED = "uitzondering-beeindigd"
# To reviewers.
CAME_IN = "plan-ingediend"
CAME_BACK = "plan-terug"
EXCEPTION_ASKED = "uitzondering-gevraagd"


def tell_aanbieder(session: Session, context: Context, held: Held, template: str) -> int:
    """Queue a mail to every member of the aanbieder with an account in use; returns how many."""
    members = [m for m in accounts.members(session, held.plan.aanbieder_id) if m.disabled_at is None]
    for member in members:
        notify.queue(session, context.now(), template, member.email, plan=str(held.plan_id))
    return len(members)


def tell_reviewers(session: Session, context: Context, held: Held, template: str, gemeente: str = "") -> int:
    """Queue a mail to everyone who may decide about the plan, or (`gemeente`) for that gemeente; returns how many.

    Not to a reviewer with a tie to the aanbieder: that one may not decide.
    """
    values = {"plan": str(held.plan_id)} if "plan" in MAILS[template].fields else {}
    found = accounts.reviewers(session, held.plan.regeling, held.plan.aanbieder_id)
    told = [r for r in found if not gemeente or gemeente in r.gemeenten]
    for reviewer in told:
        notify.queue(session, context.now(), template, reviewer.email, **values)
    return len(told)
