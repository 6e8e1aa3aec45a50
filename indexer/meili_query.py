"""One `SearchQuery` as the queries of one `multi_search`: the hits, and the counts per distinct set of filters.

The words are read by our own parser and written down again, so that marks, minus and quotes mean the same on every
engine. Nothing typed reaches a filter but as a value of a declared field, encoded and quoted.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from indexer import schema
from indexer.embedded_query import Asked, Unit, parse
from indexer.engine import AnyFilter, FacetQuery, Filter, SearchQuery
from indexer.meili_codes import LONG, encode
from indexer.vocabulary import allowed_typos
from portal.domain.places import Point

CUT = "\u2026"
MOST_HITS = 200_000  # when all matches are needed; more than an index is meant to hold (docs/search.md)
_WHOLE = [*schema.DOCUMENT, LONG]  # without what only the server needs, which would double the answer
_ORDER_FIELDS = ["id", schema.GEO, *schema.SORTED]

Query = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marks:
    """Tags that no text of a document can hold: they end on random letters."""

    nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def before(self) -> str:
        """Stands before a matched word."""
        return f"\ue001{self.nonce}"

    @property
    def after(self) -> str:
        """Stands after a matched word."""
        return f"\ue002{self.nonce}"


@dataclass(slots=True)
class Plan:
    """What to ask. `main`: the place of the query that gives total and hits, None when no document can match.

    `counted`: per facet the place of the query that counts it, None when its filters allow no document.
    `by_field`: for a phrase the places of the queries that look in one field each, best first, without the last field.
    `sorts_here`: the main query gives ids and places of all matches, to be ordered by us.
    """

    queries: list[Query]
    main: int | None
    counted: list[tuple[FacetQuery, int | None]]
    by_field: list[int]
    sorts_here: bool


def plan(index: str, query: SearchQuery, marks: Marks) -> Plan:
    """All queries of a search. An order that is made here needs the ids of all matches first: `page_of` comes after."""
    asked = parse(query.words)
    text = text_of(asked)
    made = Plan([], None, [], [], _sorts_here(query, asked))
    by_filters: dict[frozenset[AnyFilter], int] = {}

    def place_of(filters: tuple[AnyFilter, ...], hits: Query) -> int | None:
        if any(isinstance(one, Filter) and not one.values for one in filters):
            return None
        key = frozenset(filters)
        if key not in by_filters:
            by_filters[key] = len(made.queries)
            made.queries.append({**_words(index, text, query), "filter": filter_of(filters), **hits})
        return by_filters[key]

    made.main = place_of(query.filters, _hits(query, marks) if not made.sorts_here else _all_matches())
    if query.ids is not None and made.main is not None:  # then there are no facets that share the query
        made.queries[made.main]["filter"].append(f"id IN {json.dumps(list(query.ids))}")
    for facet in query.facets:
        place = place_of(facet.filters, {"page": 1, "hitsPerPage": 0})
        made.counted.append((facet, place))
        if place is not None:
            fields = made.queries[place].setdefault("facets", [])
            if facet.field not in fields:
                fields.append(facet.field)
    if made.main is not None and made.sorts_here and query.order != "distance":
        names = fields_of(query)[:-1]
        for name in names:
            made.by_field.append(len(made.queries))
            alone = _words(index, text, replace(query, fields=(name,)))
            # With its text, for `meili_answer.ordered` to look; not the last, mostly the description: much, and right.
            hits = {**_all_matches(), "attributesToRetrieve": ["id"] if name == names[-1] else ["id", name]}
            made.queries.append({**alone, "filter": filter_of(query.filters), **hits})
    return made


def page_of(index: str, query: SearchQuery, ids: list[str], marks: Marks) -> Query:
    """The documents of one page, whose order is already known; the words are there for the marks."""
    text = text_of(parse(query.words))
    hits = {**_hits(query, marks), "page": 1, "hitsPerPage": len(ids), "filter": [f"id IN {json.dumps(ids)}"]}
    hits.pop("sort", None)
    return {**_words(index, text, query), **hits}


def _sorts_here(query: SearchQuery, asked: Asked) -> bool:
    """Words rank before distance on the server, so with words the order by distance is made here (statement 12).

    So is that of a phrase alone: for the server its field is the best one of its first word, wherever the phrase
    itself may be (statement 10).
    """
    if not query.per_page:
        return False
    if query.order == "distance":
        return bool(asked.units or asked.without)
    return len(asked.units) == 1 and asked.units[0].phrase and len(asked.units[0].words) > 1


def apart(query: SearchQuery, pair: tuple[str, str]) -> SearchQuery:
    """The same search for the two words of a split word, as a phrase; without counts."""
    asked = replace(parse(query.words), units=(Unit(pair, phrase=True),))
    return replace(query, words=text_of(asked), facets=())


def fields_of(query: SearchQuery) -> list[str]:
    """The fields to look in, best first."""
    asked = schema.FIRST_STEP if query.fields is None else query.fields
    return [name for name in schema.SEARCHED if name in asked]


def text_of(asked: Asked) -> str:
    """The words as Meilisearch reads them. What to leave out goes first: the last word may be half typed."""
    if len(asked.units) == 1 and _may_not_be_split(asked.units[0]):
        asked = replace(asked, units=(replace(asked.units[0], phrase=True),))
    parts = [f'-"{" ".join(one)}"' if len(one) > 1 else f"-{one[0]}" for one in asked.without]
    parts += [f'"{" ".join(unit.words)}"' if unit.phrase else unit.words[0] for unit in asked.units]
    open_end = bool(asked.units) and asked.units[-1].prefix
    return " ".join(parts) + ("" if open_end or not parts else " ")


def _may_not_be_split(unit: Unit) -> bool:
    """A whole word of up to four letters: the server would also look for it as two words (`ende` as `en de`)."""
    return not unit.phrase and not unit.prefix and not allowed_typos(unit.words[0])


def filter_of(filters: Iterable[AnyFilter]) -> list[str]:
    """Conditions that must all hold, each once, in a fixed order."""
    return sorted({_condition(one) for one in filters})


def _condition(one: AnyFilter) -> str:
    if isinstance(one, Filter):
        return f"{one.field} IN {json.dumps([encode(one.field, value) for value in one.values], ensure_ascii=False)}"
    return f"{one.field} >= {json.dumps(float(one.minimum))}"


def sort_of(point: Point) -> list[str]:
    """Nearest first."""
    return [f"_geoPoint({float(point.lat)!r}, {float(point.lon)!r}):asc"]


def _words(index: str, text: str, query: SearchQuery) -> Query:
    return {
        "indexUid": index,
        "q": text,
        "matchingStrategy": "all",
        "attributesToSearchOn": fields_of(query),
    }


def _hits(query: SearchQuery, marks: Marks) -> Query:
    hits: Query = {"page": query.page, "hitsPerPage": query.per_page}
    if not query.per_page:
        return hits
    hits |= {"attributesToRetrieve": _WHOLE, "showRankingScoreDetails": True}
    if query.point is not None:
        hits["sort"] = sort_of(query.point)
    marked = list(dict.fromkeys((*query.highlight, *query.crop)))
    if marked:
        hits |= {"attributesToHighlight": marked, "highlightPreTag": marks.before, "highlightPostTag": marks.after}
    if query.crop:
        hits |= {"attributesToCrop": [f"{name}:{words}" for name, words in query.crop.items()], "cropMarker": CUT}
    return hits


def _all_matches() -> Query:
    return {"page": 1, "hitsPerPage": MOST_HITS, "attributesToRetrieve": _ORDER_FIELDS}
