"""Helpers make the documents of a rebuild; with, without or after losing them the answer is the same."""

import multiprocessing
from collections.abc import Iterator

import pytest

from indexer import making_many
from indexer.making import Made, make_all
from indexer.making_many import make_all_beside
from portal.store import published
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from tests import factories
from tests.factories import TODAY

COUNT = 9


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    """Nine werkplekken, two in a batch, and helpers from the first on whatever the cores."""
    monkeypatch.setattr(making_many, "WORTH_HELPERS", 1)
    monkeypatch.setattr(making_many, "_cores", lambda: 2)
    monkeypatch.setattr(published, "BATCH", 2)
    with database.write() as session:
        for number in range(COUNT):
            factories.published(session, naam=f"Plek {number}")
        session.commit()


def documents(made: Iterator[Made]) -> list[object]:
    """All of them, in order."""
    return [document for one in made for document in one.documents]


def test_helpers_make_the_same_in_the_same_order(database: Database, catalogue: Catalogue) -> None:
    alone = documents(make_all(database, catalogue, TODAY))
    with_helpers = make_all_beside(database, catalogue, TODAY, helpers=2)
    first = next(with_helpers)
    assert len(multiprocessing.active_children()) == 2
    assert [*first.documents, *documents(with_helpers)] == alone
    assert len(alone) == COUNT


def test_what_a_lost_helper_had_is_made_here(
    database: Database, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    alone = documents(make_all(database, catalogue, TODAY))
    made = make_all_beside(database, catalogue, TODAY, helpers=2)
    first = next(made)
    for helper in multiprocessing.active_children():
        helper.kill()
        helper.join()
    assert [*first.documents, *documents(made)] == alone
    assert "is lost" in caplog.text


def test_without_processes_all_is_made_here(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_more(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(making_many._Helpers, "_start", no_more)
    assert len(documents(make_all_beside(database, catalogue, TODAY, helpers=2))) == COUNT
    assert "no more processes" in caplog.text


def test_a_rebuild_that_stops_leaves_no_helper(database: Database, catalogue: Catalogue) -> None:
    made = make_all_beside(database, catalogue, TODAY, helpers=2)
    next(made)
    made.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
