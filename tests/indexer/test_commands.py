"""`python -m indexer`: what the operator types, on a state of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from portal.store import outbox
from portal.store.db import Database
from portal.supervisor import python_environ
from tests.factories import NOW, published


class Commands:
    """Runs them on a database and an index."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.engine = EmbeddedEngine(folder / "index.db")
        settings = {"STATE_DIR": str(folder), "DATABASE_URL": database.url, "SEARCH_ENGINE": "embedded"}
        self._environ = python_environ({**os.environ, **settings})

    def __call__(self, *arguments: str, **environ: str) -> tuple[int, str]:
        """Exit code and what was printed."""
        command = [sys.executable, "-m", "indexer", *arguments]
        environ = {**self._environ, **environ}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def add(self, **given: object) -> str:
        """A published werkplek that waits for the index."""
        with self.database.write() as session:
            public_id = published(session, **given).werkplek.public_id  # type: ignore[arg-type]
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, [public_id], NOW.replace(year=2020))
            session.commit()
        return public_id


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Commands:
    """`run("check")`."""
    return Commands(database, tmp_path)


def test_sync_brings_what_waits_to_the_index(run: Commands) -> None:
    public_id = run.add()
    assert run("sync")[0] == 0
    assert run.engine.ids() == {public_id}


def test_rebuild_makes_a_new_index(run: Commands) -> None:
    run.add()
    assert run("rebuild") == (0, "The new index holds 1 werkplekken.\nReading what 1 werkplekken mean\n")


def test_check_finds_repair_mends_and_status_shows_it(run: Commands) -> None:
    public_id = run.add()
    run("sync")
    run.engine.delete([public_id])
    code, printed = run("check")
    assert (code, "drift 1 of 1 documents (1 missing, 0 ghost, 0 different); 1 left" in printed) == (1, True)
    assert run("check", "--repair")[0] == 0
    assert run.engine.ids() == {public_id}
    assert "0 left" in run("status")[1]
    assert run("check") == (0, "no drift in 1 documents\n")


def test_repair_makes_a_damaged_file_of_vectors_again(run: Commands, tmp_path: Path) -> None:
    run.add()
    run("sync")
    (tmp_path / "vectors.db").write_bytes(b"no database at all" * 500)
    code, printed = run("check", "--repair", MEANING="on")
    assert (code, "Reading what 1 werkplekken mean" in printed) == (0, True)
    assert (tmp_path / "vectors.db").read_bytes().startswith(b"SQLite format 3")


def test_status_names_what_is_parked_and_retry_gives_it_a_new_start(run: Commands) -> None:
    public_id = run.add(lat=400.0)
    run("sync")
    with run.database.write() as session:
        (row,) = outbox.rows_of(session, outbox.INDEX_WERKPLEK, [public_id])
        row.parked = True
        session.add(row)
        session.commit()
    printed = run("status")[1]
    assert "parked        1 (python -m indexer retry-parked)" in printed
    assert f"{public_id} since" in printed
    assert "impossible coordinates" in printed
    assert "1 werkplekken get a new start" in run("retry-parked")[1]
    assert "parked        0" in run("status")[1]


def test_an_engine_that_is_away_is_said_without_a_traceback(run: Commands) -> None:
    away = {"SEARCH_ENGINE": "meilisearch", "MEILISEARCH_URL": "http://127.0.0.1:1", "MEILISEARCH_INDEX_KEY": "k"}
    code, printed = run("sync", **away)
    assert (code, "Traceback" in printed, "docs/index-sync.md" in printed) == (1, False, True)


def test_a_wrong_setting_is_named(run: Commands) -> None:
    code, printed = run("status", PORT="no")
    assert (code, "PORT" in printed, "Traceback" in printed) == (2, True, False)
