"""The index, for whoever looks after it: what `python -m indexer`, the worker and the page of the beheerder do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from indexer import comparing, sync
from indexer.comparing import Checked
from indexer.engine import EngineHealth
from indexer.lock import index_lock
from portal.config import load_settings
from portal.services.context import Context, open_context
from portal.store import jobs, outbox


@dataclass(frozen=True, slots=True)
class Parked:
    """A werkplek that the engine refused too often: its public id, since when it waits, and what was wrong."""

    werkplek: str
    since: datetime
    error: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index stands. `last_check` with the drift that it found; None: not done yet."""

    health: EngineHealth
    waiting: int
    oldest: datetime | None
    parked: tuple[Parked, ...]
    last_rebuild: date | None
    last_check: date | None
    checked: Checked | None


def status(context: Context) -> IndexStatus:
    """Read all of it; never raises for an engine that is away."""
    health = context.engine.health()
    with context.database.read() as session:
        count, oldest = outbox.waiting(session, outbox.INDEX_WERKPLEK)
        parked = outbox.parked_rows(session, outbox.INDEX_WERKPLEK)
        return IndexStatus(
            health=health,
            waiting=count,
            oldest=oldest,
            parked=tuple(Parked(row.subject, row.created_at, row.error) for row in parked),
            last_rebuild=jobs.last_day(session, sync.REBUILD_JOB),
            last_check=jobs.last_day(session, comparing.CHECK_JOB),
            checked=Checked.read(jobs.detail(session, comparing.CHECK_JOB)),
        )


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


def check(context: Context, *, repair: bool = False, stop: Callable[[], bool] = lambda: False) -> Checked:
    """Compare index and database; with `repair` mend what differs (indexer.comparing)."""
    parts = (context.database, context.engine, context.catalogue)
    return comparing.check(*parts, context.now(), context.today(), context.lock_path, repair=repair, stop=stop)


def check_is_due(context: Context) -> bool:
    """Once a day."""
    with context.database.read() as session:
        last = jobs.last_day(session, comparing.CHECK_JOB)
    return last is None or last < context.today()


def retry_parked(context: Context) -> int:
    """Give parked werkplekken ten new tries; returns how many."""
    with context.database.write() as session:
        count = outbox.unpark(session, outbox.INDEX_WERKPLEK, context.now())
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
