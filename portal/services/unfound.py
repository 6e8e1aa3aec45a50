"""What people could not find, counted without keeping what they typed (issue D; docs/privacy.md).

A search is counted as month, gemeente, branche and reason, in memory (`portal.services.tally`): a GET writes nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Literal

from indexer.document import NATIONWIDE
from indexer.engine import SearchQuery
from indexer.words import content_words, steps
from portal.domain import unfound as rules
from portal.domain.actor import Actor, Role
from portal.domain.unfound import Outcome, Reason
from portal.services.context import Context
from portal.services.find import find
from portal.services.query_parts import filters_of, scope_of
from portal.services.search import SearchPage, SearchRequest
from portal.store import unfound
from portal.store.unfound import UNKNOWN, Cell

log = logging.getLogger("unfound")
How = Literal["search", "filter"]


def find_and_count(context: Context, request: SearchRequest, how: How | None) -> SearchPage:
    """What a visitor's page shows, as `find`; counted when it was poor. Counting raises nothing and writes nothing.

    `how` "filter": a filter was switched on the page, so the words were counted before and only what the filter did
    counts; None: nobody looks. The API does not come here: what asks there is a machine.
    """
    page = find(context, request)
    if how is not None:
        try:
            _count(context, page, how)
        except Exception as error:  # noqa: BLE001  a page is worth more than a count; an error's text may hold words
            log.warning("a search was not counted: %s", type(error).__name__)
    return page


def _count(context: Context, page: SearchPage, how: How) -> None:
    reason = _reason(context, page)
    if reason is None or (how == "filter" and reason not in rules.BY_FILTER):
        return
    gemeente = page.place.gemeente_code if page.place else NATIONWIDE
    cell = Cell(rules.month_of(context.today()), gemeente, _branche(context, page), reason)
    context.tally.count(cell, context.database)


@dataclass(frozen=True, slots=True)
class UnfoundRow:
    """One count that may be given out. `branche` is a token or UNKNOWN."""

    month: str
    gemeente: str
    branche: str
    reason: Reason
    count: int


def not_found(context: Context, actor: Actor) -> tuple[UnfoundRow, ...]:
    """What inwoners of a reviewer's gemeenten could not find: newest month first, then the largest counts."""
    if actor.role is not Role.BEOORDELAAR:
        return ()
    today = context.today()
    with context.database.read() as session:
        found = unfound.counted(session, actor.gemeenten, rules.oldest_month(today), rules.open_month(today))
    rows = (UnfoundRow(*cell, n) for cell, n in found.items() if rules.may_be_given_out(cell.month, n, today))
    ordered = sorted(rows, key=lambda row: (-row.count, row.gemeente, row.branche, row.reason))
    return tuple(sorted(ordered, key=lambda row: row.month, reverse=True))


def _reason(context: Context, page: SearchPage) -> Reason | None:
    request = page.request
    if page.degraded or page.unavailable or not request.q.strip():
        return None  # an answer from the database, with the engine away, says nothing of the offer
    if page.place is None and (page.place_candidates or page.place_unknown):
        return None  # the page asks which place is meant
    filters = bool(request.filters_on)
    outcome = Outcome(
        words=bool(page.woorden_gebruikt),
        page=request.pagina,
        total=page.totaal,
        filters=filters,
        no_product=scope_of(request, page.place, context.catalogue).nothing_fits,
        fewer_words=page.stap == "minder-woorden",
    )
    if filters and not page.totaal and rules.reason_of(outcome) is Reason.NIETS_GEVONDEN:
        outcome = replace(outcome, without_filters=_found_without_filters(context, page))
    return rules.reason_of(outcome)


def _found_without_filters(context: Context, page: SearchPage) -> bool:
    place_only = filters_of(SearchRequest(), scope_of(SearchRequest(), page.place, context.catalogue))
    asked = (
        SearchQuery(words=step.words, fields=step.fields, filters=place_only, per_page=0)
        for step in steps(page.request.q, context.catalogue.words)
    )
    return any(context.engine.search(query).total for query in asked)


def _branche(context: Context, page: SearchPage) -> str:
    """By the words as typed; else by the nearest words that the index knows."""
    known, typed = context.tally.branches(context.catalogue), page.request.q
    return known.branche_of(typed) or known.branche_of(_corrected(context, typed)) or UNKNOWN


def _corrected(context: Context, typed: str) -> str:
    parts = content_words(typed, context.catalogue.words).split()
    return " ".join(context.engine.suggest(part) or part for part in parts)
