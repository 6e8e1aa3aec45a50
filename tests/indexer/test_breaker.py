"""The circuit breaker by itself, with a clock of its own."""

import pytest

from indexer.breaker import Breaker


class Clock:
    """A clock that only moves when it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def broken(clock: Clock) -> Breaker:
    """Three failures in a row."""
    breaker = Breaker(failures=3, seconds=5, clock=clock)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row(broken: Breaker) -> None:
    assert not broken.allows()


def test_a_success_in_between_starts_the_count_again(clock: Clock) -> None:
    breaker = Breaker(failures=2, seconds=5, clock=clock)
    for outcome in (breaker.failed, breaker.succeeded, breaker.failed):
        outcome()
    assert breaker.allows()


def test_after_a_while_one_call_may_try_and_only_one(broken: Breaker, clock: Clock) -> None:
    clock.now += 5
    assert [broken.allows() for _ in range(3)] == [True, False, False]


def test_a_trial_that_succeeds_closes_it(broken: Breaker, clock: Clock) -> None:
    clock.now += 5
    assert broken.allows()
    broken.succeeded()
    assert [broken.allows() for _ in range(3)] == [True, True, True]


def test_a_trial_that_fails_keeps_it_open_for_as_long_again(broken: Breaker, clock: Clock) -> None:
    clock.now += 5
    assert broken.allows()
    broken.failed()
    clock.now += 4
    assert not broken.allows()
    clock.now += 1
    assert broken.allows()


def test_a_trial_that_never_ends_is_followed_by_another(broken: Breaker, clock: Clock) -> None:
    clock.now += 5
    assert broken.allows()
    clock.now += 5
    assert broken.allows()
