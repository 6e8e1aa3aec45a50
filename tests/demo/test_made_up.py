"""The generator of made-up offers: the same for the same seed, spread by inhabitants, all of it published."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from portal.demo.made_up import MOST, made_up, public_id
from portal.demo.stock import Choice, compiled
from portal.demo.values import DemoAanbieder, DemoPlan, DemoWerkplek
from portal.domain.regeling import PRODUCT_TOKENS
from portal.store.catalogue import Catalogue
from portal.store.data_error import DataError
from tests.demo.conftest import TODAY

MANY = 5_000


def _made(catalogue: Catalogue, count: int, seed: int = 7) -> list[DemoAanbieder]:
    return list(made_up(count, seed, TODAY, catalogue.reference, catalogue.words.keywords))


def _plans(made: list[DemoAanbieder]) -> list[DemoPlan]:
    return [plan for aanbieder in made for plan in aanbieder.plannen]


def _werkplekken(made: list[DemoAanbieder]) -> list[DemoWerkplek]:
    return [werkplek for plan in _plans(made) for werkplek in plan.werkplekken]


@pytest.fixture(scope="module")
def many(catalogue: Catalogue) -> list[DemoAanbieder]:
    return _made(catalogue, MANY)


@pytest.mark.parametrize("count", [0, 1, 2, 333])
def test_there_are_exactly_as_many_as_asked(count: int, catalogue: Catalogue) -> None:
    assert len(_werkplekken(_made(catalogue, count))) == count


@pytest.mark.parametrize("count", [-1, 100_001])
def test_too_few_or_too_many_is_refused(count: int, catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="100000"):
        _made(catalogue, count)


def test_a_smaller_number_is_the_first_part_of_a_larger(many: list[DemoAanbieder], catalogue: Catalogue) -> None:
    few = _made(catalogue, 1_000)
    assert _werkplekken(few) == _werkplekken(many)[:1_000]
    assert few[:-1] == many[: len(few) - 1]


def test_another_seed_gives_other_data(many: list[DemoAanbieder], catalogue: Catalogue) -> None:
    assert _werkplekken(_made(catalogue, 50, seed=8)) != _werkplekken(many)[:50]


def test_the_hash_seed_of_python_does_not_matter() -> None:
    code = (
        "import hashlib; from datetime import date; from portal.store.catalogue import load_catalogue as load;"
        "from portal.demo.made_up import made_up; c = load();"
        "made = list(made_up(200, 7, date(2026, 11, 22), c.reference, c.words.keywords));"
        "print(hashlib.sha256(repr(made).encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_no_id_comes_twice_however_many_are_made() -> None:
    assert len({public_id(index) for index in range(MOST)}) == MOST


def test_ids_and_kvk_numbers_are_unique(many: list[DemoAanbieder]) -> None:
    assert len({w.public_id for w in _werkplekken(many)}) == MANY
    assert len({a.kvk for a in many}) == len(many)


def test_an_aanbieder_has_one_to_five_werkplekken(many: list[DemoAanbieder]) -> None:
    assert {len(plan.werkplekken) for plan in _plans(many)} == {1, 2, 3, 4, 5}


def test_they_are_spread_by_inhabitants(many: list[DemoAanbieder], catalogue: Catalogue) -> None:
    per_gemeente = Counter(w.gemeente_code for w in _werkplekken(many) if w.gemeente_code)
    largest = sorted(catalogue.reference.gemeenten.values(), key=lambda g: -g.inwoners)
    counts = [per_gemeente[g.code] for g in (largest[0], largest[5], largest[40], largest[-1])]
    assert all(more > less for more, less in pairwise(counts))
    assert len(per_gemeente) > 300


def test_they_lie_near_their_postcode(many: list[DemoAanbieder], catalogue: Catalogue) -> None:
    for werkplek in _werkplekken(many):
        if werkplek.point:
            real = catalogue.reference.postcodes[werkplek.postcode[:4]]
            assert abs(werkplek.point.lat - real.point.lat) <= 0.0041
            assert real.woonplaats.gemeente_code == werkplek.gemeente_code


def test_all_products_and_branches_occur(many: list[DemoAanbieder], catalogue: Catalogue) -> None:
    werkplekken = _werkplekken(many)
    assert {p.token for w in werkplekken for p in w.producten} == set(PRODUCT_TOKENS)
    assert {token for w in werkplekken for token in w.branches} == {b.token for b in catalogue.branches}


SHARES = [
    ("full", lambda w: all(p.vrij == 0 for p in w.producten), 1 / 3),
    ("paused", lambda w: w.gepauzeerd, 1 / 20),
    ("werkgebied", lambda w: bool(w.werkgebied), 1 / 25),
]


@pytest.mark.parametrize(("name", "holds", "share"), SHARES, ids=[name for name, _, _ in SHARES])
def test_the_share_is_about_right(name: str, holds: object, share: float, many: list[DemoAanbieder]) -> None:
    found = sum(map(holds, _werkplekken(many))) / MANY  # type: ignore[arg-type]
    assert share * 0.75 < found < share * 1.25


def test_everything_is_published_for_months(many: list[DemoAanbieder]) -> None:
    for plan in _plans(many):
        assert plan.start <= TODAY < plan.eind - timedelta(days=30)
        assert all(TODAY - w.confirmed_at < timedelta(days=150) for w in plan.werkplekken)
        assert all(p.token in plan.producten for w in plan.werkplekken for p in w.producten)


def test_texts_differ_and_have_their_length(many: list[DemoAanbieder]) -> None:
    texts = [" ".join((w.naam, *w.taken, w.omschrijving)) for w in _werkplekken(many)]
    assert len({w.omschrijving for w in _werkplekken(many)}) == MANY
    assert 100 <= sum(len(text.split()) for text in texts) / MANY <= 125
    assert not any("{" in text for text in texts)


def test_the_vocabulary_keeps_growing(many: list[DemoAanbieder]) -> None:
    def words(werkplekken: list[DemoWerkplek]) -> int:
        return len({word for w in werkplekken for word in w.omschrijving.split()})

    werkplekken = _werkplekken(many)
    assert words(werkplekken) > 1.5 * words(werkplekken[: MANY // 4])


def test_a_slot_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(DataError, match="kleur"):
        compiled("Een {kleur} deur.", {"ding": Choice(("deur",))})


def test_a_slot_that_comes_back_differs_from_the_one_before() -> None:
    sentence = compiled("{dag} {dag}", {"dag": Choice(("maandag", "dinsdag"))})
    said = {sentence.say(Random(seed).random) for seed in range(20)}
    assert said == {"maandag dinsdag", "dinsdag maandag"}
