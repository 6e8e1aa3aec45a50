"""The form of a werkplek: from what was typed to `WerkplekForm`, and back to what stands in the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.plan_changes import FieldChange
from portal.domain.regeling import Regeling
from portal.domain.said import said
from portal.services.facet_values import dagdeel_name, name_of
from portal.services.query_parts import BEGELEIDING, DAYS, PARTS, language_names
from portal.services.refusals import Conflict
from portal.services.werkplek_form import WerkplekForm
from portal.store.catalogue import Catalogue
from portal.web.aanbieder import draft
from portal.web.aanbieder.draft import Clash, Draft
from portal.web.aanbieder.words import in_words
from portal.web.labels import facet_label

TEXTS = ("naam", "straat", "huisnummer", "postcode", "woonplaats", "omschrijving", "toegankelijkheid", "locatie_van")
LISTS = ("werkgebied", "branches", "producten", "dagdelen", "begeleiding", "talen")
NUMBERS = ("groep_min", "groep_max")
SWITCHES = ("regulier", "toegankelijk")
_WHOLE_NUMBER = said("Vul een getal in, zonder letters of komma.")
_FIRST_LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "ti", "fa", "so", "de", "fr", "es", "ngt")
_KEYS = {"branches": "branche", "dagdelen": "dagdeel", "begeleiding": "begeleiding", "talen": "taal"}


def read(regeling: Regeling) -> Draft:
    """The fields of a werkplek as they were sent; any other field is left unread."""
    places = [places_field(product.token) for product in regeling.offered]
    names = (*TEXTS, "taken", *NUMBERS, *SWITCHES, *places)
    typed = draft.read(dict.fromkeys(names, ""), LISTS)
    if draft.changed("postcode", typed.value("postcode")) and not draft.changed(
        "woonplaats", typed.value("woonplaats")
    ):
        typed.values["woonplaats"] = ""  # the place of the postcode before: look it up again
    return typed


def places_field(token: str) -> str:
    """The input with the number of places of one product."""
    return f"plekken.{token}"


def to_form(typed: Draft) -> WerkplekForm:
    """What the service checks. A number that is none is noted as a fault."""
    values: dict[str, Any] = {name: typed.value(name) for name in TEXTS}
    values |= {name: tuple(typed.value(name).split()) for name in LISTS}
    values |= {name: typed.value(name) == "ja" for name in SWITCHES}
    values |= {name: _number(typed, name) for name in NUMBERS}
    values["taken"] = tuple(line for line in typed.value("taken").splitlines() if line.strip())
    values["producten"] = {token: _number(typed, places_field(token)) for token in values["producten"]}
    return WerkplekForm(**values)


def to_typed(form: WerkplekForm, lock: int) -> Draft:
    """What stands in the inputs for a kept werkplek."""
    values = {name: str(getattr(form, name)) for name in TEXTS}
    values |= {name: "\n".join(getattr(form, name)) for name in (*LISTS, "taken")}
    values |= {name: "ja" if getattr(form, name) else "" for name in SWITCHES}
    values |= {name: str(getattr(form, name) or "") for name in NUMBERS}
    values |= {places_field(token): str(places or "") for token, places in form.producten.items()}
    return Draft(values, lock=lock)


def bases(form: WerkplekForm) -> dict[str, str]:
    """Digests of what `read` compares."""
    return {name: draft.digest(getattr(form, name)) for name in ("postcode", "woonplaats")}


def options(catalogue: Catalogue, regeling: Regeling, typed: Draft) -> Mapping[str, list[tuple[str, str]]]:
    """What there is to choose from, per list, as (token, name). Products are those of the regeling."""
    names = language_names()

    def name(key: str, token: str) -> str:
        return facet_label(key, token, name_of(key, token, None, catalogue))

    codes = [*regeling.gemeenten, *(c for c in typed.value("werkgebied").split() if c not in regeling.gemeenten)]
    rest = sorted(set(names) - set(_FIRST_LANGUAGES), key=lambda code: names[code].casefold())
    return {
        "werkgebied": [(code, catalogue.reference.gemeente_naam(code)) for code in codes],
        "branches": [(branche.token, branche.label) for branche in catalogue.branches],
        "producten": [(product.token, product.naam) for product in regeling.offered],
        "begeleiding": [(token, name("begeleiding", token)) for token in BEGELEIDING],
        "talen": [(code, name("taal", code)) for code in _FIRST_LANGUAGES],
        "meer_talen": [(code, name("taal", code)) for code in rest],
    }


def week() -> list[tuple[str, list[tuple[str, str]]]]:
    """Per day its parts as (token, name in full)."""
    return [
        (
            day,
            [
                (f"{day}-{part}", facet_label("dagdeel", f"{day}-{part}", dagdeel_name(f"{day}-{part}")))
                for part in PARTS
            ],
        )
        for day in DAYS
    ]


def clash(catalogue: Catalogue, regeling: Regeling, conflict: Conflict) -> Clash:
    """The two values of one field in words, under its Dutch name."""

    def words(value: object) -> str:
        key = _KEYS.get(conflict.field)
        if key and isinstance(value, tuple):
            return ", ".join(name_of(key, token, None, catalogue) for token in value) or "(leeg)"
        if conflict.field == "gemeente_code" and isinstance(value, str):
            return catalogue.reference.gemeente_naam(value)
        if conflict.field == "producten" and isinstance(value, tuple):
            return ", ".join(p.naam for token in value if (p := regeling.product(token))) or "(leeg)"
        return in_words(value)

    return Clash(FieldChange("", conflict.field, None, None).label, words(conflict.mine), words(conflict.theirs))


def _number(typed: Draft, name: str) -> int | None:
    text = typed.value(name).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        typed.wrong(name, _WHOLE_NUMBER)
        return None
    return int(text)
