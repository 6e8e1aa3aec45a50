"""Reading the demo files: dates from ages, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.demo.files import load_demo
from portal.demo.values import DemoAanbieder
from portal.domain.places import Point
from portal.resources import data_path
from portal.store.data_error import DataError
from tests.demo.conftest import TODAY

EXAMPLE = data_path("demo", "aanbieders", "kromme-spijker.toml").read_text(encoding="utf-8")


def _folder(tmp_path: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (tmp_path / f"voorbeeld-{number}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_age_counts_from_today(demo: tuple[DemoAanbieder, ...], points: Mapping[str, Point]) -> None:
    later = load_demo(TODAY + timedelta(days=400), points)
    for one, other in zip(demo, later, strict=True):
        for before, after in zip(one.plannen[0].werkplekken, other.plannen[0].werkplekken, strict=True):
            assert after.confirmed_at - before.confirmed_at == timedelta(days=400)


def test_a_contract_without_dates_runs_from_the_approval_to_the_end_of_next_year(
    demo: tuple[DemoAanbieder, ...],
) -> None:
    plan = next(a for a in demo if a.naam == "Stichting Kromme Spijker").plannen[0]
    assert plan.reviewed_at == TODAY - timedelta(days=210)
    assert (plan.start, plan.eind) == (date(2026, 5, 1), date(2027, 12, 31))


def test_the_point_is_that_of_the_postcode(demo: tuple[DemoAanbieder, ...], points: Mapping[str, Point]) -> None:
    werkplek = demo[0].plannen[0].werkplekken[0]
    assert werkplek.point == points[werkplek.postcode[:4]]


WRONG = [
    ("kvk", 'kvk = "000000', 'kvk = "123456'),
    ("website", ".example", ".nl"),
    ("producten", '"op-trede-3"', '"op-trede-9"'),
    ("vrij", "plekken = 8, vrij = 2", "plekken = 8, vrij = 9"),
    ("postcode", 'postcode = "7323', 'postcode = "1000'),
    ("postcode", 'postcode = "', 'werkgebied = ["GM0200"]\npostcode = "'),
    ("dagdelen", "ma-ochtend", "ma-nacht"),
    ("branches", 'branches = ["hout"]', "branches = []"),
    ("groep_min", "groep_min = 4", "groep_min = 40"),
    ("onbekend", "groep_min = 4", "groep_min = 4\nonbekend = 1"),
    ("talen", 'talen = ["nl"', 'talen = ["nederlands"'),
]


@pytest.mark.parametrize(("key", "right", "wrong"), WRONG)
def test_a_mistake_is_refused_with_its_key(
    key: str, right: str, wrong: str, tmp_path: Path, points: Mapping[str, Point]
) -> None:
    assert right in EXAMPLE
    with pytest.raises(DataError) as error:
        load_demo(TODAY, points, _folder(tmp_path, EXAMPLE.replace(right, wrong, 1)))
    assert key in error.value.where


@pytest.mark.parametrize("key", ["kvk", "id"])
def test_numbers_and_ids_are_unique_over_the_files(key: str, tmp_path: Path, points: Mapping[str, Point]) -> None:
    other = EXAMPLE if key == "kvk" else EXAMPLE.replace('kvk = "0000000', 'kvk = "0000009', 1)
    with pytest.raises(DataError) as error:
        load_demo(TODAY, points, _folder(tmp_path, EXAMPLE, other))
    assert error.value.where == key


def test_an_empty_folder_is_an_error(tmp_path: Path, points: Mapping[str, Point]) -> None:
    with pytest.raises(DataError, match="no aanbieder"):
        load_demo(TODAY, points, tmp_path)
