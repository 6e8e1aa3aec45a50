"""Geocoders as geopy knows them: our own table (the default), and PDOK Locatieserver (a setting).

Each `Location.raw` holds `soort` ("postcode", "adres", "woonplaats", "gemeente", "buurt"), `naam`, `woonplaats` ("" for
none), `gemeente_code` ("GM0200") and `postcode` ("" or "7311KZ").
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from math import isfinite
from urllib.parse import urlencode

from geopy.exc import GeocoderParseError, GeocoderUnavailable, GeopyError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from portal.domain.placenames import clean
from portal.domain.places import Place
from portal.services.http_adapter import DeadlineAdapter, SilentAdapter
from portal.services.place_table import look_up
from portal.store.reference import Reference

PDOK_URL = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
# Locatieserver's own types, as we name them.
_KINDS = {"adres": "adres", "postcode": "postcode", "woonplaats": "woonplaats", "gemeente": "gemeente", "wijk": "buurt"}
_KINDS["buurt"] = "buurt"
_FIELDS = "type,weergavenaam,woonplaatsnaam,gemeentenaam,gemeentecode,wijknaam,buurtnaam,postcode,centroide_ll"
_NAME_FIELD = {"woonplaats": "woonplaatsnaam", "gemeente": "gemeentenaam", "wijk": "wijknaam", "buurt": "buurtnaam"}
_POINT = re.compile(r"POINT ?\((-?[0-9.]+) (-?[0-9.]+)\)")
# Only letters, digits and what stands in names: the search language of the service has no business in a place.
_NOT_ASKED = re.compile(r"[^\w\s'.,-]|_")


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """The reference tables as a geopy geocoder; sends nothing anywhere."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(adapter_factory=SilentAdapter)
        self._reference = reference

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The likeliest place, or with `exactly_one=False` all candidates; None when unknown."""
        located = look_up(query, self._reference)
        places = (located.place,) if located.place else located.candidates
        return _one_or_all([_from_place(p) for p in places], exactly_one)


class PdokGeocoder(Geocoder):  # type: ignore[misc]
    """PDOK Locatieserver, its "free" search (documented under `v3_1/ui/`); sends what was typed to PDOK.

    `timeout` is seconds for the whole answer. After a failure it stays silent for `pause` seconds, so that a service
    that is down costs one searcher two seconds and not every searcher.
    """

    def __init__(
        self,
        base_url: str = PDOK_URL,
        *,
        timeout: float = 2.0,
        pause: float = 30.0,
        user_agent: str = "werkplekvinder",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent, adapter_factory=DeadlineAdapter)
        self._api = f"{base_url.rstrip('/')}/free"
        self._pause = pause
        self._clock = clock
        self._silent_until = 0.0

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Places for the text, best first; None when there are none. Raises a `GeopyError` and nothing else."""
        text = " ".join(_NOT_ASKED.sub(" ", clean(query)).split())
        if not text:
            return None
        if self._clock() < self._silent_until:
            raise GeocoderUnavailable("not asked: the last request failed")
        kinds = " OR ".join(_KINDS)
        url = f"{self._api}?{urlencode({'q': text, 'fq': f'type:({kinds})', 'fl': _FIELDS, 'rows': 10})}"
        try:
            found: list[Location] = self._call_geocoder(url, _locations, timeout=timeout)
        except GeopyError:
            self._silent_until = self._clock() + self._pause
            raise
        return _one_or_all(found, exactly_one)


def _one_or_all(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _from_place(place: Place) -> Location:
    postcode = place.naam.split(",")[0].replace(" ", "") if place.soort == "postcode" else ""
    raw = {
        "soort": place.soort,
        "naam": place.naam,
        "woonplaats": place.woonplaats or "",
        "gemeente_code": place.gemeente_code,
        "postcode": postcode,
    }
    return Location(place.naam, tuple(place.point), raw)


def _locations(answer: object) -> list[Location]:
    response = answer.get("response") if isinstance(answer, Mapping) else None
    docs = response.get("docs") if isinstance(response, Mapping) else None
    if not isinstance(docs, list):
        raise GeocoderParseError("the answer holds no response.docs")
    return [location for doc in docs if (location := _location(doc))]


def _location(doc: object) -> Location | None:
    """One answer; None when it is no place we can use, such as one without a point in the Netherlands."""
    if not isinstance(doc, Mapping):
        return None
    text = {key: value for key, value in doc.items() if isinstance(value, str)}
    kind, code = text.get("type", ""), text.get("gemeentecode", "")
    naam = text.get(_NAME_FIELD.get(kind, "weergavenaam"), "")
    point = _point(text.get("centroide_ll", ""))
    if kind not in _KINDS or not naam or not code.isdecimal() or point is None:
        return None
    raw = {
        "soort": _KINDS[kind],
        "naam": clean(naam),
        "woonplaats": clean(text.get("woonplaatsnaam", "")),
        "gemeente_code": f"GM{code.zfill(4)}",
        "postcode": text.get("postcode", ""),
    }
    return Location(text.get("weergavenaam", naam), point, raw)


def _point(wkt: str) -> tuple[float, float] | None:
    match = _POINT.match(wkt)
    try:
        lon, lat = (float(match.group(1)), float(match.group(2))) if match else (0.0, 0.0)
    except ValueError:
        return None
    inside = isfinite(lat) and isfinite(lon) and 50.7 <= lat <= 53.7 and 3.2 <= lon <= 7.3
    return (lat, lon) if inside else None
