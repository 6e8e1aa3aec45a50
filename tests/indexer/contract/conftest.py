"""Every test of this folder runs on every engine. A second engine plugs in with one line in FACTORIES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine

Factory = Callable[[Path], Engine]

FACTORIES: dict[str, Factory] = {
    "embedded": lambda folder: EmbeddedEngine(folder / "search"),
}


@pytest.fixture(params=sorted(FACTORIES))
def factory(request: pytest.FixtureRequest) -> Factory:
    """Opens the engine on a folder; twice on the same folder is the same index, as another process sees it."""
    return FACTORIES[request.param]


@pytest.fixture
def engine(factory: Factory, tmp_path: Path) -> Iterator[Engine]:
    """An empty engine."""
    opened = factory(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def other(factory: Factory, tmp_path: Path) -> Iterator[Engine]:
    """The same index, opened a second time."""
    opened = factory(tmp_path)
    yield opened
    opened.close()
