"""The answer to "where is that?", and the Dutch sentences that go with it (language level B1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.domain.place_index import NamedPlace
from portal.domain.placenames import clean
from portal.domain.places import Place

EXAMPLE = "Typ een postcode of een woonplaats, bijvoorbeeld 7311 of Apeldoorn."


@dataclass(frozen=True, slots=True)
class Located:
    """What a typed place stands for. Nothing was typed: all empty. Else exactly one of three:

    - `place`: taken; `note` says so when it is not simply what was typed;
    - `candidates`: a question; with `correction` it is about the spelling, without it about which gemeente;
    - `unknown`: nothing comes near.

    `note` is one or more Dutch sentences, plain text. `correction` is the name that the typed text looks most like.
    """

    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    unknown: bool = False
    note: str | None = None
    correction: str | None = None

    def noting(self, more: str) -> Located:
        """The same answer with a sentence added."""
        return replace(self, note=f"{self.note} {more}" if self.note else more)


def shown(typed: str) -> str:
    """The typed text as it can be repeated in a sentence: cleaned, at most 40 letters."""
    text = clean(typed)
    return text if len(text) <= 40 else f"{text[:39]}…"


def taken(found: NamedPlace) -> Located:
    """The place of a name that leaves no doubt."""
    return Located(place=found.place, note=_how_read(found))


def which_gemeente(found: Iterable[NamedPlace], name: str) -> Located:
    """Several gemeenten have a place of that name."""
    note = f"Er is meer dan één plaats met de naam {shown(name)}. Welke bedoelt u?"
    return Located(candidates=tuple(f.place for f in found), note=note)


def did_you_mean(found: Iterable[NamedPlace], typed: str) -> Located:
    """The text is no name we know, but looks like these."""
    rows = tuple(found)
    places = tuple(dict.fromkeys(f.place for f in rows))
    first = rows[0].naam
    ask = f"Bedoelt u {places[0].naam}?" if len(places) == 1 else "Bedoelt u een van deze plaatsen?"
    return Located(candidates=places, note=f"Wij kennen de plaats ‘{shown(typed)}’ niet. {ask}", correction=first)


def not_found(typed: str) -> Located:
    """Nothing comes near; says so and shows an example."""
    if clean(typed).isdecimal():
        return Located(unknown=True, note="Een postcode heeft 4 cijfers en soms 2 letters, bijvoorbeeld 7311.")
    return Located(unknown=True, note=f"Wij kennen de plaats ‘{shown(typed)}’ niet. {EXAMPLE}")


def _how_read(found: NamedPlace) -> str | None:
    place, everyday = found.place, found.everyday
    if everyday is None:
        if place.soort != "gemeente":
            return None
        return f"{place.gemeente_naam} is een gemeente. Met uw postcode of woonplaats kloppen de afstanden beter."
    whole = place.woonplaats or f"de gemeente {place.gemeente_naam}"
    if everyday.soort == "voormalig":
        return f"{everyday.naam} hoort nu bij {whole}. Met uw postcode of woonplaats kloppen de afstanden beter."
    if everyday.soort == "naam":
        return f"Wij lezen {everyday.naam} als {whole}."
    origin = f"postcode {everyday.postcode4}" if everyday.postcode4 else whole
    return f"{everyday.naam} hoort bij {whole}. Wij meten vanaf {origin}."
