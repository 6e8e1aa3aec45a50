"""Counts of what people could not find: added, read and forgotten, on both databases."""

import threading

from portal.domain.unfound import Reason
from portal.store import unfound
from portal.store.db import Database
from portal.store.unfound import Cell

LASSEN = Cell("2026-10", "GM0200", "metaal", Reason.NIETS_GEVONDEN)
KOKEN = Cell("2026-10", "GM0202", "horeca", Reason.WEINIG)


def write(database: Database, counts: dict[Cell, int]) -> None:
    """As one worker does."""
    with database.write() as session:
        unfound.add(session, counts)
        session.commit()


def read(database: Database) -> dict[Cell, int]:
    """All that is there."""
    with database.read() as session:
        return unfound.counted(session, ["GM0200", "GM0202"], "0000-00", "9999-99")


def test_counts_are_added_up(database: Database) -> None:
    write(database, {LASSEN: 3, KOKEN: 1})
    write(database, {LASSEN: 4})
    assert read(database) == {LASSEN: 7, KOKEN: 1}


def test_workers_that_write_at_the_same_moment_lose_nothing(database: Database) -> None:
    def work() -> None:
        for _ in range(20):
            write(database, {LASSEN: 1, KOKEN: 2})

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(database) == {LASSEN: 80, KOKEN: 160}


def test_only_the_gemeenten_and_months_asked_for(database: Database) -> None:
    write(database, {LASSEN: 3, KOKEN: 1})
    with database.read() as session:
        assert unfound.counted(session, ["GM0202"], "2026-10", "2026-11") == {KOKEN: 1}
        assert unfound.counted(session, ["GM0202"], "2026-11", "2026-12") == {}
        assert unfound.counted(session, [], "2026-10", "2026-11") == {}


def test_small_counts_of_closed_months_and_old_months_are_forgotten(database: Database) -> None:
    old, running = LASSEN._replace(month="2023-09"), LASSEN._replace(month="2026-11")
    write(database, {LASSEN: 10, KOKEN: 9, old: 50, running: 1})
    with database.write() as session:
        assert unfound.forget(session, "2023-11", "2026-11", 10) == 2
        session.commit()
    assert read(database) == {LASSEN: 10, running: 1}
