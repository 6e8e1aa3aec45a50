"""What a process keeps in memory of the index: bitsets per filter value, positions, order, vocabulary.

A snapshot never changes; after a write a new one is made from the old by the change feed. So a search reads one
moment, whatever other threads do.
"""

from __future__ import annotations

import contextlib
import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer import schema, sqlite
from indexer.bitsets import Posting, as_mask, mask_of, posting_of, with_number, without_number
from indexer.embedded_store import RANKS_CHANGED, last_change
from indexer.embedded_text import SENTINEL, items, words
from indexer.engine import AnyFilter, AtLeast
from indexer.geo import Positions
from indexer.vocabulary import Terms, Vocabulary

_RARE = 200  # a word in fewer than one of so many documents is found again within a fraction of a millisecond
MOST_PATCHED = 1_000  # more changes than this: loading everything is quicker

Values = dict[str, dict[str, Posting]]  # field -> value -> documents


class Masks:
    """Masks worked out before, for one snapshot; when full, the one longest not asked for makes room.

    `least`: masks of fewer documents are not worth their room, they are worked out again in no time. So the words that
    stand in very many documents, and cost most, are still there when they are asked again. Safe with threads.
    """

    def __init__(self, most: int, least: int = 0) -> None:
        self._most = most
        self._least = least
        self._kept: dict[object, int] = {}  # in the order of their last use

    def get(self, key: object) -> int | None:
        """The mask, or None when it is not known."""
        mask = self._kept.pop(key, None)
        if mask is not None:
            self._kept[key] = mask
        return mask

    def keep(self, key: object, mask: int) -> int:
        """Remember when it is worth it, and return."""
        if mask.bit_count() >= self._least:
            while len(self._kept) >= self._most:
                with contextlib.suppress(StopIteration, RuntimeError):  # another thread was there at the same moment
                    self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = mask
        return mask


@dataclass(frozen=True, slots=True)
class Order:
    """Documents by rank key: `numbers` in order, `place` the other way round; `keys` per document number."""

    keys: tuple[str, ...] = ()
    numbers: array[int] = field(default_factory=lambda: array("I"))
    place: array[int] = field(default_factory=lambda: array("I"))

    @classmethod
    def of(cls, keys: Sequence[str], earlier: Sequence[int] = ()) -> Order:
        """Sort; starting from the earlier order, a few changes cost little."""
        start = [*earlier, *range(len(earlier), len(keys))]
        numbers = sorted(start, key=lambda n: (keys[n], n))
        place = array("I", bytes(4 * len(keys)))
        for at, n in enumerate(numbers):
            place[n] = at
        return cls(tuple(keys), array("I", numbers), place)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index at change `seq`. `size` is one more than the highest document number; `all` the documents there are."""

    seq: int = 0
    size: int = 1
    all: int = 0
    values: Values = field(default_factory=dict)
    numbers: dict[int, tuple[str, str]] = field(default_factory=dict)  # of `val`: packed number -> field and value
    positions: Positions = field(default_factory=Positions)
    order: Order = field(default_factory=Order)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(Terms(())))
    word_masks: Masks = field(default_factory=lambda: Masks(1))
    filter_masks: Masks = field(default_factory=lambda: Masks(1))

    def value_mask(self, name: str, value: str) -> int:
        """The documents with this exact value; 0 for a value nobody has."""
        posting = self.values.get(name, {}).get(value, 0)
        if isinstance(posting, int):
            return posting
        key = (name, value)
        found = self.filter_masks.get(key)
        return self.filter_masks.keep(key, as_mask(posting, self.size)) if found is None else found

    def filtered(self, filters: Sequence[AnyFilter]) -> int:
        """The documents that pass all filters."""
        mask = self.all
        for one in filters:
            found = self.filter_masks.get(one)
            mask &= self.filter_masks.keep(one, self._filter(one)) if found is None else found
        return mask

    def _filter(self, one: AnyFilter) -> int:
        if isinstance(one, AtLeast):
            wanted: Sequence[str] = [v for v in self.values.get(one.field, {}) if float(v) >= one.minimum]
        else:
            wanted = one.values
        mask = 0
        for value in wanted:
            mask |= self.value_mask(one.field, value)
        return mask


def load(conn: sqlite.Connection) -> Snapshot:
    """Read everything, inside the caller's read transaction."""
    seq = last_change(conn)
    known = _value_numbers(conn, 0)
    size = int(conn.execute("SELECT max(n) FROM doc").fetchone()[0] or 0) + 1
    lists: dict[int, array[int]] = {number: array("I") for number in known}
    positions = Positions.empty(size)
    keys = [""] * size
    there = array("I")
    for n, lat, lng, packed, rank in conn.execute(
        "SELECT n, lat, lng, packed, rank FROM doc JOIN rank USING (n) ORDER BY n"
    ):
        there.append(n)
        for number in array("I", packed):
            lists[number].append(n)
        positions.put(n, lat, lng)
        keys[n] = rank
    values: Values = {name: {} for name in (*schema.FILTERED, *schema.NUMERIC)}
    for number, (name, value) in known.items():
        if lists[number]:
            values[name][value] = posting_of(lists[number], size)
    terms = Terms(term for (term,) in conn.execute("SELECT term FROM voc") if term != SENTINEL)
    every = mask_of(there, size)
    order = Order.of(keys)
    return Snapshot(seq, size, every, values, known, positions, order, Vocabulary(terms), *_caches(size))


