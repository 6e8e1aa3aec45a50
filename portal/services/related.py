"""Offers that mean the same as a search, below a short list: "Lijkt op wat u zoekt" (design/engine.md section 5).

They never change the total, repeat no hit, and come from the engine by the same filters as the hits, so the locality
rule holds for them too. Whatever goes wrong here, the search itself stands: then there are none, and the log says why.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.document import rank_key
from indexer.engine import Hit, SearchQuery, SearchResult
from indexer.words import StepQuery, meant_words
from portal.services.cards import CROPPED, MARKED
from portal.services.context import Context
from portal.services.search import SearchRequest

if TYPE_CHECKING:  # it brings numpy along, which a portal without it need not load
    from indexer.nearest import Meaning

log = logging.getLogger("search")
SHORT_LIST = 20  # hits; a list of so many needs nothing below it
MOST = 20  # offers by meaning


@dataclass(frozen=True, slots=True)
class Related:
    """`total` below the whole list; `hits` only on the page where that list ends."""

    hits: tuple[Hit, ...] = ()
    total: int = 0


def related(
    context: Context, request: SearchRequest, query: SearchQuery, step: StepQuery, result: SearchResult
) -> Related:
    """What means the same as the words of the request, below the result of this query in this step."""
    meaning = context.meaning
    if meaning is None or not query.per_page or not step.words.strip() or result.total >= SHORT_LIST:
        return Related()
    text = meant_words(request.q, context.catalogue.words)
    if not text:
        return Related()
    try:
        return _found(context, meaning, text, query, step, result)
    except Exception:  # an encoder that fails, an engine that is gone a moment later
        log.exception("nothing found by meaning")
        return Related()


def _found(
    context: Context, meaning: Meaning, text: str, query: SearchQuery, step: StepQuery, result: SearchResult
) -> Related:
    literal = _all_hits(context, query, step, result)
    today = context.today()
    ids = meaning.nearest(text, literal, query.filters, MOST, lambda identity: rank_key(identity, today))
    if not ids:
        return Related()
    asked = replace(_bare(query), ids=tuple(ids), highlight=MARKED, crop=CROPPED)
    hits = context.engine.search(asked).hits  # the engine has the last word on what may serve
    if query.order != "distance":  # then they stand nearest first already
        place = {identity: number for number, identity in enumerate(ids)}
        hits = tuple(sorted(hits, key=lambda hit: place[hit.id]))
    last_page = max(1, -(-result.total // query.per_page))
    return Related(hits if query.page == last_page else (), len(hits))


def _all_hits(context: Context, query: SearchQuery, step: StepQuery, result: SearchResult) -> Sequence[str]:
    if len(result.hits) == result.total:
        return [hit.id for hit in result.hits]
    return [hit.id for hit in context.engine.search(replace(_bare(query), words=step.words, fields=step.fields)).hits]


def _bare(query: SearchQuery) -> SearchQuery:
    """The same place and filters, one page, nothing counted or marked."""
    nothing: Mapping[str, int] = {}
    return replace(query, words="", facets=(), page=1, per_page=max(SHORT_LIST, MOST), highlight=(), crop=nothing)
