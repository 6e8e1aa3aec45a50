"""What people could not find: counted without their words, beside the request, never in its way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from indexer import sync
from portal.domain.actor import Actor, Role
from portal.domain.unfound import Reason
from portal.services import cleaning, tally, unfound
from portal.services.context import Context
from portal.services.search import SearchRequest
from portal.services.unfound import find_and_count
from portal.store.tables import METADATA, Unfound
from portal.store.unfound import Cell, add
from tests.factories import TODAY, published

NOV = ("2026-11", "GM0200")
Counts = Callable[[], dict[Cell, int]]


@pytest.fixture
def offers(context: Context) -> None:
    """Four werkplekken in Apeldoorn: three in the garden, one where people cook."""
    with context.database.write() as session:
        for number in range(3):
            published(session, title=f"Tuin {number}", branches=["groen"], tasks=["tuinieren"])
        published(session, title="De keuken", branches=["horeca"], tasks=["koken"])
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)


def counts(context: Context) -> dict[Cell, int]:
    """What is in the database once this process has written down what it counted."""
    assert context.tally.write_down(context.database)
    with context.database.read() as session:
        rows = session.connection().execute(select(*Unfound.__table__.columns)).all()  # type: ignore[attr-defined]
    return {Cell(month, gemeente, branche, Reason(reason)): n for month, gemeente, branche, reason, n in rows}


def search(context: Context, q: str, how: unfound.How | None = "search", **keys: object) -> None:
    """As the page does."""
    find_and_count(context, SearchRequest(q=q, **{"plaats": "Apeldoorn", **keys}), how)  # type: ignore[arg-type]


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize(
    ("q", "keys", "branche", "reason"),
    [
        ("lassen", {}, "metaal", Reason.NIETS_GEVONDEN),
        ("ik wil graag lassen", {}, "metaal", Reason.NIETS_GEVONDEN),
        ("xqzzyw", {}, "onbekend", Reason.NIETS_GEVONDEN),
        ("koken", {}, "horeca", Reason.WEINIG),
        ("tuinieren", {"taal": ("pl",)}, "groen", Reason.DOOR_FILTER),
        ("lassen", {"taal": ("pl",)}, "metaal", Reason.NIETS_GEVONDEN),
        ("tuinieren", {"trede": 6}, "groen", Reason.GEEN_PRODUCT),
        ("tuinieren xqzzyw", {}, "groen", Reason.MINDER_WOORDEN),
    ],
)
def test_a_poor_search_is_counted(
    context: Context, q: str, keys: dict[str, object], branche: str, reason: Reason
) -> None:
    search(context, q, **keys)
    assert counts(context) == {Cell(*NOV, branche, reason): 1}


@pytest.mark.usefixtures("offers")
@pytest.mark.parametrize(
    ("q", "keys"),
    [
        ("tuinieren", {}),
        ("", {"taal": ("pl",)}),
        ("lassen", {"pagina": 2}),
        ("lassen", {"plaats": "Bergen"}),
        ("lassen", {"plaats": "xqzzyw"}),
        ("lassen", {"how": None}),
        ("lassen", {"how": "filter", "taal": ("pl",)}),
        ("koken", {"how": "filter"}),
    ],
)
def test_what_is_not_counted(context: Context, q: str, keys: dict[str, object]) -> None:
    """Enough found, no words, a further page, no place to speak of, a look by a machine, words counted before."""
    search(context, q, **keys)  # type: ignore[arg-type]
    assert counts(context) == {}


@pytest.mark.usefixtures("offers")
def test_a_filter_that_leaves_nothing_is_counted(context: Context) -> None:
    search(context, "tuinieren", "filter", taal=("pl",))
    assert counts(context) == {Cell(*NOV, "groen", Reason.DOOR_FILTER): 1}


@pytest.mark.usefixtures("offers")
def test_without_a_place_it_counts_for_the_country(context: Context) -> None:
    search(context, "lassen", plaats="")
    assert [cell.gemeente for cell in counts(context)] == ["NL"]


@pytest.mark.usefixtures("offers")
def test_searching_opens_no_transaction_and_survives_a_broken_count(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("xqzzyw is in this text")

    monkeypatch.setattr(context.database.__class__, "write", broken)
    search(context, "xqzzyw")
    monkeypatch.setattr(unfound, "_branche", broken)
    search(context, "xqzzyw")
    assert "RuntimeError" in caplog.text
    assert "xqzzyw" not in caplog.text


@pytest.mark.usefixtures("offers")
def test_what_cannot_be_written_waits(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    search(context, "lassen")
    with monkeypatch.context() as patch:
        patch.setattr(tally.unfound, "add", lambda *_: 1 / 0)
        assert not context.tally.write_down(context.database)
    search(context, "lassen")
    assert counts(context) == {Cell(*NOV, "metaal", Reason.NIETS_GEVONDEN): 2}


@pytest.mark.usefixtures("offers")
def test_counts_are_written_down_by_themselves(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "SECONDS", 0.0)
    search(context, "lassen")
    for thread in threading.enumerate():
        if thread.name == tally.THREAD:
            thread.join()
    with context.database.read() as session:
        assert session.get(Unfound, (*NOV, "metaal", "niets_gevonden")) is not None


@pytest.mark.usefixtures("offers")
def test_the_words_are_nowhere(context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Row 28: not in a table, not in a file of database, WAL or index, not in the log."""
    caplog.set_level(logging.DEBUG)
    for word in ("kanariepietlassen", "kanariepiet lassen", "lassen -kanariepiet"):
        search(context, word)
    assert counts(context)
    with context.database.read() as session:
        tables = [session.connection().execute(select(table)).all() for table in METADATA.tables.values()]
    assert "kanariepiet" not in repr(tables) + caplog.text
    url = make_url(context.database.url)
    beside = Path(url.database or "").parent.iterdir() if url.get_backend_name() == "sqlite" else ()
    files = [path for path in (*beside, *tmp_path.rglob("*")) if path.is_file()]
    assert not [path for path in files if b"kanariepiet" in path.read_bytes()]


