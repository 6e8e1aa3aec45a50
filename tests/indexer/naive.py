"""The contract in the slowest plain Python: what brute force finds, filters, counts and orders. Written apart from
the engine on purpose; it shares nothing with it but the field names.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from indexer.engine import Document, Filter
from portal.domain.places import Point

SEARCHED = ("trades", "branche", "tasks", "title", "keywords", "description", "aanbieder")


def osa(one: str, other: str) -> int:
    """Optimal string alignment distance, the table of the textbook."""
    table = [[i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            best = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


@lru_cache(maxsize=1_000_000)
def typos(typed: str, indexed: str) -> int | None:
    """Typos between two words, None when too many for the typed length (statements 3 and 4)."""
    allowed = 0 if len(typed) < 5 else 1 if len(typed) < 9 else 2
    steps = osa(typed, indexed)
    if steps and typed[0] != indexed[:1]:
        steps = 2 if steps == 1 else 99
    return steps if steps <= allowed else None


@lru_cache(maxsize=1_000_000)
def prefix_typos(typed: str, indexed: str) -> int | None:
    """The same for a word that is still being typed: the best of all beginnings of the indexed word."""
    found = [typos(typed, indexed[:end]) for end in range(1, len(indexed) + 1)]
    return min((one for one in found if one is not None), default=None)


def field_words(document: Document, name: str) -> list[str]:
    """The words of a field; the documents hold lower-case ASCII words only."""
    value = document.get(name) or []
    return (value if isinstance(value, str) else " ".join(value)).split()


def cost(document: Document, typed: list[str], *, prefix: bool) -> tuple[int, int] | None:
    """Typos and field ranks summed over the words, each word at its best; None when one is missing."""
    total = (0, 0)
    for at, word in enumerate(typed):
        compare = prefix_typos if prefix and at == len(typed) - 1 else typos
        found = [
            (steps, rank)
            for rank, name in enumerate(SEARCHED)
            for other in field_words(document, name)
            if (steps := compare(word, other)) is not None
        ]
        if not found:
            return None
        total = (total[0] + min(found)[0], total[1] + min(found)[1])
    return total


def passes(document: Document, filters: tuple[Filter, ...]) -> bool:
    """OR within a filter, AND between them."""
    return all(set(one.values) & set(_values(document, one.field)) for one in filters)


def count(documents: list[Document], name: str) -> dict[str, int]:
    """Distinct documents per value."""
    counts: dict[str, int] = {}
    for document in documents:
        for value in set(_values(document, name)):
            counts[value] = counts.get(value, 0) + 1
    return counts


def _values(document: Document, name: str) -> list[str]:
    value = document.get(name) or []
    return [value] if isinstance(value, str) else list(value)


def metres(point: Point, document: Document) -> int:
    """The haversine formula, whole metres; very far without coordinates."""
    geo = document.get("_geo")
    if geo is None:
        return 10**9
    lat, lng = radians(geo["lat"]), radians(geo["lng"])
    lat0, lng0 = radians(point.lat), radians(point.lon)
    half = sin((lat - lat0) / 2) ** 2 + cos(lat) * cos(lat0) * sin((lng - lng0) / 2) ** 2
    return round(2 * 6_371_000 * asin(sqrt(half)))
