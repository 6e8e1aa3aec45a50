"""From the database to the index: drain the outbox, rebuild, and what a new day changes (docs/index-sync.md).

The caller holds `indexer.lock`. An outbox row is removed only after the engine has the change; a change made while a
batch is under way has a row of its own, so nothing is lost, and doing a row twice gives the same document.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from indexer.collecting import fewer_collections
from indexer.delivery import deliver
from indexer.document import rank_key
from indexer.engine import Document, DocumentRefused, Engine, SearchUnavailable
from indexer.making import Made, make
from indexer.making_many import make_all_beside
from portal.store import boundaries, jobs, outbox
from portal.store.catalogue import Catalogue
from portal.store.db import Database

log = logging.getLogger("indexer")

DRAIN_BATCH = 500
DAILY_JOB = "index-daily"
REBUILD_JOB = "index-rebuild"
# While the engine is away the whole queue waits together, as long as the oldest waits already: 1, 2, 4 ... 20 s. So
# everything is tried again within 20 s of its return.
SHORTEST_AWAY, LONGEST_AWAY = timedelta(seconds=1), timedelta(seconds=20)
# After a refusal: 1 s, 2 s, 4 s ... at most five minutes, and at the tenth it is parked with an alert.
LONGEST_WAIT = timedelta(minutes=5)
MOST_REFUSALS = 10
_REBUILD_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Drained:
    """What came of one batch: rows done, werkplekken refused, and whether the engine is away."""

    done: int = 0
    refused: int = 0
    away: bool = False

    @property
    def go_on(self) -> bool:
        """True when another batch may be tried."""
        return not self.away and (self.done > 0 or self.refused > 0)


def drain(database: Database, engine: Engine, catalogue: Catalogue, now: datetime, today: date) -> Drained:
    """Handle one batch of outbox rows: read the present state of each werkplek, put it in or take it out."""
    with database.read() as session:
        available = outbox.open_rows(session, outbox.INDEX_WERKPLEK, now, DRAIN_BATCH)
        if not available:
            return Drained()
        # With the present state of a werkplek all its rows are done, also one that was put off or parked.
        rows: dict[str, list[int]] = defaultdict(list)
        for row in outbox.rows_of(session, outbox.INDEX_WERKPLEK, sorted({row.subject for row in available})):
            rows[row.subject].append(row.id or 0)
        made = make(session, list(rows), catalogue, today)
    gone = sorted(set(rows) - {str(document["id"]) for document in made.documents} - set(made.faults))
    try:
        refused = made.faults | deliver(engine, made.documents, gone)
    except SearchUnavailable as error:
        _put_off(database, now, str(error), oldest=min(row.created_at for row in available))
        return Drained(away=True)
    return _finish(database, rows, refused, now)


def drain_all(
    database: Database,
    engine: Engine,
    catalogue: Catalogue,
    now: datetime,
    today: date,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Drain until nothing is left that may be tried at `now`, or until `stop()`; returns the number of rows done."""
    total = 0
    while not stop():
        batch = drain(database, engine, catalogue, now, today)
        total += batch.done
        if not batch.go_on:
            break
    return total


def rebuild(database: Database, engine: Engine, catalogue: Catalogue, today: date) -> int:
    """A new index with everything that is published, swapped in at once; returns the number of documents.

    Rows of before are done with it, parked ones too; changes made meanwhile keep their rows for the next drain. What
    cannot be indexed is left out and keeps or gets a row, so that it is tried again and in the end parked.
    """
    with database.read() as session:
        before = outbox.subjects_by_row(session, outbox.INDEX_WERKPLEK)
    left_out: dict[str, str] = {}
    with fewer_collections():
        count = _rebuild(database, engine, catalogue, today, left_out)
    with database.write() as session:
        outbox.done(session, [row_id for row_id, subject in before.items() if subject not in left_out])
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(set(left_out) - set(before.values())), _start_of(today))
        jobs.set_last_day(session, DAILY_JOB, today)
        jobs.set_last_day(session, REBUILD_JOB, today, _made_of(engine, catalogue))
        session.commit()
    for identity, why in left_out.items():
        log.error("werkplek %s is not in the new index: %s", identity, why)
    log.info("index rebuilt: %d documents", count)
    return count


