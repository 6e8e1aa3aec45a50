"""What is published today (domain.md, "Published"; S2 eis 8c and S4 segment 2 for suspending per gemeente)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.publication import Approval, Standing, is_published, live_today
from tests.domain.schemes import TODAY, regeling

DAYS = regeling().thresholds
GOOD = Standing(confirmed_at=TODAY)
START, END = date(2026, 1, 1), date(2026, 12, 31)
HERE = Approval("GM0200", "op-trede-3", START, END)
THERE = Approval("GM0202", "op-trede-4", START, END)
OFFERED = {"op-trede-3", "op-trede-4"}


def test_every_approved_gemeente_and_product_is_live():
    found = live_today([HERE, THERE], OFFERED, GOOD, TODAY, DAYS)
    assert found == {("GM0200", "op-trede-3"), ("GM0202", "op-trede-4")}


def test_products_approved_apart_do_not_cross():
    assert ("GM0200", "op-trede-4") not in live_today([HERE, THERE], OFFERED, GOOD, TODAY, DAYS)


def test_a_product_this_werkplek_does_not_offer_is_not_live():
    assert live_today([HERE, THERE], {"op-trede-4"}, GOOD, TODAY, DAYS) == {("GM0202", "op-trede-4")}


@pytest.mark.parametrize(
    ("day", "live"), [(date(2025, 12, 31), False), (START, True), (END, True), (date(2027, 1, 1), False)]
)
def test_the_contract_dates_are_both_included(day, live):
    standing = Standing(confirmed_at=day)
    assert is_published([HERE], OFFERED, standing, day, DAYS) is live


@pytest.mark.parametrize("flag", ["suspended", "withdrawn", "expired"])
def test_nothing_is_live_when_the_whole_plan_is_not(flag):
    assert live_today([HERE, THERE], OFFERED, replace(GOOD, **{flag: True}), TODAY, DAYS) == frozenset()


def test_suspended_for_one_gemeente_leaves_the_others():
    paused = replace(HERE, suspended=True)
    assert live_today([paused, THERE], OFFERED, GOOD, TODAY, DAYS) == {("GM0202", "op-trede-4")}


@pytest.mark.parametrize(("age", "live"), [(180, True), (181, False)])
def test_not_confirmed_for_too_long_is_taken_out(age, live):
    standing = Standing(confirmed_at=TODAY - timedelta(days=age))
    assert is_published([HERE], OFFERED, standing, TODAY, DAYS) is live


def test_without_approvals_nothing_is_published():
    assert not is_published([], OFFERED, GOOD, TODAY, DAYS)
