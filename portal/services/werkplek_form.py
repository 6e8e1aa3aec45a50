"""A werkplek as an aanbieder types it, checked field by field, and its address found offline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from portal.domain.placenames import clean
from portal.domain.places import Woonplaats
from portal.domain.plan import WerkplekText
from portal.domain.regeling import Regeling
from portal.domain.said import said
from portal.domain.written import as_written, one_line
from portal.services.context import Context
from portal.services.locate import locate
from portal.services.query_parts import BEGELEIDING, DAGDELEN, language_names
from portal.services.refusals import Invalid

LONGEST_NAME, LONGEST_TEXT, LONGEST_TASK, MOST_TASKS = 200, 4000, 120, 30
MOST_PLACES = 1000  # people on one werkplek; more is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class WerkplekForm:
    """What was typed. Leave the address empty for a `werkgebied` (CBS codes). `producten`: token -> number of places.

    `woonplaats` only when the one found for the postcode is not right: another one of the same gemeente or beside it.
    """

    naam: str = ""
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""
    woonplaats: str = ""
    werkgebied: Sequence[str] = ()
    taken: Sequence[str] = ()
    omschrijving: str = ""
    branches: Sequence[str] = ()
    producten: Mapping[str, int | None] = field(default_factory=dict)
    dagdelen: Sequence[str] = ()
    begeleiding: Sequence[str] = ()
    groep_min: int | None = None
    groep_max: int | None = None
    regulier: bool = False
    toegankelijk: bool = False
    toegankelijkheid: str = ""
    talen: Sequence[str] = ()
    locatie_van: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an address lies. `approximate`: the point is that of the postcode area, and `note` says so in Dutch."""

    postcode: str
    woonplaats: str
    gemeente_code: str
    gemeente_naam: str
    lat: float
    lon: float
    approximate: bool
    note: str


def find_address(context: Context, postcode: str, huisnummer: str, straat: str = "", woonplaats: str = "") -> Address:
    """Place and point of an address; offline the point of the postcode area. Raises `Invalid` on `postcode` or
    `woonplaats`."""
    typed = _postcode(postcode)
    found = locate(" ".join(p for p in (straat, huisnummer, typed) if p), context.catalogue.reference, context.geocoder)
    if found.place is None or found.place.soort != "postcode" or found.place.woonplaats is None:
        found = locate(typed, context.catalogue.reference)
    place = found.place
    if place is None or place.woonplaats is None:
        raise Invalid(
            {
                "postcode": said(
                    "Wij kennen de postcode %(postcode)s niet. Kijk of u hem goed hebt getypt.", postcode=typed
                )
            }
        )
    row = context.catalogue.reference.postcodes.get(typed[:4])
    approximate = row is not None and place.point == row.point
    note = _approximate_note(typed, place.woonplaats) if approximate else ""
    address = Address(
        typed,
        place.woonplaats,
        place.gemeente_code,
        place.gemeente_naam,
        place.point.lat,
        place.point.lon,
        approximate,
        note,
    )
    return _elsewhere(context, address, clean(woonplaats)) if clean(woonplaats) else address


def place_note(context: Context, text: WerkplekText) -> str:
    """That the kept point is only that of the postcode area, in Dutch; "" when it is exact or there is none."""
    row = context.catalogue.reference.postcodes.get(text.postcode[:4])
    if row is None or text.woonplaats is None or (text.lat, text.lon) != (row.point.lat, row.point.lon):
        return ""
    return _approximate_note(text.postcode, text.woonplaats)


def text_from(context: Context, regeling: Regeling, form: WerkplekForm) -> WerkplekText:
    """The typed werkplek as it is kept. A draft may lack anything but a name; what is there must be right.

    Raises `Invalid` with an error per field of `WerkplekForm`.
    """
    errors = _wrong_choices(context, regeling, form) | _wrong_texts(form) | _wrong_numbers(form)
    address: Address | None = None
    if one_line(form.postcode) or one_line(form.straat) or one_line(form.huisnummer):
        try:
            address = find_address(context, form.postcode, form.huisnummer, form.straat, form.woonplaats)
        except Invalid as invalid:
            errors |= invalid.errors
        if form.werkgebied:
            errors["werkgebied"] = said("Vul een adres in of een werkgebied, niet allebei.")
        if not one_line(form.huisnummer):
            errors["huisnummer"] = said("Vul het huisnummer in.")
    if errors:
        raise Invalid(errors)
    return _with_address(_text(context, regeling, form), address, form)


def _with_address(text: WerkplekText, address: Address | None, form: WerkplekForm) -> WerkplekText:
    if address is None:
        return text
    return replace(
        text,
        straat=one_line(form.straat),
        huisnummer=one_line(form.huisnummer),
        postcode=address.postcode,
        woonplaats=address.woonplaats,
        gemeente_code=address.gemeente_code,
        lat=address.lat,
        lon=address.lon,
    )


