"""Which passwords may be chosen: long enough and hard to guess, without rules of composition (reliability.md P30)."""

import pytest

from portal.services import passwords

GOOD = "vier losse woorden achter elkaar"


@pytest.mark.parametrize("password", [GOOD, "x7#Kq9!mZp2$Lw5", "ёжик в тумане идёт домой", "k" + "ab3 " * 31])
def test_may_be_chosen(password: str) -> None:
    assert passwords.fault(password) == ""


@pytest.mark.parametrize(
    "password",
    [
        *("", "kort", "veertien teken", "a" * 20, "123456789012345", "qwertyuiopasdfgh", "x" * 129),
        *("wachtwoordwachtwoord", "welkomwelkomwelkom", "gemeentegemeente1", "zomerzomerzomer1"),
    ],
)
def test_may_not_be_chosen(password: str) -> None:
    assert passwords.fault(password) != ""


def test_the_own_name_and_organisation_do_not_help() -> None:
    own = ["Stichting Zonnebloemhof", "jacqueline.vandervelden@zonnebloemhof.example"]
    assert passwords.fault("jacqueline zonnebloemhof") == ""
    assert passwords.fault("jacqueline zonnebloemhof", own) != ""


def test_the_end_of_a_long_password_counts() -> None:
    kept = passwords.make_hash(GOOD * 3)
    assert passwords.is_right(GOOD * 3, kept)
    assert not passwords.is_right(GOOD * 3 + "x", kept)


def test_the_same_characters_in_another_form_are_the_same_password() -> None:
    assert passwords.is_right("cafe\u0301 au lait alstublieft", passwords.make_hash("caf\u00e9 au lait alstublieft"))


def test_without_a_hash_nothing_is_right() -> None:
    assert not passwords.is_right("geen wachtwoord van iemand", None)
