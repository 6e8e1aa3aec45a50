"""What the database promises: pragmas, moments in UTC, a writing session that takes its lock at once."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from portal.store.db import Database, open_engine
from portal.store.tables import Aanbieder, PlanVersion
from tests.factories import NOW, published

PRAGMAS = [
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", 5000),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("mmap_size", 0),
]


@pytest.mark.parametrize(("name", "value"), PRAGMAS)
def test_sqlite_is_set_up_as_reliability_p4_asks(tmp_path: Path, name: str, value: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'p.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_a_moment_comes_back_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with database.write() as session:
        made = published(session)
        made.aanbieder.updated_at = summer
        session.commit()
    with database.read() as session:
        found = session.exec(select(Aanbieder)).one()
    assert found.updated_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert found.updated_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with database.write() as session:
        made = published(session)
        made.aanbieder.updated_at = NOW.replace(tzinfo=None)
        with pytest.raises(StatementError, match="time zone"):
            session.flush()


def test_two_writers_that_read_first_both_get_through(database: Database) -> None:
    """P2: with a deferred transaction the second of these fails at once."""
    with database.write() as session:
        published(session)
        session.commit()
    other = Database(database.url)
    for each in (database, other, database, other):
        with each.write() as session:
            version = session.exec(select(PlanVersion)).one()
            version.lock += 1
            session.commit()
    with database.read() as session:
        assert session.exec(select(PlanVersion.lock)).one() == 4
    other.close()


def test_a_plan_has_at_most_one_live_version(database: Database) -> None:
    with database.write() as session:
        made = published(session)
        session.add(PlanVersion(plan_id=made.plan.id, number=2, state=made.version.state, live=True, updated_at=NOW))
        with pytest.raises(IntegrityError):
            session.flush()


def test_what_is_not_committed_is_undone(database: Database) -> None:
    with database.write() as session:
        published(session)
    with database.read() as session:
        assert session.exec(select(Aanbieder)).all() == []
