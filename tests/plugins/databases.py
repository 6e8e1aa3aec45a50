"""The suite runs on SQLite and, when TEST_DATABASE_URL names a server, on PostgreSQL too.

`database` is migrated and empty for each test. On SQLite it is a copy of a file that is migrated once per process. On
PostgreSQL a copy (CREATE DATABASE ... TEMPLATE, DROP) takes a tenth of a second, so tests take turns on one, which is
emptied after each (`tests/plugins/emptying.py`). Whoever hands an address to other processes asks for `database_url`,
which is always a copy of its own. Each xdist worker has databases of its own.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from portal.config import DEVELOPMENT_CONTACT_KEY, DEVELOPMENT_SECRET
from portal.store.db import Database
from portal.store.migrate import upgrade
from portal.store.vault import Vault
from tests.plugins.compiled import keep_sql_of
from tests.plugins.emptying import Emptied

VAULT = Vault(DEVELOPMENT_CONTACT_KEY, DEVELOPMENT_SECRET)
_NO_SERVER = "TEST_DATABASE_URL is not set"


class _SqliteTemplate:
    """A migrated file to copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")

    def copy(self) -> str:
        """The address of a new, migrated database."""
        self._made += 1
        return self._copy_of(self._template)

    def empty(self) -> str:
        """The address of a new database without tables."""
        self._made += 1
        return f"sqlite:///{self._folder / f'{self._made}.db'}"

    def _copy_of(self, template: Path) -> str:
        path = self._folder / f"{self._made}.db"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    lend = copy

    def drop(self, url: str) -> None:
        """Take a database away, with its WAL."""
        path = make_url(url).database or ""
        for name in (path, f"{path}-wal", f"{path}-shm"):
            Path(name).unlink(missing_ok=True)

    take_back = drop

    def close(self) -> None:
        """Nothing stays open."""


class _PostgresTemplate:
    """A migrated database to copy, on the server of TEST_DATABASE_URL."""

    def __init__(self, url: str, worker: str) -> None:
        self._server = make_url(url)
        self._prefix = f"portal_test_{worker}_{os.getpid()}"
        self._admin = create_engine(self._server, isolation_level="AUTOCOMMIT", pool_size=1)
        self._made = 0
        self._lent: Emptied | None = None
        self._template = f"{self._prefix}_template"
        self._run(f'CREATE DATABASE "{self._template}"')
        _migrate(self._url(self._template))

    def copy(self) -> str:
        """The address of a new, migrated database."""
        return self._create(f' TEMPLATE "{self._template}"')

    def lend(self) -> str:
        """The address of the migrated, empty database that tests take turns on."""
        if self._lent is None:
            self._lent = Emptied(self.copy())
        return self._lent.url

    def take_back(self, url: str) -> None:
        """Empty it for the next test; when that cannot be done as if it were new, the next test gets a new one."""
        if self._lent is not None and not self._lent.empty():
            self._lent.close()
            self._lent = None
            self.drop(url)

    def empty(self) -> str:
        """The address of a new database without tables."""
        return self._create("")

    def _create(self, how: str) -> str:
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self._run(f'CREATE DATABASE "{name}"{how}')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        """Take the template and the lent database away and let go of the server."""
        if self._lent is not None:
            self._lent.close()
            self.drop(self._lent.url)
        self._run(f'DROP DATABASE IF EXISTS "{self._template}" WITH (FORCE)')
        self._admin.dispose()

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    keep_sql_of(database.engine)
    database.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[_SqliteTemplate | _PostgresTemplate]:
    """Where this process's databases come from; everything that uses it runs on SQLite and on PostgreSQL."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if request.param == "postgresql" and not url:
        pytest.skip(_NO_SERVER)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    template = (
        _SqliteTemplate(tmp_path_factory.mktemp("databases"))
        if request.param == "sqlite"
        else _PostgresTemplate(url, worker)
    )
    yield template
    template.close()


@pytest.fixture
def database_url(databases: _SqliteTemplate | _PostgresTemplate) -> Iterator[str]:
    """The address of a migrated, empty database of this test alone: once on SQLite, once on PostgreSQL."""
    url = databases.copy()
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: _SqliteTemplate | _PostgresTemplate) -> Iterator[str]:
    """The address of a database without tables, for tests of migrations."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: _SqliteTemplate | _PostgresTemplate) -> Iterator[Database]:
    """A `Database` that is migrated and empty; on `database_url` when the test asks for that too."""
    whole = "database_url" in request.fixturenames
    url = request.getfixturevalue("database_url") if whole else databases.lend()
    opened = Database(url, VAULT)
    yield opened
    opened.close()
    if not whole:
        databases.take_back(url)
