"""One key for all spellings of a name, and how far names are apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.placenames import (
    allowed_distance,
    base_name,
    fold,
    name_tails,
    nearest_keys,
    place_key,
    spelling_distance,
)

SAME = [
    ("'s-Hertogenbosch", "s hertogenbosch"),
    ("’s-Gravenhage", "'S GRAVENHAGE"),
    ("Sint-Oedenrode", "St. Oedenrode"),
    ("Alphen aan den Rijn", "Alphen a/d Rijn"),
    ("Alphen aan den Rijn", "alphen a.d. rijn"),
    ("Capelle aan den IJssel", "Capelle ad Ijssel"),
    ("Stad aan 't Haringvliet", "Stad aan het Haringvliet"),
    ("Wijk aan Zee", "Wyk aan Zee"),
    ("Hoog Soeren", "Hoogsoeren"),
    ("Súdwest-Fryslân", "Sudwest Fryslan"),
    ("Ĳmuiden", "IJmuiden"),
    ("Ven-Zelderheide", "ven zelderheide"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert place_key(one) == place_key(other) != ""


DIFFERENT = [("IJsselstein", "Ysselsteyn"), ("Elst", "Elsloo"), ("Bergen (L.)", "Bergen (NH)"), ("Loo", "Looo")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


@pytest.mark.parametrize("text", ["", "!?.", "\x00\ud800", "---", "()"])
def test_a_text_without_letters_has_no_key(text: str) -> None:
    assert place_key(text) == ""


@given(st.text(st.characters()))
def test_a_key_is_its_own_key_and_can_be_written_down(text: str) -> None:
    key = place_key(text)
    key.encode("utf-8")
    assert len(key) <= 400


def test_folding_keeps_the_words_apart() -> None:
    assert fold("Wénum-Wiesel (Apeldoorn)") == "wenum wiesel apeldoorn"


@pytest.mark.parametrize(("name", "base"), [("Bergen (NH)", "Bergen"), ("Velp", "Velp"), ("(x)", "(x)")])
def test_the_base_name_has_no_brackets(name: str, base: str) -> None:
    assert base_name(name) == base


def test_a_name_can_be_found_by_its_later_words() -> None:
    assert name_tails("Horst aan de Maas") == ("horstadmaas", "admaas", "demaas", "maas")


@pytest.mark.parametrize(("length", "slips"), [(3, 0), (4, 1), (5, 1), (6, 2), (11, 2), (12, 3)])
def test_longer_names_may_hold_more_slips(length: int, slips: int) -> None:
    assert allowed_distance("a" * length) == slips


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("arnhme", "arnhem", 1), ("apeldorn", "apeldoorn", 1), ("venlo", "venlo", 0)]
)
def test_a_swap_is_one_slip(one: str, other: str, distance: int) -> None:
    assert spelling_distance(one, other) == distance


def test_the_nearest_keys_come_first_and_far_ones_not_at_all() -> None:
    assert nearest_keys("apeldorn", ("appeldorn", "apeldorm", "venlo", "apeldorn")) == [
        (0, "apeldorn"),
        (1, "appeldorn"),
        (1, "apeldorm"),
    ]
