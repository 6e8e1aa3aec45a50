"""Search goes on from the database when the search engine is away (issue C; docs/index-sync.md).

Each process keeps the documents it has made, per gemeente as they are asked for: the same documents as the index gets,
so the same locality rule and the same approvals. They follow the outbox: a change writes a row in its own commit, and
while the engine is away no row is removed. When rows were removed (somebody drained), the memory starts anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, cast

from sqlmodel import Session

from indexer.document import NATIONWIDE
from indexer.engine import Engine, Filter, SearchQuery, SearchResult
from indexer.making import make
from portal.services.plain_search import Entry, answer
from portal.store import outbox, published
from portal.store.catalogue import Catalogue
from portal.store.db import Database

if TYPE_CHECKING:
    from portal.services.context import Context

log = logging.getLogger("search")
NOTICE = (
    "Ons zoekprogramma heeft een storing. Wij zoeken nu eenvoudiger: alleen in naam, soort werk en taken. "
    "Een typefout in een woord vinden wij nu niet."
)
LOOK_AGAIN_SECONDS = 1.0  # how old an answer may be
TELL_AGAIN_SECONDS = 60.0  # a line per search would fill the disk while the engine is away
_PLACE_FIELDS = ("serves", "free")


@dataclass(slots=True)
class _Memory:
    """What was made on `day`, with the outbox rows taken into account. `complete`: everything that is published."""

    day: date
    mark: str
    seen: set[int]
    entries: dict[str, Entry] = field(default_factory=dict)
    gemeenten: set[str] = field(default_factory=set)
    complete: bool = False


class Fallback:
    """The memory of one process. Nothing is read before the first search without an engine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._memory: _Memory | None = None
        self._looked = 0.0
        self._told: float | None = None
        self._untold = 0

    def tell(self, why: Exception) -> None:
        """Log that the engine is away; at most once a minute per process, with how many searches it was."""
        now = time.monotonic()
        with self._lock:
            self._untold += 1
            if self._told is not None and now - self._told < TELL_AGAIN_SECONDS:
                return
            count, self._told, self._untold = self._untold, now, 0
        log.error("search engine away, searching in the database (searches since the last line: %d): %s", count, why)

    def search(self, query: SearchQuery, database: Database, catalogue: Catalogue, today: date) -> SearchResult:
        """Answer one query from the database. Raises SQLAlchemyError when that is away too."""
        with self._lock:
            memory = self._brought_up_to_date(database, catalogue, today)
            self._add(memory, _gemeenten(query), database, catalogue)
            entries = list(memory.entries.values())
        return answer(entries, query)

    def _brought_up_to_date(self, database: Database, catalogue: Catalogue, today: date) -> _Memory:
        memory = self._memory
        if memory and memory.day == today and time.monotonic() - self._looked < LOOK_AGAIN_SECONDS:
            return memory
        # The rows are read before the documents: what is committed in between comes again with its row.
        with database.read() as session:
            mark = outbox.removed_mark(session)
            rows = outbox.subjects_by_row(session, outbox.INDEX_WERKPLEK)
        if memory is None or memory.day != today or memory.mark != mark:
            memory = self._memory = _Memory(today, mark, set(rows))
        elif new := rows.keys() - memory.seen:
            with database.read() as session:
                _put(memory, session, {rows[row_id] for row_id in new}, catalogue)
            memory.seen |= new
        self._looked = time.monotonic()
        return memory

    def _add(self, memory: _Memory, gemeenten: set[str], database: Database, catalogue: Catalogue) -> None:
        """Make the documents for these gemeenten that are not there yet."""
        if memory.complete or not gemeenten - memory.gemeenten:
            return
        with database.read() as session:
            if NATIONWIDE in gemeenten:
                wanted = published.all_public_ids(session)
            else:
                wanted = published.public_ids_approved_in(session, sorted(gemeenten - memory.gemeenten))
            _put(memory, session, [i for i in wanted if i not in memory.entries], catalogue)
        memory.gemeenten |= gemeenten
        memory.complete = NATIONWIDE in gemeenten


class DatabaseSearch:
    """In the place of an engine, for as far as a search asks one."""

    name = "database"

    def __init__(self, context: Context) -> None:
        self._context = context

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query."""
        here = self._context
        return here.fallback.search(query, here.database, here.catalogue, here.today())

    def suggest(self, word: str) -> str | None:
        """No words are known to compare with."""
        return None


def without_engine(context: Context) -> Context:
    """The same context, with the database in the place of the engine; only for `search` and `suggest`."""
    return replace(context, engine=cast(Engine, DatabaseSearch(context)))


def _put(memory: _Memory, session: Session, public_ids: Iterable[str], catalogue: Catalogue) -> None:
    """Read these again; what is not published, or cannot be read, is not shown."""
    wanted = sorted(public_ids)
    for start in range(0, len(wanted), published.BATCH):
        part = wanted[start : start + published.BATCH]
        made = make(session, part, catalogue, memory.day, with_words=False)
        session.expunge_all()
        for public_id in part:
            memory.entries.pop(public_id, None)
        memory.entries.update({str(document["id"]): Entry.of(document) for document in made.documents})


def _gemeenten(query: SearchQuery) -> set[str]:
    """Codes of the gemeenten that the filters name, NL among them when any is without a place."""
    filters = chain(query.filters, *(facet.filters for facet in query.facets))
    places = [one for one in filters if isinstance(one, Filter) and one.field in _PLACE_FIELDS]
    if not places:
        return {NATIONWIDE}
    return {value.partition(".")[0] for one in places for value in one.values}
