"""Mails that the calendar asks for: werkplekken not confirmed for long, contracts that end. One a day and aanbieder.

A reminder belongs to one day; a run looks at the days since the last run, in the same commit as it notes its own. So
each goes out once, also after a week in which nothing ran.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session

from portal.services import notify
from portal.services.context import Context
from portal.store import accounts, jobs, reminding

JOB = "reminders"
CONTRACT_ENDS = (timedelta(days=90), timedelta(days=30))  # before the last day; ours
_LONGEST_GAP = timedelta(days=31)  # after a longer absence only the last month counts


def send(context: Context) -> int:
    """Queue the reminders of the days since the last run; returns how many mails. Does nothing twice on one day."""
    today, now = context.today(), context.now()
    with context.database.write() as session:
        last = jobs.last_day(session, JOB) or today - timedelta(days=1)
        days = _days(max(last, today - _LONGEST_GAP), today)
        if not days:
            return 0
        queued = 0
        for template, aanbieder_ids in _due(context, session, days).items():
            for emails in accounts.organisatiebeheerders(session, sorted(aanbieder_ids)).values():
                for email in emails:
                    notify.queue(session, now, template, email)
                    queued += 1
        jobs.set_last_day(session, JOB, today)
        session.commit()
    return queued


def _due(context: Context, session: Session, days: list[date]) -> dict[str, set[int]]:
    """Per kind of mail the aanbieders (keys). Thresholds are days after the confirmation, per regeling (domain.md)."""
    due: dict[str, set[int]] = {"bevestig-werkplekken": set(), "bevestig-werkplekken-weer": set()}
    for regeling in context.catalogue.regelingen:
        limits = regeling.thresholds
        # "Older than 90 days" starts on day 91 (portal.domain.freshness).
        flag = _moved(days, -timedelta(days=limits.confirm_flag + 1))
        again = _moved(days, -timedelta(days=limits.confirm_reviewer + 1))
        due["bevestig-werkplekken"] |= reminding.confirmed_on(session, regeling.id, flag)
        due["bevestig-werkplekken-weer"] |= reminding.confirmed_on(session, regeling.id, again)
    due["bevestig-werkplekken"] -= due["bevestig-werkplekken-weer"]
    ends = [day for ahead in CONTRACT_ENDS for day in _moved(days, ahead)]
    due["contract-loopt-af"] = reminding.contract_ends_on(session, ends)
    return due


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]


def _moved(days: Iterable[date], by: timedelta) -> list[date]:
    return [day + by for day in days]
