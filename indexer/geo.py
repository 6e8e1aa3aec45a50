"""Where the documents are, and how far that is from a point: the haversine distance in whole metres."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from portal.domain.places import Point

EARTH_M = 6_371_000  # mean radius; within 0.5 % of the geodesic anywhere in the Netherlands
NOWHERE = 1 << 30  # metres: a document without coordinates comes after all others

_ABSENT = 9.0  # no unit vector has this


@dataclass(frozen=True, slots=True)
class Positions:
    """Unit vectors per document number: the straight line between two gives the haversine distance exactly."""

    x: array[float] = field(default_factory=lambda: array("d"))
    y: array[float] = field(default_factory=lambda: array("d"))
    z: array[float] = field(default_factory=lambda: array("d"))

    @classmethod
    def empty(cls, size: int) -> Positions:
        """Room for documents 0 to size - 1, none of them anywhere."""
        return cls(*(array("d", [_ABSENT]) * size for _ in range(3)))

    def copy(self, size: int) -> Positions:
        """A copy with room for `size` documents."""
        more = array("d", [_ABSENT]) * (size - len(self.x))
        return Positions(self.x + more, self.y + more, self.z + more)

    def put(self, n: int, lat: float | None, lng: float | None) -> None:
        """Place document n; only on a copy that nobody reads yet."""
        self.x[n], self.y[n], self.z[n] = (_ABSENT,) * 3 if lat is None or lng is None else _vector(lat, lng)

    def metres(self, point: Point, numbers: Iterable[int]) -> list[int]:
        """Whole metres from the point to each of these documents, NOWHERE without coordinates."""
        x, y, z = self.x, self.y, self.z
        px, py, pz = _vector(point.lat, point.lon)
        twice = 2 * EARTH_M
        squares = [(a := x[n] - px) * a + (b := y[n] - py) * b + (c := z[n] - pz) * c for n in numbers]
        return [NOWHERE if s > 5 else round(twice * asin(min(1.0, sqrt(s) / 2))) for s in squares]


def _vector(lat: float, lng: float) -> tuple[float, float, float]:
    phi, theta = radians(lat), radians(lng)
    return cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi)
