"""Is the index what the database says? Compare every document: missing, ghost (should not be there), different.

First without any lock, while both go on changing; then only the suspects, under the index lock, so that nobody drains
in between. What still waits in the outbox is on its way and no drift; parked werkplekken are counted apart, as parked.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from indexer import sync
from indexer.engine import Document, Engine
from indexer.lock import index_lock
from indexer.making import make, make_all
from portal.store import jobs, outbox, published
from portal.store.catalogue import Catalogue
from portal.store.db import Database

log = logging.getLogger("indexer")

CHECK_JOB = "index-check"
Kind = Literal["missing", "ghost", "different"]
Drift = dict[str, Kind]


class CheckStopped(Exception):
    """The check was asked to stop before it was done; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, of how many documents that should be there, and how much of it is `left` after mending."""

    missing: int
    ghost: int
    different: int
    left: int
    documents: int

    @property
    def found(self) -> int:
        """The drift figure as found."""
        return self.missing + self.ghost + self.different

    def note(self) -> str:
        """For the table of jobs."""
        return f"{self.missing} {self.ghost} {self.different} {self.left} {self.documents}"

    @classmethod
    def read(cls, note: str) -> Checked | None:
        """What `note` wrote, or None when there never was a check."""
        return cls(*(int(part) for part in note.split())) if note else None


def check(
    database: Database,
    engine: Engine,
    catalogue: Catalogue,
    now: datetime,
    today: date,
    lock_path: Path,
    *,
    repair: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Checked:
    """Compare, with `repair` mend, and write the figure down. Takes the index lock itself: the caller must not hold it.

    Mending goes the usual way, by an outbox row, so it reads the present state and is tried until it is done.
    """
    parts = (database, engine, catalogue)
    expected = _expected(database, engine, catalogue, today, stop)
    suspects = _compared(expected, engine.documents(), stop)
    with index_lock(lock_path):
        drift = _confirmed(*parts, today, suspects) if suspects else {}
        left = len(drift)
        if drift and repair:
            with database.write() as session:
                outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(drift), now)
                session.commit()
            sync.drain_all(*parts, now, today, stop)
            left = len(_confirmed(*parts, today, drift))
        kinds = Counter(drift.values())
        checked = Checked(kinds["missing"], kinds["ghost"], kinds["different"], left, len(expected))
        with database.write() as session:
            jobs.set_last_day(session, CHECK_JOB, today, checked.note())
            session.commit()
    _tell(checked, drift)
    return checked


def _expected(
    database: Database, engine: Engine, catalogue: Catalogue, today: date, stop: Callable[[], bool]
) -> dict[str, bytes]:
    """Per id the digest of the document that should be there."""
    expected = {}
    for made in make_all(database, catalogue, _day_of_index(database, today)):
        if stop():
            raise CheckStopped
        expected.update({str(document["id"]): digest(document) for document in made.documents})
    return expected


def _day_of_index(database: Database, today: date) -> date:
    """Just after midnight the index still stands at yesterday: that is no drift."""
    with database.read() as session:
        return jobs.last_day(session, sync.DAILY_JOB) or today


def _compared(expected: dict[str, bytes], there: Iterable[Document], stop: Callable[[], bool]) -> Drift:
    seen = set()
    drift: Drift = {}
    for number, document in enumerate(there):
        if number % published.BATCH == 0 and stop():
            raise CheckStopped
        identity = str(document["id"])
        seen.add(identity)
        if identity not in expected:
            drift[identity] = "ghost"
        elif digest(document) != expected[identity]:
            drift[identity] = "different"
    return drift | dict.fromkeys(expected.keys() - seen, "missing")


def _confirmed(database: Database, engine: Engine, catalogue: Catalogue, today: date, suspects: Iterable[str]) -> Drift:
    """What of it is drift. The index stands still; the outbox is read last, so it knows of all that changed before."""
    wanted = set(suspects)
    day = _day_of_index(database, today)
    expected: dict[str, bytes] = {}
    no_document: set[str] = set()
    for part in _parts(sorted(wanted), published.BATCH):
        with database.read() as session:
            made = make(session, part, catalogue, day)
        no_document |= set(made.faults)
        expected.update({str(document["id"]): digest(document) for document in made.documents})
    there = (document for document in engine.documents() if document["id"] in wanted)
    drift = _compared(expected, there, lambda: False)
    with database.read() as session:
        on_its_way = set(outbox.subjects_by_row(session, outbox.INDEX_WERKPLEK).values())
    return {identity: kind for identity, kind in drift.items() if identity not in on_its_way | no_document}


def digest(document: Document) -> bytes:
    """The same for documents that are equal as JSON, whatever the order of their fields."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _parts(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _tell(checked: Checked, drift: Drift) -> None:
    if not drift:
        log.info("index checked: %d documents, no drift", checked.documents)
        return
    some = ", ".join(f"{identity} {kind}" for identity, kind in sorted(drift.items())[:10])
    log.error(
        "index drift: %d missing, %d ghost, %d different of %d, %d left (%s)",
        checked.missing, checked.ghost, checked.different, checked.documents, checked.left, some,
    )  # fmt: skip
