"""A search over documents in memory, for when the search engine is away: same filters, counts and published order.

Plainer than the engine in one thing only: a word is found where a word of name, branche or tasks begins with it, so
there are no typing errors, no joined or split words, and no rank by field. Hits stand nearest first, then by rank key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from indexer import schema
from indexer.embedded_query import Asked, Unit, parse
from indexer.embedded_text import fold, indexed, items
from indexer.engine import AnyFilter, Document, FacetQuery, Filter, Hit, SearchQuery, SearchResult
from portal.domain.places import Point, distance_m

SEARCHED = ("title", "branche", "tasks")
_WORD_OR_SPACE = re.compile(r"\S+|\s+")
_NOWHERE = 1 << 30  # metres: no coordinates, so after all others


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with what a search looks at: its folded words between spaces, its tokens per field, its point."""

    document: Document
    words: str
    tokens: dict[str, frozenset[str]]
    point: Point | None

    @classmethod
    def of(cls, document: Document) -> Entry:
        """Prepare one."""
        geo = document.get(schema.GEO)
        tokens = {field: frozenset(items(document.get(field))) for field in schema.FILTERED}
        text = " \ue000 ".join(indexed(document.get(field)) for field in SEARCHED)
        return cls(document, f" {text} ", tokens, Point(geo["lat"], geo["lng"]) if geo else None)


def answer(entries: Sequence[Entry], query: SearchQuery) -> SearchResult:
    """The whole response."""
    asked = parse(query.words)
    among = entries if query.ids is None else [entry for entry in entries if entry.document["id"] in query.ids]
    matched = [entry for entry in among if _matches(entry, asked)]
    passing = _Passing(matched)
    found = passing.those(query.filters)
    page = _page(found, query)
    starts = tuple(word for unit in asked.units for word in unit.words)
    return SearchResult(
        total=len(found),
        hits=tuple(Hit(entry.document, metres, _marked(entry.document, query, starts)) for metres, entry in page),
        facets={facet.name: passing.counts(facet) for facet in query.facets},
    )


def _matches(entry: Entry, asked: Asked) -> bool:
    return all(_has(entry, unit) for unit in asked.units) and not any(
        f" {' '.join(words)} " in entry.words for words in asked.without
    )


def _has(entry: Entry, unit: Unit) -> bool:
    text = " " + " ".join(unit.words)
    return (f"{text} " if unit.phrase else text) in entry.words


class _Passing:
    """Which of the matched entries pass a set of filters; each set and each count is worked out once."""

    def __init__(self, matched: Sequence[Entry]) -> None:
        self._matched = matched
        self._those: dict[tuple[AnyFilter, ...], list[Entry]] = {}
        self._counts: dict[tuple[tuple[AnyFilter, ...], str], Counter[str]] = {}

    def those(self, filters: tuple[AnyFilter, ...]) -> list[Entry]:
        """The entries that pass all."""
        if filters not in self._those:
            tests = [_test(one) for one in filters]
            self._those[filters] = [entry for entry in self._matched if all(test(entry) for test in tests)]
        return self._those[filters]

    def counts(self, facet: FacetQuery) -> dict[str, int]:
        """Documents per value; of `values` also those at 0."""
        key = (facet.filters, facet.field)
        if key not in self._counts:
            tokens = (entry.tokens[facet.field] for entry in self.those(facet.filters))
            self._counts[key] = Counter(chain.from_iterable(tokens))
        counted = self._counts[key]
        return dict(counted) if facet.values is None else {value: counted[value] for value in facet.values}


def _test(one: AnyFilter) -> Callable[[Entry], bool]:
    if isinstance(one, Filter):
        field, values = one.field, frozenset(one.values)
        return lambda entry: not values.isdisjoint(entry.tokens[field])
    number, minimum = one.field, one.minimum
    return lambda entry: float(entry.document.get(number) or 0) >= minimum


def _page(found: Sequence[Entry], query: SearchQuery) -> Iterable[tuple[int | None, Entry]]:
    """The published order: nearest first when there is a place, then the rank key of the day."""
    if not query.per_page:
        return ()
    far = [distance_m(query.point, entry.point) if query.point and entry.point else None for entry in found]
    ordered = sorted(
        zip(far, found, strict=True),
        key=lambda pair: (_NOWHERE if pair[0] is None else pair[0], pair[1].document["rank_key"]),
    )
    start = (query.page - 1) * query.per_page
    return ordered[start : start + query.per_page]


def _marked(document: Document, query: SearchQuery, starts: tuple[str, ...]) -> dict[str, str | list[str]]:
    marked: dict[str, str | list[str]] = {}
    for field in dict.fromkeys((*query.highlight, *query.crop)):
        value = document.get(field)
        if value is None:
            continue
        most = query.crop.get(field)
        done = [_html(text, starts if field in SEARCHED else (), query.tags, most) for text in items(value)]
        marked[field] = done if isinstance(value, (list, tuple)) else done[0]
    return marked


def _html(text: str, starts: tuple[str, ...], tags: tuple[str, str], most: int | None) -> str:
    """Escaped once; words that begin with a word asked for stand in the tags; at most so many words."""
    parts = _WORD_OR_SPACE.findall(text)
    if most is not None and len(parts) > 2 * most:
        parts = [*parts[: 2 * most - 1], "\u2026"]
    return "".join(
        f"{tags[0]}{escape(part)}{tags[1]}" if starts and fold(part).startswith(starts) else escape(part)
        for part in parts
    )
