"""The clocks and their boundaries: on the threshold still fresh, a day later old (domain.md, "Four clocks"; ours)."""

from datetime import timedelta

import pytest

from portal.domain.freshness import Confirmation, capacity_is_old, confirmation_state
from tests.domain.schemes import TODAY, regeling

DAYS = regeling().thresholds


@pytest.mark.parametrize(("age", "old"), [(-1, False), (0, False), (30, False), (31, True), (400, True)])
def test_free_places_are_old_after_thirty_days(age, old):
    assert capacity_is_old(TODAY - timedelta(days=age), TODAY, DAYS) is old


def test_free_places_that_were_never_filled_in_are_old():
    assert capacity_is_old(None, TODAY, DAYS)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (-1, Confirmation.FRESH),
        (90, Confirmation.FRESH),
        (91, Confirmation.FLAG),
        (120, Confirmation.FLAG),
        (121, Confirmation.REVIEWER),
        (180, Confirmation.REVIEWER),
        (181, Confirmation.REMOVED),
    ],
)
def test_confirmation_lapses_in_steps(age, state):
    assert confirmation_state(TODAY - timedelta(days=age), TODAY, DAYS) is state