def _caches(size: int) -> tuple[Masks, Masks]:
    per_mask = size // 8 + 100
    return Masks(max(256, 6_000_000 // per_mask), size // _RARE), Masks(max(256, 3_000_000 // per_mask))


def _value_numbers(conn: sqlite.Connection, after: int) -> dict[int, tuple[str, str]]:
    found = conn.execute("SELECT v, field, value FROM val WHERE v > ?", (after,))
    return {v: (name, value) for v, name, value in found}


def refresh(conn: sqlite.Connection, old: Snapshot, seq: int) -> Snapshot:
    """The snapshot at change `seq`, from an earlier one; loads everything when the feed does not reach back."""
    feed = conn.execute("SELECT seq, n, before FROM chg WHERE seq > ? ORDER BY seq", (old.seq,)).fetchall()
    if len(feed) > MOST_PATCHED or len(feed) != seq - old.seq:
        return load(conn)
    first: dict[int, bytes | None] = {}
    for _, n, before in feed:
        first.setdefault(n, before)  # the state before our first unseen change is the state we hold
    ranks = first.pop(RANKS_CHANGED, b"") is None
    new = _patched(conn, old, first) if first else old
    if ranks:
        keys = list(new.order.keys)
        for n, rank in conn.execute("SELECT n, rank FROM rank"):
            keys[n] = rank
        new = replace(new, order=Order.of(keys, new.order.numbers))
    return replace(new, seq=seq)


def _patched(conn: sqlite.Connection, old: Snapshot, before: dict[int, bytes | None]) -> Snapshot:
    size = max(old.size, max(before) + 1)
    known = old.numbers | _value_numbers(conn, max(old.numbers, default=0))
    values = dict(old.values)
    positions = old.positions.copy(size)
    keys = [*old.order.keys, *[""] * (size - len(old.order.keys))]
    every = old.all
    new_terms: set[str] = set()
    for n, packed in before.items():
        row = conn.execute("SELECT lat, lng, packed, rank FROM doc JOIN rank USING (n) WHERE n = ?", (n,)).fetchone()
        lat, lng, after, rank = row or (None, None, b"", "")
        every = every | (1 << n) if row else every & ~(1 << n)
        positions.put(n, lat, lng)
        keys[n] = rank
        _move(values, known, n, set(array("I", packed or b"")), set(array("I", after)))
        new_terms.update(_terms(conn, n))
    moved = len(keys) != len(old.order.keys) or any(keys[n] != old.order.keys[n] for n in before)
    order = Order.of(keys, old.order.numbers) if moved else old.order
    vocabulary = old.vocabulary.with_terms(new_terms)
    return Snapshot(old.seq, size, every, values, known, positions, order, vocabulary, *_caches(size))


def _move(values: Values, known: dict[int, tuple[str, str]], n: int, before: set[int], after: set[int]) -> None:
    """Copies each field's dict before its first change here; the old snapshot keeps its own."""
    changes = [(number, without_number) for number in before - after]
    changes += [(number, with_number) for number in after - before]
    for name in {known[number][0] for number, _ in changes}:
        values[name] = dict(values.get(name, {}))
    for number, change in changes:
        name, value = known[number]
        posting = change(values[name].get(value, 0), n)
        if posting:
            values[name][value] = posting
        else:
            del values[name][value]


def _terms(conn: sqlite.Connection, n: int) -> set[str]:
    row = conn.execute("SELECT source FROM body WHERE n = ?", (n,)).fetchone()
    if row is None:
        return set()
    document = json.loads(row[0])
    return {word for name in schema.SEARCHED for text in items(document.get(name)) for word in words(text)}
