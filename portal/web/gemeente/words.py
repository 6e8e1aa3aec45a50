"""Values of a plan as a reviewer reads them: tokens, codes and dates in Dutch words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from portal.domain.locality import Verdict
from portal.domain.plan import GEMEENTEN, PRODUCTEN
from portal.domain.plan_changes import FieldChange
from portal.domain.regeling import Regeling
from portal.domain.review import PlanState, PlanStatus
from portal.domain.said import said
from portal.domain.text_difference import Piece, text_difference
from portal.services.facet_values import name_of
from portal.store.catalogue import Catalogue

STATE_KINDS: Mapping[str, str] = {
    PlanState.INGEDIEND: "info",
    PlanState.IN_BEOORDELING: "warning",
    PlanState.AANVULLING_GEVRAAGD: "negative",
    PlanState.GOEDGEKEURD: "positive",
    PlanStatus.GEPUBLICEERD: "positive",
    PlanStatus.OPGESCHORT: "warning",
}
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.EIGEN_GEMEENTE: (said("In de gemeente"), "positive"),
    Verdict.AANGRENZEND: (said("Naast de gemeente"), "positive"),
    Verdict.REGIO: (said("In de regio"), "positive"),
    Verdict.UITZONDERING: (said("Met een uitzondering"), "info"),
    Verdict.BUITEN: (said("Te ver weg"), "negative"),
}
_KEYS = {"branches": "branche", "dagdelen": "dagdeel", "begeleiding": "begeleiding", "talen": "taal"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed field: its name ("" when the part is one field) and the words that went and came."""

    label: str
    pieces: tuple[Piece, ...]


def differences(
    catalogue: Catalogue, regeling: Regeling, changes: tuple[FieldChange, ...] | None
) -> dict[str, list[Difference]]:
    """Per part what changed, in words."""
    found: dict[str, list[Difference]] = {}
    for change in changes or ():
        one, other = (_text(catalogue, regeling, change, value) for value in (change.old, change.new))
        found.setdefault(change.part, []).append(Difference(change.label, text_difference(one, other)))
    return found


def product_name(regeling: Regeling, token: str) -> str:
    """The regeling's own name of a product."""
    product = regeling.product(token)
    return product.naam if product else token


def gemeente_name(catalogue: Catalogue, code: str) -> str:
    """The name of a gemeente, or its code."""
    return catalogue.gemeente_names.get(code, code)


def _text(catalogue: Catalogue, regeling: Regeling, change: FieldChange, value: object) -> str:
    """Any value of a changed field, as text."""
    naming = _naming(catalogue, regeling, change)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return str(format_date(value, "long"))
    if isinstance(value, Mapping):
        return "\n".join(f"{naming(str(key))}: {number}" for key, number in value.items())
    if isinstance(value, tuple):
        return "\n".join(naming(str(one)) for one in value)
    return naming(str(value))


def _naming(catalogue: Catalogue, regeling: Regeling, change: FieldChange) -> Callable[[str], str]:
    where = change.field or change.part
    if where in (PRODUCTEN, "capaciteit"):
        return lambda token: product_name(regeling, token)
    if where in (GEMEENTEN, "werkgebied", "gemeente_code"):
        return lambda code: gemeente_name(catalogue, code)
    if where in _KEYS:
        return lambda token: name_of(_KEYS[where], token, None, catalogue)
    return str
