"""Statements 23 to 26 with real processes: several writers, rebuilds under readers, kill -9, fork and threads."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import embedded
from indexer.answer import answer
from indexer.embedded import EmbeddedEngine
from indexer.engine import Document, FacetQuery, SearchQuery, SearchResult
from tests.indexer import embedded_work as work

_SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index stands."""
    return tmp_path / "search"


@pytest.fixture
def start() -> Iterator[Callable[..., multiprocessing.process.BaseProcess]]:
    """Start a process; all of them are gone at the end."""
    started = []

    def run(target: Callable[..., None], *args: object) -> multiprocessing.process.BaseProcess:
        process = _SPAWN.Process(target=target, args=args)
        process.start()
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.join()


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert file.exists()


def test_three_processes_write_and_nothing_is_lost(path: Path, start: Callable[..., object]) -> None:
    """Statement 25: not one error in a writer, and every batch is there."""
    processes = [start(work.write, path, name, 20) for name in ("een", "twee", "drie")]
    engine = EmbeddedEngine(path)
    for number in range(20):
        engine.upsert(work.batch("hier", number))
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert work.counts(engine) == (4 * 20 * work.BATCH, dict.fromkeys(work.counts(engine)[1], work.BATCH))
    engine.close()


def test_killed_while_writing(
    path: Path, tmp_path: Path, start: Callable[..., multiprocessing.process.BaseProcess],
    seed: int, scale: Callable[[int], int], record_figure: Callable[[str, object, str], None],
) -> None:  # fmt: skip
    """Statement 26: opens, whole batches, all acknowledged ones, next write works."""
    rnd = random.Random(seed)
    acknowledged = tmp_path / "acknowledged"
    kills = scale(200)
    for kill in range(kills):
        process = start(work.write_until_killed, path, f"k{kill}", acknowledged)
        while process.is_alive() and not (acknowledged.exists() and f"k{kill}-1\n" in acknowledged.read_text()):
            time.sleep(0.005)
        time.sleep(rnd.random() / 10)
        process.kill()
        process.join()
        engine = EmbeddedEngine(path)
        engine.upsert(work.batch(f"na{kill}", 0))
        found = work.counts(engine)[1]
        engine.close()
        assert set(found.values()) == {work.BATCH}
        assert set(acknowledged.read_text().split()) <= set(found)
        assert f"na{kill}-0" in found
    record_figure("kill -9 of an index writer: kills survived whole, nothing acknowledged lost", kills, str(kills))


def test_readers_see_the_old_or_the_new_set(path: Path, tmp_path: Path, start: Callable[..., object]) -> None:
    """Statement 24: never a mix, never an empty index, never an error."""
    one, two = ([*work.batch("een", 0)], [*work.batch("twee", 0), *work.batch("twee", 1)])
    allowed = [(5, {"een-0": 5}), (10, {"twee-0": 5, "twee-1": 5})]
    engine = EmbeddedEngine(path)
    engine.rebuild(one)
    stop = tmp_path / "stop"
    seen = [tmp_path / f"seen{n}" for n in range(2)]
    processes = [start(work.read_until, path, stop, file, allowed) for file in seen]
    for turn in range(20):
        engine.rebuild(one if turn % 2 else two)
        assert work.counts(engine) == allowed[1 - turn % 2]
        time.sleep(0.05)
    stop.touch()
    for process in processes:
        process.join(60)
    assert all(int(file.read_text()) > 0 for file in seen)


def test_a_writer_goes_on_through_a_rebuild(path: Path, tmp_path: Path, start: Callable[..., object]) -> None:
    """Statement 24: what another process writes before, at and after the swap is all there."""
    stop, acknowledged = tmp_path / "stop", tmp_path / "acknowledged"
    engine = EmbeddedEngine(path)
    engine.rebuild([])

    def documents() -> Iterator[Document]:
        writer = start(work.write_until, path, "zij", stop, acknowledged)
        for number in range(400):
            while number == 100 and "zij-3" not in work.counts(engine)[1]:
                assert writer.is_alive()
            yield {"id": f"base{number}", "title": "spatel"}

    engine.rebuild(documents())
    after = len(work.counts(engine)[1])
    while len(work.counts(engine)[1]) < after + 3:
        time.sleep(0.01)
    stop.touch()
    _wait_for(acknowledged)
    written = int(acknowledged.read_text())
    assert engine.search(SearchQuery("spatel")).total == 400
    assert work.counts(engine)[1] == {f"zij-{number}": work.BATCH for number in range(written)}


def test_a_forked_process_opens_its_own_connection(path: Path) -> None:
    """No connection is carried over a fork: both sides go on reading and writing."""
    engine = EmbeddedEngine(path)
    engine.upsert(work.batch("ouder", 0))

    mine = engine._connections.for_writing()

    def child() -> None:
        assert engine._connections.for_writing() is not mine
        engine.upsert(work.batch("kind", 0))
        assert work.counts(engine)[0] == 10

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    engine.upsert(work.batch("ouder", 1))
    assert work.counts(engine)[0] == 15


def test_words_and_values_are_of_one_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statement 25: what is written after a search took its bitsets is not in its words either."""
    engine, other = EmbeddedEngine(path), EmbeddedEngine(path)
    engine.rebuild([{"id": "a", "title": "bijl", "talen": ["nl"]}, {"id": "b", "title": "spatel"}])

    def late(*asked: Any) -> SearchResult:
        other.upsert([{"id": "a", "title": "spatel"}, {"id": "b", "title": "bijl", "talen": ["nl"]}])
        return answer(*asked)

    monkeypatch.setattr(embedded, "answer", late)
    query = SearchQuery("bijl", facets=(FacetQuery("t", "talen"),))
    assert [engine.search(query).hits[0].id, engine.search(query).hits[0].id] == ["a", "b"]


def test_threads_read_one_moment_while_another_writes(path: Path) -> None:
    """Statement 25: every answer is of whole batches, in each thread."""
    engine = EmbeddedEngine(path)
    engine.rebuild(work.batch("eerst", 0))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            total, by_batch = work.counts(engine)
            if total != sum(by_batch.values()) or set(by_batch.values()) != {work.BATCH}:
                wrong.append((total, by_batch))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(60):
        engine.upsert(work.batch("dan", number))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert work.counts(engine)[0] == 61 * work.BATCH
