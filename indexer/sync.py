"""From the database to the index: drain the outbox, rebuild, and what a new day changes.

The caller holds `indexer.lock`. An outbox row is removed only after the engine has the change; a change made while a
batch is under way has a row of its own, so nothing is lost, and doing a row twice gives the same document.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from indexer.document import from_werkplek, rank_key
from indexer.engine import Document, Engine, SearchUnavailable
from portal.store import boundaries, jobs, outbox, published
from portal.store.catalogue import Catalogue
from portal.store.db import Database

log = logging.getLogger("indexer")

DRAIN_BATCH = 200
DAILY_JOB = "index-daily"
REBUILD_JOB = "index-rebuild"
# After a failure: 1 s, 2 s, 4 s ... at most five minutes.
LONGEST_WAIT = timedelta(minutes=5)


def drain(database: Database, engine: Engine, catalogue: Catalogue, now: datetime, today: date) -> int:
    """Handle one batch of outbox rows; returns how many were done. 0 when there is nothing, or the engine is away."""
    with database.read() as session:
        rows = outbox.open_rows(session, outbox.INDEX_WERKPLEK, now, DRAIN_BATCH)
        if not rows:
            return 0
        row_ids = [row.id for row in rows if row.id is not None]
        subjects = sorted({row.subject for row in rows})
        documents = documents_of(published.load(session, subjects), catalogue, today)
    gone = sorted(set(subjects) - {document["id"] for document in documents})
    try:
        if documents:
            engine.upsert(documents)
        if gone:
            engine.delete(gone)
    except SearchUnavailable as error:
        _put_off(database, row_ids, now, str(error))
        return 0
    with database.write() as session:
        outbox.done(session, row_ids)
        session.commit()
    return len(row_ids)


def drain_all(database: Database, engine: Engine, catalogue: Catalogue, now: datetime, today: date) -> int:
    """Drain until nothing is left that may be tried now."""
    total = 0
    while count := drain(database, engine, catalogue, now, today):
        total += count
    return total


def rebuild(database: Database, engine: Engine, catalogue: Catalogue, today: date) -> int:
    """A new index with everything that is published, swapped in at once; returns the number of documents.

    Rows that were open before are done with it; changes made meanwhile keep their rows for the next drain.
    """
    with database.read() as session:
        before = outbox.open_ids(session, outbox.INDEX_WERKPLEK)
        count = engine.rebuild(_all_documents(session, catalogue, today))
    with database.write() as session:
        outbox.done(session, before)
        jobs.set_last_day(session, DAILY_JOB, today)
        jobs.set_last_day(session, REBUILD_JOB, today, catalogue.fingerprint)
        session.commit()
    log.info("index rebuilt: %d documents", count)
    return count


def must_rebuild(database: Database, engine: Engine, catalogue: Catalogue) -> str:
    """Why the index must be rebuilt before it is used, or "": it cannot be used, or it was made of other data files."""
    if engine.needs_rebuild:
        return "the index is missing, damaged or of another version"
    with database.read() as session:
        made_of = jobs.detail(session, REBUILD_JOB)
    return "" if made_of == catalogue.fingerprint else "words, branches, regelingen or places have changed"


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


def documents_of(found: dict[str, published.PublicWerkplek], catalogue: Catalogue, today: date) -> list[Document]:
    """The documents of those that are published on that day."""
    made = (from_werkplek(public, catalogue, today) for public in found.values())
    return [document for document in made if document is not None]


def _all_documents(session: Session, catalogue: Catalogue, today: date) -> Iterator[Document]:
    ids = published.all_public_ids(session)
    for batch in published.in_batches(session, ids):
        yield from documents_of({p.werkplek.public_id: p for p in batch}, catalogue, today)


def _put_off(database: Database, row_ids: Sequence[int], now: datetime, error: str) -> None:
    with database.write() as session:
        outbox.put_off(session, row_ids, now, LONGEST_WAIT, error)
        session.commit()
    log.warning("index not reached, %d changes wait: %s", len(row_ids), error)
