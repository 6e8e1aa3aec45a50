"""A full rebuild beside the running index: fill a new file, take along what was written meanwhile, swap.

While the new file fills, readers and writers go on in the old one. The swap holds the write lock of the old file: what
was written to it since the rebuild began (its change feed) is copied, then the pointer changes. A writer that waited
for that lock sees the new pointer and writes there, so nothing is lost. (The caller's outbox need not know of this;
rows that are not done yet are simply applied to the new file.)
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable

from indexer import embedded_store as store
from indexer import sqlite
from indexer.engine import Document
from indexer.generations import Generations

_log = logging.getLogger(__name__)


def rebuild(files: Generations, documents: Iterable[Document]) -> int:
    """Returns the number of documents given. On any error the old index stays as it was."""
    with files.exclusive("rebuild"):
        name, since = _pin(files)
        fresh = files.new_name()
        files.remove_all_but(files.current(), fresh)
        try:
            count = store.fill(files.file(fresh), documents)
            before = _swap(files, fresh, name, since)
        except BaseException:
            files.remove_all_but(files.current())
            raise
        files.remove_all_but(fresh, before)
        _log.info("search index rebuilt: %d documents in %s", count, fresh)
        return count


def _pin(files: Generations) -> tuple[str | None, int]:
    """The file of now and its last change; from there on it keeps its change feed."""
    name = files.current()
    conn = _open(files, name)
    if conn is None:
        return None, 0
    with contextlib.closing(conn):
        conn.execute("BEGIN IMMEDIATE")
        since = store.last_change(conn)
        store.set_meta(conn, keep_from=str(since))
        conn.execute("COMMIT")
    return name, since


def _open(files: Generations, name: str | None) -> sqlite.Connection | None:
    """A connection to a usable file; None when it is missing, damaged or of another version."""
    if name is None:
        return None
    try:
        conn = store.connect(files.file(name))
        if store.meta(conn).get("version") == store.VERSION:
            return conn
        conn.close()
    except sqlite.DatabaseError as error:
        _log.warning("rebuilding without the changes in %s: %s", name, error)
    return None


def _swap(files: Generations, fresh: str, name: str | None, since: int) -> str | None:
    """Point to the fresh file; returns the name of the one before it."""
    while True:
        current = files.current()
        old = _open(files, current)
        if old is None:
            with files.exclusive("pointer"):
                if files.current() == current:
                    files.point_to(fresh)
                    return current
            continue
        with contextlib.closing(old):
            old.execute("BEGIN IMMEDIATE")
            if files.current() == current:
                _take_along(old, files, fresh, since if current == name else 0)
                files.point_to(fresh)
                return current


def _take_along(old: sqlite.Connection, files: Generations, fresh: str, since: int) -> None:
    changed = old.execute("SELECT DISTINCT n, id FROM chg WHERE seq > ?", (since,)).fetchall()
    if not changed:
        return
    with contextlib.closing(store.connect(files.file(fresh))) as new:
        new.execute("BEGIN IMMEDIATE")
        writer = store.Writer(new)
        for identity in dict.fromkeys(identity for n, identity in changed if n != store.RANKS_CHANGED):
            row = old.execute("SELECT n FROM doc WHERE id = ?", (identity,)).fetchone()
            if row is None:
                writer.remove(identity)
            else:
                writer.put(store.Row(store.documents_at(old, [row[0]])[row[0]]))
        if any(n == store.RANKS_CHANGED for n, _ in changed):
            writer.set_ranks(dict(old.execute("SELECT id, rank FROM doc JOIN rank USING (n)").fetchall()))
        writer.finish()
        new.execute("COMMIT")
