"""Find the place that a person typed: the table first, an online geocoder only where it knows more and was chosen."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from geopy.exc import GeopyError
from geopy.geocoders.base import Geocoder

from portal.domain.placenames import place_key
from portal.domain.places import Place, Point, Woonplaats
from portal.services.geocoders import OfflineGeocoder
from portal.services.located import Located
from portal.services.place_table import look_up, suggestions
from portal.store.reference import Reference

__all__ = ["Located", "locate", "suggest_places"]

log = logging.getLogger(__name__)

_LETTERS = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}(?![A-Za-z0-9])")
_NO_ANSWER = "De adreszoeker van PDOK antwoordt nu niet. Wij gebruiken onze eigen lijst van plaatsen."


def locate(
    typed: str, reference: Reference, geocoder: Geocoder | None = None, gemeente_code: str = ""
) -> Located:
    """What the typed text stands for: a place, a question with candidates, or unknown (see `Located`). Never raises.

    `gemeente_code` (CBS) chooses when several gemeenten have the name, and alone stands for the whole gemeente.
    `geocoder`: None or `OfflineGeocoder` read the table; another one is asked about postcodes with letters, addresses
    and names that the table does not hold, and the table answers when it cannot.
    """
    located = look_up(typed, reference, gemeente_code)
    if geocoder is None or isinstance(geocoder, OfflineGeocoder) or not _worth_asking(located, typed):
        return located
    try:
        answers = geocoder.geocode(typed, exactly_one=False)
    except GeopyError as error:
        # The typed text stays out of the log: it can say where someone lives.
        log.warning("geocoder %s gave no answer (%s); the table answers", type(geocoder).__name__, type(error).__name__)
        return located.noting(_NO_ANSWER)
    places = tuple(p for p in (_place(answer.raw, reference) for answer in answers or ()) if p)
    return _online(places, typed, gemeente_code) or located


def suggest_places(q: str, reference: Reference, limit: int = 10) -> list[Place]:
    """At most `limit` places for what has been typed so far, best first. Never raises."""
    return suggestions(q, reference, max(0, limit))


def _worth_asking(located: Located, typed: str) -> bool:
    if located.place is not None:
        return located.place.soort == "postcode" and bool(_LETTERS.search(typed))
    # A question about the gemeente is for the person, not for a machine.
    return located.unknown or located.correction is not None


def _place(raw: Mapping[str, str], reference: Reference) -> Place | None:
    """The place in an answer; None when its gemeente is not in the table (a newer division of gemeenten)."""
    gemeente = reference.gemeenten.get(raw["gemeente_code"])
    if gemeente is None:
        return None
    woonplaats = raw["woonplaats"] or None
    if woonplaats and Woonplaats(woonplaats, gemeente.code) not in reference.woonplaatsen:
        log.info("woonplaats of %s is not in the table: its neighbours are not known", gemeente.code)
    soort = raw["soort"]
    kind: Place = Place(
        "postcode" if soort == "adres" else "gemeente" if soort == "gemeente" else "woonplaats" if soort == "woonplaats" else "buurt",
        raw["naam"], woonplaats, gemeente.code, gemeente.naam, Point(float(raw["lat"]), float(raw["lon"])),
    )
    return kind


def _online(places: tuple[Place, ...], typed: str, gemeente_code: str) -> Located | None:
    return None
