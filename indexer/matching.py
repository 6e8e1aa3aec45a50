"""From asked words to sets of documents: which match, with how many typos, and in which field.

A query is a row of units. An *edge* covers one unit, or two or three neighbouring words written as one; each edge has
tiers of index expressions by number of typos. A document matches when a path of edges from the first unit to the last
matches it; its cost is that of its cheapest path (docs/search.md, statements 3 to 8 and 10).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import schema, sqlite
from indexer.bitsets import mask_of
from indexer.embedded_query import Asked, Unit
from indexer.snapshot import Snapshot
from indexer.vocabulary import Vocabulary, allowed_typos

TYPO_COST = 100  # more than the field ranks of ten words together
MOST_JOINED = 3
_TERMS_AT_ONCE = 40  # an OR of FTS5 looks at every term for every row


@dataclass(frozen=True, slots=True)
class Tier:
    """FTS5 expressions (of our own quoted words only) that match with this many typos."""

    typos: int
    expressions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """From unit `start` up to unit `end`."""

    start: int
    end: int
    tiers: tuple[Tier, ...]


def edges_of(asked: Asked, vocabulary: Vocabulary) -> list[Edge]:
    """All edges, ordered by where they end."""
    units = asked.units
    edges = []
    for end in range(1, len(units) + 1):
        edges.append(Edge(end - 1, end, _unit_tiers(units[end - 1], vocabulary)))
        for start in range(end - 2, max(-1, end - 1 - MOST_JOINED), -1):
            run = units[start:end]
            if any(unit.phrase for unit in run):
                break
            tiers = _joined_tiers(run, vocabulary)
            if tiers:
                edges.append(Edge(start, end, tiers))
    return edges


def _unit_tiers(unit: Unit, vocabulary: Vocabulary) -> tuple[Tier, ...]:
    if unit.phrase:
        return (Tier(0, (quoted(unit.words),)),)
    word = unit.words[0]
    allowed = allowed_typos(word)
    tiers = _word_tiers(word, allowed, unit.prefix, vocabulary)
    split = _splits(word, vocabulary) if allowed else ()
    return tuple(Tier(t.typos, t.expressions + split) if t.typos == 1 else t for t in tiers)


def _joined_tiers(run: Sequence[Unit], vocabulary: Vocabulary) -> tuple[Tier, ...]:
    """Words typed apart that are one word in the index; each space too many is a typo (as in Meilisearch)."""
    word = "".join(unit.words[0] for unit in run)
    spaces = len(run) - 1
    allowed = max(0, allowed_typos(word) - spaces)
    found = _word_tiers(word, allowed, run[-1].prefix, vocabulary)
    exists = vocabulary.begins(word) if run[-1].prefix else word in vocabulary
    return tuple(Tier(t.typos + spaces, t.expressions) for t in found if t.expressions and (t.typos or exists))


def _word_tiers(word: str, allowed: int, prefix: bool, vocabulary: Vocabulary) -> tuple[Tier, ...]:
    near = vocabulary.near(word, allowed, prefix=prefix)
    exact = Tier(0, (_expression(word, prefix),))
    return exact, *(
        Tier(typos, tuple(_expression(term, prefix) for term, distance in near.items() if distance == typos))
        for typos in range(1, allowed + 1)
    )


def _splits(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if len(word) > 2 * vocabulary.longest:
        return ()
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    return tuple(quoted(pair) for pair in halves if pair[0] in vocabulary and pair[1] in vocabulary)


def _expression(word: str, prefix: bool) -> str:
    return f'"{word}" *' if prefix else f'"{word}"'


def quoted(phrase: Sequence[str]) -> str:
    """The words next to each other. They hold letters and digits only, so nothing needs escaping."""
    return f'"{" ".join(phrase)}"'


class Matcher:
    """Answers for one search: reads the index in the caller's transaction, of the same moment as the snapshot."""

    def __init__(self, conn: sqlite.Connection | None, snapshot: Snapshot, fields: Sequence[str]) -> None:
        self._conn = conn
        self._snapshot = snapshot
        self._fields = tuple(f for f in schema.SEARCHED if f in fields)

    def levels(self, asked: Asked, edges: Sequence[Edge]) -> list[int]:
        """Documents by number of typos: disjoint masks, the index is the number of typos in the best reading."""
        start = self._snapshot.all
        for phrase in asked.without:
            start &= ~self.mask((quoted(phrase),), self._fields)
        reached: list[dict[int, int]] = [{0: start}]
        for node in range(1, len(asked.units) + 1):
            sums: dict[int, int] = {}
            for edge in edges:
                if edge.end == node:
                    self._step(sums, reached[edge.start], edge)
            reached.append(_cheapest(sums))
        found = reached[-1]
        return [found.get(typos, 0) for typos in range(max(found, default=-1) + 1)]

    def _step(self, sums: dict[int, int], before: dict[int, int], edge: Edge) -> None:
        for tier in edge.tiers if any(before.values()) else ():
            matches = self.mask(tier.expressions, self._fields)
            for typos, mask in before.items():
                both = mask & matches
                if both:
                    sums[typos + tier.typos] = sums.get(typos + tier.typos, 0) | both

    def by_field(self, units: int, edges: Sequence[Edge], typos: int, among: int) -> Iterator[int]:
        """The documents `among` one level of typos, best fields first: disjoint masks."""
        reached: list[dict[int, int]] = [{0: among}]
        for node in range(1, units + 1):
            sums: dict[int, int] = {}
            for edge in edges:
                if edge.end != node:
                    continue
                for tier in edge.tiers:
                    if tier.typos <= typos:
                        self._field_step(sums, reached[edge.start], edge, tier, typos)
            reached.append(_cheapest(sums))
        last = reached[-1]
        return (last[cost] for cost in sorted(last))

    def _field_step(self, sums: dict[int, int], before: dict[int, int], edge: Edge, tier: Tier, typos: int) -> None:
        open_before = {cost: mask for cost, mask in before.items() if cost // TYPO_COST + tier.typos <= typos}
        among = 0
        for mask in open_before.values():
            among |= mask
        for field_rank, matches in self._field_masks(tier, among):
            more = TYPO_COST * tier.typos + field_rank * (edge.end - edge.start)
            for cost, mask in open_before.items():
                both = mask & matches
                if both:
                    sums[cost + more] = sums.get(cost + more, 0) | both

    def _field_masks(self, tier: Tier, among: int) -> Iterator[tuple[int, int]]:
        """The best field of each document of `among` that the tier matches; the last field needs no question."""
        rest = among & self.mask(tier.expressions, self._fields) if among else 0
        for name in self._fields:
            if not rest:
                return
            here = rest if name == self._fields[-1] else rest & self.mask(tier.expressions, (name,))
            if here:
                yield schema.SEARCHED.index(name), here
                rest ^= here

    def mask(self, expressions: tuple[str, ...], fields: tuple[str, ...]) -> int:
        """The documents that match one of the expressions in one of the fields."""
        if not expressions or self._conn is None or not fields:
            return 0
        known = self._snapshot.word_masks
        key = (expressions, fields)
        mask = known.get(key)
        if mask is None:
            mask = known.keep(key, self._ask(self._conn, expressions, fields))
        return mask

    def _ask(self, conn: sqlite.Connection, expressions: tuple[str, ...], fields: tuple[str, ...]) -> int:
        where = "" if len(fields) == len(schema.SEARCHED) else f"{{{' '.join(fields)}}} : "
        mask = 0
        for at in range(0, len(expressions), _TERMS_AT_ONCE):
            asked = f"{where}({' OR '.join(expressions[at : at + _TERMS_AT_ONCE])})"
            # One text instead of a row per document: several times faster than fetching the rows.
            found = conn.execute("SELECT group_concat(rowid) FROM fts WHERE fts MATCH ?", (asked,)).fetchone()[0]
            mask |= mask_of(json.loads(f"[{found}]"), self._snapshot.size) if found else 0
        return mask


def _cheapest(sums: dict[int, int]) -> dict[int, int]:
    """Each document only at its lowest cost."""
    seen = 0
    kept = {}
    for cost in sorted(sums):
        mask = sums[cost] & ~seen
        if mask:
            kept[cost] = mask
            seen |= mask
    return kept
