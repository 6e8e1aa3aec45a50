"""The default search engine: SQLite FTS5 on disk, bitsets in memory, no server (docs/search.md).

Safe with several processes and threads: each thread has its own connection, opened at the first search (never before
a fork); a search is one read transaction, and the bitsets are brought to the moment of that transaction first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer import embedded_store as store
from indexer import schema, sqlite
from indexer.answer import answer, check
from indexer.connections import Connections, Unusable
from indexer.engine import Document, EngineHealth, SearchQuery, SearchResult, SearchUnavailable
from indexer.generations import Generations
from indexer.matching import Matcher
from indexer.rebuilding import rebuild
from indexer.snapshot import Snapshot, load, refresh
from indexer.suggesting import suggest

_log = logging.getLogger(__name__)
_READ_AT_ONCE = 500
_ATTEMPTS = 8  # a rebuild by another process may swap the file between two steps

_Reading = tuple[sqlite.Connection | None, Snapshot]


class EmbeddedEngine:
    """`path` is the pointer file; the index files stand beside it (see `generations`). Nothing is opened here."""

    name = "embedded"

    def __init__(self, path: Path) -> None:
        self._files = Generations(Path(path))
        self._connections = Connections(self._files)
        self._snapshot: tuple[str, Snapshot] | None = None

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, damaged, of another version, or was never filled as a whole."""
        try:
            with self._reading() as (conn, _):
                return conn is None or store.meta(conn).get("complete") != "1"
        except SearchUnavailable:
            return False

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query, all of it from one moment. Without an index there is no answer, not an empty one."""
        check(query)
        with self._reading() as (conn, snapshot):
            if conn is None:
                raise SearchUnavailable("no usable search index: it has to be rebuilt")
            return answer(conn, snapshot, query)

    def suggest(self, word: str) -> str | None:
        """The nearest indexed word to a word that finds nothing, or None."""
        with self._reading() as (conn, snapshot):
            return suggest(word, snapshot.vocabulary, Matcher(conn, snapshot, schema.SEARCHED))

    def upsert(self, documents: Sequence[Document]) -> None:
        """Replace whole documents by id, all or none. Raises DocumentRefused for one that cannot be indexed."""
        rows = [store.Row(document) for document in documents]

        def put(writer: store.Writer) -> None:
            for row in rows:
                writer.put(row)

        if rows:
            self._write(put)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents; an unknown id is no error."""

        def remove(writer: store.Writer) -> None:
            for identity in ids:
                writer.remove(identity)

        if ids:
            self._write(remove)

    def set_rank_keys(self, keys: Mapping[str, str]) -> None:
        """Change only `rank_key` of the documents named; unknown ids are passed over."""
        if keys:
            self._write(lambda writer: writer.set_ranks(keys))

    def ids(self) -> set[str]:
        """All document ids."""
        with self._reading() as (conn, _):
            return {identity for (identity,) in conn.execute("SELECT id FROM doc")} if conn else set()

    def documents(self) -> Iterator[Document]:
        """Every document, read in parts; what is written meanwhile may or may not be among them."""
        with self._reading() as (conn, _):
            numbers = [n for (n,) in conn.execute("SELECT n FROM doc ORDER BY n")] if conn else []
        for start in range(0, len(numbers), _READ_AT_ONCE):
            with self._reading() as (conn, _):
                part = store.documents_at(conn, numbers[start : start + _READ_AT_ONCE]) if conn else {}
            yield from part.values()

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Fill a new index file and swap; changes that are written meanwhile are taken along. See `rebuilding`."""
        with _typed_errors():
            return rebuild(self._files, documents)

    def health(self) -> EngineHealth:
        """Never raises."""
        try:
            with self._reading() as (conn, _):
                if conn is None:
                    return EngineHealth(self.name, False, detail="no usable index: rebuild it", trouble="missing")
                facts = store.meta(conn)
                count = int(conn.execute("SELECT count(*) FROM doc").fetchone()[0])
                last_write = facts.get("last_write")
                if facts.get("complete") == "1":
                    return EngineHealth(self.name, True, count, last_write)
                detail = "never filled as a whole: rebuild it"
                return EngineHealth(self.name, True, count, last_write, detail, "partial")
        except Exception as error:  # noqa: BLE001 - a health report has to come out whatever is wrong
            return EngineHealth(self.name, False, detail=str(error), trouble="away")

    def close(self) -> None:
        """Let go of files, connections and memory; a later call opens them again."""
        self._connections.close()
        self._snapshot = None

    @contextmanager
    def _reading(self) -> Iterator[_Reading]:
        with _typed_errors():
            conn, snapshot = self._begin()
            try:
                yield conn, snapshot
            except sqlite.DatabaseError as error:
                if sqlite.is_damage(error):
                    self._connections.give_up(error)
                raise
            finally:
                if conn is not None and conn.in_transaction:
                    conn.execute("COMMIT")

    def _begin(self) -> _Reading:
        for _ in range(_ATTEMPTS):
            name = self._files.current()
            try:
                conn = self._connections.get(name)
                if name is None or conn is None:
                    return None, Snapshot()
                conn.execute("BEGIN")
                snapshot = self._at_this_moment(name, conn)
            except sqlite.DatabaseError as error:
                if not sqlite.is_damage(error):
                    raise
                self._connections.give_up(error)
                continue
            except Unusable:
                return None, Snapshot()
            if snapshot is not None:
                return conn, snapshot
            conn.execute("COMMIT")
        raise SearchUnavailable("the search index changes too quickly to read")

    def _at_this_moment(self, name: str, conn: sqlite.Connection) -> Snapshot | None:
        """The snapshot of the transaction's moment; None when another thread's is newer: begin again."""
        seq = store.last_change(conn)
        held = self._snapshot
        if held and held[0] == name and held[1].seq == seq:
            return held[1]
        with self._connections.lock:
            held = self._snapshot
            if held is None or held[0] != name:
                snapshot = load(conn)
            elif held[1].seq > seq:
                return None
            else:
                snapshot = held[1] if held[1].seq == seq else refresh(conn, held[1], seq)
            self._snapshot = (name, snapshot)
        return snapshot

    def _write(self, work: Callable[[store.Writer], None]) -> None:
        with _typed_errors():
            for _ in range(_ATTEMPTS):
                conn = self._connections.for_writing()
                conn.execute("BEGIN IMMEDIATE")
                try:
                    # Under the write lock of the file: a rebuild that swaps holds that lock too.
                    if not self._connections.is_current(conn):
                        continue
                    writer = store.Writer(conn)
                    work(writer)
                    writer.finish()
                    conn.execute("COMMIT")
                    return
                except sqlite.DatabaseError as error:
                    if sqlite.is_damage(error):
                        self._connections.give_up(error)
                    raise
                finally:
                    if conn.in_transaction:
                        conn.execute("ROLLBACK")
        raise SearchUnavailable("the search index changes too quickly to write")


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite.Error, OSError) as error:
        _log.warning("search index: %s", error)
        raise SearchUnavailable(str(error)) from error
