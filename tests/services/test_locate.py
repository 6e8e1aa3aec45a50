"""What a person types, and what comes out: a place, a question, or "unknown"."""

import pytest

from portal.services.locate import locate
from portal.store.reference import load_reference

REFERENCE = load_reference()

# typed, kind of place, its name, CBS code of its gemeente
PLACES = [
    ("7311", "postcode", "7311, Apeldoorn", "GM0200"),
    ("7311 kz", "postcode", "7311 KZ, Apeldoorn", "GM0200"),
    ("7311KZ", "postcode", "7311 KZ, Apeldoorn", "GM0200"),
    ("7311-KZ", "postcode", "7311 KZ, Apeldoorn", "GM0200"),
    ("NL-7311 KZ", "postcode", "7311 KZ, Apeldoorn", "GM0200"),
    ("７３１１", "postcode", "7311, Apeldoorn", "GM0200"),
    ("7311 Apeldoorn", "postcode", "7311, Apeldoorn", "GM0200"),
    ("Apeldoorn 7311", "postcode", "7311, Apeldoorn", "GM0200"),
    ("Stationsplein 1, 7311 NZ Apeldoorn", "postcode", "7311 NZ, Apeldoorn", "GM0200"),
    ("7351", "postcode", "7351, Hoenderloo", "GM0200"),
    ("7352", "postcode", "7352, Hoenderloo", "GM0228"),
    ("Apeldoorn", "woonplaats", "Apeldoorn", "GM0200"),
    ("  ARNHEM ", "woonplaats", "Arnhem", "GM0202"),
    ("hoogsoeren", "woonplaats", "Hoog Soeren", "GM0200"),
    ("Laag Soeren", "woonplaats", "Laag-Soeren", "GM0275"),
    ("Een", "woonplaats", "Een", "GM1699"),
    ("IJsselstein", "woonplaats", "IJsselstein", "GM0353"),
    ("Ysselsteyn", "woonplaats", "Ysselsteyn", "GM0984"),
    ("Geysteren", "woonplaats", "Geijsteren", "GM0984"),
    ("alphen a/d rijn", "woonplaats", "Alphen aan den Rijn", "GM0484"),
    ("Alphen aan de Rijn", "woonplaats", "Alphen aan den Rijn", "GM0484"),
    ("Capelle ad IJssel", "woonplaats", "Capelle aan den IJssel", "GM0502"),
    ("St. Oedenrode", "woonplaats", "Sint-Oedenrode", "GM1948"),
    ("Bergen op zoom", "woonplaats", "Bergen op Zoom", "GM0748"),
    ("s hertogenbosch", "woonplaats", "'s-Hertogenbosch", "GM0796"),
    ("’s-Hertogenbosch", "woonplaats", "'s-Hertogenbosch", "GM0796"),
    ("Suwald", "woonplaats", "Suwâld", "GM0737"),
    ("in Venlo", "woonplaats", "Venlo", "GM0983"),
    ("omgeving Arnhem", "woonplaats", "Arnhem", "GM0202"),
    ("Apeldoorn-Zuid", "woonplaats", "Apeldoorn", "GM0200"),
    ("Apeldoorn, Nederland", "woonplaats", "Apeldoorn", "GM0200"),
    ("Velp (Rheden)", "woonplaats", "Velp (Rheden)", "GM0275"),
    ("Velp, Rheden", "woonplaats", "Velp (Rheden)", "GM0275"),
    ("velp rheden", "woonplaats", "Velp (Rheden)", "GM0275"),
    ("Velp, Noord-Brabant", "woonplaats", "Velp (Land van Cuijk)", "GM1982"),
    ("Bergen (L.)", "woonplaats", "Bergen (L.)", "GM0893"),
    ("Bergen L", "woonplaats", "Bergen (L.)", "GM0893"),
    ("Bergen Limburg", "woonplaats", "Bergen (L.)", "GM0893"),
    ("Bergen NH", "woonplaats", "Bergen (NH)", "GM0373"),
    ("Elst (Gld)", "woonplaats", "Elst (Overbetuwe)", "GM1734"),
    ("Elst Utrecht", "woonplaats", "Elst (Rhenen)", "GM0340"),
    ("Heusden (gemeente Heusden)", "woonplaats", "Heusden (gemeente Heusden)", "GM0797"),
    ("Den Haag", "woonplaats", "Den Haag", "GM0518"),
    ("'s-Gravenhage", "woonplaats", "Den Haag", "GM0518"),
    ("Den Bosch", "woonplaats", "'s-Hertogenbosch", "GM0796"),
    ("Den Helder", "woonplaats", "Den Helder", "GM0400"),
    ("A'dam", "woonplaats", "Amsterdam", "GM0363"),
    ("Ljouwert", "woonplaats", "Leeuwarden", "GM0080"),
    ("Lingewaard", "gemeente", "gemeente Lingewaard", "GM1705"),
    ("peel en maas", "gemeente", "gemeente Peel en Maas", "GM1894"),
    ("Horst a/d Maas", "gemeente", "gemeente Horst aan de Maas", "GM1507"),
    ("gemeente Apeldoorn", "gemeente", "gemeente Apeldoorn", "GM0200"),
    ("gem. Rheden", "gemeente", "gemeente Rheden", "GM0275"),
    ("Landerd", "gemeente", "gemeente Maashorst", "GM1991"),
    ("Blerick", "buurt", "Blerick (Venlo)", "GM0983"),
    ("hout blerick", "buurt", "Hout-Blerick (Venlo)", "GM0983"),
    ("Presikhaaf, Arnhem", "buurt", "Presikhaaf (Arnhem)", "GM0202"),
    ("De Maten Apeldoorn", "buurt", "De Maten (Apeldoorn)", "GM0200"),
    ("Offenbeek", "buurt", "Offenbeek (Reuver)", "GM0889"),
    ("Rijnwaarden", "buurt", "Rijnwaarden (Zevenaar)", "GM0299"),
]


