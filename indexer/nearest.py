"""Find by meaning: exact cosine over what may serve the searcher, the same whatever the search engine is.

Each process keeps the vectors and the filtered values of all documents in memory, as one immutable snapshot that
follows the changes in the file. The engine has the last word: the caller fetches what is found here with the same
filters, so a snapshot that is a moment old can show nothing that may not serve.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import sqlite
from indexer.engine import AnyFilter, Filter
from indexer.meaning import Encoder, Vector, unit
from indexer.vector_file import VectorFile, meta
from indexer.vectors import Vectors, mark_of, unpacked

_log = logging.getLogger("search")

# Measured on the tuning half of tests/relevance (docs/relevance.md). Cosine of search and offer when nothing matched
# in words; nonsense stays below it. With hits, what they mean counts as much as the words: the sum of two cosines.
ALONE = 0.33
BESIDE_HITS = 0.75
_TIE = 3  # decimals; nearer than that is equal, and then the rank key of the day decides
_ROOM = 512  # rows for changes before the matrix is copied again

_Row = tuple[str, str, bytes | None]  # id, tokens, vector
_Values = dict[tuple[str, str], NDArray[np.int32]]


@dataclass(slots=True)
class Snapshot:
    """All documents at change `seq` of the file `epoch`. A changed document gets a new row; `alive` names the last.

    `vectors` has room behind `size` for later rows; nobody looks there before a snapshot counts them in. Single
    precision: half precision saves 10 MB at 10,000 offers, but a search everywhere took 14 ms instead of 5 (measured).
    """

    epoch: str
    seq: int
    size: int
    vectors: NDArray[np.float32]
    ids: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    alive: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    values: _Values = field(default_factory=dict)

    def serving(self, filters: Iterable[AnyFilter]) -> NDArray[np.bool_]:
        """Per row whether it passes all filters on values; other filters are left to the engine."""
        passing = self.alive.copy()
        for one in filters:
            if isinstance(one, Filter):
                having = np.zeros(self.size, np.bool_)
                for value in one.values:
                    having[self.values.get((one.field, value), _NONE)] = True
                passing &= having
        return passing


_NONE: NDArray[np.int32] = np.zeros(0, np.int32)


class Meaning:
    """Finds by meaning in the file at `path`, and writes it (`vectors`). Nothing is opened or loaded here."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._file = VectorFile(path)
        self._encoder = encoder
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self.vectors = Vectors(self._file, encoder)

    def nearest(
        self,
        text: str,
        hits: Sequence[str],
        filters: Sequence[AnyFilter],
        most: int,
        rank_key: Callable[[str], str],
    ) -> list[str]:
        """Ids of at most `most` documents that pass the filters, are no hits, and mean enough the same; best first.

        `hits`: ids of all that matched in words; what they mean counts as much as the words (half-remembered names,
        one exact offer). Empty when there is no usable file. Raises what the encoder raises.
        """
        snapshot = self._now()
        if snapshot is None or not snapshot.size:
            return []
        serving = snapshot.serving(filters)
        found = [snapshot.rows[identity] for identity in hits if identity in snapshot.rows]
        serving[found] = False
        if not serving.any():
            return []
        wanted = self._encoder.encode([text])[0]
        least = ALONE
        if found:
            wanted = wanted + unit(snapshot.vectors[found].mean(axis=0))
            least = BESIDE_HITS
        return _best(snapshot, serving, wanted, least, most, rank_key)

    def close(self) -> None:
        """Let go of this thread's connection and of the memory."""
        self._file.close()
        self._snapshot = None

    def _now(self) -> Snapshot | None:
        """The snapshot of this moment; None without a usable file."""
        try:
            with self._file.reading() as conn:
                held = meta(conn) if conn is not None else {}
                if conn is None or held.get("mark") != mark_of(self._encoder):
                    return None
                with self._lock:
                    self._snapshot = _brought_to(conn, held["epoch"], int(held.get("seq", "0")), self._snapshot)
                    return self._snapshot
        except (sqlite.Error, ValueError, LookupError) as error:  # the last two: a row that is no vector
            if not isinstance(error, sqlite.Error) or sqlite.is_damage(error):
                self.vectors.throw_away(error)
            else:
                _log.warning("nothing found by meaning: %s", error)
            return None


