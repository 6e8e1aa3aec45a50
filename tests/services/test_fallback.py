"""While the engine is away the database answers: the same werkplekken, counts and order, with a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from indexer import sync
from indexer.engine import SearchUnavailable
from portal.services import fallback
from portal.services.context import Context
from portal.services.find import find
from portal.services.search import SearchPage, SearchRequest
from portal.store import outbox
from portal.store.tables import Plan, PlanApproval, Werkplek, WerkplekVersion
from tests.factories import NOW, TODAY, published

APELDOORN = SearchRequest(plaats="Apeldoorn")


class Away:
    """An engine that does not answer."""

    def search(self, query: object) -> None:
        """As a server that is down."""
        raise SearchUnavailable("connection refused")


@pytest.fixture
def without(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The context with its engine away; the database is looked at again for every search."""
    monkeypatch.setattr(fallback, "LOOK_AGAIN_SECONDS", 0.0)
    return replace(context, engine=Away())  # type: ignore[arg-type]


def add(context: Context, **given: Any) -> str:
    """A published werkplek with its outbox row."""
    with context.database.write() as session:
        public_id = published(session, **given).werkplek.public_id
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [public_id], NOW)
        session.commit()
    return public_id


def change(context: Context, public_id: str, how: Callable[[Any, Werkplek], None]) -> None:
    """Change something about a werkplek, with its outbox row."""
    with context.database.write() as session:
        how(session, session.exec(select(Werkplek).where(Werkplek.public_id == public_id)).one())
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [public_id], NOW)
        session.commit()


def ids(page: SearchPage) -> list[str]:
    """What is on the page, in order."""
    return [card.id for card in page.cards]


def test_it_finds_and_says_that_it_searches_in_a_plainer_way(without: Context) -> None:
    only = add(without)
    page = find(without, APELDOORN)
    assert (ids(page), page.degraded, page.unavailable, page.meldingen) == ([only], True, False, (fallback.NOTICE,))


@pytest.mark.parametrize(
    "request_",
    [
        APELDOORN,
        APELDOORN.changed(volgorde="afstand", per_pagina=3, pagina=2),
        APELDOORN.changed(vrij=True),
        APELDOORN.changed(branche=("groen",), taal=("nl",)),
        APELDOORN.changed(product=("op-trede-3",), dagdeel=("di-middag",)),
        SearchRequest(plaats="Zutphen"),
        SearchRequest(),
    ],
)
def test_totals_counts_and_order_are_those_of_the_engine(
    context: Context, without: Context, request_: SearchRequest
) -> None:
    for number in range(12):
        add(
            context,
            products={"op-trede-3": number % 3} if number % 2 else {"naar-trede-4": 1},
            branches=["groen"] if number % 4 else ["horeca"],
            dagdelen=["di-middag"] if number % 3 else ["ma-ochtend"],
            lat=52.2 + number / 100,
            gemeenten=("GM0200", "GM0301") if number % 5 == 0 else ("GM0200",),
        )
    sync.drain_all(context.database, context.engine, context.catalogue, NOW, TODAY)
    here, there = find(without, request_, list_without_place=True), find(context, request_, list_without_place=True)
    assert (here.totaal, ids(here), here.facets) == (there.totaal, ids(there), there.facets)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("kwekerij", True),
        ("KWEKER", True),  # the beginning of a word
        ("planten zon", True),
        ("iets met planten", True),
        ('"de zon"', True),
        ('"zon de"', False),
        ("planten -zon", False),
        ("groepje", False),  # only in the description
    ],
)
def test_words_are_looked_for_in_name_branche_and_tasks(without: Context, words: str, is_found: bool) -> None:
    add(without)
    page = find(without, APELDOORN.changed(q=words))
    assert (page.totaal == 1 and page.stap == "letterlijk") is is_found


def test_found_words_are_marked_and_texts_escaped(without: Context) -> None:
    add(without, naam="Kwekerij <b>Zon</b>", taken=["planten & bloemen"])
    (card,) = find(without, APELDOORN.changed(q="plant")).cards
    assert card.taken_html == ("<mark>planten</mark> &amp; bloemen",)
    assert card.naam_html == "Kwekerij &lt;b&gt;Zon&lt;/b&gt;"


def _rename(session: Any, werkplek: Werkplek) -> None:
    text = session.exec(select(WerkplekVersion).where(WerkplekVersion.werkplek_id == werkplek.id)).one()
    text.naam = "Drukkerij"


def _withdraw(session: Any, werkplek: Werkplek) -> None:
    session.get_one(Plan, werkplek.plan_id).withdrawn_at = NOW


def _approve_elsewhere(session: Any, werkplek: Werkplek) -> None:
    for approval in session.exec(select(PlanApproval)).all():
        approval.gemeente_code = "GM0307"


@pytest.mark.parametrize(
    ("how", "words", "found"), [(_rename, "drukkerij", 1), (_withdraw, "", 0), (_approve_elsewhere, "", 0)]
)
def test_a_change_counts_at_the_next_search(
    without: Context, how: Callable[[Any, Werkplek], None], words: str, found: int
) -> None:
    only = add(without)
    assert find(without, APELDOORN).totaal == 1
    change(without, only, how)
    assert find(without, APELDOORN.changed(q=words)).totaal == found


def test_a_new_werkplek_counts_at_the_next_search(without: Context) -> None:
    add(without)
    find(without, APELDOORN)
    add(without)
    assert find(without, APELDOORN).totaal == 2


def test_a_change_that_somebody_already_brought_to_the_index_counts_too(context: Context, without: Context) -> None:
    only = add(without)
    find(without, APELDOORN)
    change(without, only, _withdraw)
    sync.drain_all(context.database, context.engine, context.catalogue, NOW, TODAY)
    assert find(without, APELDOORN).totaal == 0


def test_a_new_day_counts(without: Context) -> None:
    add(without, eind=TODAY)
    assert find(without, APELDOORN).totaal == 1
    tomorrow = replace(without, clock=lambda: NOW + timedelta(days=1))
    assert find(tomorrow, APELDOORN).totaal == 0


def test_nothing_found_says_which_filter_to_drop(without: Context) -> None:
    add(without)
    page = find(without, APELDOORN.changed(branche=("horeca",)))
    assert [(r.key, r.value, r.aantal) for r in page.relaxations] == [("branche", "horeca", 1)]


def test_without_a_database_too_it_is_unavailable(without: Context) -> None:
    without.database.close()
    gone = type(without.database)("postgresql+psycopg://nobody@127.0.0.1:1/none")
    page = find(replace(without, database=gone), APELDOORN)
    assert (page.degraded, page.unavailable, page.cards) == (True, True, ())


def test_an_engine_that_stays_away_is_told_once_a_minute(
    without: Context, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        find(without, APELDOORN)
    assert caplog.text.count("search engine away") == 1
    monkeypatch.setattr(fallback, "TELL_AGAIN_SECONDS", 0.0)
    find(without, APELDOORN)
    assert "(searches since the last line: 5)" in caplog.text
