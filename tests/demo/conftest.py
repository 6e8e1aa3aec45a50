"""The demo as it is read on one fixed day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from portal.demo.files import load_demo
from portal.demo.values import DemoAanbieder, DemoPlan, DemoWerkplek
from portal.domain.places import Point
from portal.store.catalogue import Catalogue, load_catalogue

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """All of `data/`, as the portal loads it."""
    return load_catalogue()


@pytest.fixture(scope="session")
def points(catalogue: Catalogue) -> Mapping[str, Point]:
    """A point per postcode4."""
    return {digits: row.point for digits, row in catalogue.reference.postcodes.items()}


@pytest.fixture(scope="session")
def demo(points: Mapping[str, Point]) -> tuple[DemoAanbieder, ...]:
    """The demo aanbieders on TODAY."""
    return load_demo(TODAY, points)


@pytest.fixture(scope="session")
def plans(demo: tuple[DemoAanbieder, ...]) -> list[DemoPlan]:
    """All their plans."""
    return [plan for aanbieder in demo for plan in aanbieder.plannen]


@pytest.fixture(scope="session")
def werkplekken(plans: list[DemoPlan]) -> list[DemoWerkplek]:
    """All their werkplekken."""
    return [werkplek for plan in plans for werkplek in plan.werkplekken]
