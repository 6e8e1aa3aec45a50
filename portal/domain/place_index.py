"""All names of places in one index: found exactly, by the start of a word, or nearly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.domain.placenames import base_name, name_tails, nearest_keys, place_key
from portal.domain.places import Gemeente, Place, PlaceKind, Point, Woonplaats

# When one gemeente knows a name in several ways, the most precise one is meant: Apeldoorn is the woonplaats.
_RANK: Mapping[PlaceKind, int] = MappingProxyType({"woonplaats": 0, "gemeente": 1, "buurt": 2, "postcode": 3})


_WHOLE = frozenset(("naam", "voormalig"))


@dataclass(frozen=True, slots=True)
class EverydayName:
    """One row of `data/plaatsnamen.csv`.

    `soort`: "naam" is another name for the whole woonplaats or gemeente; "voormalig" a former gemeente, now in this
    one; "dorp", "wijk" and "buurt" are parts without a row of their own in `woonplaatsen.csv`. `postcode4` is ""
    when the point is that of the woonplaats or gemeente.
    """

    naam: str
    soort: str
    woonplaats: str | None
    gemeente_code: str
    postcode4: str
    point: Point


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name and the place it stands for. `everyday` is set when the name is not the place's own."""

    naam: str
    place: Place
    weight: int  # the bigger the likelier meant: how many PC4 areas it has, then the inwoners of its gemeente
    everyday: EverydayName | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PlaceIndex:
    """Names by key. Immutable; build it with `of`."""

    by_key: Mapping[str, tuple[NamedPlace, ...]]
    _tails: tuple[tuple[str, int, str], ...]  # (tail, 0 for the whole name else 1, key), sorted
    _keys: tuple[str, ...]

    @classmethod
    def of(
        cls,
        gemeenten: Mapping[str, Gemeente],
        woonplaatsen: Mapping[Woonplaats, Point],
        everyday: Iterable[EverydayName] = (),
        areas: Mapping[Woonplaats, int] = MappingProxyType({}),
    ) -> PlaceIndex:
        """Index every name under its own key and, when it ends in brackets, under the name without them too.

        `areas`: how many PC4 areas a woonplaats has, the only measure of its size that the tables hold.
        """
        names = tuple(everyday)
        builder = _Builder(gemeenten, woonplaatsen, names, areas)
        for gemeente in gemeenten.values():
            builder.add_gemeente(gemeente)
        for woonplaats, point in woonplaatsen.items():
            builder.add_woonplaats(woonplaats, point)
        for name in names:
            builder.add_everyday(name)
        return builder.index()

    def exact(self, key: str) -> tuple[NamedPlace, ...]:
        """The places with that key, one per gemeente, likeliest first."""
        return self.by_key.get(key, ())

    def starting(self, key: str, limit: int) -> tuple[NamedPlace, ...]:
        """Places whose name, or a later word of it, starts with the key: whole names first, then the likeliest."""
        found: dict[str, int] = {}
        # An "ij" that is typed for one half yet: the key has "y" there.
        for start in (key, f"{key[:-1]}y") if key.endswith("i") else (key,):
            at = bisect_left(self._tails, (start,))
            while at < len(self._tails) and self._tails[at][0].startswith(start):
                _, later, full = self._tails[at]
                found[full] = min(later, found.get(full, 1))
                at += 1
        places = [(later, -p.weight, p.naam, p) for full, later in found.items() for p in self.by_key[full]]
        return tuple(p for *_, p in sorted(places, key=lambda row: row[:3])[:limit])

    def near(self, key: str, limit: int) -> tuple[NamedPlace, ...]:
        """Places spelt nearly like the key: nearest first, then the same first letter, then the likeliest."""
        rows = [
            (distance, not near.startswith(key[:1]), -p.weight, p.naam, p)
            for distance, near in nearest_keys(key, self._keys)
            for p in self.by_key[near]
        ]
        return tuple(p for *_, p in sorted(rows, key=lambda row: row[:4])[:limit])


