"""Everyday names of places: `data/plaatsnamen.csv`, checked against the reference tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from portal.domain.place_index import EverydayName
from portal.domain.placenames import place_key
from portal.domain.places import Gemeente, Point, Woonplaats
from portal.store.csv_rows import read_rows
from portal.store.data_error import DataError

_KINDS = ("naam", "voormalig", "dorp", "wijk", "buurt")


def read_everyday_names(
    path: Path,
    gemeenten: Mapping[str, Gemeente],
    woonplaatsen: Mapping[Woonplaats, Point],
    postcodes: Mapping[str, tuple[str, Point]],
) -> tuple[EverydayName, ...]:
    """The rows of the file, in its order. `postcodes`: gemeente code and point by four digits.

    Raises `DataError` for an unknown gemeente, woonplaats or postcode, and for a name that its gemeente already has.
    """
    own = {(place_key(w.naam), w.gemeente_code) for w in woonplaatsen}

    def name(row: Mapping[str, str]) -> EverydayName:
        naam, soort, code = row["naam"].strip(), row["soort"], row["gemeente_code"]
        if not place_key(naam):
            raise ValueError("naam is empty")
        if soort not in _KINDS:
            raise ValueError(f"soort is {soort!r}, expected one of {', '.join(_KINDS)}")
        if code not in gemeenten:
            raise ValueError(f"gemeente_code {code!r} is not in gemeenten.csv")
        if (place_key(naam), code) in own:
            raise ValueError(f"{naam} in {code} is a woonplaats of its own in woonplaatsen.csv")
        woonplaats = Woonplaats(row["woonplaats"], code) if row["woonplaats"] else None
        if woonplaats and woonplaats not in woonplaatsen:
            raise ValueError(f"{woonplaats.naam!r} in {code} is not in woonplaatsen.csv")
        if soort in ("naam", "voormalig") and (row["postcode4"] or row["lat"] or row["lon"]):
            raise ValueError("a name for a whole place has that place's point: leave postcode4, lat and lon empty")
        fallback = woonplaatsen[woonplaats] if woonplaats else gemeenten[code].point
        point = _point(row, code, postcodes, fallback)
        return EverydayName(naam, soort, woonplaats.naam if woonplaats else None, code, row["postcode4"], point)

    seen: set[tuple[str, str]] = set()
    out: list[EverydayName] = []
    for where, everyday in read_rows(path, name):
        key = (place_key(everyday.naam), everyday.gemeente_code)
        if key in seen:
            raise DataError(path.name, where, f"{everyday.naam} in {everyday.gemeente_code} occurs twice")
        seen.add(key)
        out.append(everyday)
    return tuple(out)


def _point(row: Mapping[str, str], code: str, postcodes: Mapping[str, tuple[str, Point]], fallback: Point) -> Point:
    """The point of the row itself, of its postcode, or of its woonplaats or gemeente: the first that is there."""
    if bool(row["lat"]) != bool(row["lon"]):
        raise ValueError("lat and lon must both be filled, or both be empty")
    postcode4 = row["postcode4"]
    if postcode4 and postcode4 not in postcodes:
        raise ValueError(f"postcode4 {postcode4!r} is not in postcodes.csv")
    if postcode4 and postcodes[postcode4][0] != code:
        raise ValueError(f"postcode4 {postcode4} lies in {postcodes[postcode4][0]}, not in {code}")
    if row["lat"]:
        return Point(float(row["lat"]), float(row["lon"]))
    return postcodes[postcode4][1] if postcode4 else fallback