def _actor(*gemeenten: str, role: Role = Role.BEOORDELAAR) -> Actor:
    return Actor(1, "Iemand", role, gemeenten=frozenset(gemeenten))


def _wrote(context: Context, *cells: tuple[str, str, int]) -> None:
    with context.database.write() as session:
        add(session, {Cell(month, gemeente, "groen", Reason.WEINIG): n for month, gemeente, n in cells})
        session.commit()


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (_actor("GM0200"), [("2026-10", 12), ("2026-09", 10)]),
        (_actor("GM0202"), [("2026-10", 99)]),
        (_actor(), []),
        (_actor("GM0200", role=Role.TOEGANG), []),
    ],
)
def test_a_reviewer_sees_large_counts_of_own_gemeenten(
    context: Context, actor: Actor, seen: list[tuple[str, int]]
) -> None:
    months = [("2026-09", "GM0200", 10), ("2026-10", "GM0200", 12), ("2026-08", "GM0200", 9), ("2026-11", "GM0200", 80)]
    _wrote(context, *months, ("2026-10", "GM0202", 99))
    assert [(row.month, row.count) for row in unfound.not_found(context, actor)] == seen


def test_the_daily_job_deletes_small_counts_once_the_month_is_closed(context: Context) -> None:
    _wrote(context, ("2026-11", "GM0200", 9), ("2026-11", "GM0202", 10))
    for day, left in ((1, ["GM0200", "GM0202"]), (2, ["GM0202"])):
        then = replace(context, clock=lambda day=day: datetime(2026, 12, day, 9, tzinfo=UTC))
        cleaning.clean(then)
        assert sorted(cell.gemeente for cell in counts(then)) == left
