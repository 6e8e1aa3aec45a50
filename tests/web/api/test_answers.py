"""What the resources answer: as described, with the words of docs/api.md."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from indexer.engine import SearchUnavailable
from portal.services.context import Context
from portal.services.fallback import NOTICE, Fallback
from portal.store.catalogue import Catalogue
from tests.web.api.described import assert_as_described, model_of

Get = Callable[[str], Any]


def ids(answer: Any) -> list[str]:
    return [werkplek["id"] for werkplek in answer["werkplekken"]]


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/werkplekken", "werkplekken"),
        ("/werkplekken?plaats=7311", "werkplekken"),
        ("/werkplekken?q=brod&plaats=Apeldoorn&product=op-trede-4&trede=3", "werkplekken"),
        ("/werkplekken?q=xyzzy&gemeente=GM0200&volgorde=afstand", "werkplekken"),
        ("/werkplekken/w1", "werkplek"),
        ("/werkplekken/w4", "werkplek"),
        ("/plaatsen?q=7311", "plaatsen"),
        ("/plaatsen?q=velp", "plaatsen"),
        ("/plaatsen?q=%20", "plaatsen"),
        ("/gemeenten", "gemeenten"),
        ("/branches", "branches"),
        ("/regelingen", "regelingen"),
    ],
)
def test_every_answer_is_as_described(get: Get, path: str, operation: str) -> None:
    assert_as_described(get(path), model_of(operation))


def test_without_a_place_all_that_is_published_is_listed_without_verdicts(get: Get) -> None:
    answer = get("/werkplekken")
    assert sorted(ids(answer)) == ["w1", "w2", "w3", "w4"]
    assert (answer["totaal"], answer["zoekplaats"]) == (4, None)
    assert {(w["lokaal"], w["afstandMeters"]) for w in answer["werkplekken"]} == {(None, None)}


def test_a_gemeente_without_a_regeling_is_told_so(get: Get) -> None:
    answer = get("/werkplekken?plaats=Utrecht")
    assert answer["totaal"] == 0
    assert any("De gemeente Utrecht heeft in dit portaal geen regeling" in melding for melding in answer["meldingen"])


def test_without_a_place_the_gemeenten_are_counted(get: Get) -> None:
    gemeenten = get("/werkplekken")["facetten"]["gemeente"]
    assert {g["naam"]: g["aantal"] for g in gemeenten} == {"Apeldoorn": 3, "Arnhem": 1}


def test_with_a_place_only_what_may_serve_it_is_listed_nearest_first(get: Get) -> None:
    answer = get("/werkplekken?plaats=7311&volgorde=afstand")
    assert ids(answer) == ["w1", "w2", "w4"]
    assert [w["lokaal"]["oordeel"] for w in answer["werkplekken"]] == [
        "eigen_gemeente",
        "aangrenzend",
        "eigen_gemeente",
    ]
    assert "gemeente" not in answer["facetten"]


def test_the_place_that_was_searched_from_is_in_the_answer(get: Get) -> None:
    assert get("/werkplekken?plaats=7311")["zoekplaats"] == {
        "naam": "7311, Apeldoorn",
        "woonplaats": "Apeldoorn",
        "gemeente": {"code": "GM0200", "naam": "Apeldoorn"},
    }


def test_every_facet_value_gives_the_total_it_promises(get: Get) -> None:
    facets = get("/werkplekken?plaats=7311")["facetten"]
    promised = {(key, v["waarde"]): v["aantal"] for key, values in facets.items() for v in values}
    found = {(key, value): get(f"/werkplekken?plaats=7311&{key}={value}")["totaal"] for key, value in promised}
    assert found == promised
    assert len(promised) > 8


def test_paging_yields_the_total_and_no_werkplek_twice(get: Get) -> None:
    pages = [get(f"/werkplekken?perPagina=3&pagina={page}") for page in (1, 2)]
    assert [len(page["werkplekken"]) for page in pages] == [3, 1]
    assert sorted(ids(pages[0]) + ids(pages[1])) == ["w1", "w2", "w3", "w4"]
    assert {page["paginas"] for page in pages} == {2}


@pytest.mark.parametrize("page", ["3", "99999999", "9007199254740991"])
def test_past_the_last_page_the_list_is_empty_and_the_totals_stay(get: Get, page: str) -> None:
    answer = get(f"/werkplekken?pagina={page}")
    assert (answer["werkplekken"], answer["totaal"], answer["pagina"]) == ([], 4, int(page))
    assert answer["facetten"] == get("/werkplekken")["facetten"]


def test_free_places_and_their_dates_are_facts_of_the_products_shown(get: Get) -> None:
    werkplek = get("/werkplekken/w1")
    assert (werkplek["vrijePlaatsen"], werkplek["vrijePlaatsenDatum"]) == (2, "2026-11-23")
    assert werkplek["producten"] == ["op-trede-3", "naar-trede-4"]
    assert werkplek["treden"] == [2, 3]


def test_one_werkplek_shows_the_public_part_of_its_plan(get: Get) -> None:
    plan = get("/werkplekken/w1")["plan"]
    assert {row["antwoord"] for row in plan["antwoorden"]} == {"openbaar"}
    assert plan["beoordeeldDatum"] == "2026-11-23"


def test_the_address_of_the_page_is_public(get: Get) -> None:
    assert get("/werkplekken/w1")["url"] == "https://werkplek.example/werkplekken/w1-kwekerij-de-zon"


def test_texts_are_plain_and_hold_no_marks_or_entities(get: Get) -> None:
    (werkplek,) = get("/werkplekken?q=fietsen")["werkplekken"]
    assert werkplek["naam"] == "Fietsen <b>&</b> zo"


def test_words_beyond_500_characters_are_cut_and_a_melding_says_so(get: Get) -> None:
    assert "500 tekens" in " ".join(get("/werkplekken?q=" + "a" * 501)["meldingen"])


def test_no_word_left_to_search_is_a_melding(get: Get) -> None:
    assert "Er blijft geen zoekwoord over" in " ".join(get("/werkplekken?plaats=Apeldoorn&q=geen+dieren")["meldingen"])


def test_how_a_place_was_read_is_a_melding(get: Get) -> None:
    assert "Blerick" in " ".join(get("/werkplekken?plaats=Blerick")["meldingen"])


@pytest.mark.parametrize("public_id", ["w5", "w99", "W1", "w1-kwekerij-de-zon", "é", "w" * 500, "%00"])
def test_what_is_not_published_is_not_found(client: FlaskClient, public_id: str) -> None:
    response = client.get(f"/api/v1/werkplekken/{public_id}")
    assert (response.status_code, response.content_type) == (404, "application/problem+json")


def test_sources_are_told_in_dutch(get: Get) -> None:
    products = [product for regeling in get("/regelingen")["regelingen"] for product in regeling["producten"]]
    sources = [product["bron"] for product in products] + [t["bron"] for p in products for t in p["tarieven"]]
    assert any("onze keuze" in source for source in sources)
    assert [source for source in sources if "ours" in source] == []


def test_reference_data_name_source_and_date(get: Get, catalogue: Catalogue) -> None:
    gemeenten = get("/gemeenten")
    assert gemeenten["bron"] == {"naam": "CBS / Kadaster", "peilDatum": "2025-01-01", "licentie": "CC BY 4.0"}
    assert len(gemeenten["gemeenten"]) == len(catalogue.reference.gemeenten)
    assert [b["token"] for b in get("/branches")["branches"]] == [b.token for b in catalogue.branches]
    assert [r["id"] for r in get("/regelingen")["regelingen"]] == [r.id for r in catalogue.regelingen]


class Away:
    """An engine, or a database, that does not answer."""

    def search(self, query: object) -> None:
        """As a server that is down."""
        raise SearchUnavailable("away")

    def read(self) -> None:
        """As a database that is down."""
        raise OperationalError("select", {}, Exception("away"))


def test_without_an_engine_the_database_answers_and_a_melding_says_so(app: Flask, filled: Context) -> None:
    app.extensions["context"] = replace(filled, engine=Away())  # type: ignore[arg-type]
    response = app.test_client().get("/api/v1/werkplekken")
    assert (response.status_code, response.json["meldingen"]) == (200, [NOTICE])
    assert response.json["totaal"] == len(filled.engine.ids()) > 0


def test_without_engine_and_database_the_answer_is_503_and_says_when_to_come_back(app: Flask, filled: Context) -> None:
    away = Away()
    app.extensions["context"] = replace(filled, engine=away, database=away, fallback=Fallback())  # type: ignore[arg-type]
    response = app.test_client().get("/api/v1/werkplekken?q=tuin")
    assert (response.status_code, response.content_type) == (503, "application/problem+json")
    assert int(response.headers["Retry-After"]) > 0
