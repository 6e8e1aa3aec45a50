"""Bring a database to the newest schema, in one transaction."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from portal.store.db import Database

_FOLDER = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def head() -> str:
    """The newest revision this code knows."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise RuntimeError("no migrations found")
    return revision


def revision_of(engine: Engine) -> str | None:
    """The revision a database is at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the missing migrations; a second process waits for the first (SQLite's write lock)."""
    _run(database.engine, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Go back to a revision; "base" empties the database."""
    _run(database.engine, lambda config: command.downgrade(config, revision))


def check(database: Database) -> None:
    """Raise when the tables in code differ from the database; used by the tests."""
    _run(database.engine, command.check)


def _run(engine: Engine, action: Callable[[Config], None]) -> None:
    config = alembic_config()
    with engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        action(config)
