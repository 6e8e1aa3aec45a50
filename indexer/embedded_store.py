"""The tables of one index file, and writing to them. Reading for a search is in `snapshot` and `matching`.

`doc` holds what every worker keeps in memory (small rows), `body` the document as it was given. Filter values are
numbers from `val`, packed per document: a werkplek has dozens of `serves` and `free` tokens, and a row for each would
make the file and the building several times larger. `chg` tells other processes what changed, with the packed values
from before, so that they patch their bitsets without reading everything again.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from indexer import checked, schema, sqlite
from indexer.embedded_text import indexed
from indexer.engine import Document

FORMAT = 1  # of these tables; schema.VERSION is of the fields
VERSION = f"{schema.VERSION}.{FORMAT}"
RANKS_CHANGED = -1  # as document number in `chg`
KEPT_CHANGES = 10_000  # a worker further behind loads everything again
BUSY_MS = 30_000
_USUAL_HASH, _FILLING_HASH = 1 << 20, 1 << 26  # bytes; the first is SQLite's own

_COLUMNS = ", ".join(schema.SEARCHED)
_OPTIONS = "tokenize='ascii', prefix='1 2', content='', contentless_delete=1"
_DDL = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE doc(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lat REAL, lng REAL, packed BLOB NOT NULL)",
    "CREATE TABLE rank(n INTEGER PRIMARY KEY, rank TEXT NOT NULL)",
    "CREATE TABLE body(n INTEGER PRIMARY KEY, source TEXT NOT NULL)",
    "CREATE TABLE val(v INTEGER PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE(field, value))",
    "CREATE TABLE chg(seq INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, id TEXT NOT NULL, before BLOB)",
    f"CREATE VIRTUAL TABLE fts USING fts5({_COLUMNS}, {_OPTIONS})",
    "CREATE VIRTUAL TABLE voc USING fts5vocab(fts, 'row')",
)
_INSERT_FTS = f"INSERT INTO fts(rowid, {_COLUMNS}) VALUES ({', '.join('?' * (len(schema.SEARCHED) + 1))})"


def connect(path: Path) -> sqlite.Connection:
    """Open an existing index file; raises when it is not there (it is never made by accident)."""
    uri = f"{path.resolve().as_uri()}?mode=rw"
    conn = sqlite.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
    conn.execute("PRAGMA synchronous=NORMAL")
    conn.execute("PRAGMA cache_size=-4000")
    conn.execute("PRAGMA trusted_schema=OFF")
    return conn


def create(path: Path, *, complete: bool) -> None:
    """Make an empty index file. `complete` False: it still has to be rebuilt from the application database."""
    conn = sqlite.connect(str(path), isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("BEGIN IMMEDIATE")
        for statement in _DDL:
            conn.execute(statement)
        set_meta(conn, version=VERSION, complete="1" if complete else "0")
        conn.execute("COMMIT")
    finally:
        conn.close()


def meta(conn: sqlite.Connection) -> dict[str, str]:
    """The few facts about the file: version, complete, last_write, keep_from."""
    return dict(conn.execute("SELECT key, value FROM meta").fetchall())


def set_meta(conn: sqlite.Connection, **facts: str) -> None:
    """Set some of those facts, inside the caller's transaction."""
    conn.executemany("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", list(facts.items()))


def last_change(conn: sqlite.Connection) -> int:
    """The number of the last change; with it a reader knows whether its memory is of the same moment as the file."""
    return int(conn.execute("SELECT max(seq) FROM chg").fetchone()[0] or 0)


class Row:
    """A document checked and taken apart for the tables. Raises DocumentRefused before anything is written."""

    __slots__ = ("id", "lat", "lng", "rank", "source", "texts", "values")

    def __init__(self, document: Document) -> None:
        self.id = checked.identity_of(document)
        self.lat, self.lng = checked.position_of(document)
        self.rank = str(document.get("rank_key") or "")
        self.source = json.dumps(document, separators=(",", ":"))
        self.texts = [indexed(document.get(field)) for field in schema.SEARCHED]
        self.values = [(field, value) for field in schema.FILTERED for value in checked.values_of(document.get(field))]
        numbers = [field for field in schema.NUMERIC if document.get(field) is not None]
        self.values += [(field, repr(checked.number_of(document, field))) for field in numbers]


