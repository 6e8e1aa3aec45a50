"""The reference tables of `data/reference/` and the everyday names of places, read once and never changed.

Source: CBS / Kadaster, CC BY 4.0 (see `data/reference/README.md`); `data/plaatsnamen.csv` is our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from portal.domain.place_index import EverydayName, PlaceIndex
from portal.domain.places import Borders, Gemeente, Point, Woonplaats
from portal.resources import data_path
from portal.store.csv_rows import read_rows
from portal.store.data_error import DataError
from portal.store.everyday_names import read_everyday_names

K = TypeVar("K")
T = TypeVar("T")

# The European Netherlands, with room to spare: a swapped lat and lon, or a lost decimal point, falls outside.
_LAT, _LON = (50.7, 53.7), (3.2, 7.3)


class Postcode(NamedTuple):
    """One PC4 area: its main woonplaats, the gemeente its addresses belong to, and a point inside."""

    postcode4: str
    woonplaats: Woonplaats
    point: Point


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reference:
    """All reference data. Compared by identity: there is one per folder."""

    gemeenten: Mapping[str, Gemeente]  # by CBS code, in the order of the file
    postcodes: Mapping[str, Postcode]  # by four digits
    woonplaatsen: Mapping[Woonplaats, Point]
    woonplaatsen_of: Mapping[str, tuple[Woonplaats, ...]]  # by gemeente code
    borders: Borders
    everyday: tuple[EverydayName, ...]
    names: PlaceIndex

    def gemeente_naam(self, code: str) -> str:
        """The name of the gemeente, or the code itself when it is not in the table."""
        gemeente = self.gemeenten.get(code)
        return gemeente.naam if gemeente else code


def load_reference(folder: Path | None = None) -> Reference:
    """Read the tables, once per folder (default `data/reference`; the everyday names stand in its parent folder).

    Raises `DataError` with file, line and reason at the first row that breaks a rule.
    """
    return _load((folder or data_path("reference")).resolve())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Reference:
    gemeenten = _by(read_rows(folder / "gemeenten.csv", _gemeente), lambda g: g.code, "gemeenten.csv")

    def woonplaats(row: Mapping[str, str]) -> tuple[Woonplaats, Point]:
        return Woonplaats(_filled(row, "woonplaats"), _known(row, "gemeente_code", gemeenten)), _point(row)

    places = dict(_by(read_rows(folder / "woonplaatsen.csv", woonplaats), lambda w: w[0], "woonplaatsen.csv").values())

    def postcode(row: Mapping[str, str]) -> Postcode:
        return Postcode(_digits(row), _place(row, "woonplaats", "gemeente_code", places), _point(row))

    def pair(row: Mapping[str, str]) -> tuple[str, str]:
        return _known(row, "gemeente_code", gemeenten), _known(row, "buurgemeente_code", gemeenten)

    def place_pair(row: Mapping[str, str]) -> tuple[Woonplaats, Woonplaats]:
        one = _place(row, "woonplaats", "gemeente_code", places)
        return one, _place(row, "buurwoonplaats", "buurgemeente_code", places)

    postcodes = _by(read_rows(folder / "postcodes.csv", postcode), lambda p: p.postcode4, "postcodes.csv")
    borders = Borders.of(
        [p for _, p in read_rows(folder / "gemeentegrenzen.csv", pair)],
        [p for _, p in read_rows(folder / "woonplaatsgrenzen.csv", place_pair)],
    )
    points = {code: (p.woonplaats.gemeente_code, p.point) for code, p in postcodes.items()}
    everyday = read_everyday_names(folder.parent / "plaatsnamen.csv", gemeenten, places, points)
    within: dict[str, tuple[Woonplaats, ...]] = {}
    for w in places:
        within[w.gemeente_code] = (*within.get(w.gemeente_code, ()), w)
    return Reference(
        gemeenten=MappingProxyType(gemeenten),
        postcodes=MappingProxyType(postcodes),
        woonplaatsen=MappingProxyType(places),
        woonplaatsen_of=MappingProxyType(within),
        borders=borders,
        everyday=everyday,
        names=PlaceIndex.of(gemeenten, places, everyday, Counter(p.woonplaats for p in postcodes.values())),
    )


def _by(rows: Iterator[tuple[str, T]], key: Callable[[T], K], file: str) -> dict[K, T]:
    out: dict[K, T] = {}
    for where, row in rows:
        if key(row) in out:
            raise DataError(file, where, f"{key(row)} occurs twice")
        out[key(row)] = row
    if not out:
        raise DataError(file, "file", "holds no rows")
    return out


def _gemeente(row: Mapping[str, str]) -> Gemeente:
    code = row["code"]
    if len(code) != 6 or not code.startswith("GM") or not code[2:].isdecimal():
        raise ValueError(f"{code!r} is not a CBS code such as GM0200")
    inwoners = row["inwoners"]
    if not inwoners.isdecimal():
        raise ValueError(f"inwoners is {inwoners!r}, expected a whole number")
    return Gemeente(code, _filled(row, "naam"), _filled(row, "provincie"), int(inwoners), _point(row))


def _filled(row: Mapping[str, str], column: str) -> str:
    if not row[column].strip():
        raise ValueError(f"{column} is empty")
    return row[column]


def _known(row: Mapping[str, str], column: str, gemeenten: Mapping[str, Gemeente]) -> str:
    code = row[column]
    if code not in gemeenten:
        raise ValueError(f"{column} {code!r} is not in gemeenten.csv")
    return code


def _place(row: Mapping[str, str], name: str, code: str, places: Mapping[Woonplaats, Point]) -> Woonplaats:
    woonplaats = Woonplaats(row[name], row[code])
    if woonplaats not in places:
        raise ValueError(f"{woonplaats.naam!r} in {woonplaats.gemeente_code} is not in woonplaatsen.csv")
    return woonplaats


def _digits(row: Mapping[str, str]) -> str:
    digits = row["postcode4"]
    if len(digits) != 4 or not digits.isdecimal() or digits[0] == "0":
        raise ValueError(f"{digits!r} is not a postcode of four digits")
    return digits


def _point(row: Mapping[str, str]) -> Point:
    lat, lon = float(row["lat"]), float(row["lon"])
    if not (_LAT[0] <= lat <= _LAT[1] and _LON[0] <= lon <= _LON[1]):
        raise ValueError(f"{lat}, {lon} lies outside the Netherlands")
    return Point(lat, lon)
