"""The gemeente chooses between places of one name, and what holds for every name and every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.places import Place
from portal.services.locate import Located, locate, suggest_places
from portal.store.reference import load_reference

REFERENCE = load_reference()
ALL_PLACES = sorted({row.place for rows in REFERENCE.names.by_key.values() for row in rows}, key=lambda p: p.naam)


def answers(located: Located) -> int:
    """How many of the three answers were given."""
    return (located.place is not None) + bool(located.candidates) + located.unknown


def test_the_gemeente_chooses() -> None:
    place = locate("Velp", REFERENCE, gemeente_code="GM1982").place
    assert place is not None
    assert place.naam == "Velp (Land van Cuijk)"


def test_a_gemeente_without_such_a_place_leaves_the_question() -> None:
    assert len(locate("Velp", REFERENCE, gemeente_code="GM0200").candidates) == 2


def test_a_gemeente_alone_is_that_whole_gemeente() -> None:
    place = locate("", REFERENCE, gemeente_code="GM0200").place
    assert place is not None
    assert (place.soort, place.woonplaats, place.gemeente_naam) == ("gemeente", None, "Apeldoorn")


def test_a_gemeente_that_does_not_exist_is_unknown() -> None:
    assert locate("", REFERENCE, gemeente_code="GM9999").unknown


def test_a_clear_place_wins_over_another_gemeente_and_says_so() -> None:
    located = locate("Apeldoorn", REFERENCE, gemeente_code="GM0202")
    assert located.place is not None
    assert located.place.gemeente_code == "GM0200"
    assert "niet in de gemeente Arnhem" in (located.note or "")


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\n\t"])
def test_nothing_typed_is_no_place_and_no_fault(typed: str) -> None:
    assert locate(typed, REFERENCE) == Located()


def test_every_woonplaats_and_gemeente_is_located_or_asked_about() -> None:
    own = [(w.naam, w.gemeente_code) for w in REFERENCE.woonplaatsen]
    own += [(g.naam, g.code) for g in REFERENCE.gemeenten.values()]
    for naam, code in own:
        located = locate(naam, REFERENCE)
        found = (located.place,) if located.place else located.candidates
        assert code in {p.gemeente_code for p in found if p}, naam
        assert located.correction is None, naam


def test_the_name_that_is_shown_leads_back_to_the_place() -> None:
    lost = [p.naam for p in ALL_PLACES if locate(p.naam, REFERENCE).place != p]
    assert lost == []


def test_name_and_gemeente_together_leave_no_question() -> None:
    lost = [p.naam for p in ALL_PLACES if locate(p.naam, REFERENCE, gemeente_code=p.gemeente_code).place != p]
    assert lost == []


def test_names_that_are_shown_are_different() -> None:
    assert len({p.naam for p in ALL_PLACES}) == len(ALL_PLACES)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60) | st.text("7311 kzapeldornVELP(),.-'’\x00\ud800ĳ", max_size=30))
def test_any_text_gets_exactly_one_answer(typed: str) -> None:
    located = locate(typed, REFERENCE)
    assert answers(located) == 1 or located == Located()
    (located.note or "").encode("utf-8")


@pytest.mark.parametrize(
    "typed", ["a" * 8192, "Velp " * 1700, "1234 AB " * 1024, "(" * 8192, "\ud800" * 8192, "\x00" * 8192]
)
def test_eight_kilobytes_do_not_hurt(typed: str) -> None:
    located = locate(typed, REFERENCE)
    assert len(located.note or "") < 300
    assert len(suggest_places(typed, REFERENCE)) <= 10


SUGGESTIONS = [
    ("7311", "7311, Apeldoorn", "postcode"),
    ("731", "7311, Apeldoorn", "postcode"),
    ("7311 kz", "7311 KZ, Apeldoorn", "postcode"),
    ("apel", "Apeldoorn", "woonplaats"),
    ("apeldorn", "Apeldoorn", "woonplaats"),
    ("Velp", "Velp (Rheden)", "woonplaats"),
    ("lingew", "gemeente Lingewaard", "gemeente"),
    ("bleri", "Blerick (Venlo)", "buurt"),
    ("hertogen", "'s-Hertogenbosch", "woonplaats"),
    ("Maasbr", "Maasbree", "woonplaats"),
    ("nieuwerkerk a", "Nieuwerkerk aan den IJssel", "woonplaats"),
]


@pytest.mark.parametrize(("q", "first", "soort"), SUGGESTIONS)
def test_the_best_suggestion_comes_first(q: str, first: str, soort: str) -> None:
    places: list[Place] = suggest_places(q, REFERENCE)
    assert (places[0].naam, places[0].soort) == (first, soort)
    assert len(places) == len(set(places)) <= 10


@pytest.mark.parametrize("q", ["", " ", "xqzzyv", "0000", "!"])
def test_no_suggestion_for_what_is_no_place(q: str) -> None:
    assert suggest_places(q, REFERENCE) == []


def test_no_more_suggestions_than_asked() -> None:
    assert len(suggest_places("a", REFERENCE, limit=3)) == 3
