"""What the other processes do in the tests of the embedded engine; importable, so that a spawned process finds it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from indexer.embedded import EmbeddedEngine
from indexer.engine import Document, FacetQuery, SearchQuery

BATCH = 5


def batch(name: str, number: int) -> list[Document]:
    """Documents that belong together; the value in `talen` tells which are there."""
    mark = f"{name}-{number}"
    return [{"id": f"{mark}-{n}", "rank_key": f"{mark}{n}", "title": "bijl", "talen": [mark]} for n in range(BATCH)]


def counts(engine: EmbeddedEngine) -> tuple[int, dict[str, int]]:
    """How many documents, and how many of each batch, in one moment; by filter and by word alike."""
    result = engine.search(SearchQuery("bijl", facets=(FacetQuery("t", "talen"),), per_page=0))
    return result.total, dict(result.facets["t"])


def write(path: Path, name: str, batches: int) -> None:
    """Write batches one after the other, and read between them."""
    engine = EmbeddedEngine(path)
    for number in range(batches):
        engine.upsert(batch(name, number))
        assert counts(engine)[1][f"{name}-{number}"] == BATCH
    engine.close()


def write_until_killed(path: Path, name: str, acknowledged: Path) -> None:
    """Note each batch in a file only after the engine said it is in."""
    engine = EmbeddedEngine(path)
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(1_000_000):
        engine.upsert(batch(name, number))
        os.write(handle, f"{name}-{number}\n".encode())


def write_until(path: Path, name: str, stop: Path, acknowledged: Path) -> None:
    """Write batches until the file `stop` is there, then note how many."""
    engine = EmbeddedEngine(path)
    number = 0
    while not stop.exists():
        engine.upsert(batch(name, number))
        number += 1
    acknowledged.write_text(str(number))
    engine.close()


def read_until(path: Path, stop: Path, seen: Path, allowed: list[tuple[int, dict[str, int]]]) -> None:
    """Search until the file `stop` is there; note how often, or what was seen that never was."""
    engine = EmbeddedEngine(path)
    looks = 0
    while not stop.exists():
        found = counts(engine)
        if found not in allowed:
            seen.write_text(f"mixed: {found}")
            return
        looks += 1
        time.sleep(0.001)
    seen.write_text(str(looks))
    engine.close()