class _Builder:
    def __init__(
        self,
        gemeenten: Mapping[str, Gemeente],
        woonplaatsen: Mapping[Woonplaats, Point],
        everyday: tuple[EverydayName, ...],
        areas: Mapping[Woonplaats, int],
    ) -> None:
        self._gemeenten = gemeenten
        self._areas = areas
        self._areas_within: dict[str, int] = {}
        for woonplaats, count in areas.items():
            code = woonplaats.gemeente_code
            self._areas_within[code] = self._areas_within.get(code, 0) + count
        self._rows: dict[str, list[NamedPlace]] = {}
        self._names: dict[str, set[str]] = {}
        # Which gemeenten know a place by this name: with more than one the gemeente is shown behind it.
        self._holders: dict[str, set[str]] = {}
        owned = [(g.code, g.naam) for g in gemeenten.values()] + [(w.gemeente_code, w.naam) for w in woonplaatsen]
        for code, naam in owned + [(e.gemeente_code, e.naam) for e in everyday]:
            self._holders.setdefault(place_key(base_name(naam)), set()).add(code)

    def add_gemeente(self, gemeente: Gemeente) -> None:
        place = Place("gemeente", f"gemeente {gemeente.naam}", None, gemeente.code, gemeente.naam, gemeente.point)
        self._add(
            gemeente.naam, NamedPlace(gemeente.naam, place, _weight(self._areas_within.get(gemeente.code, 0), gemeente))
        )

    def add_woonplaats(self, woonplaats: Woonplaats, point: Point) -> None:
        gemeente = self._gemeenten[woonplaats.gemeente_code]
        shown = self._shown(woonplaats, gemeente)
        place = Place("woonplaats", shown, woonplaats.naam, gemeente.code, gemeente.naam, point)
        same = place_key(base_name(woonplaats.naam)) == place_key(base_name(gemeente.naam))
        row = NamedPlace(woonplaats.naam, place, _weight(self._areas.get(woonplaats, 0), gemeente))
        self._add(woonplaats.naam, row)
        if same and place_key(gemeente.naam) != place_key(woonplaats.naam):
            # "Bergen (L.)" is the name of the gemeente, and its woonplaats Bergen is what an inwoner means by it.
            self._add(gemeente.naam, row)

    def add_everyday(self, name: EverydayName) -> None:
        gemeente = self._gemeenten[name.gemeente_code]
        place = self._everyday_place(name, gemeente)
        # A part of a place, and a gemeente of the past, come after whole places that have such a name.
        whole = Woonplaats(name.woonplaats, gemeente.code) if name.woonplaats else None
        areas = self._areas.get(whole, 0) if whole else self._areas_within.get(gemeente.code, 0)
        self._add(
            name.naam, NamedPlace(name.naam, place, _weight(areas if name.soort == "naam" else 0, gemeente), name)
        )

    def index(self) -> PlaceIndex:
        by_key = {key: _one_per_gemeente(rows) for key, rows in self._rows.items()}
        tails = {
            (tail, int(later > 0), key)
            for key, names in self._names.items()
            for naam in names
            for later, tail in enumerate(name_tails(naam))
        }
        return PlaceIndex(MappingProxyType(by_key), tuple(sorted(tails)), tuple(sorted(by_key)))

    def _everyday_place(self, name: EverydayName, gemeente: Gemeente) -> Place:
        if name.soort not in _WHOLE:
            shown = f"{name.naam} ({name.woonplaats or gemeente.naam})"
            return Place("buurt", shown, name.woonplaats, gemeente.code, gemeente.naam, name.point)
        if name.woonplaats is None:
            return Place("gemeente", f"gemeente {gemeente.naam}", None, gemeente.code, gemeente.naam, name.point)
        shown = self._shown(Woonplaats(name.woonplaats, gemeente.code), gemeente)
        return Place("woonplaats", shown, name.woonplaats, gemeente.code, gemeente.naam, name.point)

    def _shown(self, woonplaats: Woonplaats, gemeente: Gemeente) -> str:
        base = place_key(base_name(woonplaats.naam))
        if base_name(woonplaats.naam) != woonplaats.naam or len(self._holders.get(base, ())) < 2:
            return woonplaats.naam
        if base != place_key(base_name(gemeente.naam)):
            return f"{woonplaats.naam} ({gemeente.naam})"
        return gemeente.naam if gemeente.naam != woonplaats.naam else f"{woonplaats.naam} (gemeente {gemeente.naam})"

    def _add(self, naam: str, row: NamedPlace) -> None:
        for form in dict.fromkeys((naam, base_name(naam))):
            key = place_key(form)
            self._rows.setdefault(key, []).append(row)
            self._names.setdefault(key, set()).add(form)


def _weight(areas: int, gemeente: Gemeente) -> int:
    return areas * 10_000_000 + gemeente.inwoners


def _one_per_gemeente(rows: list[NamedPlace]) -> tuple[NamedPlace, ...]:
    best: dict[str, NamedPlace] = {}
    for row in sorted(rows, key=lambda r: (_RANK[r.place.soort], r.everyday is not None)):
        best.setdefault(row.place.gemeente_code, row)
    return tuple(sorted(best.values(), key=lambda r: (-r.weight, r.naam, r.place.gemeente_code)))
