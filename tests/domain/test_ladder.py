"""Which products, pairs and signposts fit someone on x who aims at y (domain.md, "Ladder filters")."""

import pytest

from portal.domain.ladder import pairs_for, products_for, signposts_for
from portal.domain.participatieladder import Trede
from tests.domain.schemes import APELDOORN, ARNHEM, LIMBURG, product, regeling

# (regeling, stands on, aims at, tokens). S0 "Cliënt" for Apeldoorn; S2 par. 1.1.6 for Arnhem; ours for Limburg.
FITS = [
    (APELDOORN, None, None, "op-trede-3 op-trede-4 naar-trede-3 naar-trede-4 naar-trede-5"),
    (APELDOORN, 1, None, ""),
    (APELDOORN, 2, None, "naar-trede-3 naar-trede-4 naar-trede-5"),
    (APELDOORN, 3, None, "op-trede-3 naar-trede-4 naar-trede-5"),
    (APELDOORN, 4, None, "op-trede-4 naar-trede-5"),
    (APELDOORN, 5, None, ""),
    (APELDOORN, None, 2, ""),
    (APELDOORN, None, 3, "op-trede-3 naar-trede-3"),
    (APELDOORN, None, 4, "op-trede-4 naar-trede-4"),
    (APELDOORN, None, 5, "naar-trede-5"),
    (APELDOORN, None, 6, "naar-trede-5"),
    (APELDOORN, 2, 3, "naar-trede-3"),
    (APELDOORN, 3, 3, "op-trede-3"),
    (APELDOORN, 3, 4, "naar-trede-4"),
    (APELDOORN, 4, 4, "op-trede-4"),
    (APELDOORN, 4, 6, "naar-trede-5"),
    (APELDOORN, 4, 3, ""),
    (ARNHEM, 1, None, "orientatie"),
    (ARNHEM, 4, None, "orientatie naar-trede-5 op-trede-4"),
    (ARNHEM, 5, None, ""),
    (ARNHEM, None, 3, "naar-trede-3 op-trede-3"),
    (ARNHEM, None, 6, ""),
    (ARNHEM, 2, 5, "naar-trede-5"),
    (LIMBURG, 2, None, "collectief"),
    (LIMBURG, 3, None, "collectief individueel"),
    (LIMBURG, 5, 6, "individueel"),
    (LIMBURG, 3, 4, "collectief individueel"),
    # Both sets hold trede 4, but S4 par. 3.1 says: "geen blijf-voorziening".
    (LIMBURG, 4, 4, ""),
]

PAIRS = [
    (2, 3, "naar-trede-3 + op-trede-3"),
    (2, 4, "naar-trede-4 + op-trede-3"),
    (2, 5, "naar-trede-5 + op-trede-3"),
    (3, 4, "naar-trede-4 + op-trede-3"),
    (3, 6, "naar-trede-5 + op-trede-3"),
    (4, 5, "naar-trede-5 + op-trede-4"),
    (3, 3, ""),
    (5, 6, ""),
    (2, None, ""),
    (None, 4, ""),
]

SIGNPOSTS = [
    (APELDOORN, 1, None, "ontmoeten"),
    (APELDOORN, 2, None, "ontmoeten orientatie"),
    (APELDOORN, 3, None, "orientatie"),
    (APELDOORN, 5, None, "betaald-werk"),
    (APELDOORN, None, 2, "ontmoeten"),
    (APELDOORN, 4, 6, "orientatie betaald-werk"),
    (APELDOORN, None, None, "ontmoeten orientatie betaald-werk"),
    (ARNHEM, 3, None, ""),
    (ARNHEM, 1, 2, "ontmoeten andere-hulp"),
    (ARNHEM, 5, None, "betaald-werk"),
    (ARNHEM, None, 6, "betaald-werk"),
    (LIMBURG, 1, None, "ontmoeten"),
    (LIMBURG, 6, None, "betaald-werk"),
]


@pytest.mark.parametrize(("regeling_id", "staat_op", "doel", "tokens"), FITS)
def test_products_fit_the_two_treden(regeling_id, staat_op, doel, tokens):
    found = products_for(regeling(regeling_id).products, staat_op, doel)
    assert " ".join(p.token for p in found) == tokens


@pytest.mark.parametrize(("staat_op", "doel", "expected"), PAIRS)
def test_development_pairs_with_the_work_that_goes_with_it(staat_op, doel, expected):
    found = pairs_for(regeling(APELDOORN), staat_op, doel)
    assert " ".join(f"{p.development.token} + {p.work.token}" for p in found) == expected


def test_a_pair_says_that_two_aanbieders_may_do_it():
    (pair,) = pairs_for(regeling(APELDOORN), 3, 4)
    assert pair.sentence == (
        "Werkt mee ontwikkeling naar trede 4 gaat vaak samen met Werkt mee op trede 3. "
        "U kunt deze twee samen doen. Dat mag bij twee verschillende aanbieders."
    )


def test_the_work_of_a_pair_is_not_above_the_goal():
    without_three = tuple(p for p in regeling(APELDOORN).products if p.token != "op-trede-3")
    assert pairs_for(regeling(APELDOORN, products=without_three), 2, 3) == ()


def test_no_pairs_where_the_development_product_contains_the_work():
    assert pairs_for(regeling(ARNHEM), 3, 4) == ()


@pytest.mark.parametrize(("regeling_id", "staat_op", "doel", "ids"), SIGNPOSTS)
def test_signposts_by_where_one_stands_or_what_one_aims_at(regeling_id, staat_op, doel, ids):
    assert " ".join(s.id for s in signposts_for(regeling(regeling_id), staat_op, doel)) == ids


@pytest.mark.parametrize("staat_op", [None, *range(1, 7)])
@pytest.mark.parametrize("doel", [None, *range(1, 7)])
def test_a_trede_more_never_gives_more_products(staat_op, doel):
    for regeling_id in (APELDOORN, ARNHEM, LIMBURG):
        products = regeling(regeling_id).products
        both = set(products_for(products, staat_op, doel))
        assert both <= set(products_for(products, staat_op, None))
        assert both <= set(products_for(products, None, doel))


def test_the_order_of_the_regeling_is_kept():
    two = (product("naar-trede-4"), product("op-trede-3"))
    assert products_for(two, 3, None) == two


def test_treden_have_their_dutch_names():
    assert [t.label for t in Trede][:2] == ["Geïsoleerd", "Ontmoeten"]


@pytest.mark.parametrize("regeling_id", [APELDOORN, ARNHEM, LIMBURG])
def test_who_says_one_trede_and_finds_no_product_finds_a_signpost(regeling_id):
    # domain.md "Ladder filters": no product left, then the signpost that fits.
    scheme = regeling(regeling_id)
    asked = [(trede, None) for trede in Trede] + [(None, trede) for trede in Trede]
    empty = [pair for pair in asked if not products_for(scheme.products, *pair)]
    assert [pair for pair in empty if not signposts_for(scheme, *pair)] == []
