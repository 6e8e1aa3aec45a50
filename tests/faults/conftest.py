"""Database, engine and data files together, and werkplekken to put in them."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from indexer import sync
from indexer.embedded import EmbeddedEngine
from indexer.engine import Document, DocumentRefused, Engine, SearchUnavailable
from portal.store import outbox
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from portal.store.outbox import OutboxRow
from portal.store.tables import Werkplek, WerkplekVersion
from tests.factories import NOW, TODAY, published
from tests.faults.processes import State
from tests.plugins.meilisearch import Server


class Faulty:
    """The real engine behind a door: it refuses the ids in `bad`, and is away while `away`. `sent`: batch sizes."""

    def __init__(self, real: Engine) -> None:
        self._real = real
        self.bad: set[str] = set()
        self.away = False
        self.sent: list[int] = []

    def __getattr__(self, name: str) -> Any:
        if self.away:
            raise SearchUnavailable("connection refused")
        return getattr(self._real, name)

    def upsert(self, documents: list[Document]) -> None:
        """As a server does: one bad document and nothing of the batch is in."""
        if self.away:
            raise SearchUnavailable("connection refused")
        self.sent.append(len(documents))
        if any(document["id"] in self.bad for document in documents):
            raise DocumentRefused("a field is not what it should be")
        self._real.upsert(documents)


@dataclass
class Bench:
    """Shorthand for what these tests do all the time."""

    database: Database
    engine: Faulty
    catalogue: Catalogue
    now: datetime = NOW

    def add(self, count: int = 1, **given: Any) -> list[str]:
        """Published werkplekken with their rows; returns their public ids."""
        with self.database.write() as session:
            ids = [published(session, **given).werkplek.public_id for _ in range(count)]
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, ids, self.now)
            session.commit()
        return ids

    def change(self, *public_ids: str) -> None:
        """A row for these, as any change writes."""
        with self.database.write() as session:
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, public_ids, self.now)
            session.commit()

    def drain(self) -> int:
        """All that may be tried now."""
        return sync.drain_all(self.database, self.engine, self.catalogue, self.now, TODAY)

    def later(self, **time: float) -> Bench:
        """Let time pass."""
        self.now += timedelta(**time)
        return self

    def rows(self) -> list[OutboxRow]:
        """All rows that are not done."""
        with self.database.read() as session:
            return list(session.exec(select(OutboxRow).order_by(OutboxRow.id)).all())

    def spoil(self, public_id: str, **values: Any) -> None:
        """Change the text of a werkplek behind everybody's back."""
        with self.database.write() as session:
            found = published_text(session, public_id)
            for name, value in values.items():
                setattr(found, name, value)
            session.add(found)
            session.commit()


def published_text(session: Any, public_id: str) -> WerkplekVersion:
    """The row that holds the texts of a werkplek."""
    statement = select(WerkplekVersion).join(Werkplek, Werkplek.id == WerkplekVersion.werkplek_id)
    return session.exec(statement.where(Werkplek.public_id == public_id)).one()


@pytest.fixture
def bench(database: Database, embedded: EmbeddedEngine, catalogue: Catalogue) -> Bench:
    """On an empty database and index."""
    return Bench(database, Faulty(embedded), catalogue)


@pytest.fixture(params=["embedded", "meilisearch"])
def state(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> State:
    """An empty database with an engine of each kind; may be handed to other processes."""
    if request.param == "embedded":
        return State(database_url, tmp_path)
    server: Server = request.getfixturevalue("meilisearch_server")
    return State(database_url, tmp_path, server, request.getfixturevalue("meilisearch_index"))


@pytest.fixture(scope="session")
def processes() -> BaseContext:
    """Starts processes within milliseconds: a server that has the data files loaded forks them."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.faults.processes"])
    return forking
