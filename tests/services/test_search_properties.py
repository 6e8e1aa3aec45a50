"""What must hold for every search, on 3,000 made-up offers all over the country: local enough, filters narrow."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from indexer import sync
from indexer.embedded import EmbeddedEngine
from indexer.nearest import Meaning
from portal.demo import rows
from portal.demo.made_up import made_up
from portal.domain.locality import Verdict, may_serve
from portal.domain.regeling import PRODUCT_TOKENS
from portal.resources import data_path
from portal.services.context import Context
from portal.services.find import find
from portal.services.geocoders import OfflineGeocoder
from portal.services.offering import search_and_offer
from portal.services.query_parts import BEGELEIDING, DAGDELEN
from portal.services.search import SearchPage, SearchRequest
from portal.store import migrate, published
from portal.store.catalogue import load_catalogue
from portal.store.db import Database
from portal.store.published import PublicWerkplek
from tests.factories import NOW, TODAY
from tests.indexer.meant import AllAlike

OFFERS = 3_000
WORDS = ("", "", "", "tuin", "koken", "iets met dieren", "fietsn", "schoonmaken", "hout zagen", "was", "kas planten")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Services on made-up offers in all gemeenten."""
    folder = tmp_path_factory.mktemp("country")
    catalogue = load_catalogue([data_path("demo", "demo-landelijk.toml")])
    database = Database(f"sqlite:///{folder / 'portal.db'}")
    migrate.upgrade(database)
    with database.write() as session:
        source = made_up(OFFERS, 7, TODAY, catalogue.reference, catalogue.words.keywords)
        list(rows.insert(session, source, NOW))
        session.commit()
    engine = EmbeddedEngine(folder / "index.db")
    sync.rebuild(database, engine, catalogue, TODAY)
    geocoder = OfflineGeocoder(catalogue.reference)
    context = Context(database, engine, catalogue, geocoder, Path(folder / "lock"), lambda: NOW)
    yield context
    context.close()


@pytest.fixture(scope="module")
def all_public(country: Context) -> dict[str, PublicWerkplek]:
    """Every werkplek as the database has it."""
    with country.database.read() as session:
        return published.load(session, published.all_public_ids(session))


def random_request(country: Context, random: Random, *, plain: float = 0.5) -> SearchRequest:
    """A search somewhere in the country; each filter is on with a chance of one in about six."""
    woonplaats = random.choice(list(country.catalogue.reference.woonplaatsen))

    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return () if random.random() < 0.8 else tuple(random.sample(values, random.randint(1, 2)))

    branches = tuple(b.token for b in country.catalogue.branches.all)
    request = SearchRequest(q=random.choice(WORDS), plaats=woonplaats.naam, gemeente=woonplaats.gemeente_code)
    if random.random() < plain:
        return request
    return request.changed(
        trede=random.choice([None, None, None, 2, 3, 4]),
        doel=random.choice([None, None, None, 3, 4, 5]),
        product=some(tuple(PRODUCT_TOKENS)),
        branche=some(branches),
        dagdeel=some(DAGDELEN),
        begeleiding=some(BEGELEIDING),
        vrij=random.random() < 0.2,
        regulier=random.random() < 0.1,
        volgorde=random.choice(["relevantie", "afstand"]),
    )


def violations(page: SearchPage, country: Context, all_public: dict[str, PublicWerkplek]) -> list[str]:
    """Cards that may not serve the searcher's gemeente by approval and rule, asked of the database and the domain."""
    assert page.place
    code, found = page.place.gemeente_code, []
    for card in (*page.cards, *page.verwant):
        public = all_public[card.id]
        regeling = country.catalogue.regelingen.get(public.plan.regeling)
        assert regeling
        for on_card in card.producten:
            product = regeling.product(on_card.token)
            assert product
            approved = any(a.gemeente_code == code and a.product == on_card.token for a in public.approvals)
            site = _site(public)
            near = may_serve(site, code, product.rule_for(code), country.catalogue.reference.borders, (), TODAY)
            if not approved or near.verdict is Verdict.BUITEN or not card.producten:
                found.append(card.id)
    return found


