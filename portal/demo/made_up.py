"""Made-up offers for `OFFERS=N`: werkplekken of the fictitious regeling `demo-landelijk` all over the country.

To measure with: many, spread by inhabitants, in texts whose words keep growing as those of real texts do. Everything
follows from the seed: no clock, no hash of a text, and the number asked for only says where to stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from portal.demo.made_up_text import Writer
from portal.demo.spread import Geography, Spread, near_point
from portal.demo.stock import BrancheStock, Rnd, load_stock
from portal.demo.values import DemoAanbieder, DemoPlan, DemoProduct, DemoWerkplek
from portal.domain.regeling import PRODUCT_TOKENS

T = TypeVar("T")

REGELING = "demo-landelijk"
MOST = 100_000

_PRODUCTS = tuple(PRODUCT_TOKENS)
_LETTERS = "BDGHJKLNPRTVWXZ"
_ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_COUNT = len(_ID_LETTERS) ** 5
_ID_STEP = 1_234_577  # has no factor in common with _ID_COUNT, so that no id comes twice
_TALEN = ("en", "ar", "tr", "pl", "de", "uk", "ti", "fa", "es", "fr", "ro", "so", "ngt", "bg", "pt", "id")
_OLDEST = 1_000  # days back for which dates are kept ready


@dataclass(frozen=True, slots=True)
class _Maker:
    rnd: Rnd
    days: Sequence[date]  # days[n] is n days ago
    spread: Spread
    writer: Writer
    branches: tuple[BrancheStock, ...]
    dagdelen: tuple[tuple[str, ...], ...]


def made_up(
    count: int, seed: int, today: date, geography: Geography, keywords: Mapping[str, Sequence[str]]
) -> Iterator[DemoAanbieder]:
    """Aanbieders with together exactly `count` werkplekken (1-5 each), all published on `today`.

    `geography`: the reference data; `keywords`: everyday words per branche token (`load_words(...).keywords`).
    The werkplekken of a smaller count are the first of those of a larger one; only the last aanbieder may be cut off.
    Raises ValueError outside 0..100,000.
    """
    if not 0 <= count <= MOST:
        raise ValueError(f"{count} offers: ask for 0 to {MOST}")
    stock = load_stock(keywords)
    rnd = Random(seed).random  # noqa: S311 (no secret: the same seed must give the same data)
    days = [today - timedelta(days=age) for age in range(_OLDEST)]
    maker = _Maker(rnd, days, Spread.of(geography), Writer(stock), stock.branches, _weeks())
    made = number = 0
    while made < count:
        aanbieder = _aanbieder(maker, number, made, today)
        (plan,) = aanbieder.plannen
        left = count - made
        if len(plan.werkplekken) > left:
            aanbieder = replace(aanbieder, plannen=(replace(plan, werkplekken=plan.werkplekken[:left]),))
        made += len(plan.werkplekken)
        number += 1
        yield aanbieder


def _aanbieder(maker: _Maker, number: int, first: int, today: date) -> DemoAanbieder:
    rnd = maker.rnd
    home = maker.spread.draw(rnd)
    gemeenten = (home.code, *_some(rnd, home.near, int(rnd() * 4)))
    producten = _some(rnd, _PRODUCTS, 2 + int(rnd() * 4))
    main = _one(rnd, maker.branches)
    werkplekken = tuple(
        _werkplek(maker, first + place, main, gemeenten, producten) for place in range(1 + int(rnd() * 5))
    )
    reviewed = maker.days[40 + int(rnd() * 500)]
    naam = maker.writer.organisation(rnd)
    domain = f"{naam.split()[-1].lower()}-{number}.example"
    plan = DemoPlan(
        regeling=REGELING,
        gemeenten=gemeenten,
        producten=producten,
        reviewed_at=reviewed,
        start=reviewed + timedelta(days=14),
        eind=today + timedelta(days=60 + int(rnd() * 640)),
        opgeschort=False,
        antwoorden=maker.writer.answers(rnd, main, home),
        werkplekken=werkplekken,
    )
    phone = f"0{10 + number % 80} {number // 1000 % 1000:03d} {number % 1000:03d}"
    return DemoAanbieder(naam, f"009{number:05d}", f"https://{domain}", f"aanmelden@{domain}", phone, (plan,))


def _werkplek(
    maker: _Maker, index: int, main: BrancheStock, gemeenten: tuple[str, ...], producten: tuple[str, ...]
) -> DemoWerkplek:
    rnd, days = maker.rnd, maker.days
    branche = main if rnd() < 0.6 else _one(rnd, maker.branches)
    other = _one(rnd, maker.branches).token if rnd() < 0.25 else branche.token
    area = maker.spread.areas[gemeenten[0] if rnd() < 0.85 else _one(rnd, gemeenten)]
    roams = rnd() < 0.04
    postcode = _one(rnd, area.postcodes)
    place = postcode.woonplaats.naam
    naam, taken, omschrijving = maker.writer.werkplek(rnd, branche, area, place)
    low = 2 + int(rnd() * 4)
    accessible = rnd() < 0.5
    return DemoWerkplek(
        public_id=public_id(index),
        naam=naam,
        straat="" if roams else maker.writer.street(rnd),
        huisnummer="" if roams else str(1 + int(rnd() * 180)),
        postcode="" if roams else f"{postcode.postcode4} {_one(rnd, _LETTERS)}Q",
        woonplaats=None if roams else place,
        gemeente_code=None if roams else area.code,
        point=None if roams else near_point(postcode.point, rnd),
        werkgebied=gemeenten[:3] if roams else (),
        taken=taken,
        omschrijving=omschrijving,
        branches=(branche.token,) if other == branche.token else (branche.token, other),
        producten=_offers(rnd, producten),
        capacity_at=days[int(rnd() * 40)],
        confirmed_at=days[int(rnd() * (80 if rnd() < 0.9 else 140))],
        dagdelen=_one(rnd, maker.dagdelen),
        begeleiding=(("nabij",), ("op-afstand",), ("nabij", "op-afstand"))[int(rnd() * 3)],
        groep_min=low,
        groep_max=low + int(rnd() * 9),
        regulier=rnd() < 0.5,
        toegankelijk=accessible,
        toegankelijkheid="Alles is gelijkvloers." if accessible else "",
        talen=("nl", *_some(rnd, _TALEN, int(rnd() * rnd() * 4))),
        locatie_van=None,
        gepauzeerd=rnd() < 0.05,
        exceptions=(),
    )


def _offers(rnd: Rnd, producten: tuple[str, ...]) -> tuple[DemoProduct, ...]:
    # One in three is full; of the others the first product always has a place free.
    full = rnd() < 1 / 3
    found = []
    for number, token in enumerate(_some(rnd, producten, 1 + int(rnd() * 3))):
        places = 1 + int(rnd() * 10)
        free = 0 if full else int(rnd() * (places + 1))
        found.append(DemoProduct(token, places, free if full or number else max(1, free)))
    return tuple(found)


def _one(rnd: Rnd, values: Sequence[T]) -> T:
    return values[int(rnd() * len(values))]


def _some(rnd: Rnd, values: Sequence[str], number: int) -> tuple[str, ...]:
    # Neighbours in the list, from a random start: different ones without drawing twice; in the order of the list.
    size = len(values)
    if number >= size:
        return tuple(values)
    start = int(rnd() * size)
    return tuple(values[spot] for spot in sorted((start + step) % size for step in range(number)))


def public_id(index: int) -> str:
    """Six characters for the werkplek with that number, another for each below 28 million."""
    rest = (index * _ID_STEP + 54_321) % _ID_COUNT
    letters = ["z"]
    for _ in range(5):
        rest, spot = divmod(rest, len(_ID_LETTERS))
        letters.append(_ID_LETTERS[spot])
    return "".join(letters)


def _weeks() -> tuple[tuple[str, ...], ...]:
    """The weeks that occur: some days, some parts of them; evenings and weekends among them."""
    work, whole = ("ma", "di", "wo", "do", "vr"), ("ma", "di", "wo", "do", "vr", "za", "zo")
    spans = (work, work[:4], work[1:], work[:3], work[2:], work[::2], work[1:4:2], whole, whole[1:6], whole[5:])
    parts = (("ochtend",), ("middag",), ("ochtend", "middag"), ("avond",), ("ochtend", "middag", "avond"))
    return tuple(tuple(f"{day}-{part}" for day in span for part in some) for span in spans for some in parts)
