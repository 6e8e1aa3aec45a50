"""A new index while people search and aanbieders edit (reliability.md row 7): no empty and no mixed page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.context import BaseContext

import pytest
from sqlmodel import col, select

from indexer import sync
from indexer.engine import Engine, Filter, SearchQuery
from indexer.lock import index_lock
from portal.store import outbox
from portal.store.db import Database
from portal.store.tables import Werkplek, WerkplekVersion
from tests.factories import TODAY
from tests.faults.processes import CATALOGUE, State, index_until_killed
from tests.faults.test_worker import until
from tests.faults.writing import Writer
from tests.plugins.scale import in_full

PER_SECOND = 50
EVERYTHING = SearchQuery(filters=(Filter("serves", ("GM0200",)),), per_page=50)


@dataclass
class Reader:
    """Searches and judges each page: all werkplekken there, and none of them older than it was seen before."""

    engine: Engine
    count: int
    searches: int = 0
    wrong: list[str] = field(default_factory=list)
    _newest: dict[str, int] = field(default_factory=dict)

    def run(self, stop: threading.Event) -> None:
        """25 a second: two of these make 50."""
        while not stop.wait(2 / PER_SECOND):
            try:
                result = self.engine.search(EVERYTHING)
            except Exception as error:  # noqa: BLE001 - an error is a wrong page too
                self.wrong.append(repr(error))
                continue
            self.searches += 1
            if result.total != self.count:
                self.wrong.append(f"{result.total} of {self.count}")
            for hit in result.hits:
                version = int(hit.document["title"].rpartition(" ")[2])
                if version < self._newest.get(hit.id, 0):
                    self.wrong.append(f"{hit.id} went back from {self._newest[hit.id]} to {version}")
                self._newest[hit.id] = version


def edit(database: Database, public_id: str, version: int) -> None:
    """Give it a name with a higher number."""
    with database.write() as session:
        of = select(Werkplek.id).where(col(Werkplek.public_id) == public_id)
        text = session.exec(select(WerkplekVersion).where(col(WerkplekVersion.werkplek_id).in_(of))).one()
        text.naam = f"Kwekerij {version}"
        session.add(text)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [public_id], datetime.now(UTC))
        session.commit()


@pytest.mark.proof
def test_no_page_is_empty_mixed_or_of_before(
    state: State, processes: BaseContext, scale: Callable[[int], int], record_figure: Callable[..., None]
) -> None:
    database = Database(state.database_url)
    ids = _filled(state, database, scale(5000))
    readers = [Reader(state.engine(), len(ids)) for _ in range(2)]
    stop = threading.Event()
    threads = [threading.Thread(target=reader.run, args=(stop,)) for reader in readers]
    indexer = processes.Process(target=index_until_killed, args=(state, 1))  # type: ignore[attr-defined]
    for one in (*threads, indexer):
        one.start()
    _edit_until(database, ids, time.monotonic() + (60 if in_full() else 5))
    until(lambda: not _waiting(database))
    stop.set()
    for thread in threads:
        thread.join()
    indexer.kill()
    indexer.join()
    rebuilds, searches = len(state.rebuilds.read_text()), sum(reader.searches for reader in readers)
    wrong = [page for reader in readers for page in reader.wrong]
    name = f"rebuild of {len(ids)} under 50 searches/s and edits, {readers[0].engine.name}"
    record_figure(f"{name}: wrong pages", f"{len(wrong)} of {searches}, {rebuilds} rebuilds", "0")
    assert (wrong, rebuilds > 0, searches > 0) == ([], True, True)
    assert _titles(state) == _titles_in(database)


def _filled(state: State, database: Database, count: int) -> list[str]:
    writer = Writer(database, 0)
    writer.add(count)
    with database.write() as session:
        for text in session.exec(select(WerkplekVersion)).all():
            text.naam = "Kwekerij 0"
            session.add(text)
        session.commit()
    engine = state.engine()
    with index_lock(state.lock):
        sync.rebuild(database, engine, CATALOGUE, TODAY)
    engine.close()
    return writer.ids


def _edit_until(database: Database, ids: list[str], end: float) -> None:
    version = 0
    while time.monotonic() < end:
        version += 1
        edit(database, ids[version % len(ids)], version)
        time.sleep(0.02)


def _waiting(database: Database) -> int:
    with database.read() as session:
        return outbox.waiting(session, outbox.INDEX_WERKPLEK)[0]


def _titles(state: State) -> list[str]:
    engine = state.engine()
    titles = sorted(document["title"] for document in engine.documents())
    engine.close()
    return titles


def _titles_in(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.exec(select(WerkplekVersion.naam)).all())
