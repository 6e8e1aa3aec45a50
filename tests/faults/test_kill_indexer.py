"""The indexer killed with -9 at random points under writes (reliability.md row 1): 0 lost, 0 ghost, 0 stale."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.context import BaseContext

import pytest

from indexer import comparing, sync
from indexer.comparing import Checked
from portal.store import outbox
from portal.store.db import Database
from tests.factories import TODAY
from tests.faults.processes import CATALOGUE, State, index_until_killed
from tests.faults.test_worker import until
from tests.faults.writing import Writer

KILLS = 200


@pytest.mark.proof
@pytest.mark.parametrize("rebuild_every", [0, 3], ids=["draining", "rebuilding"])
def test_killed_at_random_points_nothing_is_lost_left_over_or_old(
    state: State,
    processes: BaseContext,
    rebuild_every: int,
    scale: Callable[[int], int],
    seed: int,
    record_figure: Callable[..., None],
) -> None:
    database, engine = Database(state.database_url), state.engine()
    writer, rnd = Writer(database, seed), random.Random(seed)
    writer.add(50)
    sync.rebuild(database, engine, CATALOGUE, TODAY)
    kills = scale(KILLS) // 2  # the other half in the other case
    for _ in range(kills):
        _kill_while_writing(state, processes, writer, rnd, rebuild_every)
    checked, waiting = _after_the_drain(state, database)
    name = f"indexer killed -9 while {'rebuilding' if rebuild_every else 'draining'}, {engine.name}"
    record_figure(f"{name}: lost, ghost, stale", (checked.missing, checked.ghost, checked.different), "0, 0, 0")
    record_figure(f"{name}: kills, changes", (kills, writer.written), f"{KILLS // 2} kills")
    assert (checked.found, waiting) == (0, 0)
    engine.close()
    database.close()


def _kill_while_writing(
    state: State, processes: BaseContext, writer: Writer, rnd: random.Random, rebuild_every: int
) -> None:
    indexer = processes.Process(target=index_until_killed, args=(state, rebuild_every))  # type: ignore[attr-defined]
    state.ready.unlink(missing_ok=True)
    indexer.start()
    until(state.ready.exists)
    writer.ids = []  # werkplekken of this round only: a later change of the same one would hide what was lost
    if rnd.random() < 0.5:
        _until_rows_go(state, writer)
    else:
        end = time.monotonic() + rnd.uniform(0.02, 0.4)
        while time.monotonic() < end:
            writer.change()
    indexer.kill()
    indexer.join()


def _until_rows_go(state: State, writer: Writer) -> None:
    """To just after the most dangerous moment: rows of a large batch are gone, so the engine must have it all."""
    writer.add(60)
    database = Database(state.database_url)

    def gone() -> bool:
        with database.read() as session:
            return outbox.waiting(session, outbox.INDEX_WERKPLEK)[0] < 60

    until(gone)
    database.close()


def _after_the_drain(state: State, database: Database) -> tuple[Checked, int]:
    """What differs, and what waits, after one start of a healthy indexer."""
    engine = state.engine()
    now = datetime.now(UTC)
    parts = (database, engine, CATALOGUE)
    sync.drain_all(*parts, now, TODAY)
    with database.read() as session:
        waiting, _ = outbox.waiting(session, outbox.INDEX_WERKPLEK)
    checked = comparing.check(*parts, now, TODAY, state.lock)
    engine.close()
    return checked, waiting
