"""The parts that tests of several layers share: the data files, loaded once, and an embedded engine of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.store.catalogue import Catalogue, load_catalogue
from portal.store.db import Database
from tests.factories import NOW


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real `data/`."""
    return load_catalogue()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    """An empty embedded index of this test alone."""
    engine = EmbeddedEngine(tmp_path / "index.db")
    yield engine
    engine.close()


@pytest.fixture
def context(database: Database, embedded: EmbeddedEngine, catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    """Services on an empty database and index; the clock stands at `factories.NOW`."""
    opened = Context(
        database=database,
        engine=embedded,
        catalogue=catalogue,
        geocoder=OfflineGeocoder(catalogue.reference),
        lock_path=tmp_path / "index.lock",
        clock=lambda: NOW,
    )
    yield opened
    opened.tally.close(database)  # else its timer comes back when the database is gone
