"""What the other processes do in these tests; importable, with the data files loaded once by the fork server."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import sync
from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine
from indexer.lock import index_lock
from portal.store.catalogue import load_catalogue
from portal.store.db import Database
from tests.factories import TODAY

if TYPE_CHECKING:
    from tests.plugins.meilisearch import Server

CATALOGUE = load_catalogue()


@dataclass(frozen=True)
class State:
    """Where database, index and lock are; may be sent to another process. `server` None: the embedded engine."""

    database_url: str
    folder: Path
    server: Server | None = None
    index: str = ""

    def engine(self) -> Engine:
        """Open it."""
        return self.server.engine(self.index) if self.server else EmbeddedEngine(self.folder / "index.db")

    @property
    def lock(self) -> Path:
        """One process at a time brings the index up to date."""
        return self.folder / "index.lock"

    @property
    def ready(self) -> Path:
        """There once the indexer has made its first round."""
        return self.folder / "ready"

    @property
    def rebuilds(self) -> Path:
        """One letter per finished rebuild."""
        return self.folder / "rebuilds"


def index_until_killed(state: State, rebuild_every: int) -> None:
    """Drain as the worker does, and make a new index every so many rounds (0: never)."""
    database, engine = Database(state.database_url), state.engine()
    for number in range(1, 1_000_000):
        with index_lock(state.lock, wait=False) as held:
            if held:
                if rebuild_every and number % rebuild_every == 0:
                    sync.rebuild(database, engine, CATALOGUE, TODAY)
                    with state.rebuilds.open("a") as counted:
                        counted.write("x")
                sync.drain_all(database, engine, CATALOGUE, datetime.now(UTC), TODAY)
        state.ready.touch()
        time.sleep(0.002)
