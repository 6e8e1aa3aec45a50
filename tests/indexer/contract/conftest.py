"""Every test of this folder runs on every engine. A further engine plugs in with one line in ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine

Factory = Callable[[], Engine]

ENGINES = ("embedded", "meilisearch")


@pytest.fixture(params=ENGINES)
def factory(request: pytest.FixtureRequest, tmp_path: Path) -> Factory:
    """Opens the engine; a second time is the same index, as another process sees it."""
    if request.param == "embedded":
        return lambda: EmbeddedEngine(tmp_path / "search")
    server = request.getfixturevalue("meilisearch_server")
    index = request.getfixturevalue("meilisearch_index")
    return lambda: server.engine(index)


@pytest.fixture
def engine(factory: Factory) -> Iterator[Engine]:
    """An empty engine."""
    opened = factory()
    yield opened
    opened.close()


@pytest.fixture
def other(factory: Factory) -> Iterator[Engine]:
    """The same index, opened a second time."""
    opened = factory()
    yield opened
    opened.close()