class Writer:
    """Writes documents inside the caller's transaction. `log` False: a fresh file that nobody else writes or reads."""

    def __init__(self, conn: sqlite.Connection, *, log: bool = True) -> None:
        self._conn = conn
        self._log = log
        self._numbers: dict[tuple[str, str], int] = {}
        self._written: set[str] = set()

    def put(self, row: Row) -> None:
        """Replace the whole document; it keeps its number, so that bitsets do not grow."""
        conn = self._conn
        old = self._there(row.id)
        packed = array("I", sorted(self._number(*value) for value in row.values)).tobytes()
        if old:
            n, before = old
            conn.execute("DELETE FROM fts WHERE rowid = ?", (n,))
            conn.execute("UPDATE doc SET lat = ?, lng = ?, packed = ? WHERE n = ?", (row.lat, row.lng, packed, n))
        else:
            before = None
            statement = "INSERT INTO doc(id, lat, lng, packed) VALUES (?, ?, ?, ?)"
            n = int(conn.execute(statement, (row.id, row.lat, row.lng, packed)).lastrowid or 0)
        conn.execute("INSERT OR REPLACE INTO rank(n, rank) VALUES (?, ?)", (n, row.rank))
        conn.execute("INSERT OR REPLACE INTO body(n, source) VALUES (?, ?)", (n, row.source))
        conn.execute(_INSERT_FTS, (n, *row.texts))
        self._changed(n, row.id, before)

    def remove(self, identity: str) -> None:
        """Take a document out; an unknown id is no error."""
        old = self._there(identity)
        if old:
            n, before = old
            for statement in ("fts WHERE rowid", "doc WHERE n", "rank WHERE n", "body WHERE n"):
                self._conn.execute(f"DELETE FROM {statement} = ?", (n,))
            self._changed(n, identity, before)

    def set_ranks(self, keys: Mapping[str, str]) -> None:
        """Change only the rank keys of documents that exist."""
        statement = "UPDATE rank SET rank = ? WHERE n = (SELECT n FROM doc WHERE id = ?)"
        self._conn.executemany(statement, [(key, identity) for identity, key in keys.items()])
        self._changed(RANKS_CHANGED, "", None)

    def finish(self) -> None:
        """Note the moment and forget changes that every worker has long seen."""
        kept = meta(self._conn).get("keep_from")
        horizon = last_change(self._conn) - KEPT_CHANGES
        self._conn.execute("DELETE FROM chg WHERE seq <= ?", (min(horizon, int(kept)) if kept else horizon,))
        set_meta(self._conn, last_write=datetime.now(UTC).isoformat(timespec="milliseconds"))

    def _there(self, identity: str) -> tuple[int, bytes] | None:
        """Number and packed values of a document that is there."""
        if not self._log and identity not in self._written:  # we know ourselves what we wrote
            self._written.add(identity)
            return None
        found: tuple[int, bytes] | None = self._conn.execute(
            "SELECT n, packed FROM doc WHERE id = ?", (identity,)
        ).fetchone()
        return found

    def _changed(self, n: int, identity: str, before: bytes | None) -> None:
        if self._log:
            self._conn.execute("INSERT INTO chg(n, id, before) VALUES (?, ?, ?)", (n, identity, before))

    def _number(self, field: str, value: str) -> int:
        number = self._numbers.get((field, value))
        if number is None:
            key = (field, value)
            found = self._conn.execute("SELECT v FROM val WHERE field = ? AND value = ?", key).fetchone()
            number = self._numbers[key] = int(found[0] if found else self._new_number(key))
        return number

    def _new_number(self, key: tuple[str, str]) -> int:
        return int(self._conn.execute("INSERT INTO val(field, value) VALUES (?, ?)", key).lastrowid or 0)


def fill(path: Path, documents: Iterable[Document]) -> int:
    """Write a complete new index file. Nobody may have it open; a failure leaves a file that nothing names."""
    create(path, complete=True)
    conn = connect(path)
    try:
        conn.execute("PRAGMA synchronous=OFF")  # until the end: a half-filled file is never used
        conn.execute("PRAGMA cache_size=-64000")
        _set_hash_size(conn, _FILLING_HASH)
        conn.execute("BEGIN IMMEDIATE")
        writer = Writer(conn, log=False)
        for document in documents:
            writer.put(Row(document))
        writer.finish()
        conn.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        _set_hash_size(conn, _USUAL_HASH)
        conn.execute("COMMIT")
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(conn.execute("SELECT count(*) FROM doc").fetchone()[0])
    finally:
        conn.close()


def numbers_named(conn: sqlite.Connection, ids: Sequence[str]) -> list[int]:
    """The numbers of the documents with these ids; an unknown id has none."""
    marks = ", ".join("?" * len(ids))
    return [n for (n,) in conn.execute(f"SELECT n FROM doc WHERE id IN ({marks})", list(ids))]


def _set_hash_size(conn: sqlite.Connection, size: int) -> None:
    """Bytes of new words that FTS5 keeps in memory before it writes them: more at once is less merging afterwards."""
    conn.execute("INSERT INTO fts(fts, rank) VALUES ('hashsize', ?)", (size,))


def documents_at(conn: sqlite.Connection, numbers: list[int]) -> dict[int, Document]:
    """The documents with these numbers, as they were given, with the rank key of now."""
    marks = ", ".join("?" * len(numbers))
    found = conn.execute(
        f"SELECT n, source, rank FROM body JOIN rank USING (n) WHERE n IN ({marks})",
        numbers,
    )
    documents = {}
    for n, source, rank in found:
        documents[n] = document = json.loads(source)
        if rank:
            document["rank_key"] = rank
    return documents
