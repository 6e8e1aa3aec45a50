"""Whatever aanbieder and gemeente do, in any order: nothing unapproved, withdrawn, suspended or expired is ever public.

After each step the outbox is drained and index, page and search are held against what the steps say is approved. Every
text of every version carries a mark of its own, so that a text of the wrong version cannot look right.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from indexer.embedded import EmbeddedEngine
from portal.services.context import Context
from portal.store.db import Database
from tests.plugins.databases import VAULT
from tests.services import plan_world as world
from tests.services.plan_machine import NOT_PUBLIC, PUBLIC, PlanMachine

STEPS_PER_RUN = 50


@pytest.fixture
def make(databases: Any, tmp_path: Any, context: Context) -> Iterator[Callable[[], tuple[Context, world.Clock]]]:
    """A new world for each run of the machine: a database and an index of its own, and a clock to move."""
    numbers = itertools.count()
    urls: list[str] = []

    def _make() -> tuple[Context, world.Clock]:
        clock = world.Clock()
        urls.append(databases.copy())
        database = Database(urls[-1], VAULT)
        engine = EmbeddedEngine(tmp_path / f"machine-{next(numbers)}.db")
        return replace(context, database=database, engine=engine, clock=clock), clock

    yield _make
    for url in urls:
        databases.drop(url)


@pytest.mark.proof
@pytest.mark.timeout(1200)  # thousands of steps, each a commit, a drain and a search
def test_nothing_unapproved_withdrawn_or_suspended_is_ever_public(
    make: Callable[[], tuple[Context, world.Clock]], scale: Callable[[int], int], record_figure: Any
) -> None:
    runs = scale(200) * 4  # hypothesis ends a run when it likes: some 30 steps each
    PlanMachine.reached.clear()
    PlanMachine.make = staticmethod(make)  # type: ignore[method-assign,assignment]
    run_state_machine_as_test(
        PlanMachine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS_PER_RUN,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    reached = PlanMachine.reached
    steps = {"approve", "reject", "return_with_reasons", "new_version", "withdraw", "suspend", "resume", "expire"}
    assert {step for step in steps if not reached[step]} == set()
    public, total = reached[PUBLIC], reached[PUBLIC] + reached[NOT_PUBLIC]
    assert total >= scale(10_000) * 2
    assert public >= total // 10
    record_figure("wrong visibility: steps of the plan machine without a leak", total, ">= 10,000")
