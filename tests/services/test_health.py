"""`portal health` sees what is wrong and says what to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from indexer.comparing import CHECK_JOB, Checked
from portal.config import Settings, load_settings
from portal.services import health, indexing, setup
from portal.services.context import open_context
from portal.store import jobs, outbox
from portal.store.db import Database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A state that `portal init` made."""
    made = load_settings({"STATE_DIR": str(tmp_path / "state")})
    setup.prepare(made, lambda _line: None, demo=False, offers=None, seed=0)
    return made


def faults(settings: Settings) -> dict[str, str]:
    """What is wrong, by name."""
    return {check.name: check.detail for check in health.check(settings) if not check.ok}


def test_all_is_well_after_init(settings: Settings) -> None:
    assert faults(settings) == {}


def test_a_database_that_does_not_answer(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert "DATABASE_URL" in faults(away)["database"]


def test_a_database_without_tables(settings: Settings, tmp_path: Path) -> None:
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    assert "portal init" in faults(empty)["schema"]


def test_an_index_that_is_gone(settings: Settings) -> None:
    for file in settings.state_dir.glob("index.db*"):
        file.unlink()
    assert "portal worker" in faults(settings)["index"]


def test_vectors_that_are_gone_until_the_worker_makes_them(settings: Settings) -> None:
    for file in settings.state_dir.glob("vectors.db*"):
        file.unlink()
    assert "portal worker" in faults(settings)["found by meaning"]
    context = open_context(settings)
    indexing.bring_meaning_level(context, lambda _line: None)
    context.close()
    assert faults(settings) == {}


def test_vectors_are_not_missed_when_switched_off(settings: Settings) -> None:
    for file in settings.state_dir.glob("vectors.db*"):
        file.unlink()
    assert faults(replace(settings, meaning="off")) == {}


def test_a_change_that_waits_too_long(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ["abc123"], datetime.now(UTC) - timedelta(minutes=5))
        session.commit()
    database.close()
    assert "portal worker" in faults(settings)["changes waiting for the index"]


def test_a_werkplek_that_the_index_refused_too_often(settings: Settings) -> None:
    database = Database(settings.database_url)
    with database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ["abc123"], datetime.now(UTC))
        session.exec(select(outbox.OutboxRow)).one().parked = True
        session.commit()
    database.close()
    assert "indexer status" in faults(settings)["werkplekken refused by the index"]


@pytest.mark.parametrize(("left", "is_a_fault"), [(0, False), (2, True)])
def test_drift_that_was_not_mended(settings: Settings, left: int, is_a_fault: bool) -> None:
    database = Database(settings.database_url)
    with database.write() as session:
        jobs.set_last_day(session, CHECK_JOB, date(2026, 1, 1), Checked(2, 0, 0, left, 10).note())
        session.commit()
    database.close()
    assert ("index drift" in faults(settings)) is is_a_fault


def test_a_daily_job_that_was_missed(settings: Settings) -> None:
    context = open_context(settings)
    with context.database.write() as session:
        jobs.set_last_day(session, "index-daily", date(2026, 1, 1))
        session.commit()
    context.close()
    assert "2026-01-01" in faults(settings)["daily jobs"]
