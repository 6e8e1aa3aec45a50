"""What one test leaves in its database is not there for the next, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from portal.store.db import Database
from portal.store.tables import PlanEvent
from tests.factories import NOW, published
from tests.plugins import emptying
from tests.plugins.databases import VAULT


@contextmanager
def turn(template: Any) -> Iterator[Database]:
    """What a test gets, from `lend` to `take_back`."""
    url = template.lend()
    database = Database(url, VAULT)
    yield database
    database.close()
    template.take_back(url)


def fill(database: Database) -> tuple[int, int]:
    """Rows in many tables, an event (which may not be removed) among them; the ids that the database gave."""
    with database.write() as session:
        plan_id = published(session).plan.id or 0
        event = PlanEvent(plan_id=plan_id, at=NOW, actor="1", action="start")
        session.add(event)
        session.commit()
        return plan_id, event.id or 0


def rows(database: Database) -> int:
    """The rows of all tables together."""
    with database.read() as session:
        counts = [select(func.count()).select_from(table) for table in SQLModel.metadata.tables.values()]
        return sum(session.connection().execute(count).scalar_one() for count in counts)


def run(database: Database, statement: str) -> None:
    with database.write() as session:
        session.connection().execute(text(statement))
        session.commit()


def test_rows_and_numbers_of_an_earlier_turn_are_gone(databases: Any) -> None:
    with turn(databases) as database:
        fill(database)
    with turn(databases) as database:
        assert rows(database) == 0
        assert fill(database) == (1, 1)


def test_a_number_that_no_row_kept_is_given_again(databases: Any) -> None:
    with turn(databases) as database, database.write() as session:
        published(session)  # and no commit: on PostgreSQL the number is spent
    with turn(databases) as database:
        assert fill(database)[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE extra (id integer)",
        "ALTER TABLE mail ADD COLUMN extra integer",
        "DROP TABLE unfound",
        "DROP INDEX ix_plan_event_plan_moment",
        "INSERT INTO alembic_version VALUES ('extra')",
    ],
)
def test_other_tables_of_an_earlier_turn_are_gone(databases: Any, statement: str) -> None:
    with turn(databases) as database:
        run(database, statement)
    with turn(databases) as database:
        run(database, statement)  # each of these changes what is there, so it can be done once only
        fill(database)


def test_who_stays_connected_writes_in_no_database_of_a_later_turn(databases: Any) -> None:
    with turn(databases) as database:
        left = Database(database.url, VAULT)
        session = left.write().__enter__()
        published(session)
    with turn(databases) as database:
        with suppress(SQLAlchemyError):  # on SQLite it writes in a file that is nowhere any more
            session.commit()
        assert rows(database) == 0
    session.invalidate()
    left.close()


def test_a_database_that_grew_large_makes_way_for_a_new_one(databases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "LARGEST", 0)
    with turn(databases) as database:
        first = database.url
    with turn(databases) as database:
        assert database.url != first
