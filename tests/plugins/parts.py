"""The parts that tests of several layers share: the data files, loaded once, and an embedded engine of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from portal.store.catalogue import Catalogue, load_catalogue


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
