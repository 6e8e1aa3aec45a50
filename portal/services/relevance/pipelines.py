"""The ways of searching that are measured: a plain search engine, each step of ours on its own, and the whole.

The whole is `portal.services.find`, as page and API use it. The others leave parts of it out, so that each part shows
what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from indexer import schema, words
from indexer.engine import Engine, SearchQuery, SearchUnavailable
from indexer.words import StepQuery
from portal.services.context import Context
from portal.services.find import find
from portal.services.locate import locate
from portal.services.query_parts import filters_of, scope_of
from portal.services.relevance.judged import QUERIES, Query
from portal.services.relevance.metrics import CUT
from portal.services.search import SearchPage, SearchRequest
from portal.store.data_error import DataError
from portal.store.woorden import Words

# Only what the aanbieder wrote; then with the words of the branche; then also those of the trade.
OWN_WORDS = tuple(field for field in schema.FIRST_STEP if field not in ("keywords", "trades"))
WITHOUT_TRADES = tuple(field for field in schema.FIRST_STEP if field != "trades")

Ranking = Callable[[Query], tuple[str, ...]]  # ids, best first; at least the first ten when there are that many
_Steps = Callable[[str, Words], Sequence[StepQuery]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One line of the report: on which engine, what of it is on, and the search itself."""

    engine: str
    name: str
    rank: Ranking
    whole: bool = False


def pipelines(context: Context) -> list[Pipeline]:
    """From nothing but the engine to everything, each with one part more than the one before."""
    parts: list[tuple[str, _Steps]] = [
        ("as typed", _as_typed),
        ("+ filler words out", _without_fillers),
        ("+ everyday words", _without_trades),
        ("+ trades", _first_step),
        ("+ word forms", _with_forms),
        ("+ fewer words", _all_steps),
    ]
    engine = context.engine
    steps = [Pipeline(engine.name, name, partial(_in_steps, context, of)) for name, of in parts]
    everything = partial(whole, context)
    return [
        *steps,
        Pipeline(engine.name, "+ by meaning", everything),
        Pipeline(engine.name, "the whole", everything, whole=True),
    ]


def whole(context: Context, query: Query) -> tuple[str, ...]:
    """What the results page lists: the hits, and below them what was found by meaning."""
    request = SearchRequest(q=query.words, plaats=query.place)
    page = find(context, request, list_without_place=True)
    if page.place_unknown or page.place_candidates:
        raise _unknown_place(query)
    if page.degraded:
        raise SearchUnavailable(f"{context.engine.name} did not answer")
    return tuple(card.id for card in page.cards) + by_meaning(page)


def by_meaning(page: SearchPage) -> tuple[str, ...]:
    """The ids of what the page shows under "Lijkt op wat u zoekt", in order."""
    return tuple(card.id for card in page.verwant)


def plain_meilisearch(offers: Sequence[Mapping[str, Any]], labels: Callable[[str], str]) -> list[dict[str, Any]]:
    """The offers as somebody would hand them to Meilisearch who knows nothing of this portal."""
    return [
        {
            "id": offer["id"],
            "naam": offer["naam"],
            "aanbieder": offer["aanbieder"]["naam"],
            "branches": [labels(token) for token in offer["branches"]],
            "taken": offer["taken"],
            "omschrijving": offer["omschrijving"],
        }
        for offer in offers
    ]


def _in_steps(context: Context, steps_of: _Steps, query: Query) -> tuple[str, ...]:
    request = SearchRequest(q=query.words, plaats=query.place)
    place = locate(query.place, context.catalogue.reference).place if query.place else None
    if query.place and place is None:
        raise _unknown_place(query)
    asked = SearchQuery(
        filters=filters_of(request, scope_of(request, place, context.catalogue)),
        point=place.point if place else None,
        per_page=2 * CUT,
    )
    for step in steps_of(query.words, context.catalogue.words):
        if found := _ids(context.engine, replace(asked, words=step.words, fields=step.fields)):
            return found
    return ()


def _ids(engine: Engine, query: SearchQuery) -> tuple[str, ...]:
    return tuple(hit.id for hit in engine.search(query).hits)


def _as_typed(q: str, _words: Words) -> Sequence[StepQuery]:
    return [StepQuery("letterlijk", q, OWN_WORDS)]


def _without_fillers(q: str, known: Words) -> Sequence[StepQuery]:
    return [StepQuery("letterlijk", words.content_words(q, known), OWN_WORDS)]


def _without_trades(q: str, known: Words) -> Sequence[StepQuery]:
    return [replace(step, fields=WITHOUT_TRADES) for step in _first_step(q, known)]


def _first_step(q: str, known: Words) -> Sequence[StepQuery]:
    return [step for step in words.steps(q, known) if step.name == "letterlijk"]


def _with_forms(q: str, known: Words) -> Sequence[StepQuery]:
    return [step for step in words.steps(q, known) if step.name != "minder-woorden"]


def _all_steps(q: str, known: Words) -> Sequence[StepQuery]:
    return list(words.steps(q, known))


def _unknown_place(query: Query) -> DataError:
    return DataError(QUERIES, query.line, f"place {query.place!r} is not one place: give a postcode, or leave it empty")
