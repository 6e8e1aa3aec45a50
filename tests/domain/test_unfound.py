"""When a search is poor, and which counts are given out."""

from datetime import date

import pytest

from portal.domain.unfound import Outcome, Reason, may_be_given_out, month_of, oldest_month, open_month, reason_of


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome(words=True, page=1, total=3), None),
        (Outcome(words=True, page=1, total=0), Reason.NIETS_GEVONDEN),
        (Outcome(words=True, page=1, total=0, filters=True), Reason.NIETS_GEVONDEN),
        (Outcome(words=True, page=1, total=0, filters=True, without_filters=True), Reason.DOOR_FILTER),
        (Outcome(words=True, page=1, total=0, filters=True, no_product=True), Reason.GEEN_PRODUCT),
        (Outcome(words=True, page=1, total=30, fewer_words=True), Reason.MINDER_WOORDEN),
        (Outcome(words=True, page=1, total=1, fewer_words=True), Reason.MINDER_WOORDEN),
        (Outcome(words=True, page=1, total=1), Reason.WEINIG),
        (Outcome(words=True, page=1, total=2), Reason.WEINIG),
        (Outcome(words=True, page=1, total=2, filters=True), None),
        (Outcome(words=False, page=1, total=0), None),
        (Outcome(words=False, page=1, total=0, filters=True, no_product=True), None),
        (Outcome(words=True, page=2, total=0), None),
    ],
)
def test_why_a_search_is_poor(outcome: Outcome, reason: Reason | None) -> None:
    assert reason_of(outcome) is reason


@pytest.mark.parametrize(
    ("month", "count", "today", "given"),
    [
        ("2026-10", 10, date(2026, 11, 23), True),
        ("2026-10", 9, date(2026, 11, 23), False),
        ("2026-11", 500, date(2026, 11, 30), False),  # still counts: who watches it sees single searches
        ("2026-11", 500, date(2026, 12, 1), False),  # what was counted just before midnight comes in later
        ("2026-11", 500, date(2026, 12, 2), True),
        ("2026-12", 500, date(2027, 1, 2), True),
        ("2023-11", 500, date(2026, 11, 23), True),
        ("2023-10", 500, date(2026, 11, 23), False),
    ],
)
def test_only_large_counts_of_months_that_are_over_are_given_out(
    month: str, count: int, today: date, given: bool
) -> None:
    assert may_be_given_out(month, count, today) is given


def test_months() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"
    assert open_month(date(2027, 1, 1)) == "2026-12"
    assert [oldest_month(date(2026, month, 1)) for month in (1, 12)] == ["2023-01", "2023-12"]
