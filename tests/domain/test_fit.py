"""Why an offer fits: passend, lokaal, regulier, gericht op ontwikkeling (S0 par. 5.4, S2 par. 1.1.3)."""

import pytest

from portal.domain.fit import reasons
from tests.domain.schemes import LIMBURG, product

STABLE, TO_FOUR, GROUP = product("op-trede-3"), product("naar-trede-4"), product("collectief", LIMBURG)

CASES = [
    ([STABLE], {}, []),
    ([STABLE], {"staat_op": 3}, ["Past bij u: u kunt beginnen vanaf trede 3."]),
    ([STABLE], {"doel": 3}, ["Past bij u: u kunt hier werken aan trede 3."]),
    ([STABLE], {"staat_op": 5}, []),
    (
        [TO_FOUR],
        {"staat_op": 3, "doel": 4},
        ["Past bij u: u staat op trede 3 en wilt naar trede 4.", "U krijgt hulp bij de stap naar trede 4."],
    ),
    ([TO_FOUR], {}, ["U krijgt hulp bij de stap naar trede 4."]),
    ([GROUP], {}, ["U krijgt hulp bij de stap naar trede 3, 4 of 5."]),
    (
        [GROUP],
        {"staat_op": 4},
        ["Past bij u: u kunt beginnen vanaf trede 4.", "U krijgt hulp bij de stap naar trede 5."],
    ),
    ([STABLE], {"regulier": True}, ["U werkt bij een gewoon bedrijf of een gewone organisatie."]),
    ([STABLE], {"local_reason": "In uw woonplaats"}, ["In uw woonplaats."]),
    ([STABLE], {"matched": ["Bakken", "Brood", "Taart", "Koek"]}, ["Past bij wat u zoekt: Bakken, Brood, Taart."]),
]


@pytest.mark.parametrize(("products", "known", "sentences"), CASES)
def test_it_says_only_what_is_known(products, known, sentences):
    assert list(reasons(products, **known)) == sentences


def test_the_order_is_that_of_the_four_uitgangspunten():
    found = reasons(
        [TO_FOUR], staat_op=2, doel=4, matched=["Hout"], regulier=True, local_reason="In buurgemeente Brummen"
    )
    assert [sentence.split()[0] for sentence in found] == ["Past", "Past", "In", "U", "U"]
    assert found[2] == "In buurgemeente Brummen."
