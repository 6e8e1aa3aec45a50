"""One bad document: found by halving, tried again, parked with an alert; the others flow (reliability.md row 5)."""

import logging

import pytest

from indexer import sync
from portal.store import outbox
from tests.factories import TODAY
from tests.faults.conftest import Bench

NOWHERE_ON_EARTH = 400.0


def test_one_bad_document_does_not_hold_the_others_up(bench: Bench) -> None:
    ids = bench.add(100)
    bench.engine.bad = {ids[37]}
    assert bench.drain() == 99
    assert bench.engine.ids() == set(ids) - {ids[37]}


def test_it_is_found_by_halving(bench: Bench) -> None:
    bench.engine.bad = {bench.add(64)[11]}
    bench.drain()
    assert len(bench.engine.sent) == 1 + 2 * 6  # 64, then two halves of 32, 16, 8, 4, 2, 1


@pytest.mark.parametrize("values", [{"lat": NOWHERE_ON_EARTH}, {"taken": 3}, {"branches": None}])
def test_what_no_document_can_be_made_of_is_refused_too(bench: Bench, values: dict[str, object]) -> None:
    good, bad = bench.add(2)
    bench.spoil(bad, **values)
    assert bench.drain() == 1
    assert (bench.engine.ids(), [row.subject for row in bench.rows()]) == ({good}, [bad])


def test_a_refused_one_waits_longer_each_time(bench: Bench) -> None:
    bench.engine.bad = set(bench.add())
    waits = []
    for _ in range(5):
        bench.drain()
        waits.append((bench.rows()[0].available_at - bench.now).total_seconds())
        bench.later(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16]


def park(bench: Bench) -> str:
    """A werkplek that was refused ten times."""
    (bad,) = bench.add()
    bench.engine.bad = {bad}
    for _ in range(10):
        bench.drain()
        bench.later(minutes=5)
    return bad


def test_at_the_tenth_refusal_it_is_parked_with_an_alert(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bad = park(bench)
    assert [(row.subject, row.parked, row.attempts) for row in bench.rows()] == [(bad, True, 10)]
    alerts = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(alerts) == 1
    assert bad in alerts[0]


def test_a_parked_one_is_left_alone(bench: Bench) -> None:
    park(bench)
    bench.engine.sent.clear()
    bench.later(days=3).drain()
    assert bench.engine.sent == []


def test_a_parked_one_can_be_given_a_new_start(bench: Bench) -> None:
    bad = park(bench)
    bench.engine.bad = set()
    with bench.database.write() as session:
        assert outbox.unpark(session, outbox.INDEX_WERKPLEK, bench.now) == 1
        session.commit()
    bench.drain()
    assert (bench.engine.ids(), bench.rows()) == ({bad}, [])


def test_a_change_of_a_parked_one_is_tried_at_once_and_clears_it(bench: Bench) -> None:
    bad = park(bench)
    bench.engine.bad = set()
    bench.change(bad)
    bench.drain()
    assert (bench.engine.ids(), bench.rows()) == ({bad}, [])


def test_a_change_that_is_refused_too_takes_the_place_of_the_older_rows(bench: Bench) -> None:
    bad = park(bench)
    bench.change(bad)
    bench.drain()
    assert [(row.parked, row.attempts) for row in bench.rows()] == [(False, 1)]


def test_an_engine_that_is_away_parks_nothing_however_long(bench: Bench) -> None:
    bench.add()
    bench.engine.away = True
    for _ in range(50):
        bench.later(seconds=20).drain()
    assert [(row.parked, row.attempts) for row in bench.rows()] == [(False, 0)]


def test_a_rebuild_leaves_a_bad_one_out_and_keeps_its_row(bench: Bench) -> None:
    good, bad = bench.add(2)
    bench.spoil(bad, lat=NOWHERE_ON_EARTH)
    assert sync.rebuild(bench.database, bench.engine, bench.catalogue, TODAY) == 1
    assert (bench.engine.ids(), [row.subject for row in bench.rows()]) == ({good}, [bad])
