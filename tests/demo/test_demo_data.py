"""What must occur in the demo, so that every rule of the portal can be seen at work in it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from portal.demo.values import DemoAanbieder, DemoPlan, DemoWerkplek
from portal.domain.locality import GrantedException, Site, Verdict, serving_gemeenten
from portal.domain.places import Woonplaats
from portal.domain.regeling import PRODUCT_TOKENS
from portal.resources import data_path
from portal.services.demo_accounts import GEMEENTE, REGELING
from portal.store.catalogue import Catalogue
from tests.demo.conftest import TODAY

FILES = sorted(data_path("demo", "aanbieders").glob("*.toml"))


def test_the_demo_is_about_as_large_as_asked(demo: tuple[DemoAanbieder, ...], werkplekken: list[DemoWerkplek]) -> None:
    assert 55 <= len(demo) <= 65
    assert 150 <= len(werkplekken) <= 170


def test_each_region_has_its_share(plans: list[DemoPlan]) -> None:
    per_regeling = Counter(plan.regeling for plan in plans)
    assert per_regeling["werkt-mee-apeldoorn"] >= 20
    assert per_regeling["activerend-werk-arnhem"] >= 20
    assert per_regeling["participatie-noord-limburg"] >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_that_it_is_made_up(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# Verzonnen voorbeeld")


def test_plans_ask_what_their_regeling_has(plans: list[DemoPlan], catalogue: Catalogue) -> None:
    for plan in plans:
        regeling = catalogue.regelingen.get(plan.regeling)
        assert regeling is not None
        assert set(plan.gemeenten) <= set(regeling.gemeenten)
        assert set(plan.producten) <= {product.token for product in regeling.offered}


def test_plans_answer_exactly_the_questions_of_their_products(plans: list[DemoPlan], catalogue: Catalogue) -> None:
    for plan in plans:
        regeling = catalogue.regelingen.get(plan.regeling)
        assert regeling is not None
        kinds = {product.kind for product in regeling.offered if product.token in plan.producten}
        asked = {q.id for q in regeling.questions if not q.kinds or q.kinds & kinds}
        assert set(plan.antwoorden) == asked


def test_addresses_are_real_places(werkplekken: list[DemoWerkplek], catalogue: Catalogue) -> None:
    for werkplek in werkplekken:
        if werkplek.postcode:
            real = catalogue.reference.postcodes[werkplek.postcode[:4]].woonplaats
            assert real == Woonplaats(werkplek.woonplaats or "", werkplek.gemeente_code or "")


def test_all_products_occur(werkplekken: list[DemoWerkplek]) -> None:
    assert {p.token for werkplek in werkplekken for p in werkplek.producten} == set(PRODUCT_TOKENS)


def test_all_branches_occur_and_no_others(werkplekken: list[DemoWerkplek], catalogue: Catalogue) -> None:
    used = {token for werkplek in werkplekken for token in werkplek.branches}
    assert used == {branche.token for branche in catalogue.branches}


def test_every_verdict_occurs_for_somebody(plans: list[DemoPlan], catalogue: Catalogue) -> None:
    verdicts = Counter(verdict for plan in plans for verdict in _verdicts(plan, catalogue))
    assert set(verdicts) == set(Verdict)


def test_apeldoorn_is_also_served_from_next_door(plans: list[DemoPlan], catalogue: Catalogue) -> None:
    apeldoorn = [plan for plan in plans if plan.regeling == "werkt-mee-apeldoorn"]
    assert sum(_verdicts(plan, catalogue).count(Verdict.AANGRENZEND) for plan in apeldoorn) >= 3


def test_noord_limburg_is_covered_by_the_aanbieders_together(plans: list[DemoPlan], catalogue: Catalogue) -> None:
    # KPI 4 of S4: all seven gemeenten.
    regeling = catalogue.regelingen.get("participatie-noord-limburg")
    assert regeling is not None
    assert {code for plan in plans if plan.regeling == regeling.id for code in plan.gemeenten} == set(
        regeling.gemeenten
    )


SITUATIONS = {
    "free places of over 30 days old": lambda w: w.capacity_at and _age(w.capacity_at) > 30,
    "not confirmed for over 90 days": lambda w: 90 < _age(w.confirmed_at) <= 120,
    "not confirmed for over 120 days": lambda w: 120 < _age(w.confirmed_at) <= 180,
    "taken out: not confirmed for over 180 days": lambda w: _age(w.confirmed_at) > 180,
    "full": lambda w: all(p.vrij == 0 for p in w.producten),
    "free places not known": lambda w: any(p.vrij is None for p in w.producten),
    "paused": lambda w: w.gepauzeerd,
    "a werkgebied instead of an address": lambda w: w.werkgebied,
    "a subcontractor's place": lambda w: w.locatie_van,
    "an exception that holds": lambda w: any(e.start <= TODAY <= e.eind for e in w.exceptions),
    "an exception that is over": lambda w: any(e.eind < TODAY for e in w.exceptions),
    "Dutch sign language": lambda w: "ngt" in w.talen,
    "evenings": lambda w: any(d.endswith("avond") for d in w.dagdelen),
    "weekends": lambda w: any(d[:2] in ("za", "zo") for d in w.dagdelen),
    "not accessible": lambda w: not w.toegankelijk,
    "a name that misleads": lambda w: "Wasserij" in w.naam and "was" not in w.branches,
    "a word in passing that misleads": lambda w: re.search(r"[Hh]onden", w.omschrijving) and "dieren" not in w.branches,
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_situation_occurs(name: str, werkplekken: list[DemoWerkplek]) -> None:
    assert any(SITUATIONS[name](werkplek) for werkplek in werkplekken)


def test_the_reviewer_of_the_demo_has_an_exception_to_end(plans: list[DemoPlan]) -> None:
    own = [plan for plan in plans if plan.regeling == REGELING]
    granted = [e for plan in own for w in plan.werkplekken for e in w.exceptions if e.start <= TODAY <= e.eind]
    assert GEMEENTE in {exception.gemeente_code for exception in granted}


PLAN_SITUATIONS = {
    "the contract ends within a month": lambda p: TODAY <= p.eind <= TODAY + timedelta(days=30),
    "the contract is over": lambda p: p.eind < TODAY,
    "suspended": lambda p: p.opgeschort,
}


@pytest.mark.parametrize("name", PLAN_SITUATIONS)
def test_the_situation_of_a_plan_occurs(name: str, plans: list[DemoPlan]) -> None:
    assert any(PLAN_SITUATIONS[name](plan) for plan in plans)


def test_no_description_occurs_twice_and_lengths_differ(werkplekken: list[DemoWerkplek]) -> None:
    lengths = [len(w.omschrijving.split()) for w in werkplekken]
    assert len({w.omschrijving for w in werkplekken}) == len(werkplekken)
    assert max(lengths) > 80
    assert min(lengths) < 30


def _age(day: object) -> int:
    return (TODAY - day).days  # type: ignore[operator,no-any-return]


def _verdicts(plan: DemoPlan, catalogue: Catalogue) -> list[Verdict]:
    """The verdict per werkplek, product and gemeente the plan is approved for."""
    regeling = catalogue.regelingen.get(plan.regeling)
    assert regeling is not None
    found = []
    for werkplek in plan.werkplekken:
        home = Woonplaats(werkplek.woonplaats, werkplek.gemeente_code or "") if werkplek.woonplaats else None
        site = Site(home, werkplek.gemeente_code, frozenset(werkplek.werkgebied))
        granted = [GrantedException(e.gemeente_code, e.start, e.eind) for e in werkplek.exceptions]
        for offer in werkplek.producten:
            product = regeling.product(offer.token)
            assert product is not None
            codes = set(plan.gemeenten)
            serves = serving_gemeenten(site, product, regeling, codes, catalogue.reference.borders, granted, TODAY)
            found += [serves.get(code, Verdict.BUITEN) for code in codes]
    return found
