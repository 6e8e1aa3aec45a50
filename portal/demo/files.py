"""The demo aanbieders: `data/demo/aanbieders/*.toml` into values, refused when anything in them is wrong.

The keys are explained in `docs/demo-data.md`. Ages are relative to `today`, so that the demo never grows old.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from portal.demo.values import DemoAanbieder, DemoException, DemoPlan, DemoProduct, DemoWerkplek
from portal.domain.places import Point
from portal.domain.regeling import PRODUCT_TOKENS
from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.toml_table import Table, toml_file

DAGDELEN = frozenset(
    f"{day}-{part}" for day in ("ma", "di", "wo", "do", "vr", "za", "zo") for part in ("ochtend", "middag", "avond")
)
BEGELEIDING = frozenset({"nabij", "op-afstand"})

_ID = re.compile(r"[a-z0-9]{6}")
_KVK = re.compile(r"000000[0-9]{2}")
_CODE = re.compile(r"GM[0-9]{4}")
_POSTCODE = re.compile(r"[1-9][0-9]{3} [A-Z]{2}")
_TAAL = re.compile(r"[a-z]{2}|ngt")


def load_demo(today: date, points: Mapping[str, Point], folder: Path | None = None) -> tuple[DemoAanbieder, ...]:
    """Every demo aanbieder, in the order of the file names, with dates counted from `today`.

    `points`: a point per postcode4 (`data/reference/postcodes.csv`). `folder`: default `data/demo/aanbieders`.
    Raises `DataError` with file, key path and reason.
    """
    source = folder if folder is not None else data_path("demo", "aanbieders")
    files = sorted(source.glob("*.toml"))
    if not files:
        raise DataError(source.name, "the folder", "holds no aanbieder (*.toml)")
    kvk: set[str] = set()
    ids: set[str] = set()
    found = []
    for path in files:
        with toml_file(path) as table:
            aanbieder = _aanbieder(table, today, points)
        _once(path, "kvk", [aanbieder.kvk], kvk)
        _once(path, "id", [w.public_id for plan in aanbieder.plannen for w in plan.werkplekken], ids)
        found.append(aanbieder)
    return tuple(found)


def _once(path: Path, key: str, values: list[str], seen: set[str]) -> None:
    for value in values:
        if value in seen:
            raise DataError(path.name, key, f"{value!r} is used twice")
        seen.add(value)


def _aanbieder(table: Table, today: date, points: Mapping[str, Point]) -> DemoAanbieder:
    website, email = table.text("website"), table.text("email")
    for key, value in (("website", website), ("email", email)):
        if not value.endswith(".example"):
            table.fail(key, f"{value!r} could be somebody's: end it in .example")
    return DemoAanbieder(
        naam=table.text("naam"),
        kvk=_matching(table, "kvk", _KVK, "000000 and two digits"),
        website=website,
        email=email,
        telefoon=table.text("telefoon"),
        plannen=table.each("plan", lambda row: _plan(row, today, points), optional=False),
    )


def _plan(table: Table, today: date, points: Mapping[str, Point]) -> DemoPlan:
    reviewed = _ago(table, "beoordeeld_dagen_geleden", today)
    producten = _tokens(table, "producten", frozenset(PRODUCT_TOKENS))
    gemeenten = _codes(table, "gemeenten")
    answers = table.table("antwoorden")
    antwoorden = {key: answers.text(key) for key in answers.names()}
    plan = DemoPlan(
        regeling=table.text("regeling"),
        gemeenten=gemeenten,
        producten=producten,
        reviewed_at=reviewed,
        start=table.day("start") if table.has("start") else _next_month(reviewed),
        eind=_eind(table, today),
        opgeschort=table.flag("opgeschort", default=False),
        antwoorden=antwoorden,
        werkplekken=table.each("werkplek", lambda row: _werkplek(row, today, points, producten, gemeenten)),
    )
    if plan.start > plan.eind:
        table.fail("eind_over_dagen", "the contract ends before it starts")
    return plan


def _eind(table: Table, today: date) -> date:
    # Without a date of its own a contract runs to the end of next year: always ahead, and a date people would agree on.
    if table.has("eind"):
        return table.day("eind")
    if table.has("eind_over_dagen"):
        return today + timedelta(days=_days(table, "eind_over_dagen"))
    return date(today.year + 1, 12, 31)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _werkplek(
    table: Table, today: date, points: Mapping[str, Point], allowed: tuple[str, ...], gemeenten: tuple[str, ...]
) -> DemoWerkplek:
    producten = table.each("producten", lambda row: _product(row, allowed), optional=False)
    known = any(product.vrij is not None for product in producten)
    postcode, point = _address(table, points)
    low, high = _group(table)
    return DemoWerkplek(
        public_id=_matching(table, "id", _ID, "six lower-case letters and digits"),
        naam=table.text("naam"),
        straat=table.text("straat") if postcode else "",
        huisnummer=table.text("huisnummer") if postcode else "",
        postcode=postcode,
        woonplaats=table.text("woonplaats") if postcode else None,
        gemeente_code=_matching(table, "gemeente", _CODE, "a CBS code such as GM0200") if postcode else None,
        point=point,
        werkgebied=() if postcode else _codes(table, "werkgebied"),
        taken=_texts(table, "taken"),
        omschrijving=table.text("omschrijving"),
        branches=_texts(table, "branches"),
        producten=producten,
        capacity_at=_ago(table, "vrij_dagen_geleden", today) if known else None,
        confirmed_at=_ago(table, "bevestigd_dagen_geleden", today),
        dagdelen=_tokens(table, "dagdelen", DAGDELEN),
        begeleiding=_tokens(table, "begeleiding", BEGELEIDING),
        groep_min=low,
        groep_max=high,
        regulier=table.flag("regulier"),
        toegankelijk=table.flag("toegankelijk"),
        toegankelijkheid=table.text("toegankelijkheid", default=""),
        talen=_matching_all(table, "talen", _TAAL, "ISO 639-1 codes, or ngt"),
        locatie_van=table.text("locatie_van") if table.has("locatie_van") else None,
        gepauzeerd=table.flag("gepauzeerd", default=False),
        exceptions=table.each("uitzondering", lambda row: _exception(row, today, gemeenten)),
    )


def _address(table: Table, points: Mapping[str, Point]) -> tuple[str, Point | None]:
    if table.has("werkgebied") == table.has("postcode"):
        table.fail("postcode", "give either an address or a werkgebied")
    if not table.has("postcode"):
        return "", None
    postcode = _matching(table, "postcode", _POSTCODE, "a postcode such as 7325 AB")
    point = points.get(postcode[:4])
    if point is None:
        table.fail("postcode", f"{postcode[:4]} is not in postcodes.csv")
    return postcode, point


def _group(table: Table) -> tuple[int | None, int | None]:
    if not table.has("groep_min"):
        return None, None
    low, high = table.whole("groep_min", lowest=1), table.whole("groep_max", lowest=1)
    if low > high:
        table.fail("groep_min", f"is {low}, more than groep_max {high}")
    return low, high


def _product(table: Table, allowed: tuple[str, ...]) -> DemoProduct:
    token = table.text("token")
    if token not in allowed:
        table.fail("token", f"{token!r} is not among the products of the plan")
    plekken = table.whole("plekken", lowest=1)
    vrij = table.whole("vrij") if table.has("vrij") else None
    if vrij is not None and vrij > plekken:
        table.fail("vrij", f"is {vrij}, more than the {plekken} places there are")
    return DemoProduct(token, plekken, vrij)


def _exception(table: Table, today: date, gemeenten: tuple[str, ...]) -> DemoException:
    code = _matching(table, "gemeente", _CODE, "a CBS code such as GM0200")
    if code not in gemeenten:
        table.fail("gemeente", f"{code} is not among the gemeenten of the plan")
    start = _ago(table, "dagen_geleden", today)
    eind = start + timedelta(days=table.whole("dagen_geldig", lowest=1))
    return DemoException(code, table.text("reden"), start, eind)


def _ago(table: Table, key: str, today: date) -> date:
    return today - timedelta(days=table.whole(key))


def _days(table: Table, key: str) -> int:
    value = table.raw(key)
    if not isinstance(value, int) or isinstance(value, bool):
        table.fail(key, "must be a whole number of days; below zero is in the past")
    return value


def _matching(table: Table, key: str, pattern: re.Pattern[str], wanted: str) -> str:
    value = table.text(key)
    if not pattern.fullmatch(value):
        table.fail(key, f"{value!r} is not {wanted}")
    return value


def _matching_all(table: Table, key: str, pattern: re.Pattern[str], wanted: str) -> tuple[str, ...]:
    values = _texts(table, key)
    for value in values:
        if not pattern.fullmatch(value):
            table.fail(key, f"{value!r} is not one of {wanted}")
    return values


def _codes(table: Table, key: str) -> tuple[str, ...]:
    return _matching_all(table, key, _CODE, "CBS codes such as GM0200")


def _tokens(table: Table, key: str, known: frozenset[str]) -> tuple[str, ...]:
    values = _texts(table, key)
    for value in values:
        if value not in known:
            table.fail(key, f"{value!r} is not known")
    return values


def _texts(table: Table, key: str) -> tuple[str, ...]:
    values = table.texts(key)
    if not values or not all(value.strip() for value in values):
        table.fail(key, "is empty, or one of its texts is")
    return values
