"""The index, for whoever looks after it: what `python -m indexer`, the worker and the page of the beheerder do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from indexer import comparing, sync
from indexer.comparing import Checked
from indexer.engine import EngineHealth
from indexer.lock import index_lock
from portal.config import load_settings
from portal.services.context import Context, open_context
from portal.store import jobs, outbox, published

LONGEST_WAIT = timedelta(minutes=1)  # a change is found within a second; a minute means that nobody drains


class Finding(StrEnum):
    """Something about the index that asks for a person, or that a person should know; the gravest first."""

    AWAY = "away"
    KEY_REFUSED = "key"
    NO_INDEX = "missing"
    PARTIAL = "partial"
    NOBODY_WORKS = "nobody-works"
    PARKED = "parked"
    DRIFT_LEFT = "drift-left"
    NOT_CHECKED = "not-checked"
    DRIFT_MENDED = "drift-mended"


_PROGRESS = 1_000  # werkplekken between two lines


@dataclass(frozen=True, slots=True)
class Parked:
    """A werkplek that the engine refused too often: its public id, since when it waits, and what was wrong.

    `naam` and `aanbieder` are "" when it stands in no live plan any more.
    """

    werkplek: str
    since: datetime
    error: str
    naam: str = ""
    aanbieder: str = ""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index stands. `last_check` with the drift that it found; None: not done yet.

    No `findings`: all is well.
    """

    health: EngineHealth
    waiting: int
    oldest: datetime | None
    parked: tuple[Parked, ...]
    last_rebuild: date | None
    last_check: date | None
    checked: Checked | None
    findings: tuple[Finding, ...] = ()


def status(context: Context) -> IndexStatus:
    """Read all of it; never raises for an engine that is away."""
    health = context.engine.health()
    with context.database.read() as session:
        count, oldest = outbox.waiting(session, outbox.INDEX_WERKPLEK)
        found = IndexStatus(
            health=health,
            waiting=count,
            oldest=oldest,
            parked=_parked(session),
            last_rebuild=jobs.last_day(session, sync.REBUILD_JOB),
            last_check=jobs.last_day(session, comparing.CHECK_JOB),
            checked=Checked.read(jobs.detail(session, comparing.CHECK_JOB)),
        )
    return replace(found, findings=tuple(_findings(found, context.now(), context.today())))


def _parked(session: Session) -> tuple[Parked, ...]:
    rows = outbox.parked_rows(session, outbox.INDEX_WERKPLEK)
    batches = published.in_batches(session, [row.subject for row in rows])
    known = {one.werkplek.public_id: one for batch in batches for one in batch}
    return tuple(
        Parked(
            werkplek=row.subject,
            since=row.created_at,
            error=row.error,
            naam=known[row.subject].version.naam if row.subject in known else "",
            aanbieder=known[row.subject].aanbieder.naam if row.subject in known else "",
        )
        for row in rows
    )


def _findings(found: IndexStatus, now: datetime, today: date) -> Iterator[Finding]:
    """What is to be said of this state. The worker has a day for its daily check before it counts as a fault."""
    if found.health.trouble:
        yield Finding(found.health.trouble)
    if found.health.ok and found.oldest is not None and now - found.oldest > LONGEST_WAIT:
        yield Finding.NOBODY_WORKS
    if found.parked:
        yield Finding.PARKED
    if found.checked and found.checked.left:
        yield Finding.DRIFT_LEFT
    if found.last_check is None or found.last_check < today - timedelta(days=1):
        yield Finding.NOT_CHECKED
    elif found.checked and found.checked.found and not found.checked.left:
        yield Finding.DRIFT_MENDED


def bring_up_to_date(context: Context, stop: Callable[[], bool] = lambda: False) -> int:
    """Rebuild when that is needed, what the new day changes, then the outbox; returns the rows done.

    The caller holds the index lock. Raises SearchUnavailable when the engine is away.
    """
    today = context.today()
    parts = (context.database, context.engine, context.catalogue)
    if why := sync.must_rebuild(*parts):
        sync.log.warning("rebuilding the index from the database: %s", why)
        sync.rebuild(*parts, today)
    sync.renew(*parts, context.now(), today)
    return sync.drain_all(*parts, context.now(), today, stop)


def drain(context: Context) -> int:
    """`bring_up_to_date` under the lock, waiting for whoever has it."""
    with index_lock(context.lock_path):
        return bring_up_to_date(context)


def rebuild(context: Context) -> int:
    """A new index from the database, then what changed meanwhile; returns the documents of the rebuild."""
    parts = (context.database, context.engine, context.catalogue)
    with index_lock(context.lock_path):
        count = sync.rebuild(*parts, context.today())
        sync.drain_all(*parts, context.now(), context.today())
    return count


def bring_meaning_level(
    context: Context, report: Callable[[str], None], stop: Callable[[], bool] = lambda: False
) -> None:
    """Make the vectors of what is in the index and has none yet. Beside the index lock: it may take a minute.

    Raises SearchUnavailable when the engine is away, and what encoder or disk raise; the search is whole without.
    """
    if context.meaning is None or not context.meaning.vectors.behind:
        return
    total = context.engine.health().documents
    report(f"Reading what {total} werkplekken mean")

    def progress(done: int) -> None:
        if done % _PROGRESS == 0 and done < total:
            report(f"  {done} of {total}")

    context.meaning.vectors.catch_up(context.engine.documents(), progress, stop)


def check(context: Context, *, repair: bool = False, stop: Callable[[], bool] = lambda: False) -> Checked:
    """Compare index and database; with `repair` mend what differs (indexer.comparing)."""
    parts = (context.database, context.engine, context.catalogue)
    return comparing.check(*parts, context.now(), context.today(), context.lock_path, repair=repair, stop=stop)


def check_is_due(context: Context) -> bool:
    """Once a day."""
    with context.database.read() as session:
        last = jobs.last_day(session, comparing.CHECK_JOB)
    return last is None or last < context.today()


def retry_parked(context: Context, werkplek: str = "") -> int:
    """Give all parked werkplekken ten new tries, or only the one with that public id; returns how many."""
    with context.database.write() as session:
        count = outbox.unpark(session, outbox.INDEX_WERKPLEK, context.now(), werkplek)
        session.commit()
    return count


@contextmanager
def opened_from_environment() -> Iterator[Context]:
    """The context of the settings in the environment. Raises InvalidSettings or DataError."""
    context = open_context(load_settings(os.environ))
    try:
        yield context
    finally:
        context.close()