def _rebuild(database: Database, engine: Engine, catalogue: Catalogue, today: date, left_out: dict[str, str]) -> int:
    """Once more without what the engine blames, as often as it blames another."""
    for _ in range(_REBUILD_ATTEMPTS):
        try:
            return engine.rebuild(_documents(make_all_beside(database, catalogue, today), left_out))
        except DocumentRefused as error:
            if not set(error.ids) - set(left_out):
                raise
            left_out |= dict.fromkeys(error.ids, str(error))
    return engine.rebuild(_documents(make_all_beside(database, catalogue, today), left_out))


def _documents(batches: Iterator[Made], left_out: dict[str, str]) -> Iterator[Document]:
    for made in batches:
        left_out |= made.faults
        yield from (document for document in made.documents if document["id"] not in left_out)


def must_rebuild(database: Database, engine: Engine, catalogue: Catalogue) -> str:
    """Why the index must be rebuilt before it is used, or "": it cannot be used, or it was made of other data files."""
    if engine.needs_rebuild:
        return "the index is missing, damaged or of another version"
    with database.read() as session:
        made_of = jobs.detail(session, REBUILD_JOB)
    if made_of == _made_of(engine, catalogue):
        return ""
    if not made_of.startswith(f"{engine.name} "):
        return "it was not made for this engine, so it may be of long ago"
    return "words, branches, regelingen or places have changed"


def renew(database: Database, engine: Engine, catalogue: Catalogue, now: datetime, today: date) -> bool:
    """What a new day changes, once a day: contracts and exceptions that start or end, staleness, the order of ties.

    Safe to run twice, and after any number of days away: everything whose date passed since the last run is queued.
    Returns False when the day was already done.
    """
    with database.read() as session:
        last = jobs.last_day(session, DAILY_JOB)
    if last is not None and last >= today:
        return False
    engine.set_rank_keys({public_id: rank_key(public_id, today) for public_id in engine.ids()})
    removals = {r.id: r.thresholds.confirm_remove for r in catalogue.regelingen.all}
    with database.write() as session:
        changed = boundaries.crossed(session, last, today, removals)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, changed, now)
        jobs.set_last_day(session, DAILY_JOB, today)
        session.commit()
    log.info("new day %s: order of ties renewed, %d werkplekken looked at again", today, len(changed))
    return True


def _made_of(engine: Engine, catalogue: Catalogue) -> str:
    return f"{engine.name} {catalogue.fingerprint}"


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _finish(
    database: Database, rows: Mapping[str, Sequence[int]], refused: Mapping[str, str], now: datetime
) -> Drained:
    """Remove what is done. Of a refused werkplek its newest row stays, and says what was wrong."""
    done = [row_id for subject, ids in rows.items() for row_id in (ids[:-1] if subject in refused else ids)]
    parked = []
    with database.write() as session:
        outbox.done(session, done)
        for subject, error in refused.items():
            if outbox.refused(session, rows[subject][-1], now, LONGEST_WAIT, MOST_REFUSALS, error):
                parked.append(subject)
        session.commit()
    for subject, error in refused.items():
        if subject in parked:
            log.error("werkplek %s is parked, search shows its older state or nothing: %s", subject, error)
        else:
            log.warning("werkplek %s refused, tried again later: %s", subject, error)
    return Drained(len(done), len(refused))


def _put_off(database: Database, now: datetime, error: str, oldest: datetime) -> None:
    wait = min(LONGEST_AWAY, max(SHORTEST_AWAY, now - oldest))
    with database.write() as session:
        count = outbox.put_off_all(session, outbox.INDEX_WERKPLEK, now + wait, error)
        session.commit()
    log.warning("index not reached, %d changes wait %d s: %s", count, wait.total_seconds(), error)
