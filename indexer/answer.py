"""One query over one snapshot: totals, facets, order, page (docs/search.md, statements 9 to 19)."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from indexer import schema, sqlite
from indexer.bitsets import count_in, flags_of, mask_of, numbers_of
from indexer.embedded_query import Asked, parse
from indexer.embedded_store import documents_at, numbers_named
from indexer.engine import AnyFilter, FacetQuery, Filter, Hit, SearchQuery, SearchResult, UnknownField
from indexer.geo import NOWHERE
from indexer.highlight import marker_of
from indexer.matching import Edge, Matcher, edges_of
from indexer.snapshot import Snapshot

Ranked = list[tuple[int, int]]  # document number, metres


def check(query: SearchQuery) -> None:
    """Raises UnknownField for a field the schema does not declare, ValueError for an impossible page."""
    filters: Iterable[AnyFilter] = chain(query.filters, *(facet.filters for facet in query.facets))
    for one in filters:
        if one.field not in (schema.FILTERED if isinstance(one, Filter) else schema.NUMERIC):
            raise UnknownField(one.field)
    for facet in query.facets:
        if facet.field not in schema.FILTERED:
            raise UnknownField(facet.field)
    for name in query.fields or ():
        if name not in schema.SEARCHED:
            raise UnknownField(name)
    if query.page < 1 or query.per_page < 0:
        raise ValueError(f"page from 1, per_page from 0: {query.page}, {query.per_page}")
    if query.ids is not None and (query.words.strip() or query.facets):
        raise ValueError("a search among named documents has no words and no facets")


def answer(conn: sqlite.Connection | None, snapshot: Snapshot, query: SearchQuery) -> SearchResult:
    """The whole response. `conn` is in a read transaction of the snapshot's moment; None: there is no index."""
    asked = parse(query.words)
    edges = edges_of(asked, snapshot.vocabulary)
    matcher = Matcher(conn, snapshot, schema.FIRST_STEP if query.fields is None else query.fields)
    levels = matcher.levels(asked, edges)
    matches = 0
    for level in levels:
        matches |= level
    passed = snapshot.filtered(query.filters)
    if query.ids is not None:
        passed &= mask_of(numbers_named(conn, query.ids) if conn else [], snapshot.size)
    total = (matches & passed).bit_count()
    facets = {facet.name: _facet(snapshot, matches, facet) for facet in query.facets}
    page: Ranked = []
    if total and query.per_page and (query.page - 1) * query.per_page < total:
        groups = _groups(matcher, asked, edges, [level & passed for level in levels], query)
        page = _page(snapshot, groups, query)
    return SearchResult(total, _hits(conn, page, asked, edges, query), facets)


def _facet(snapshot: Snapshot, matches: int, facet: FacetQuery) -> dict[str, int]:
    among = matches & snapshot.filtered(facet.filters)
    if facet.values is not None:
        return {value: (among & snapshot.value_mask(facet.field, value)).bit_count() for value in facet.values}
    flags = flags_of(among).ljust(snapshot.size, b"\0")
    postings = snapshot.values.get(facet.field, {})
    return {value: count for value, posting in postings.items() if (count := count_in(posting, among, flags))}


def _groups(
    matcher: Matcher, asked: Asked, edges: Sequence[Edge], levels: Sequence[int], query: SearchQuery
) -> Iterator[int]:
    """Disjoint masks, best first. Fields are only asked for levels of typos that the page reaches."""
    if query.order == "distance" or not asked.units:
        together = 0
        for level in levels:
            together |= level
        yield together
        return
    skip = (query.page - 1) * query.per_page
    for typos, level in enumerate(levels):
        count = level.bit_count()
        if count and skip < count:
            yield from matcher.by_field(len(asked.units), edges, typos, level)
        elif count:
            yield level
        skip -= count


def _page(snapshot: Snapshot, groups: Iterable[int], query: SearchQuery) -> Ranked:
    skip = (query.page - 1) * query.per_page
    wanted = query.per_page
    page: Ranked = []
    for group in groups:
        count = group.bit_count()
        if skip < count:
            page += _best(snapshot, group, query, skip + wanted - len(page))[skip:]
        skip = max(0, skip - count)
        if len(page) >= wanted:
            break
    return page


def _best(snapshot: Snapshot, group: int, query: SearchQuery, most: int) -> Ranked:
    """The first `most` of a group by distance, then rank key. Both fit in one number, which sorts quickly."""
    numbers = list(numbers_of(group))
    place = snapshot.order.place
    if query.point is None:
        keys = [place[n] for n in numbers]
    else:
        metres = snapshot.positions.metres(query.point, numbers)
        keys = [(far << 32) + place[n] for far, n in zip(metres, numbers, strict=True)]
    first = heapq.nsmallest(most, keys) if most * 4 < len(keys) else sorted(keys)[:most]
    by_place = snapshot.order.numbers
    return [(by_place[key & 0xFFFFFFFF], key >> 32) for key in first]


def _hits(
    conn: sqlite.Connection | None, page: Ranked, asked: Asked, edges: Sequence[Edge], query: SearchQuery
) -> tuple[Hit, ...]:
    if conn is None or not page:
        return ()
    documents = documents_at(conn, [n for n, _ in page])
    marker = marker_of(asked, edges, query)
    hits = []
    for n, metres in page:
        document = documents[n]
        known = query.point is not None and metres < NOWHERE
        hits.append(Hit(document, metres if known else None, marker.marked(query, document) if marker else {}))
    return tuple(hits)
