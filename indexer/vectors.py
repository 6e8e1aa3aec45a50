"""Write the vectors of documents, and bring them level with the index after a rebuild or a mishap.

What is written is what `indexer.engine` was given, so both hold the same; but a fault here is never one of the index:
it is logged, the vectors are marked as behind, and the worker brings them level again (`Meaning.catch_up`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from indexer import schema, sqlite
from indexer.embedded_text import items
from indexer.engine import Document
from indexer.meaning import COMPOSED, Encoder, Vector, composed, key_of, parts_of
from indexer.vector_file import VectorFile, meta, next_seq, set_meta

_log = logging.getLogger("indexer")
_BATCH = 200  # documents encoded at once, and written in one transaction
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class _Row:
    """What is kept of a document: its texts, the values it is filtered by, and a digest of all that."""

    id: str
    texts: tuple[str, ...]
    keys: tuple[bytes, ...]
    tokens: str
    made: bytes

    @classmethod
    def of(cls, document: Document, encoder: Encoder) -> _Row:
        texts = tuple(text for text in parts_of(document) if text)
        keys = tuple(key_of(encoder, text) for text in texts)
        values = {field: list(dict.fromkeys(items(document.get(field)))) for field in schema.FILTERED}
        tokens = json.dumps(values, separators=(",", ":"))
        made = hashlib.blake2b(b"".join(keys) + tokens.encode(), digest_size=_KEY_BYTES).digest()
        return cls(str(document["id"]), texts, keys, tokens, made)


def mark_of(encoder: Encoder) -> str:
    """By what the vectors of a file were made; those of another mark are of no use."""
    return f"{encoder.name} {encoder.size} {COMPOSED}"


class Vectors:
    """Writes to a `VectorFile`. Every method but `catch_up` keeps its faults to itself."""

    def __init__(self, file: VectorFile, encoder: Encoder) -> None:
        self._file = file
        self._encoder = encoder

    @property
    def behind(self) -> bool:
        """True when `catch_up` has work: nothing there, another encoder, or something was not written."""
        try:
            with self._file.reading() as conn:
                held = meta(conn) if conn is not None else {}
        except (sqlite.Error, OSError):
            return True
        return held.get("mark") != mark_of(self._encoder) or held.get("level") != held.get("wanted", "0")

    def put(self, documents: Sequence[Document]) -> None:
        """These documents are in the index as they stand here."""
        self._safely(lambda: self._write([_Row.of(document, self._encoder) for document in documents], None))

    def delete(self, ids: Sequence[str]) -> None:
        """These are no longer in the index."""
        self._safely(lambda: self._remove(ids))

    def mark_behind(self) -> None:
        """The index changed in a way that was not told."""
        try:
            with self._file.writing() as conn:
                set_meta(conn, wanted=str(int(meta(conn).get("wanted", "0")) + 1))
        except (sqlite.Error, OSError) as error:
            self._fault(error)

    def catch_up(
        self, documents: Iterable[Document], report: Callable[[int], None], stop: Callable[[], bool] = lambda: False
    ) -> bool:
        """Make all level with `documents`, which are all of the index; encodes only texts that are new.

        Others may write meanwhile: what they wrote since the start stays. `report` gets the number done, now and then.
        False: stopped before the end; what was done is kept. Raises what the encoder or the disk raises.
        """
        held = self._usable()
        since, wanted = int(held.get("seq", "0")), held.get("wanted", "0")
        seen: set[str] = set()
        source = iter(documents)
        while batch := list(islice(source, _BATCH)):
            if stop():
                return False
            rows = [_Row.of(document, self._encoder) for document in batch]
            self._write(rows, since)
            seen.update(row.id for row in rows)
            report(len(seen))
        with self._file.writing() as conn:
            known = conn.execute("SELECT id FROM doc WHERE vector IS NOT NULL AND seq <= ?", (since,))
            self._gone(conn, [identity for (identity,) in known if identity not in seen])
            _prune(conn)
            set_meta(conn, level=wanted)
        return True

    def _usable(self) -> dict[str, str]:
        """The facts about the file, made ours; a damaged one is thrown away first, also when nobody searched in it."""
        for last in (False, True):
            try:
                with self._file.writing() as conn:
                    self._be_ours(conn)
                    return meta(conn)
            except sqlite.Error as error:
                if last or not sqlite.is_damage(error):
                    raise
                self.throw_away(error)
        raise AssertionError("the second try returns or raises")

    def throw_away(self, error: Exception) -> None:
        """The file cannot be read; a new one is filled by `catch_up`."""
        _log.error("the vectors are damaged (%s): they are made anew", error)
        self._file.throw_away()

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever the encoder does, the index goes on
            self._fault(error)
            self.mark_behind()

    def _fault(self, error: Exception) -> None:
        if isinstance(error, sqlite.Error) and sqlite.is_damage(error):
            self.throw_away(error)
        else:
            _log.error("vectors not written, found by meaning is behind: %s: %s", type(error).__name__, error)

    def _be_ours(self, conn: sqlite.Connection) -> None:
        """Documents of another mark go; their parts stay, under keys that name their encoder, until `_prune`."""
        held = meta(conn)
        if held.get("mark") == mark_of(self._encoder):
            return
        conn.execute("DELETE FROM doc")
        set_meta(conn, mark=mark_of(self._encoder), epoch=secrets.token_hex(8), level="")

    def _write(self, rows: Sequence[_Row], since: int | None) -> None:
        """Write what changed. `since`: leave what was written after that change, it is newer than these."""
        rows = self._changed(rows)
        if not rows:
            return
        vectors, fresh = self._vectors_of(rows)
        with self._file.writing() as conn:
            self._be_ours(conn)
            if since is not None:
                rows = _without_newer(conn, rows, since)
            conn.executemany(
                "INSERT OR IGNORE INTO part VALUES (?, ?)", [(key, _packed(vector)) for key, vector in fresh.items()]
            )
            seq = next_seq(conn)
            made = [(r.id, seq, r.made, r.tokens, b"".join(r.keys), _packed(vectors[r.id])) for r in rows]
            conn.executemany("INSERT OR REPLACE INTO doc VALUES (?, ?, ?, ?, ?, ?)", made)

    def _changed(self, rows: Sequence[_Row]) -> list[_Row]:
        with self._file.reading() as conn:
            if conn is None or meta(conn).get("mark") != mark_of(self._encoder):
                return list(rows)
            marks = ",".join("?" * len(rows))
            found = conn.execute(
                f"SELECT id, made FROM doc WHERE vector IS NOT NULL AND id IN ({marks})", [row.id for row in rows]
            )
            held = dict(found.fetchall())
        return [row for row in rows if held.get(row.id) != row.made]

    def _vectors_of(self, rows: Sequence[_Row]) -> tuple[dict[str, Vector], dict[bytes, Vector]]:
        """The vector per id, and those of the parts that were not kept yet."""
        wanted = {key: text for row in rows for key, text in zip(row.keys, row.texts, strict=True)}
        known = self._known(list(wanted))
        new = sorted(wanted.keys() - known.keys(), key=lambda key: (len(wanted[key]), key))
        fresh = dict(zip(new, self._encoder.encode([wanted[key] for key in new]), strict=True))
        known |= fresh
        size = self._encoder.size
        return {row.id: composed([known[key] for key in row.keys], size) for row in rows}, fresh

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Vector]:
        with self._file.reading() as conn:
            if conn is None or not meta(conn):
                return {}
            marks = ",".join("?" * len(keys))
            found = conn.execute(f"SELECT key, vector FROM part WHERE key IN ({marks})", list(keys))
            return {key: unpacked(vector).astype(np.float32) for key, vector in found}

    def _remove(self, ids: Sequence[str]) -> None:
        with self._file.writing() as conn:
            self._be_ours(conn)
            self._gone(conn, ids)

    def _gone(self, conn: sqlite.Connection, ids: Sequence[str]) -> None:
        if not ids:
            return
        seq = next_seq(conn)
        rows = [(identity, seq, b"", "", b"", None) for identity in ids]
        conn.executemany("INSERT OR REPLACE INTO doc VALUES (?, ?, ?, ?, ?, ?)", rows)


def unpacked(packed: bytes) -> np.ndarray[tuple[int], np.dtype[np.float16]]:
    """The numbers of a kept vector: half precision, whose error is far below any score that counts."""
    return np.frombuffer(packed, np.float16)


def _packed(vector: Vector) -> bytes:
    return vector.astype(np.float16).tobytes()


def _without_newer(conn: sqlite.Connection, rows: Sequence[_Row], since: int) -> list[_Row]:
    marks = ",".join("?" * len(rows))
    found = conn.execute(f"SELECT id FROM doc WHERE seq > ? AND id IN ({marks})", [since, *(row.id for row in rows)])
    newer = {identity for (identity,) in found}
    return [row for row in rows if row.id not in newer]


def _prune(conn: sqlite.Connection) -> None:
    """Forget parts that no document has."""
    used = {key for (keys,) in conn.execute("SELECT parts FROM doc WHERE vector IS NOT NULL") for key in _split(keys)}
    kept = conn.execute("SELECT key FROM part").fetchall()
    conn.executemany("DELETE FROM part WHERE key = ?", [row for row in kept if row[0] not in used])


def _split(keys: bytes) -> Iterator[bytes]:
    return (keys[start : start + _KEY_BYTES] for start in range(0, len(keys), _KEY_BYTES))
