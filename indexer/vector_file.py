"""The file of vectors: SQLite beside the index in STATE_DIR, derived data, one writer at a time.

`part` keeps the vector of every text by its hash, so that only new texts are encoded. `doc` holds one row per document:
its vector, the values it is filtered by, and `seq`, the number of its last change; a document that is gone keeps a row
without a vector, so that readers notice.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer import sqlite

_BUSY_SECONDS = 30.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part(key BLOB PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS doc(
    id TEXT PRIMARY KEY, seq INTEGER NOT NULL, made BLOB NOT NULL, tokens TEXT NOT NULL, parts BLOB NOT NULL,
    vector BLOB
);
CREATE INDEX IF NOT EXISTS doc_seq ON doc(seq);
"""
_inherited: list[object] = []  # connections of a parent process: never used, never closed (that would drop its locks)


class VectorFile:
    """Connections to the file at `path`, one per thread and process; nothing is opened before it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite.Connection | None]:
        """A connection inside one read transaction; None when there is no file."""
        conn = self._connection()
        if conn is None:
            yield None
            return
        conn.execute("BEGIN")
        try:
            yield conn
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite.Connection]:
        """A connection inside one write transaction, committed at the end; makes the file when it is not there."""
        conn = self._connection(create=True)
        assert conn is not None  # noqa: S101  made just now
        conn.executescript(_SCHEMA)
        conn.execute("BEGIN IMMEDIATE")
        try:
            yield conn
            conn.execute("COMMIT")
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")

    def throw_away(self) -> None:
        """The file is damaged: away with it. Readers see another file, or none, at their next look."""
        self.close()
        for name in (self._path, *(self._path.with_name(self._path.name + end) for end in ("-wal", "-shm"))):
            name.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the connection of this thread."""
        held = getattr(self._mine, "held", None)
        self._mine.held = None
        if held and held[0] == os.getpid():
            held[2].close()

    def _connection(self, *, create: bool = False) -> sqlite.Connection | None:
        held = getattr(self._mine, "held", None)
        there = self._identity()
        if held and held[:2] == (os.getpid(), there):
            return held[2]  # type: ignore[no-any-return]
        if held and held[0] != os.getpid():
            _inherited.append(held)
            self._mine.held = None
        self.close()
        if there is None and not create:
            return None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        conn = sqlite.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            conn.execute("PRAGMA journal_mode=WAL")
            conn.execute("PRAGMA synchronous=NORMAL")
        except sqlite.Error:
            conn.close()
            raise
        self._mine.held = (os.getpid(), self._identity(), conn)
        return conn

    def _identity(self) -> tuple[int, int] | None:
        """Which file it is, so that one put in its place is noticed."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


def meta(conn: sqlite.Connection) -> dict[str, str]:
    """What the file says of itself; empty when it was never filled."""
    known = conn.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
    return dict(conn.execute("SELECT key, value FROM meta").fetchall()) if known else {}


def set_meta(conn: sqlite.Connection, **values: str) -> None:
    """Write some of it."""
    conn.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def next_seq(conn: sqlite.Connection) -> int:
    """A number for the change that is being written, higher than all before."""
    seq = int(meta(conn).get("seq", "0")) + 1
    set_meta(conn, seq=str(seq))
    return seq
