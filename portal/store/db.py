"""The application database: one `Database` per process, opened after the fork, on SQLite or PostgreSQL.

SQLite goes through `pysqlite3`, which bundles a version without the WAL-reset fault (design/reliability.md P1). Reading
and writing sessions are told apart because a deferred transaction that starts to write fails at once, whatever the busy
timeout (P2): a writing session takes its lock with BEGIN IMMEDIATE.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Dialect, Engine, TypeDecorator, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel

if TYPE_CHECKING:
    from portal.store.vault import Vault

SAFE_SQLITE = (3, 51, 3)

# Every constraint gets a name, so that a later migration can change it on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# reliability.md P4. secure_delete and a truncating checkpoint make that deleted rows are really gone (P5).
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
)

# reliability.md P9, in milliseconds.
_POSTGRES_OPTIONS = (
    "-c statement_timeout=5000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """Sessions on one database address. Safe to make before a fork: the engine is opened per process, on first use."""

    def __init__(self, url: str, vault: "Vault | None" = None) -> None:
        self.url = url
        self._info = {"vault": vault}
        self._engine: Engine | None = None
        self._pid = 0

    @property
    def engine(self) -> Engine:
        """This process's engine (P7: a connection never crosses a fork)."""
        if self._engine is None or self._pid != os.getpid():
            self._engine = open_engine(self.url)
            self._pid = os.getpid()
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads: one snapshot, rolled back at the end."""
        with Session(self.engine, expire_on_commit=False, info=self._info) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that may write. Commit it once, at the end of the service; what is not committed is undone."""
        engine = self.engine.execution_options(immediate=True)
        with Session(engine, expire_on_commit=False, info=self._info) as session:
            yield session

    def close(self) -> None:
        """Close this process's connections."""
        if self._engine is not None and self._pid == os.getpid():
            self._engine.dispose()
        self._engine = None


def open_engine(url: str) -> Engine:
    """An engine with the settings that reliability.md P1-P4 and P9 ask for."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(url, pool_pre_ping=True, pool_size=5, connect_args={"options": _POSTGRES_OPTIONS})


def _open_sqlite(url: str) -> Engine:
    from pysqlite3 import dbapi2

    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} has the WAL-reset fault; install a newer pysqlite3.")
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=dbapi2, connect_args={"timeout": 5.0, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def is_reachable(database: Database) -> bool:
    """True when a trivial query answers; used by the health commands."""
    try:
        with database.read() as session:
            session.connection().execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True
