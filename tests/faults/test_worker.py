"""The worker as it really runs: how soon a withdrawal counts, how it stops, and two of them at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.engine import Engine, Filter, SearchQuery
from portal.store import outbox
from portal.store.db import Database
from portal.store.plannen import Plan
from portal.supervisor import python_environ
from tests.factories import published
from tests.faults.processes import State
from tests.faults.writing import Writer

GONE_WITHIN = 5.0  # seconds (reliability.md row 10)
STOPS_WITHIN = 10.0  # seconds (row 38)


class Workers:
    """Starts `portal worker` on a state."""

    def __init__(self, state: State) -> None:
        engine = {"SEARCH_ENGINE": "embedded"}
        if state.server:
            key = state.server.master_key
            engine = {
                "SEARCH_ENGINE": "meilisearch",
                "MEILISEARCH_URL": state.server.url,
                "MEILISEARCH_INDEX": state.index,
            }
            engine |= {"MEILISEARCH_SEARCH_KEY": key, "MEILISEARCH_INDEX_KEY": key}
        own = {"STATE_DIR": str(state.folder), "DATABASE_URL": state.database_url, **engine}
        self._environ = python_environ({**os.environ, **own})
        self._folder = state.folder
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """One more."""
        with (self._folder / "worker.txt").open("ab") as log:
            command = [sys.executable, "-m", "portal", "worker"]
            self.started.append(subprocess.Popen(command, env=self._environ, stdout=log, stderr=log))
        return self.started[-1]


@pytest.fixture
def workers(state: State) -> Iterator[Workers]:
    """None is left behind."""
    starting = Workers(state)
    yield starting
    for worker in starting.started:
        worker.kill()
        worker.wait()


@pytest.fixture
def engine(state: State) -> Iterator[Engine]:
    """What the web searches with."""
    opened = state.engine()
    yield opened
    opened.close()


def until(true: Callable[[], bool], seconds: float = 60) -> float:
    """Wait; returns how long it took, and fails when it does not come."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


def found(engine: Engine) -> set[str]:
    """What an inwoner of Apeldoorn finds."""
    if engine.needs_rebuild:
        return set()
    return {hit.id for hit in engine.search(SearchQuery(filters=(Filter("serves", ("GM0200",)),))).hits}


def test_what_is_withdrawn_is_soon_found_no_more(
    database: Database, workers: Workers, engine: Engine, record_figure: Callable[..., None]
) -> None:
    now = datetime.now(UTC)
    with database.write() as session:
        made = published(session, confirmed_at=now.date())
        session.commit()
    workers.start()
    until(lambda: found(engine) == {made.werkplek.public_id})
    with database.write() as session:
        session.get_one(Plan, made.plan.id).withdrawn_at = now
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [made.werkplek.public_id], now)
        session.commit()
    lag = until(lambda: found(engine) == set(), GONE_WITHIN)
    record_figure(f"withdrawn until found no more, {engine.name}", f"{lag:.2f} s", "5 s")


def test_asked_to_stop_it_ends_cleanly_in_the_middle_of_its_work(
    database: Database, workers: Workers, engine: Engine
) -> None:
    Writer(database, 1).add(300)
    worker = workers.start()
    until(lambda: bool(found(engine)))
    Writer(database, 2).add(300)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(STOPS_WITHIN) == 0


def test_two_at_once_bring_everything_over(database: Database, workers: Workers, engine: Engine) -> None:
    writer = Writer(database, 3)
    workers.start()
    workers.start()
    for _ in range(60):
        writer.change()
        time.sleep(0.02)
    until(lambda: not _waiting(database))
    assert all(worker.poll() is None for worker in workers.started)
    assert engine.ids() <= set(writer.ids)


def _waiting(database: Database) -> int:
    with database.read() as session:
        return outbox.waiting(session, outbox.INDEX_WERKPLEK)[0]


def test_a_second_worker_takes_over_when_the_first_is_killed(
    database: Database, workers: Workers, engine: Engine
) -> None:
    first, _ = workers.start(), workers.start()
    Writer(database, 4).add(20)
    until(lambda: bool(found(engine)))
    first.kill()
    later = Writer(database, 5)
    later.add(5)
    until(lambda: set(later.ids) <= engine.ids())


def test_a_task_that_does_not_end_does_not_keep_the_worker(tmp_path: Path) -> None:
    script = tmp_path / "hangs.py"
    script.write_text(_HANGS)
    (tmp_path / "state").mkdir()
    environ = python_environ({**os.environ, "STATE_DIR": str(tmp_path / "state"), "SEARCH_ENGINE": "embedded"})
    with subprocess.Popen([sys.executable, script], env=environ, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"hanging\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(STOPS_WITHIN) == 0


_HANGS = """
import os, time
from portal import worker
from portal.config import load_settings

def hang(context, stop):
    print("hanging", flush=True)
    time.sleep(3600)

worker.tick = hang
raise SystemExit(worker.run(load_settings(os.environ)))
"""