def _site(public: PublicWerkplek):  # type: ignore[no-untyped-def]
    from indexer.document import site_of

    return site_of(public.version)


@pytest.mark.proof
def test_every_offer_shown_may_serve_the_searchers_gemeente(
    country: Context,
    all_public: dict[str, PublicWerkplek],
    record_figure: Callable[..., None],
) -> None:
    random, wrong, shown = Random(20261122), 0, 0
    for _ in range(2_000):
        page = find(country, random_request(country, random))
        shown += len(page.cards)
        wrong += len(violations(page, country, all_public))
    record_figure("Offers shown that may not serve the searcher, 2,000 searches", wrong, "0")
    assert shown > 1_000
    assert wrong == 0


def test_every_offer_found_by_meaning_may_serve_the_searchers_gemeente(
    country: Context, all_public: dict[str, PublicWerkplek], tmp_path: Path
) -> None:
    """For this encoder all offers mean the same, so nothing but the rule and the filters keeps one out."""
    meaning = Meaning(tmp_path / "vectors.db", AllAlike())
    meaning.vectors.catch_up(country.engine.documents(), lambda _: None)
    random, wrong, shown = Random(20261128), 0, 0
    for _ in range(200):
        page = find(replace(country, meaning=meaning), random_request(country, random))
        shown += len(page.verwant)
        wrong += len(violations(page, country, all_public))
    assert shown > 100
    assert wrong == 0


def test_a_wider_filter_never_gives_fewer_results(country: Context) -> None:
    random = Random(7)
    for _ in range(300):
        narrow = random_request(country, random, plain=0.0)
        total = find(country, narrow).totaal
        key = random.choice(["trede", "doel", "product", "branche", "dagdeel", "begeleiding", "vrij", "regulier"])
        empty = {"trede": None, "doel": None, "vrij": False, "regulier": False}.get(key, ())
        assert find(country, narrow.changed(**{key: empty})).totaal >= total, (narrow, key)


def test_a_second_value_of_a_facet_never_gives_fewer_results(country: Context) -> None:
    random = Random(8)
    branches = [b.token for b in country.catalogue.branches.all]
    for _ in range(200):
        request = random_request(country, random, plain=1.0).changed(branche=(random.choice(branches),))
        wider = request.changed(branche=(*request.branche, random.choice(branches)))
        assert find(country, wider).totaal >= find(country, request).totaal


def test_the_total_is_what_paging_yields(country: Context) -> None:
    random = Random(9)
    for _ in range(60):
        request = random_request(country, random).changed(per_pagina=7)
        first = find(country, request)
        pages = [find(country, request.changed(pagina=n)) for n in range(1, first.paginas + 2)]
        ids = [card.id for page in pages for card in page.cards]
        assert len(ids) == len(set(ids)) == first.totaal


def test_each_facet_count_is_what_choosing_it_gives(country: Context) -> None:
    random = Random(10)
    for _ in range(60):
        request = random_request(country, random)
        page = find(country, request)
        key = random.choice(["product", "branche", "dagdeel", "begeleiding"])
        for value in page.facets[key][:3]:
            assert find(country, request.changed(**{key: (value.waarde,)})).totaal == value.aantal


def test_each_offered_filter_gives_what_it_promises(country: Context, record_figure: Callable[..., None]) -> None:
    random, wrong, offered = Random(11), 0, 0
    wishes = ("ochtend", "geen avonden", "zaterdag", "rolstoel", "Engels", "op trede 3", "naar trede 4", "vrije plek")
    for _ in range(150):
        request = random_request(country, random)
        said = random.sample(wishes, random.randint(1, 3))
        page, found = search_and_offer(country, request.changed(q=", ".join((request.q, *said)).strip(", ")))
        for one in found.offered:
            value = one.values if isinstance(getattr(request, one.key), tuple) else page.request.pagina
            value = True if one.values == ("true",) else int(one.values[0]) if one.values[0].isdigit() else value
            offered += 1
            wrong += find(country, request.changed(**{"q": one.q, one.key: value})).totaal != one.aantal
    record_figure("Offered filters that give another number than they promise, 150 searches", wrong, "0")
    assert offered > 100
    assert wrong == 0
