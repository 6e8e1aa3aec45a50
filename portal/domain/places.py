"""Places as values: gemeente, woonplaats, point, and which of them border which.

Source of the facts: `data/reference/` (CBS / Kadaster, CC BY 4.0). Coordinates are WGS84 degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import asin, cos, radians, sin, sqrt
from typing import Literal, NamedTuple, TypeVar

T = TypeVar("T")


class Point(NamedTuple):
    """A position in WGS84 degrees."""

    lat: float
    lon: float


# Mean radius of the earth (IUGG R1), metres: with it the haversine stays within 0.5 % of the geodesic.
EARTH_RADIUS_M = 6_371_008.8


def distance_m(a: Point, b: Point) -> int:
    """Great-circle distance (haversine) in whole metres."""
    half_lat = sin(radians(b.lat - a.lat) / 2)
    half_lon = sin(radians(b.lon - a.lon) / 2)
    h = half_lat * half_lat + cos(radians(a.lat)) * cos(radians(b.lat)) * half_lon * half_lon
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, h))))


class Woonplaats(NamedTuple):
    """A woonplaats is only unique together with its gemeente (Velp lies in Rheden, and in Land van Cuijk)."""

    naam: str
    gemeente_code: str


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One row of `gemeenten.csv`. `inwoners` is rounded to 5 by CBS; `point` lies inside the gemeente."""

    code: str
    naam: str
    provincie: str
    inwoners: int
    point: Point


PlaceKind = Literal["postcode", "woonplaats", "gemeente", "buurt"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a searcher meant by a place: always one gemeente, mostly one woonplaats, and a point to measure from.

    `naam` is what is shown ("7311 KZ, Apeldoorn", "Blerick (Venlo)"). `woonplaats` is None for a whole gemeente.
    """

    soort: PlaceKind
    naam: str
    woonplaats: str | None
    gemeente_code: str
    gemeente_naam: str
    point: Point


@dataclass(frozen=True, slots=True)
class Borders:
    """Which gemeenten and which woonplaatsen share a border. Symmetric by construction: see `of`."""

    gemeenten: Mapping[str, frozenset[str]]
    woonplaatsen: Mapping[Woonplaats, frozenset[Woonplaats]]
    # Per woonplaats the gemeenten in which at least one neighbouring woonplaats lies.
    _gemeenten_beside: Mapping[Woonplaats, frozenset[str]] = field(repr=False)
    # Per gemeente the gemeenten that one of its woonplaatsen borders: what a werkgebied is tested on.
    _gemeenten_linked: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        gemeente_pairs: Iterable[tuple[str, str]],
        woonplaats_pairs: Iterable[tuple[Woonplaats, Woonplaats]],
    ) -> Borders:
        """Build both directions from unordered pairs."""
        gemeenten = _both_ways(gemeente_pairs)
        woonplaatsen = _both_ways(woonplaats_pairs)
        beside = {w: frozenset(n.gemeente_code for n in near) for w, near in woonplaatsen.items()}
        linked: dict[str, frozenset[str]] = {}
        for woonplaats, codes in beside.items():
            linked[woonplaats.gemeente_code] = linked.get(woonplaats.gemeente_code, frozenset()) | codes
        return cls(gemeenten, woonplaatsen, beside, linked)

    def adjusted(self, add: Iterable[tuple[str, str]], drop: Iterable[tuple[str, str]]) -> Borders:
        """The same borders with pairs of gemeenten added and dropped, both ways (domain.md: a regeling may do so)."""
        dropped = {frozenset(pair) for pair in drop}
        pairs = [(one, other) for one, near in self.gemeenten.items() for other in near]
        kept = [pair for pair in [*pairs, *add] if frozenset(pair) not in dropped]
        return replace(self, gemeenten=_both_ways(kept))

    def gemeenten_border(self, one: str, other: str) -> bool:
        """True when the two gemeenten share a land border; False for a gemeente and itself."""
        return one != other and other in self.gemeenten.get(one, frozenset())

    def woonplaatsen_border(self, one: Woonplaats, other: Woonplaats) -> bool:
        """True when the two woonplaatsen share a border; False for a woonplaats and itself."""
        return one != other and other in self.woonplaatsen.get(one, frozenset())

    def woonplaats_borders_gemeente(self, woonplaats: Woonplaats, gemeente_code: str) -> bool:
        """True when the woonplaats borders at least one woonplaats of that gemeente."""
        return gemeente_code in self._gemeenten_beside.get(woonplaats, frozenset())

    def gemeenten_near(self, gemeente_code: str) -> frozenset[str]:
        """The gemeenten that share a land border with it, itself not included."""
        return self.gemeenten.get(gemeente_code, frozenset())

    def gemeenten_beside_woonplaats(self, woonplaats: Woonplaats) -> frozenset[str]:
        """The gemeenten with a woonplaats that borders this one; its own gemeente may be among them."""
        return self._gemeenten_beside.get(woonplaats, frozenset())

    def gemeenten_beside_woonplaatsen_of(self, gemeente_code: str) -> frozenset[str]:
        """The gemeenten with a woonplaats that borders any woonplaats of this gemeente."""
        return self._gemeenten_linked.get(gemeente_code, frozenset())


def _both_ways(pairs: Iterable[tuple[T, T]]) -> dict[T, frozenset[T]]:
    near: dict[T, set[T]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return {key: frozenset(values) for key, values in near.items()}
