"""From the server's answers to a `SearchResult`: distances, marks, counts (docs/search.md, statements 12 to 21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import Any

from indexer import schema
from indexer.embedded_query import parse
from indexer.embedded_text import indexed, words_at
from indexer.engine import Document, FacetQuery, Hit, SearchQuery
from indexer.geo import NOWHERE, Positions
from indexer.meili_codes import SCORES, decode, encode, from_server, is_hash
from indexer.meili_query import Marks, fields_of

Answer = dict[str, Any]
LongText = Callable[[str, str], str]  # field, hash -> the text


def total_of(answer: Answer) -> int:
    """Exact: page mode was asked."""
    return int(answer["totalHits"])


def hits_of(answer: Answer, query: SearchQuery, marks: Marks) -> tuple[Hit, ...]:
    """The hits of a page. The server orders by distance to the metre or so; here the metres that are shown decide."""
    found: Sequence[Document] = answer["hits"]
    near = list(zip(metres_of(found, query), found, strict=True))
    if query.point is not None:
        alike = groupby(near, key=lambda one: _text_rank(one[1]))
        near = [one for _, group in alike for one in sorted(group, key=_by_distance)]
    return tuple(Hit(from_server(one), far if far < NOWHERE else None, _marked(one, query, marks)) for far, one in near)


def _text_rank(found: Document) -> tuple[Any, ...]:
    """The same for hits that are equal in text."""
    details = found.get(SCORES, {})
    return (details.get("typo", {}).get("typoCount"), details.get("attributeRank", {}).get("score"))


def _by_distance(one: tuple[int, Document]) -> tuple[int, str]:
    return one[0], str(one[1].get("rank_key") or "")


def metres_of(documents: Sequence[Document], query: SearchQuery) -> list[int]:
    """Whole metres as every engine shows them; NOWHERE without point or coordinates."""
    if query.point is None:
        return [NOWHERE] * len(documents)
    positions = Positions.empty(len(documents))
    for n, document in enumerate(documents):
        geo = document.get(schema.GEO)
        if geo is not None:
            positions.put(n, float(geo["lat"]), float(geo["lng"]))
    return positions.metres(query.point, range(len(documents)))


def ordered(answer: Answer, query: SearchQuery, by_field: Sequence[Answer] = ()) -> list[str]:
    """The ids of one page out of all matches: best field first when that was asked, then nearest, then by rank key.

    Asked for a phrase in one field, the server also gives documents with only its words there and the phrase elsewhere.
    """
    found: Sequence[Document] = answer["hits"]
    ranks: dict[str, int] = {}
    phrase = f" {' '.join(parse(query.words).units[0].words)} " if by_field else ""
    for rank, one in enumerate(by_field):
        for hit in one["hits"]:
            texts = [indexed(value) for name, value in hit.items() if name != "id"]
            if not texts or phrase in f" {texts[0]} ":
                ranks.setdefault(hit["id"], rank)
    keyed = sorted(
        (ranks.get(one["id"], len(by_field)), far, str(one.get("rank_key") or ""), one["id"])
        for far, one in zip(metres_of(found, query), found, strict=True)
    )
    first = (query.page - 1) * query.per_page
    return [identity for *_, identity in keyed[first : first + query.per_page]]


def split_of(answer: Answer, query: SearchQuery) -> tuple[str, str] | None:
    """The two neighbours as which one typed word was found in the first hit, or None (statement 6)."""
    units = parse(query.words).units
    if len(units) != 1 or units[0].phrase or not answer["hits"]:
        return None
    first: Document = answer["hits"][0]
    if _text_rank(first)[0] != 1:
        return None
    found = (pair for name in fields_of(query) for pair in pairwise(indexed(first.get(name)).split()))
    return next((pair for pair in found if "".join(pair) == units[0].words[0]), None)


def counts_of(facet: FacetQuery, answer: Answer | None, long_text: LongText) -> dict[str, int]:
    """The counts of one facet. `answer` None: no document can match."""
    found: dict[str, int] = answer["facetDistribution"].get(facet.field, {}) if answer else {}
    if facet.values is not None:
        return {value: found.get(encode(facet.field, value), 0) for value in facet.values}
    return {
        long_text(facet.field, value) if is_hash(value) else decode(value, {}): count for value, count in found.items()
    }


def _marked(found: Document, query: SearchQuery, marks: Marks) -> dict[str, str | list[str]]:
    formatted = found.get("_formatted", {})
    result: dict[str, str | list[str]] = {}
    for name in dict.fromkeys((*query.highlight, *query.crop)):
        value = formatted.get(name)
        if isinstance(value, list):
            result[name] = [_html(str(one), query, marks) for one in value if one is not None]
        elif value is not None:
            result[name] = _html(str(value), query, marks)
    return result


def _html(text: str, query: SearchQuery, marks: Marks) -> str:
    """Escaped once; then the marks become tags. Marks that stood in the text itself are dropped."""
    first, *marked = text.split(marks.before)
    parts = [_escaped(first)]
    for one in marked:
        matched, _, after = one.partition(marks.after)
        parts += (_each_word(matched, query.tags), _escaped(after))
    return "".join(parts)


def _each_word(matched: str, tags: tuple[str, str]) -> str:
    """The server puts one mark around a phrase; here every word has its own, as in the embedded engine."""
    parts: list[str] = []
    at = 0
    for word in words_at(matched):
        parts += (_escaped(matched[at : word.start()]), tags[0], _escaped(word[0]), tags[1])
        at = word.end()
    return "".join((*parts, _escaped(matched[at:])))


def _escaped(text: str) -> str:
    return escape(text.translate(_DROPPED))


_DROPPED = str.maketrans({"\ue001": None, "\ue002": None})
