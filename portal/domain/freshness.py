"""How old facts may be (domain.md, "Four clocks"): `capacity_at` and `confirmed_at` against the regeling's thresholds.

Days are calendar days in Europe/Amsterdam; the caller says what day it is. "Older than 30 days" starts on day 31: on
the threshold itself a fact still counts as fresh. The figures are ours.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from portal.domain.regeling import Thresholds


class Confirmation(IntEnum):
    """How long the aanbieder has not said "still right"; each state includes what the ones before it ask."""

    FRESH = 0
    FLAG = 1  # flagged, and a first mail
    REVIEWER = 2  # a second mail, and the reviewer sees it
    REMOVED = 3  # out of the results until confirmed


def capacity_is_old(capacity_at: date | None, today: date, thresholds: Thresholds) -> bool:
    """True when the free places are too old to trust: show "bel eerst". None: never filled in, so never trusted."""
    return capacity_at is None or (today - capacity_at).days > thresholds.capacity_call_first


def confirmation_state(confirmed_at: date, today: date, thresholds: Thresholds) -> Confirmation:
    """The state of a werkplek last confirmed on that day; a day in the future counts as today."""
    age = (today - confirmed_at).days
    if age > thresholds.confirm_remove:
        return Confirmation.REMOVED
    if age > thresholds.confirm_reviewer:
        return Confirmation.REVIEWER
    return Confirmation.FLAG if age > thresholds.confirm_flag else Confirmation.FRESH