def _text(context: Context, regeling: Regeling, form: WerkplekForm) -> WerkplekText:
    products = tuple(p.token for p in regeling.offered if p.token in form.producten)
    return WerkplekText(
        naam=one_line(form.naam),
        werkgebied=tuple(sorted(set(form.werkgebied))),
        taken=tuple(dict.fromkeys(task for t in form.taken if (task := one_line(t)))),
        omschrijving=as_written(form.omschrijving),
        branches=tuple(b.token for b in context.catalogue.branches if b.token in form.branches),
        producten=products,
        capaciteit={token: places for token in products if (places := form.producten[token])},
        dagdelen=tuple(d for d in DAGDELEN if d in form.dagdelen),
        begeleiding=tuple(b for b in BEGELEIDING if b in form.begeleiding),
        groep_min=form.groep_min,
        groep_max=form.groep_max,
        regulier=form.regulier,
        toegankelijk=form.toegankelijk,
        toegankelijkheid=as_written(form.toegankelijkheid),
        talen=tuple(dict.fromkeys(form.talen)),
        locatie_van=one_line(form.locatie_van) or None,
    )


def _approximate_note(postcode: str, woonplaats: str) -> str:
    return said(
        "Wij zetten deze werkplek ongeveer op de kaart: in het midden van postcode %(postcode)s in %(woonplaats)s.",
        postcode=postcode[:4],
        woonplaats=woonplaats,
    )


def _elsewhere(context: Context, address: Address, woonplaats: str) -> Address:
    """The same address in another woonplaats: a postcode area may lie in more than one."""
    reference = context.catalogue.reference
    own = Woonplaats(address.woonplaats, address.gemeente_code)
    near = {own, *reference.woonplaatsen_of[own.gemeente_code], *reference.borders.woonplaatsen.get(own, ())}
    matches = [w for w in near if w.naam.casefold() == woonplaats.casefold()]
    same_gemeente = [w for w in matches if w.gemeente_code == own.gemeente_code]
    if not matches:
        raise Invalid(
            {
                "woonplaats": said(
                    "%(woonplaats)s hoort niet bij postcode %(postcode)s. Kijk beide na.",
                    woonplaats=woonplaats,
                    postcode=address.postcode,
                )
            }
        )
    chosen = (same_gemeente or matches)[0]
    naam = reference.gemeente_naam(chosen.gemeente_code)
    return replace(address, woonplaats=chosen.naam, gemeente_code=chosen.gemeente_code, gemeente_naam=naam)


def _postcode(typed: str) -> str:
    """ "7311kz" as "7311 KZ". Raises `Invalid`."""
    text = "".join(typed.split()).upper()
    if len(text) != 6 or not (text[:4].isdecimal() and text[:4].isascii() and text[4:].isalpha() and text.isascii()):
        raise Invalid({"postcode": said("Vul een postcode in met 4 cijfers en 2 letters, bijvoorbeeld 7311 KZ.")})
    return f"{text[:4]} {text[4:]}"


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset(language_names())


def _wrong_choices(context: Context, regeling: Regeling, form: WerkplekForm) -> dict[str, str]:
    known: dict[str, tuple[Collection[str], Collection[str]]] = {
        "werkgebied": (form.werkgebied, context.catalogue.reference.gemeenten),
        "branches": (form.branches, [b.token for b in context.catalogue.branches]),
        "producten": (form.producten, [p.token for p in regeling.offered]),
        "dagdelen": (form.dagdelen, DAGDELEN),
        "begeleiding": (form.begeleiding, BEGELEIDING),
        "talen": (form.talen, _languages()),
    }
    return {name: said("Kies uit de lijst.") for name, (given, offered) in known.items() if set(given) - set(offered)}


def _wrong_texts(form: WerkplekForm) -> dict[str, str]:
    errors: dict[str, str] = {} if one_line(form.naam) else {"naam": said("Vul de naam van de werkplek in.")}
    limits = {"naam": LONGEST_NAME, "straat": 120, "huisnummer": 20, "locatie_van": LONGEST_NAME}
    limits |= {"omschrijving": LONGEST_TEXT, "toegankelijkheid": LONGEST_TEXT}
    for name, most in limits.items():
        if len(str(getattr(form, name))) > most:
            errors[name] = said("Dit is te lang. Gebruik hooguit %(most)s tekens.", most=most)
    if len(form.taken) > MOST_TASKS or any(len(one_line(task)) > LONGEST_TASK for task in form.taken):
        errors["taken"] = said(
            "Noem hooguit %(most)s taken van elk hooguit %(longest)s tekens.", most=MOST_TASKS, longest=LONGEST_TASK
        )
    return errors


def _wrong_numbers(form: WerkplekForm) -> dict[str, str]:
    errors: dict[str, str] = {}
    possible = range(1, MOST_PLACES + 1)
    if not all(places in possible for places in form.producten.values() if places is not None):
        errors["producten"] = said("Vul een aantal plekken in van 1 tot en met %(most)s.", most=MOST_PLACES)
    for name in ("groep_min", "groep_max"):
        number = getattr(form, name)
        if number is not None and number not in possible:
            errors[name] = said("Vul een getal in van 1 tot en met %(most)s.", most=MOST_PLACES)
    if not errors and form.groep_min and form.groep_max and form.groep_min > form.groep_max:
        errors["groep_max"] = said("De grootste groep kan niet kleiner zijn dan de kleinste.")
    return errors
