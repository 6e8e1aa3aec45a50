"""What people could not find: when a search counts as poor, and which counts may be given out.

The rules are ours; the least count is that of design/reliability.md P46. Counted are searches, not people: telling one
visitor's second try from another visitor would take keeping something of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.said import said

LEAST = 10  # a smaller count may point at one person (P46): it is never given out, and soon deleted
FEW = 3  # fewer hits than this, with no filter on, is no choice
MONTHS_KEPT = 36  # as long as the figures per three calendar years of S0 §5.4 look back
_LATE = timedelta(days=1)  # what was counted just before midnight is written down a little later


class Reason(StrEnum):
    """Why a search was poor."""

    NIETS_GEVONDEN = "niets_gevonden"
    DOOR_FILTER = "door_filter"
    GEEN_PRODUCT = "geen_product"
    MINDER_WOORDEN = "minder_woorden"
    WEINIG = "weinig"

    @property
    def label(self) -> str:
        """The Dutch name on screens."""
        return _LABELS[self]


_LABELS = {
    Reason.NIETS_GEVONDEN: said("Niets gevonden"),
    Reason.DOOR_FILTER: said("Wel gevonden, maar niet met de gekozen filters"),
    Reason.GEEN_PRODUCT: said("Geen product voor de gekozen trede"),
    Reason.MINDER_WOORDEN: said("Alleen gevonden met minder woorden"),
    Reason.WEINIG: said("Maar 1 of 2 werkplekken gevonden"),
}
BY_FILTER = frozenset({Reason.DOOR_FILTER, Reason.GEEN_PRODUCT})  # what switching a filter on can bring about


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a search ended. `total`: hits with all filters; `without_filters`: the words alone find something there.

    `filters`: something beside words and place narrows. `fewer_words`: found only after a word was left out.
    """

    words: bool
    page: int
    total: int
    filters: bool = False
    without_filters: bool = False
    no_product: bool = False
    fewer_words: bool = False


def reason_of(outcome: Outcome) -> Reason | None:
    """Why this search counts as poor, or None: it found enough, says no words, or is a further page of one."""
    if not outcome.words or outcome.page != 1:
        return None
    if outcome.no_product:
        return Reason.GEEN_PRODUCT
    if outcome.total == 0:
        return Reason.DOOR_FILTER if outcome.filters and outcome.without_filters else Reason.NIETS_GEVONDEN
    if outcome.fewer_words:
        return Reason.MINDER_WOORDEN
    # With a filter on, few hits are what was asked for.
    return Reason.WEINIG if outcome.total < FEW and not outcome.filters else None


def month_of(day: date) -> str:
    """The month in which a search is counted, as "2026-11"."""
    return f"{day:%Y-%m}"


def open_month(today: date) -> str:
    """The first month that is not closed: months before it are given out, and their small counts deleted.

    Never the running month: who watches a count go from 12 to 13 sees one search, of somebody at that moment.
    """
    return month_of(today - _LATE)


def oldest_month(today: date) -> str:
    """The first month that is still kept."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    return f"{months // 12:04}-{months % 12 + 1:02}"


def may_be_given_out(month: str, count: int, today: date) -> bool:
    """The month is over and kept, and the count is not small (P46)."""
    return count >= LEAST and oldest_month(today) <= month < open_month(today)
