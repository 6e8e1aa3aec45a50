"""Offers found by meaning: below a short list, apart from its total, under the same locality and filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import sync
from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine, SearchUnavailable
from indexer.nearest import Meaning
from indexer.with_meaning import WithMeaning
from portal.services import indexing
from portal.services.context import Context
from portal.services.find import find
from portal.services.search import Card, SearchRequest
from tests.factories import TODAY, published
from tests.indexer.meant import AllAlike, Broken, Synonyms

DOGS = SearchRequest(q="dieren", plaats="Apeldoorn")
NEAR, FAR = {"lat": 52.211, "lon": 5.97}, {"lat": 52.25, "lon": 6.0}


@pytest.fixture(params=["embedded", "meilisearch"])
def engine(request: pytest.FixtureRequest, embedded: EmbeddedEngine) -> Engine:
    """An empty engine of each kind."""
    if request.param == "embedded":
        return embedded
    server = request.getfixturevalue("meilisearch_server")
    opened: Engine = server.engine(request.getfixturevalue("meilisearch_index"))
    return opened


@pytest.fixture
def meant(context: Context, engine: Engine, tmp_path: Path) -> Iterator[Context]:
    """The context with that engine, and vectors that follow it."""
    meaning = Meaning(tmp_path / "vectors.db", Synonyms())
    yield replace(context, engine=WithMeaning(engine, meaning.vectors), meaning=meaning)
    meaning.close()


def publish(context: Context, *offers: dict[str, Any]) -> list[str]:
    """Publish these, index them and make their vectors; answers the ids."""
    with context.database.write() as session:
        made = [published(session, **{"branches": ["dieren"], **given}).werkplek.public_id for given in offers]
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
    indexing.bring_meaning_level(context, lambda _: None)
    return made


def ids(cards: tuple[Card, ...]) -> list[str]:
    """Their ids, in order."""
    return [card.id for card in cards]


def work(*tasks: str, **given: Any) -> dict[str, Any]:
    """An offer of a branche whose everyday words say nothing of these tasks."""
    return {"naam": "Plek", "taken": list(tasks), "branches": ["schoonmaak"], "omschrijving": "Werk.", **given}


def test_other_words_for_the_work_stand_apart_and_do_not_count(meant: Context) -> None:
    hit, alike, _ = publish(meant, work("dieren"), work("honden"), work("soep"))
    page = find(meant, DOGS)
    assert (ids(page.cards), page.totaal) == ([hit], 1)
    assert (ids(page.verwant), page.totaal_verwant) == ([alike], 1)


def test_also_when_nothing_matches_in_words(meant: Context) -> None:
    (alike,) = publish(meant, work("honden"))
    page = find(meant, DOGS)
    assert (page.totaal, ids(page.verwant)) == (0, [alike])


def test_an_offer_that_may_not_serve_is_not_shown(meant: Context) -> None:
    publish(meant, work("honden"))
    assert find(meant, DOGS.changed(plaats="Arnhem")).verwant == ()


@pytest.mark.parametrize(
    "narrowed", [{"taal": ("pl",)}, {"vrij": True}, {"product": ("op-trede-4",)}, {"trede": 6}, {"toegankelijk": True}]
)
def test_a_filter_narrows_them_too(meant: Context, narrowed: dict[str, Any]) -> None:
    publish(meant, work("honden", products={"op-trede-3": 0}))
    assert find(meant, DOGS).totaal_verwant == 1
    assert find(meant, DOGS.changed(**narrowed)).totaal_verwant == 0


@pytest.mark.parametrize("q", ["", "  ", "geen honden", "niet honden", "-honden", "xqzwvk", "..."])
def test_none_without_words_that_say_what_is_wanted(meant: Context, q: str) -> None:
    publish(meant, work("katten"), work("planten"))
    assert find(meant, DOGS.changed(q=q)).totaal_verwant == 0


def test_none_without_a_place_on_the_page_but_in_the_open_data(meant: Context) -> None:
    publish(meant, work("honden"))
    assert find(meant, DOGS.changed(plaats="")).totaal_verwant == 0
    assert find(meant, DOGS.changed(plaats=""), list_without_place=True).totaal_verwant == 1


def test_none_below_a_list_of_twenty(meant: Context) -> None:
    publish(meant, *[work("dieren") for _ in range(19)], work("honden"))
    assert find(meant, DOGS).totaal_verwant == 1
    publish(meant, work("dieren"))
    assert (find(meant, DOGS).totaal, find(meant, DOGS).totaal_verwant) == (20, 0)


def test_they_stand_where_the_list_ends_whatever_the_size_of_a_page(meant: Context) -> None:
    *_, alike = publish(meant, work("dieren"), work("dieren"), work("dieren"), work("honden"))
    pages = [find(meant, DOGS.changed(per_pagina=2, pagina=number)) for number in (1, 2, 3)]
    assert [ids(page.verwant) for page in pages] == [[], [alike], []]
    assert [page.totaal_verwant for page in pages] == [1, 1, 1]


def test_nearest_first_orders_them_by_distance(meant: Context) -> None:
    far, near = publish(meant, work("honden", **FAR), work("honden", "soep", **NEAR))
    assert ids(find(meant, DOGS).verwant) == [far, near]
    by_distance = find(meant, DOGS.changed(volgorde="afstand"))
    assert ids(by_distance.verwant) == [near, far]
    assert [card.afstand_meters is not None for card in by_distance.verwant] == [True, True]


def test_at_most_twenty(meant: Context) -> None:
    publish(meant, *[work("honden") for _ in range(25)])
    assert len(find(meant, DOGS).verwant) == 20


def test_a_change_of_a_werkplek_is_followed(meant: Context) -> None:
    (only,) = publish(meant, work("honden"))
    meant.engine.delete([only])
    assert find(meant, DOGS).verwant == ()


def test_names_are_marked_nowhere_and_texts_are_escaped(meant: Context) -> None:
    publish(meant, work("honden <b>", naam="De <i> Plek"))
    (card,) = find(meant, DOGS).verwant
    assert (card.naam_html, card.taken_html) == ("De &lt;i&gt; Plek", ("honden &lt;b&gt;",))


def test_switched_off_search_is_whole(meant: Context) -> None:
    hit, _ = publish(meant, work("dieren"), work("honden"))
    page = find(replace(meant, meaning=None), DOGS)
    assert (ids(page.cards), page.verwant, page.totaal_verwant) == ([hit], (), 0)


def test_an_encoder_that_fails_leaves_the_list(meant: Context, tmp_path: Path, caplog: Any) -> None:
    broken = Meaning(tmp_path / "broken.db", Broken())
    (hit,) = publish(meant, work("dieren"))
    healthy = Meaning(tmp_path / "broken.db", type("Named", (AllAlike,), {"name": "broken"})())
    healthy.vectors.catch_up(meant.engine.documents(), lambda _: None)
    healthy.vectors.put([{**next(meant.engine.documents()), "id": "other"}])
    page = find(replace(meant, meaning=broken), DOGS)
    assert (ids(page.cards), page.verwant) == ([hit], ())
    assert "nothing found by meaning" in caplog.text


def test_while_the_engine_is_away_they_come_from_the_database(meant: Context, monkeypatch: Any) -> None:
    _, alike = publish(meant, work("dieren"), work("honden"))

    def away(query: object) -> None:
        raise SearchUnavailable("gone")

    monkeypatch.setattr(meant.engine, "search", away)
    page = find(meant, DOGS)
    assert (page.degraded, ids(page.verwant)) == (True, [alike])
