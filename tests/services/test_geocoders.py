"""PDOK Locatieserver against a scripted server, and the table that takes over whatever it does."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable, GeopyError
from geopy.geocoders.base import Geocoder

from portal.services.geocoders import OfflineGeocoder, PdokGeocoder
from portal.services.locate import locate
from portal.store.reference import load_reference
from tests.services.scripted_pdok import DOC, ScriptedPdok, scripted_pdok

REFERENCE = load_reference()
FAULTS = ["slow", "drip", "500", "cut", "nonsense", "html", "moved"]


@pytest.fixture
def pdok() -> Iterator[ScriptedPdok]:
    with scripted_pdok() as server:
        yield server


def ask(pdok: ScriptedPdok, **options: Any) -> PdokGeocoder:
    return PdokGeocoder(pdok.url, **{"timeout": 0.3, **options})


def doc(**changes: object) -> dict[str, object]:
    return {**DOC, **changes}


def woonplaats(naam: str, gemeente_code: str) -> dict[str, object]:
    return doc(type="woonplaats", weergavenaam=naam, woonplaatsnaam=naam, gemeentecode=gemeente_code, postcode="")


def test_both_are_geopy_geocoders() -> None:
    assert issubclass(OfflineGeocoder, Geocoder)
    assert issubclass(PdokGeocoder, Geocoder)


def test_the_table_answers_as_a_geocoder() -> None:
    location = OfflineGeocoder(REFERENCE).geocode("Blerick")
    assert (location.raw["woonplaats"], location.raw["gemeente_code"]) == ("Venlo", "GM0983")
    assert (location.latitude, location.longitude) == (51.36696, 6.14876)


def test_the_table_has_no_means_to_ask_anyone() -> None:
    with pytest.raises(GeocoderUnavailable):
        OfflineGeocoder(REFERENCE).adapter.get_json("https://example.org", timeout=1, headers={})


def test_the_table_gives_all_candidates_or_none() -> None:
    offline = OfflineGeocoder(REFERENCE)
    assert [hit.address for hit in offline.geocode("Velp", exactly_one=False)] == [
        "Velp (Rheden)",
        "Velp (Land van Cuijk)",
    ]
    assert offline.geocode("xqzzyv") is None


def test_pdok_is_asked_for_places_only(pdok: ScriptedPdok) -> None:
    ask(pdok).geocode("7311 NZ {!func}*:*")
    assert pdok.asked[0]["q"] == ["7311 NZ func"]
    assert pdok.asked[0]["fq"] == ["type:(adres OR postcode OR woonplaats OR gemeente OR wijk OR buurt)"]


def test_a_postcode_with_letters_gets_its_own_point(pdok: ScriptedPdok) -> None:
    located = locate("7311 NZ", REFERENCE, ask(pdok))
    assert located.place is not None
    assert located.place.point == (52.20914, 5.96922)
    assert (located.place.gemeente_code, located.place.woonplaats, located.note) == ("GM0200", "Apeldoorn", None)


def test_an_address_is_taken_and_said(pdok: ScriptedPdok) -> None:
    pdok.docs = [doc(type="adres", weergavenaam="Stationsplein 1, 7311NZ Apeldoorn")]
    located = locate("Stationsplein 1 Apeldoorn", REFERENCE, ask(pdok))
    assert located.note == "Wij meten vanaf Stationsplein 1, 7311NZ Apeldoorn."


def test_another_postcode_than_was_typed_is_not_taken(pdok: ScriptedPdok) -> None:
    located = locate("7311 KZ", REFERENCE, ask(pdok))
    assert located.place is not None
    assert located.place.point == REFERENCE.postcodes["7311"].point


@pytest.mark.parametrize("typed", ["Apeldoorn", "7311", "Velp", "Lingewaard", "Blerick", ""])
def test_what_the_table_knows_is_not_asked(pdok: ScriptedPdok, typed: str) -> None:
    locate(typed, REFERENCE, ask(pdok))
    assert pdok.asked == []


def test_a_small_place_that_only_pdok_knows_is_found(pdok: ScriptedPdok) -> None:
    pdok.docs = [woonplaats("Plasmolenhoek", "0944")]
    place = locate("plasmolenhoek", REFERENCE, ask(pdok)).place
    assert place is not None
    assert (place.soort, place.woonplaats, place.gemeente_naam) == ("woonplaats", "Plasmolenhoek", "Mook en Middelaar")


def test_a_name_in_two_gemeenten_asks_and_the_gemeente_chooses(pdok: ScriptedPdok) -> None:
    pdok.docs = [woonplaats("Xantendorp", "0200"), woonplaats("Xantendorp", "0202")]
    assert len(locate("Xantendorp", REFERENCE, ask(pdok)).candidates) == 2
    place = locate("Xantendorp", REFERENCE, ask(pdok), gemeente_code="GM0202").place
    assert place is not None
    assert place.gemeente_naam == "Arnhem"


def test_what_pdok_only_thinks_is_meant_is_a_question(pdok: ScriptedPdok) -> None:
    pdok.docs = [woonplaats("Apeldoorn", "0200")]
    located = locate("xqzzyv", REFERENCE, ask(pdok))
    assert (located.place, located.correction) == (None, "Apeldoorn")


@pytest.mark.parametrize("script", FAULTS)
def test_the_table_takes_over(pdok: ScriptedPdok, script: str, caplog: pytest.LogCaptureFixture) -> None:
    pdok.script = script
    with caplog.at_level(logging.INFO):
        located = locate("7311 NZ", REFERENCE, ask(pdok))
    assert located.place is not None
    assert located.place.point == REFERENCE.postcodes["7311"].point
    assert "antwoordt nu niet" in (located.note or "")
    assert "PdokGeocoder gave no answer" in caplog.text
    assert "7311" not in caplog.text


def test_an_empty_answer_leaves_the_answer_of_the_table(pdok: ScriptedPdok) -> None:
    pdok.script = "empty"
    assert locate("7311 NZ", REFERENCE, ask(pdok)) == locate("7311 NZ", REFERENCE)
    assert locate("xqzzyv", REFERENCE, ask(pdok)) == locate("xqzzyv", REFERENCE)


KINDS = {"slow": GeocoderTimedOut, "drip": GeocoderTimedOut, "500": GeocoderServiceError, "moved": GeocoderServiceError}


@pytest.mark.parametrize("script", FAULTS)
def test_every_fault_is_a_fault_of_geopy(pdok: ScriptedPdok, script: str) -> None:
    pdok.script = script
    with pytest.raises(GeopyError) as raised:
        ask(pdok).geocode("7311 NZ")
    assert isinstance(raised.value, KINDS.get(script, GeocoderParseError))


def test_nobody_listens() -> None:
    with scripted_pdok() as pdok:
        gone = ask(pdok)
    assert locate("7311 NZ", REFERENCE, gone).place is not None


def test_after_a_failure_it_is_left_alone_for_a_while(pdok: ScriptedPdok) -> None:
    now = [100.0]
    geocoder = ask(pdok, pause=30, clock=lambda: now[0])
    pdok.script = "500"
    for error in (GeocoderServiceError, GeocoderUnavailable):
        with pytest.raises(error):
            geocoder.geocode("7311 NZ")
    pdok.script, now[0] = "ok", 131.0
    assert geocoder.geocode("7311 NZ") is not None
    assert len(pdok.asked) == 2


BAD_DOCS: list[Any] = [
    "text",
    None,
    {},
    doc(centroide_ll="POINT(0 0)"),
    doc(centroide_ll="POINT(52.2 5.9)"),
    doc(centroide_ll="POINT(1.2.3 4)"),
    doc(centroide_ll=7),
    doc(gemeentecode="x"),
    doc(gemeentecode=None),
    doc(type="perceel"),
    doc(weergavenaam=""),
]


@pytest.mark.parametrize("bad", BAD_DOCS)
def test_an_answer_we_cannot_use_is_passed_over(pdok: ScriptedPdok, bad: Any) -> None:
    pdok.docs = [bad, DOC]
    assert len(ask(pdok).geocode("7311 NZ", exactly_one=False)) == 1


def test_a_gemeente_newer_than_our_table_is_passed_over(pdok: ScriptedPdok) -> None:
    pdok.docs = [doc(gemeentecode="9998")]
    assert locate("7311 NZ", REFERENCE, ask(pdok)) == locate("7311 NZ", REFERENCE)