@pytest.mark.parametrize(("typed", "soort", "naam", "gemeente_code"), PLACES)
def test_typed_text_is_taken_as_that_place(typed: str, soort: str, naam: str, gemeente_code: str) -> None:
    place = locate(typed, REFERENCE).place
    assert place is not None
    assert (place.soort, place.naam, place.gemeente_code) == (soort, naam, gemeente_code)


# typed, the candidates in order: one name, several gemeenten
QUESTIONS = [
    ("Velp", ["Velp (Rheden)", "Velp (Land van Cuijk)"]),
    ("Bergen", ["Bergen (NH)", "Bergen (L.)"]),
    ("Hoenderloo", ["Hoenderloo (Apeldoorn)", "Hoenderloo (Ede)"]),
    ("Hengelo", ["Hengelo (gemeente Hengelo)", "Hengelo (Gld)"]),
    ("Rijswijk", ["Rijswijk (gemeente Rijswijk)", "Rijswijk (NB)", "Rijswijk (GLD)"]),
    ("gemeente Bergen", ["gemeente Bergen (NH.)", "gemeente Bergen (L.)"]),
    ("Zuidbroek", ["Zuidbroek (Midden-Groningen)", "Zuidbroek (Apeldoorn)"]),
]


@pytest.mark.parametrize(("typed", "candidates"), QUESTIONS)
def test_a_name_of_several_gemeenten_asks_which(typed: str, candidates: list[str]) -> None:
    located = locate(typed, REFERENCE)
    assert [c.naam for c in located.candidates] == candidates
    assert located.correction is None
    assert "Welke bedoelt u?" in (located.note or "")


# typed, the name it looks most like, the candidates
SPELLINGS = [
    ("apeldorn", "Apeldoorn", ["Apeldoorn"]),
    ("Arnhme", "Arnhem", ["Arnhem"]),
    ("wageninge", "Wageningen", ["Wageningen"]),
    ("blerik", "Blerick", ["Blerick (Venlo)"]),
    ("velpp", "Velp", ["Velp (Rheden)", "Velp (Land van Cuijk)"]),
    ("steeg", "De Steeg", ["De Steeg"]),
    ("Kerkstraat 5 Apeldoorn", "Apeldoorn", ["Apeldoorn"]),
    ("Lange Voorhout Den Haag", "Den Haag", ["Den Haag", "Voorhout"]),
    ("Velp (Arnhem)", "Arnhem", ["Arnhem", "Velp (Rheden)", "Velp (Land van Cuijk)"]),
    ("1099 Amsterdam", "Amsterdam", ["Amsterdam"]),
    ("Elst, gemeente Utrecht", "Utrecht", ["Utrecht", "Elst (Overbetuwe)", "Elst (Rhenen)"]),
]


@pytest.mark.parametrize(("typed", "correction", "candidates"), SPELLINGS)
def test_a_name_that_is_spelt_wrong_is_offered_and_not_taken(
    typed: str, correction: str, candidates: list[str]
) -> None:
    located = locate(typed, REFERENCE)
    assert located.place is None
    assert located.correction == correction
    assert [c.naam for c in located.candidates] == candidates


# typed, part of what is said
UNKNOWN = [
    ("xqzzyv", "Typ een postcode of een woonplaats, bijvoorbeeld 7311 of Apeldoorn."),
    ("!!!", "bijvoorbeeld 7311 of Apeldoorn"),
    ("1099", "Wij kennen de postcode 1099 niet."),
    ("731", "Een postcode heeft 4 cijfers"),
    ("99999", "Een postcode heeft 4 cijfers"),
    ("Gelderland", "Gelderland is een provincie."),
]


@pytest.mark.parametrize(("typed", "said"), UNKNOWN)
def test_nonsense_is_unknown_and_says_what_to_type(typed: str, said: str) -> None:
    located = locate(typed, REFERENCE)
    assert (located.unknown, located.place, located.candidates) == (True, None, ())
    assert said in (located.note or "")


# typed, what is said about how it was read
NOTES = [
    ("Apeldoorn", None),
    ("7311", None),
    ("7311 KZ", "Wij meten vanaf postcode 7311. De letters KZ gebruiken wij niet."),
    ("Blerick", "Blerick hoort bij Venlo. Wij meten vanaf postcode 5921."),
    ("'t Ven", "'t Ven hoort bij Venlo. Wij meten vanaf Venlo."),
    ("Den Bosch", "Wij lezen Den Bosch als 's-Hertogenbosch."),
    ("Landerd", "Landerd hoort nu bij de gemeente Maashorst."),
    ("Lingewaard", "Lingewaard is een gemeente."),
]


@pytest.mark.parametrize(("typed", "said"), NOTES)
def test_it_says_what_it_took_instead(typed: str, said: str | None) -> None:
    note = locate(typed, REFERENCE).note
    assert note is None if said is None else said in (note or "")
