"""The schema in code, in the migrations and in the database are one, on both databases."""

from sqlalchemy import inspect, text

from portal.store import migrate
from portal.store.db import Database
from tests.factories import published


def test_migrations_make_the_tables_of_the_code(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database)
    migrate.check(database)  # raises when they differ
    assert migrate.revision_of(database.engine) == migrate.head()
    database.close()


def test_a_second_upgrade_keeps_the_rows(database: Database) -> None:
    with database.write() as session:
        published(session)
        session.commit()
    migrate.upgrade(database)
    with database.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM werkplek")).scalar() == 1


def test_down_to_nothing_and_up_again(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database)
    migrate.downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(database)
    assert "werkplek" in inspect(database.engine).get_table_names()
    database.close()
