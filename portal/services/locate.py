"""Find the place that a person typed: the table first, an online geocoder only where it knows more and was chosen."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from geopy.exc import GeopyError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from portal.domain.placenames import place_key
from portal.domain.places import Place, PlaceKind, Point
from portal.services.geocoders import OfflineGeocoder
from portal.services.located import Located, shown
from portal.services.place_table import look_up, suggestions
from portal.store.reference import Reference

__all__ = ["Located", "locate", "suggest_places"]

log = logging.getLogger(__name__)

_LETTERS = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}(?![A-Za-z0-9])")
_NO_ANSWER = "De adreszoeker van PDOK antwoordt nu niet. Wij gebruiken onze eigen lijst van plaatsen."


def locate(typed: str, reference: Reference, geocoder: Geocoder | None = None, gemeente_code: str = "") -> Located:
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
    known = [answer for answer in answers or () if answer.raw["gemeente_code"] in reference.gemeenten]
    return _read(known, typed, gemeente_code, reference) or _asked(known, located, typed, reference)


def suggest_places(q: str, reference: Reference, limit: int = 10) -> list[Place]:
    """At most `limit` places for what has been typed so far, best first. Never raises."""
    return suggestions(q, reference, max(0, limit))


def _worth_asking(located: Located, typed: str) -> bool:
    if located.place is not None:
        return located.place.soort == "postcode" and bool(_LETTERS.search(typed))
    # A question about the gemeente is for the person, not for a machine.
    return located.unknown or located.correction is not None


def _read(answers: Sequence[Location], typed: str, gemeente_code: str, reference: Reference) -> Located | None:
    """The answer that is what was typed: the same postcode or an address, or a name in one gemeente."""
    if any(c.isdecimal() for c in typed):
        exact = next((a for a in answers if a.raw["soort"] in ("postcode", "adres")), None)
        if exact is None or not _same_postcode(exact, typed):
            return None
        place = _place(exact, reference)
        return Located(place, note=None if exact.raw["soort"] == "postcode" else f"Wij meten vanaf {place.naam}.")
    same = {a.raw["gemeente_code"]: a for a in answers if place_key(a.raw["naam"]) == place_key(typed)}
    places = [_place(same[code], reference) for code in ([gemeente_code] if gemeente_code in same else same)]
    if len(places) > 1:
        note = f"Er is meer dan één plaats met de naam {shown(typed)}. Welke bedoelt u?"
        return Located(candidates=tuple(places), note=note)
    return Located(places[0]) if places else None


def _asked(answers: Sequence[Location], located: Located, typed: str, reference: Reference) -> Located:
    """Nothing is exactly what was typed: the question of the table, or else the names that the geocoder proposes."""
    named = [a for a in answers if a.raw["soort"] not in ("postcode", "adres")]
    if not located.unknown or not named:
        return located
    places = tuple(dict.fromkeys(_place(answer, reference) for answer in named))
    note = f"Wij kennen de plaats ‘{shown(typed)}’ niet. Bedoelt u een van deze plaatsen?"
    return Located(candidates=places, note=note, correction=named[0].raw["naam"])


def _same_postcode(answer: Location, typed: str) -> bool:
    """An address may lie anywhere, but a typed postcode must come back as it was typed."""
    match = _LETTERS.search(typed)
    return match is None or match.group().replace(" ", "").upper() == answer.raw["postcode"]


def _place(answer: Location, reference: Reference) -> Place:
    raw = answer.raw
    gemeente = reference.gemeenten[raw["gemeente_code"]]
    kinds: dict[str, PlaceKind] = {
        "adres": "postcode",
        "postcode": "postcode",
        "gemeente": "gemeente",
        "buurt": "buurt",
    }
    kind = kinds.get(raw["soort"], "woonplaats")
    woonplaats = None if kind == "gemeente" else raw["woonplaats"] or None
    naam = {"gemeente": f"gemeente {gemeente.naam}", "buurt": f"{raw['naam']} ({woonplaats or gemeente.naam})"}
    point = Point(answer.latitude, answer.longitude)
    return Place(kind, naam.get(kind, raw["naam"]), woonplaats, gemeente.code, gemeente.naam, point)
