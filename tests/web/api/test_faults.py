"""Wrong input: 400 with every fault at once; for a place with the places that may be meant (docs/api.md)."""

import pytest
from flask.testing import FlaskClient

from tests.web.api.described import assert_as_described

PLACES = "/api/v1/werkplekken?plaats="


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/werkplekken?trede=0", ["trede"]),
        ("/werkplekken?doel=hoog", ["doel"]),
        ("/werkplekken?product=onzin", ["product"]),
        ("/werkplekken?branche=onzin&branche=groen", ["branche"]),
        ("/werkplekken?taal=klingon", ["taal"]),
        ("/werkplekken?dagdeel=zo-nacht", ["dagdeel"]),
        ("/werkplekken?begeleiding=ver", ["begeleiding"]),
        ("/werkplekken?vrij=false", ["vrij"]),
        ("/werkplekken?regulier=ja", ["regulier"]),
        ("/werkplekken?toegankelijk=1", ["toegankelijk"]),
        ("/werkplekken?volgorde=naam", ["volgorde"]),
        ("/werkplekken?volgorde=afstand", ["volgorde"]),
        ("/werkplekken?pagina=-1", ["pagina"]),
        ("/werkplekken?perPagina=101", ["perPagina"]),
        ("/werkplekken?gemeente=GM9999", ["gemeente"]),
        ("/werkplekken?plaats=xqzxqzxqz", ["plaats"]),
        ("/werkplekken?plaats=0123", ["plaats"]),
        ("/werkplekken?plaats=Velp", ["plaats"]),
        ("/werkplekken?plaats=Velp&plaats=Ede", ["plaats", "plaats"]),
        ("/werkplekken?q=a&q=b", ["q"]),
        ("/werkplekken?q=%00", ["q"]),
        ("/werkplekken?q=%C3%28", ["q"]),
        ("/werkplekken?zoek=tuin", ["zoek"]),
        ("/werkplekken?trede=9&plaats=xqzxqzxqz&x=1", ["plaats", "trede", "x"]),
        ("/werkplekken/w1?plaats=7311", ["plaats"]),
        ("/plaatsen", ["q"]),
        ("/plaatsen?q=", ["q"]),
        ("/plaatsen?q=a&q=b", ["q"]),
        ("/plaatsen?q=a&limit=3", ["limit"]),
        ("/plaatsen?q=" + "a" * 101, ["q"]),
        ("/gemeenten?q=a", ["q"]),
        ("/branches?x", ["x"]),
        ("/regelingen?pagina=1", ["pagina"]),
    ],
)
def test_wrong_input_is_400_with_every_fault(client: FlaskClient, path: str, names: list[str]) -> None:
    response = client.get("/api/v1" + path)
    assert response.status_code == 400
    assert_as_described(response.json, "Probleem")
    assert sorted(error["naam"] for error in response.json["errors"]) == names


def test_an_ambiguous_place_comes_with_its_candidates_and_each_of_them_works(client: FlaskClient) -> None:
    (error,) = client.get(PLACES + "Velp").json["errors"]
    assert [c["gemeente"]["naam"] for c in error["kandidaten"]] == ["Rheden", "Land van Cuijk"]
    for candidate in error["kandidaten"]:
        chosen = f"{PLACES}{candidate['plaats']}&gemeente={candidate['gemeente']['code']}"
        assert client.get(chosen).json["zoekplaats"]["gemeente"] == candidate["gemeente"]


def test_a_misspelt_place_comes_with_the_right_spelling(client: FlaskClient) -> None:
    (error,) = client.get(PLACES + "apeldorn").json["errors"]
    assert error["kandidaten"][0]["plaats"] == "Apeldoorn"
    assert "Bedoelt u" in error["melding"]


def test_an_unknown_place_has_no_candidates_and_an_example(client: FlaskClient) -> None:
    (error,) = client.get(PLACES + "xqzxqzxqz").json["errors"]
    assert error["kandidaten"] == []
    assert "bijvoorbeeld" in error["melding"]


def test_a_problem_does_not_repeat_the_address(client: FlaskClient) -> None:
    problem = client.get("/api/v1/werkplekken?trede=9&q=geheim").text
    assert "geheim" not in problem


def test_raw_bytes_in_the_address_are_a_fault_and_no_error_of_ours(client: FlaskClient) -> None:
    response = client.get("/api/v1/werkplekken", environ_overrides={"QUERY_STRING": "q=\xff\xfe"})
    assert response.status_code == 400
