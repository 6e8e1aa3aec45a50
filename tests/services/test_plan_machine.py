"""Whatever aanbieder and gemeente do, in any order: nothing unapproved, withdrawn, suspended or expired is ever public.

After each step the outbox is drained and index, page and search are held against what the steps say is approved. Every
text of every version carries a mark of its own, so that a text of the wrong version cannot look right.

`make test` takes 2,000 steps on SQLite and 666 on PostgreSQL, `make proof` 20,000 on each; every decision on each.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from indexer.embedded import EmbeddedEngine
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from tests.plugins.databases import VAULT
from tests.plugins.scale import in_full
from tests.services import plan_world as world
from tests.services.plan_machine import NOT_PUBLIC, PUBLIC, PlanMachine

STEPS_PER_RUN = 50


@pytest.fixture
def make(databases: Any, catalogue: Catalogue, tmp_path: Path) -> Iterator[Callable[[], tuple[Context, world.Clock]]]:
    """A new world for each run of the machine: an empty database, an index of its own, and a clock to move."""
    numbers = itertools.count()
    lent: list[str] = []

    def _make() -> tuple[Context, world.Clock]:
        if lent:  # the machine of the last run has closed it
            databases.take_back(lent.pop())
        lent.append(databases.lend())
        clock = world.Clock()
        made = Context(
            database=Database(lent[0], VAULT),
            engine=EmbeddedEngine(tmp_path / f"machine-{next(numbers)}.db"),
            catalogue=catalogue,
            geocoder=OfflineGeocoder(catalogue.reference),
            lock_path=tmp_path / "index.lock",
            clock=clock,
        )
        return made, clock

    yield _make
    for url in lent:
        databases.take_back(url)


def full_steps(url: str) -> int:
    """The steps of `make proof`; `make test` does a tenth.

    On PostgreSQL a step costs three times as much, and what it proves there is that the same services say the same on
    another database: `make test` does a third there.
    """
    return 20_000 if in_full() or url.startswith("sqlite") else 20_000 // 3


@pytest.mark.proof
@pytest.mark.timeout(1200)  # thousands of steps, each a commit, a drain and a search
def test_nothing_unapproved_withdrawn_or_suspended_is_ever_public(
    make: Callable[[], tuple[Context, world.Clock]], databases: Any, scale: Callable[[int], int], record_figure: Any
) -> None:
    wanted = scale(full_steps(databases.lend()))
    runs = wanted // 33  # hypothesis ends a run when it likes: some 40 steps each
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
    assert total >= wanted
    assert public >= total // 10
    record_figure("wrong visibility: steps of the plan machine without a leak", total, ">= 10,000")
