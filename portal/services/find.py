"""Search, end to end: place, words in steps, filters, facets, cards, and what to do when there is nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from indexer import words
from indexer.engine import FacetQuery, SearchQuery, SearchResult, SearchUnavailable
from portal.domain.ladder import pairs_for
from portal.domain.places import Place
from portal.services import facet_values, no_result
from portal.services.cards import CROPPED, MARKED, Viewpoint, card_of
from portal.services.context import Context
from portal.services.correcting import correction
from portal.services.fallback import NOTICE, without_engine
from portal.services.locate import Located, locate
from portal.services.query_parts import Scope, facets_of, filters_of, scope_of
from portal.services.related import related
from portal.services.search import PlaceChoice, SearchPage, SearchRequest
from portal.services.without_words import nothing_searched

log = logging.getLogger("search")
MOST_CHARACTERS = 500  # of `q` (api.md)


def find(context: Context, request: SearchRequest, *, list_without_place: bool = False) -> SearchPage:
    """Everything the page and the API show for a request.

    An unknown or ambiguous place lists nothing: it never means "everywhere". `list_without_place` is for the API, whose
    open data list all that is published; the page first asks for a place and shows counts per gemeente.
    """
    located = locate(request.plaats, context.catalogue.reference, context.geocoder, request.gemeente)
    if located.place is None and (located.unknown or located.candidates):
        return _which_place(request, located)
    scope = scope_of(request, located.place, context.catalogue)
    page = SearchPage(
        request,
        place=located.place,
        place_note=located.note,
        place_candidates=_choices(located),
        regelingen=tuple((r.id, r.naam) for r in scope.regelingen) if located.place else (),
    )
    try:
        return _search(context, request, scope, page, list_without_place)
    except SearchUnavailable as error:
        context.fallback.tell(error)
    try:
        found = _search(without_engine(context), request, scope, page, list_without_place)
    except SQLAlchemyError:
        log.exception("search engine and database away")
        return replace(page, degraded=True, unavailable=True)
    return replace(found, degraded=True, meldingen=(*found.meldingen, NOTICE))


def _which_place(request: SearchRequest, located: Located) -> SearchPage:
    # Unknown with candidates: it looks like these; not unknown with candidates: several gemeenten have the name.
    unknown = located.unknown or located.correction is not None
    return SearchPage(request, place_candidates=_choices(located), place_unknown=unknown, place_note=located.note)


def _choices(located: Located) -> tuple[PlaceChoice, ...]:
    return tuple(PlaceChoice(c.naam, c.naam, c.gemeente_code) for c in located.candidates)


def _search(
    context: Context, request: SearchRequest, scope: Scope, page: SearchPage, list_without_place: bool
) -> SearchPage:
    listing = page.place is not None or list_without_place
    gemeenten = () if page.place else tuple(context.catalogue.reference.gemeenten)
    query = SearchQuery(
        filters=filters_of(request, scope),
        facets=facets_of(request, scope, gemeenten),
        order="distance" if request.volgorde == "afstand" and page.place else "relevance",
        point=page.place.point if page.place else None,
        page=request.pagina,
        per_page=request.per_pagina if listing else 0,
        highlight=MARKED,
        crop=CROPPED,
    )
    step, result = _in_steps(context, request, scope, query)
    view = Viewpoint(context.catalogue, page.place, request, context.today())
    meant = related(context, request, query, step, result)
    found = replace(
        page,
        totaal=result.total,
        paginas=-(-result.total // request.per_pagina),
        cards=tuple(card_of(hit, view) for hit in result.hits),
        facets=facet_values.labelled(result.facets, request, scope, context.catalogue),
        stap=step.name,
        woorden_gebruikt=step.words.strip(),
        pairs=_pairs(request, scope),
        signposts=no_result.signposts(request, scope) if scope.nothing_fits or result.total == 0 else (),
        verwant=tuple(card_of(hit, view) for hit in meant.hits),
        totaal_verwant=meant.total,
    )
    found = replace(found, zonder_woorden=nothing_searched(found, step, context.catalogue.words))
    better = correction(
        context.engine,
        request.q[:MOST_CHARACTERS],
        context.catalogue.words,
        step.name,
        result.total,
        lambda q: _literally(context, q, query),
    )
    if better:
        found = replace(found, suggestie=better.q, suggestie_aantal=better.aantal)
    if result.total:
        return found
    return replace(
        found, relaxations=no_result.relaxations(context.engine, request, page.place, context.catalogue, query, step)
    )


def total_of(context: Context, request: SearchRequest, place: Place) -> int:
    """How many `find` would say there are, at the cost of the count. Raises SearchUnavailable."""
    scope = scope_of(request, place, context.catalogue)
    return _in_steps(context, request, scope, SearchQuery(filters=filters_of(request, scope), per_page=0))[1].total


def _literally(context: Context, q: str, query: SearchQuery) -> int:
    """How many the first step finds for other words, under the same place and filters."""
    step = next(words.steps(q, context.catalogue.words))
    return context.engine.search(replace(_count(query, query.filters), words=step.words, fields=step.fields)).total


def _in_steps(
    context: Context, request: SearchRequest, scope: Scope, query: SearchQuery
) -> tuple[words.StepQuery, SearchResult]:
    """The first step that finds something on words and place alone; filters may still leave nothing of it.

    So a filter can only narrow (engine.md section 5). The full question is asked first: most often it finds, and then
    words and place alone find too.
    """
    steps = list(words.steps(request.q[:MOST_CHARACTERS], context.catalogue.words))
    place_only = filters_of(SearchRequest(), replace(scope, ladder=None))
    result = SearchResult(0)
    for step in steps:
        asked = replace(query, words=step.words, fields=step.fields)
        result = context.engine.search(asked)
        if result.total or not step.words.strip():
            return step, result
        if query.filters != place_only and context.engine.search(_count(asked, place_only)).total:
            return step, result
    # Nothing in any step: the counts of the first, literal step.
    return steps[0], result


def _count(query: SearchQuery, filters: tuple) -> SearchQuery:  # type: ignore[type-arg]
    none: tuple[FacetQuery, ...] = ()
    empty: Mapping[str, int] = {}
    return replace(query, filters=filters, facets=none, page=1, per_page=0, highlight=(), crop=empty)


def _pairs(request: SearchRequest, scope: Scope) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (pair.development.token, pair.work.token, pair.sentence)
        for regeling in scope.regelingen
        for pair in pairs_for(regeling, request.trede, request.doel)
    )
