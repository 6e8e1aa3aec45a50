"""The index follows the database: the outbox, a rebuild, and what a new day changes. On the real engine."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from indexer import sync
from indexer.engine import Engine, Filter, SearchQuery, SearchUnavailable
from portal.store import outbox
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from portal.store.outbox import OutboxRow
from portal.store.tables import Werkplek, WerkplekVersion
from tests.factories import NOW, TODAY, Published, published

Parts = tuple[Database, Engine, Catalogue]


@pytest.fixture
def parts(database: Database, embedded: Engine, catalogue: Catalogue) -> Parts:
    """What every function of `indexer.sync` takes first."""
    return database, embedded, catalogue


def add(database: Database, **given: object) -> Published:
    """A published werkplek with its outbox row, in one commit."""
    with database.write() as session:
        made = published(session, **given)  # type: ignore[arg-type]
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [made.werkplek.public_id], NOW)
        session.commit()
    return made


def found(engine: Engine, words: str = "", gemeente: str = "GM0200") -> list[str]:
    """Ids that an inwoner of that gemeente finds."""
    result = engine.search(SearchQuery(words=words, filters=(Filter("serves", (gemeente,)),)))
    return [hit.id for hit in result.hits]


def test_a_drained_change_is_found(parts: Parts) -> None:
    made = add(parts[0])
    assert sync.drain_all(*parts, NOW, TODAY) == 1
    assert found(parts[1], "kwekerij") == [made.werkplek.public_id]


def test_a_done_row_is_gone(parts: Parts) -> None:
    add(parts[0])
    sync.drain_all(*parts, NOW, TODAY)
    with parts[0].read() as session:
        assert outbox.waiting(session, outbox.INDEX_WERKPLEK) == (0, None)


def test_what_is_no_longer_published_leaves_the_index(parts: Parts) -> None:
    made = add(parts[0])
    sync.drain_all(*parts, NOW, TODAY)
    with parts[0].write() as session:
        made.plan.withdrawn_at = NOW
        session.add(made.plan)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [made.werkplek.public_id], NOW)
        session.commit()
    sync.drain_all(*parts, NOW, TODAY)
    assert found(parts[1]) == []


def test_the_drain_writes_the_present_state_not_the_one_of_the_row(parts: Parts) -> None:
    made = add(parts[0])
    with parts[0].write() as session:
        text = session.exec(select(WerkplekVersion)).one()
        text.naam = "Drukkerij De Letter"
        session.add(text)
        session.commit()
    sync.drain_all(*parts, NOW, TODAY)
    assert found(parts[1], "drukkerij") == [made.werkplek.public_id]


def test_a_rebuild_makes_the_index_equal_to_the_database(parts: Parts) -> None:
    database, engine, _ = parts
    ids = {add(database).werkplek.public_id for _ in range(3)}
    engine.upsert([{**_ghost(), "id": "ghost"}])
    assert sync.rebuild(*parts, TODAY) == 3
    assert engine.ids() == ids


def _ghost() -> dict[str, object]:
    return {"id": "ghost", "rank_key": "0", "title": "Spook", "serves": ["GM0200"]}


def test_an_index_made_of_other_data_files_must_be_rebuilt(parts: Parts) -> None:
    database, engine, catalogue = parts
    sync.rebuild(*parts, TODAY)
    assert sync.must_rebuild(*parts) == ""
    changed = replace(catalogue, fingerprint="another")
    assert "have changed" in sync.must_rebuild(database, engine, changed)


def test_a_new_day_takes_out_what_ended_even_after_a_week_away(parts: Parts) -> None:
    add(parts[0], eind=TODAY)
    sync.rebuild(*parts, TODAY)
    week_later = TODAY + timedelta(days=7)
    assert sync.renew(*parts, NOW + timedelta(days=7), week_later)
    sync.drain_all(*parts, NOW + timedelta(days=7), week_later)
    assert found(parts[1]) == []


def test_a_new_day_brings_in_what_starts(parts: Parts) -> None:
    made = add(parts[0], start=TODAY + timedelta(days=1))
    sync.rebuild(*parts, TODAY)
    assert found(parts[1]) == []
    _next_day(parts, TODAY + timedelta(days=1))
    assert found(parts[1]) == [made.werkplek.public_id]


def test_a_new_day_takes_out_what_was_confirmed_too_long_ago(parts: Parts) -> None:
    add(parts[0], confirmed_at=TODAY - timedelta(days=180))
    sync.rebuild(*parts, TODAY)
    assert len(found(parts[1])) == 1
    _next_day(parts, TODAY + timedelta(days=1))
    assert found(parts[1]) == []


def _next_day(parts: Parts, day: date) -> None:
    later = NOW + (day - TODAY)
    sync.renew(*parts, later, day)
    sync.drain_all(*parts, later, day)


def test_the_same_day_is_done_once(parts: Parts) -> None:
    add(parts[0])
    sync.rebuild(*parts, TODAY)
    assert sync.renew(*parts, NOW, TODAY) is False


def test_a_new_day_changes_the_order_of_equals(parts: Parts) -> None:
    for _ in range(12):
        add(parts[0])
    sync.rebuild(*parts, TODAY)
    orders = set()
    for n in range(5):
        _next_day(parts, TODAY + timedelta(days=n))
        orders.add(tuple(found(parts[1])))
    assert len(orders) == 5


class Away:
    """An engine that cannot be reached for writing."""

    def upsert(self, documents: object) -> None:
        """Fail as a server that is down does."""
        raise SearchUnavailable("connection refused")


def test_while_the_engine_is_away_the_queue_waits_as_long_as_its_oldest_row(parts: Parts) -> None:
    database, _, catalogue = parts
    add(database)
    away: Engine = Away()  # type: ignore[assignment]
    assert sync.drain(database, away, catalogue, NOW, TODAY).away
    assert not sync.drain(database, away, catalogue, NOW, TODAY).away  # nothing may be tried yet
    sync.drain(database, away, catalogue, NOW + timedelta(seconds=4), TODAY)
    with database.read() as session:
        row = session.exec(select(OutboxRow)).one()
    assert (row.attempts, row.available_at) == (0, NOW + timedelta(seconds=8))


def test_after_a_long_time_away_nothing_waits_longer_than_twenty_seconds(parts: Parts) -> None:
    database, engine, catalogue = parts
    add(database)
    hours_later = NOW + timedelta(hours=9)
    sync.drain(database, Away(), catalogue, hours_later, TODAY)  # type: ignore[arg-type]
    assert sync.drain_all(database, engine, catalogue, hours_later + timedelta(seconds=20), TODAY) == 1


def test_an_index_of_before_another_engine_was_used_must_be_rebuilt(parts: Parts) -> None:
    database, engine, catalogue = parts
    sync.rebuild(*parts, TODAY)
    engine.name = "another"
    assert "not made for this engine" in sync.must_rebuild(database, engine, catalogue)


def test_a_rebuild_also_does_rows_that_were_put_off(parts: Parts) -> None:
    database, engine, catalogue = parts
    add(database)
    sync.drain(database, Away(), catalogue, NOW, TODAY)  # type: ignore[arg-type]
    sync.rebuild(*parts, TODAY)
    with database.read() as session:
        assert session.exec(select(OutboxRow)).all() == []
        assert len(session.exec(select(Werkplek)).all()) == len(engine.ids()) == 1
