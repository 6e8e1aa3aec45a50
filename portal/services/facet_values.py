"""Facet counts of the index with their Dutch names, in the order a person expects."""

from __future__ import annotations

from collections.abc import Mapping

from portal.services.query_parts import DAGDELEN, PRODUCT_APART, Scope, language_names
from portal.services.search import FacetValue, SearchRequest
from portal.store.catalogue import Catalogue

_DAYS = {
    "ma": "Maandag",
    "di": "Dinsdag",
    "wo": "Woensdag",
    "do": "Donderdag",
    "vr": "Vrijdag",
    "za": "Zaterdag",
    "zo": "Zondag",
}
BEGELEIDING_NAMES = {"nabij": "Begeleider is dichtbij", "op-afstand": "Begeleider is op afstand"}
SWITCH_NAMES = {
    "vrij": "Alleen met een vrije plek",
    "regulier": "Bij een gewoon bedrijf of een gewone organisatie",
    "toegankelijk": "Goed te bereiken met een rolstoel",
}


def dagdeel_name(token: str) -> str:
    """`ma-ochtend` -> "Maandagochtend"."""
    day, _, part = token.partition("-")
    return f"{_DAYS.get(day, day)}{part}"


def name_of(key: str, token: str, gemeente_code: str | None, catalogue: Catalogue) -> str:
    """The Dutch name of one value of a query key."""
    if key == "product":
        return catalogue.regelingen.products_label(gemeente_code, token)
    if key == "branche":
        return catalogue.branches.label(token)
    if key == "gemeente":
        return catalogue.reference.gemeente_naam(token)
    if key == "taal":
        return language_names().get(token, token).capitalize()
    if key == "dagdeel":
        return dagdeel_name(token)
    if key == "begeleiding":
        return BEGELEIDING_NAMES.get(token, token)
    return SWITCH_NAMES.get(key, token)


def labelled(
    counts: Mapping[str, Mapping[str, int]], request: SearchRequest, scope: Scope, catalogue: Catalogue
) -> dict[str, tuple[FacetValue, ...]]:
    """Per query key its values. Chosen values stay at 0, other zeros are left out (engine.md statement 16)."""
    gemeente_code = None if scope.prefix == "NL" else scope.prefix
    found = {}
    for key, per_token in _together(counts).items():
        chosen = _chosen(key, request)
        tokens = {_bare(key, token): count for token, count in per_token.items()}
        for token in chosen:
            tokens.setdefault(token, 0)
        values = [
            FacetValue(token, name_of(key, token, gemeente_code, catalogue), count, token in chosen)
            for token, count in tokens.items()
            if count or token in chosen
        ]
        found[key] = tuple(sorted(values, key=lambda value: _order(key, value, scope)))
    return found


def _together(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    apart = [per_token for key, per_token in counts.items() if key.startswith(PRODUCT_APART)]
    found = {key: per_token for key, per_token in counts.items() if not key.startswith(PRODUCT_APART)}
    for per_token in apart:
        found["product"] = {**found.get("product", {}), **per_token}
    return found


def _bare(key: str, token: str) -> str:
    if key == "product":
        return token.partition(".")[2]
    return "true" if key == "vrij" else token


def _chosen(key: str, request: SearchRequest) -> tuple[str, ...]:
    if key == "gemeente":
        return ()
    value = getattr(request, key)
    if isinstance(value, bool):
        return ("true",) if value else ()
    return tuple(value)


def _order(key: str, value: FacetValue, scope: Scope) -> tuple[int, str]:
    """Products as the regeling has them, days as the week has them, the rest by count and then name."""
    if key == "product":
        return (scope.products.index(value.waarde) if value.waarde in scope.products else 99, value.naam)
    if key == "dagdeel":
        return (DAGDELEN.index(value.waarde) if value.waarde in DAGDELEN else 99, value.naam)
    return (-value.aantal, value.naam)