def _best(
    snapshot: Snapshot,
    serving: NDArray[np.bool_],
    wanted: Vector,
    least: float,
    most: int,
    rank_key: Callable[[str], str],
) -> list[str]:
    rows = np.flatnonzero(serving)
    if len(rows) * 4 > snapshot.size:  # reading all in a row is quicker than gathering most of them
        scores = (snapshot.vectors[: snapshot.size] @ wanted)[rows]
    else:
        scores = snapshot.vectors[rows] @ wanted
    scores = np.round(scores, _TIE)
    enough = scores >= least
    if np.count_nonzero(enough) > most:  # keep all that tie with the last one, so that the rank key decides
        enough = scores >= np.partition(scores, -most)[-most]
    ids = [snapshot.ids[row] for row in rows[enough]]
    best = sorted((-float(score), rank_key(name), name) for score, name in zip(scores[enough], ids, strict=True))
    return [identity for _, _, identity in best[:most]]


def _brought_to(conn: sqlite.Connection, epoch: str, seq: int, held: Snapshot | None) -> Snapshot:
    """The snapshot at that change, inside the caller's read transaction."""
    if held is not None and held.epoch == epoch and held.seq >= seq:
        return held
    if held is not None and held.epoch == epoch:
        changed = conn.execute("SELECT id, tokens, vector FROM doc WHERE seq > ?", (held.seq,)).fetchall()
        if int(np.count_nonzero(~held.alive)) + len(changed) <= held.size // 4 + _ROOM:
            return _patched(held, seq, changed)
    return _loaded(epoch, seq, conn.execute("SELECT id, tokens, vector FROM doc WHERE vector IS NOT NULL").fetchall())


def _loaded(epoch: str, seq: int, rows: Sequence[_Row]) -> Snapshot:
    size = len(rows)
    width = len(unpacked(rows[0][2] or b"")) if rows else 0
    vectors = np.zeros((size + _ROOM, width), np.float32)
    lists: dict[tuple[str, str], list[int]] = {}
    for number, (_, tokens, vector) in enumerate(rows):
        vectors[number] = unpacked(vector or b"")
        for key in _keys(tokens):
            lists.setdefault(key, []).append(number)
    ids = [identity for identity, _, _ in rows]
    values = {key: np.array(numbers, np.int32) for key, numbers in lists.items()}
    return Snapshot(epoch, seq, size, vectors, ids, _numbered(ids), np.ones(size, np.bool_), values)


def _patched(old: Snapshot, seq: int, changed: Sequence[_Row]) -> Snapshot:
    """A new snapshot with these changes; the old one stays as it was."""
    there = [row for row in changed if row[2] is not None]
    size = old.size + len(there)
    vectors = old.vectors
    if size > len(vectors) or (there and not old.size):
        width = len(unpacked(there[0][2] or b""))
        vectors = np.zeros((size + _ROOM, width), np.float32)
        if old.size:
            vectors[: old.size] = old.vectors[: old.size]
    alive = np.concatenate([old.alive, np.ones(len(there), np.bool_)])
    rows, values = dict(old.rows), dict(old.values)
    for identity, _, _ in changed:
        number = rows.pop(identity, None)
        if number is not None:
            alive[number] = False
    added: dict[tuple[str, str], list[int]] = {}
    for number, (identity, tokens, vector) in enumerate(there, start=old.size):
        vectors[number] = unpacked(vector or b"")
        rows[identity] = number
        for key in _keys(tokens):
            added.setdefault(key, []).append(number)
    for key, numbers in added.items():
        values[key] = np.concatenate([values.get(key, _NONE), np.array(numbers, np.int32)])
    return Snapshot(old.epoch, seq, size, vectors, [*old.ids, *(row[0] for row in there)], rows, alive, values)


def _numbered(ids: Sequence[str]) -> dict[str, int]:
    return {identity: number for number, identity in enumerate(ids)}


def _keys(tokens: str) -> list[tuple[str, str]]:
    return [(name, value) for name, values in json.loads(tokens).items() for value in values]
