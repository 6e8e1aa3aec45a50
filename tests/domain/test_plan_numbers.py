"""The numbers of S0's bijlage, with question 3 in halves."""

import pytest

from portal.domain.plan_numbers import question_numbers
from tests.domain.schemes import regeling

FIXED = {"aanbod", "taken", "onderscheid", "uitgangspunten", "ondersteuning", "voortgang", "doorstroom"}


@pytest.mark.parametrize(
    ("halves", "numbers"),
    [
        ({"werklocaties", "aanpak"}, ["1", "2", "3a", "3b", "4", "5", "6", "7", "8"]),
        ({"werklocaties"}, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ({"aanpak"}, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        (set(), ["1", "2", "4", "5", "6", "7", "8"]),
    ],
)
def test_question_3_has_a_half_per_kind_of_product(halves: set[str], numbers: list[str]) -> None:
    assert list(question_numbers(regeling(), FIXED | halves).values()) == numbers


def test_the_numbers_belong_to_their_questions() -> None:
    found = question_numbers(regeling(), FIXED | {"aanpak"})
    assert (found["aanbod"], found["aanpak"], found["doorstroom"]) == ("1", "3", "8")
