"""A valid product and regeling to change one thing of, and the shipped ones, for the tests of the rules."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from portal.domain.regeling import LocalityRule, Product, Regeling
from portal.store.reference import load_reference
from portal.store.regelingen import Regelingen, load_regelingen

TODAY = date(2026, 11, 22)
APELDOORN, ARNHEM, LIMBURG = "werkt-mee-apeldoorn", "activerend-werk-arnhem", "participatie-noord-limburg"


@cache
def shipped() -> Regelingen:
    """The regelingen of `data/regelingen`, loaded once."""
    return load_regelingen(load_reference())


def regeling(regeling_id: str = APELDOORN, **changes: Any) -> Regeling:
    """A shipped regeling, with changes."""
    found = shipped().get(regeling_id)
    assert found is not None
    return replace(found, **changes)


def product(name: str = "op-trede-3", regeling_id: str = APELDOORN, **changes: Any) -> Product:
    """A shipped product by its token, with changes."""
    found = regeling(regeling_id).product(name)
    assert found is not None
    return replace(found, **changes)


def with_rule(rule: LocalityRule, **changes: Any) -> Product:
    """A product under that locality rule, the same for every gemeente."""
    return product(locality=rule, locality_per_gemeente=(), **changes)
