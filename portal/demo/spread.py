"""Where made-up offers lie: gemeenten by their inhabitants, in them the postcode areas, beside them the neighbours."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from portal.demo.stock import Rnd
from portal.domain.places import Borders, Gemeente, Point
from portal.store.reference import Postcode

# Within some 400 m of the point of its postcode area, so that offers of one area do not lie on one spot.
_JITTER_LAT, _JITTER_LON = 0.004, 0.006


class Geography(Protocol):
    """What is asked of the reference data; `portal.store.reference.Reference` has it."""

    @property
    def gemeenten(self) -> Mapping[str, Gemeente]:
        """By CBS code."""

    @property
    def postcodes(self) -> Mapping[str, Postcode]:
        """By four digits."""

    @property
    def borders(self) -> Borders:
        """Which gemeenten border which."""


@dataclass(frozen=True, slots=True)
class Area:
    """One gemeente: its postcode areas, its neighbours by code, and names of places in and beside it."""

    code: str
    postcodes: tuple[Postcode, ...]
    near: tuple[str, ...]
    names_about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """All gemeenten with the running total of their inhabitants."""

    areas: Mapping[str, Area]
    codes: Sequence[str]
    totals: Sequence[int]

    @classmethod
    def of(cls, geography: Geography) -> Spread:
        """Read it once; everything is in the order of the codes, so that the same seed gives the same data."""
        codes = sorted(geography.gemeenten)
        within: dict[str, list[Postcode]] = {code: [] for code in codes}
        for digits in sorted(geography.postcodes):
            postcode = geography.postcodes[digits]
            within[postcode.woonplaats.gemeente_code].append(postcode)
        names = {code: sorted({p.woonplaats.naam for p in within[code]}) for code in codes}
        areas = {}
        for code in codes:
            near = tuple(sorted(geography.borders.gemeenten.get(code, frozenset())))
            about = tuple(names[code] + [name for other in near for name in names[other]])
            areas[code] = Area(code, tuple(within[code]), near, about)
        inhabited = [code for code in codes if within[code]]
        totals = list(accumulate(geography.gemeenten[code].inwoners for code in inhabited))
        return cls(areas, inhabited, totals)

    def draw(self, rnd: Rnd) -> Area:
        """A gemeente, as likely as a random inhabitant lives there."""
        return self.areas[self.codes[bisect(self.totals, int(rnd() * self.totals[-1]))]]


def near_point(point: Point, rnd: Rnd) -> Point:
    """A point close by, rounded to about a metre."""
    lat = point.lat + (rnd() * 2 - 1) * _JITTER_LAT
    lon = point.lon + (rnd() * 2 - 1) * _JITTER_LON
    return Point(round(lat, 5), round(lon, 5))
