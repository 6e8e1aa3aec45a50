"""Name and size of an aanbieder move nothing ("van grote tot kleine aanbieders", S0; the published neutral order)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import permutations

import pytest
from sqlmodel import Session

from indexer import sync
from indexer.document import rank_key
from indexer.engine import Engine
from portal.services.context import Context
from portal.services.find import find
from portal.services.geocoders import OfflineGeocoder
from portal.services.search import SearchRequest
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from portal.store.tables import Offer, Werkplek, WerkplekVersion
from tests.factories import NOW, TODAY, Published, published

DAYS = 60
SAME = {"naam": "De werkplaats", "taken": ["koken", "tafels dekken"], "branches": ["horeca"], "omschrijving": "Eten."}
SMALL, LARGE = ("Zorg aan Tafel", 1, 0), ("Aardig Koken Groep BV", 40, 6)  # name, free places, further werkplekken
NAMED = ("Koken en Tafels Dekken", 3, 2)
Kind = tuple[str, int, int]


@pytest.fixture
def context(engine: Engine, database: Database, catalogue: Catalogue) -> Context:
    """Services on each engine."""
    geocoder = OfflineGeocoder(catalogue.reference)
    return Context(database, engine, catalogue, geocoder, lock_path=None, clock=lambda: NOW)  # type: ignore[arg-type]


def more(session: Session, made: Published, count: int) -> None:
    """So many further werkplekken of the same aanbieder, with other work."""
    texts = made.werkplek_version.model_dump(exclude={"id", "werkplek_id"})
    for number in range(count):
        place = Werkplek(public_id=f"{made.werkplek.public_id}x{number}", plan_id=made.plan.id, confirmed_at=TODAY)
        session.add(place)
        session.flush()
        other = {"werkplek_id": place.id, "naam": f"Filiaal {number}", "taken": ["post sorteren"]}
        session.add(WerkplekVersion(**(texts | other | {"branches": ["administratie"], "omschrijving": "Kantoor."})))
        session.add(Offer(werkplek_id=place.id, product="op-trede-3", capacity=5, free=1, capacity_at=TODAY))


def fill(context: Context, kinds: dict[str, Kind], **texts: object) -> None:
    """A werkplek per id, of an aanbieder of that kind; all else is the same."""
    with context.database.write() as session:
        for identity, (naam, free, count) in kinds.items():
            made = published(
                session,
                public_id=identity,
                aanbieder_naam=naam,
                products={"op-trede-3": free},
                capaciteit={"op-trede-3": free + 1},
                **(SAME | texts),
            )
            more(session, made, count)
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)


def order(context: Context, ids: list[str], **asked: str) -> list[str]:
    """These werkplekken in the order of the page."""
    cards = find(context, SearchRequest(plaats="Apeldoorn", per_pagina=100, **asked)).cards
    return [card.id for card in cards if card.id in ids]


def test_equal_offers_swap_places_over_the_days(context: Context) -> None:
    """The large one is first on some days and the small one on as many, but for chance; with words and without."""
    fill(context, {"bbbbbb": SMALL, "cccccc": LARGE})
    first: Counter[tuple[str, str]] = Counter()
    for number in range(1, DAYS + 1):
        sync.renew(context.database, context.engine, context.catalogue, NOW, TODAY + timedelta(days=number))
        first.update((q, order(context, ["bbbbbb", "cccccc"], q=q)[0]) for q in ("koken", ""))
    assert first.total() == 2 * DAYS
    assert all(first[q, identity] >= DAYS // 3 for q in ("koken", "") for identity in ("bbbbbb", "cccccc"))


@pytest.mark.parametrize(
    "kinds", list(permutations([SMALL, LARGE, NAMED])), ids=lambda kinds: "-".join(k[0][0] for k in kinds)
)
def test_whose_name_and_size_it_is_changes_no_order(context: Context, kinds: tuple[Kind, ...]) -> None:
    """Whoever has which name and size, the day's lot decides; also when a name holds the words of the query."""
    ids = ["bbbbbb", "cccccc", "dddddd"]
    fill(context, dict(zip(ids, kinds, strict=True)))
    lot = sorted(ids, key=lambda identity: rank_key(identity, TODAY))
    asked = ({"q": "koken"}, {"q": "tafels dekken"}, {"q": "gekookt"}, {}, {"q": "koken", "volgorde": "afstand"})
    assert [order(context, ids, **query) for query in asked] == [lot] * len(asked)
