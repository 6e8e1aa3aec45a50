"""Read a typed place with the reference tables alone: no network, nothing stored."""

from __future__ import annotations

import re
import unicodedata

from portal.domain.place_index import NamedPlace
from portal.domain.placenames import base_name, clean, key_of, place_key, plain_words
from portal.domain.places import Place
from portal.services.located import EXAMPLE, Located, did_you_mean, not_found, shown, taken, which_gemeente
from portal.store.reference import Postcode, Reference

# Four digits, and two letters that end there: not the "AP" of "7311 Apeldoorn".
_POSTCODE = re.compile(r"(?<![0-9A-Z])([1-9][0-9]{3})(?:[ -]?([A-Z]{2})(?![0-9A-Z])|(?![0-9A-Z]))")
# Words that say no more than "near": before a name, and behind it.
_BEFORE = frozenset(
    ("in", "te", "bij", "rond", "omgeving", "regio", "nabij", "vlakbij", "dorp", "stad", "woonplaats", "nl")
)
_AFTER = frozenset(
    ("centrum", "binnenstad", "stad", "noord", "oost", "zuid", "west", "zuidoost", "eo", "omgeving", "nl", "nederland")
)
_GEMEENTE = frozenset(("gemeente", "gem"))
_PROVINCES = {
    "Drenthe": ("drenthe", "dr", "drente"),
    "Flevoland": ("flevoland", "fl"),
    "Friesland": ("friesland", "fryslan", "fr", "frl"),
    "Gelderland": ("gelderland", "gld", "gl"),
    "Groningen": ("groningen", "gr", "gn"),
    "Limburg": ("limburg", "l", "lb", "li", "lim"),
    "Noord-Brabant": ("noordbrabant", "nb", "nbr", "brabant"),
    "Noord-Holland": ("noordholland", "nh"),
    "Overijssel": ("overyssel", "ov", "o"),
    "Utrecht": ("utrecht", "ut", "u", "utr"),
    "Zeeland": ("zeeland", "zld", "z", "ze"),
    "Zuid-Holland": ("zuidholland", "zh"),
}
_PROVINCE_WORDS = {word: name for name, words in _PROVINCES.items() for word in words}
_MAX_WORDS = 10
_MAX_CANDIDATES = 6


def look_up(typed: str, reference: Reference, gemeente_code: str = "") -> Located:
    """What the typed text stands for; `gemeente_code` chooses when several gemeenten have it. Never raises."""
    text = clean(unicodedata.normalize("NFKC", clean(typed)))
    if not text:
        return _whole_gemeente(gemeente_code, reference) if gemeente_code else Located()
    located = _postcode(text, reference) or _name(text, reference, gemeente_code)
    if located.place and gemeente_code in reference.gemeenten and located.place.gemeente_code != gemeente_code:
        naam = reference.gemeente_naam(gemeente_code)
        return located.noting(f"Dit ligt niet in de gemeente {naam}; die keuze gebruiken wij niet.")
    return located


def suggestions(q: str, reference: Reference, limit: int = 10) -> list[Place]:
    """Places for what has been typed so far, best first: exact, then by its start, then by its spelling."""
    text = clean(unicodedata.normalize("NFKC", clean(q)))
    if text[:1].isdecimal() and text.isascii():
        match = _POSTCODE.search(text.upper())
        if match or text.isdecimal():
            digits = match.group(1) if match else text
            found = [p for code, p in reference.postcodes.items() if code.startswith(digits)]
            letters = (match.group(2) or "") if match else ""
            return [_postcode_place(p, letters, reference) for p in found[:limit]]
    key = place_key(text)
    if not key:
        return []
    located = _named(text, reference)
    rows = [*located, *reference.names.starting(key, 2 * limit)]
    if len(rows) < limit:
        rows += reference.names.near(key, limit)
    return list(dict.fromkeys(row.place for row in rows))[:limit]


def _whole_gemeente(code: str, reference: Reference) -> Located:
    gemeente = reference.gemeenten.get(code)
    if gemeente is None:
        return Located(unknown=True, note=f"Wij kennen de gemeente ‘{shown(code)}’ niet. {EXAMPLE}")
    return Located(Place("gemeente", f"gemeente {gemeente.naam}", None, code, gemeente.naam, gemeente.point))


def _postcode(text: str, reference: Reference) -> Located | None:
    """A postcode at the start or end of the text, or with letters anywhere (an address); None when there is none."""
    for match in _POSTCODE.finditer(text.upper()):
        digits, letters = match.group(1), match.group(2) or ""
        rest = " ".join((text[: match.start()] + " " + text[match.end() :]).split()).strip(" ,-")
        row = reference.postcodes.get(digits)
        at_edge = match.start() <= len("NL-") or match.end() == len(text)
        if row and (letters or at_edge):
            return _at_postcode(row, letters, reference)
        if not row and (letters or not rest):
            if rest and (found := _named(rest, reference)):
                return taken(found[0]) if len(found) == 1 else which_gemeente(found, rest)
            return Located(unknown=True, note=f"Wij kennen de postcode {digits} niet. Typ uw woonplaats.")
    return None


def _at_postcode(row: Postcode, letters: str, reference: Reference) -> Located:
    place = _postcode_place(row, letters, reference)
    if not letters:
        return Located(place)
    return Located(place, note=f"Wij meten vanaf postcode {row.postcode4}. De letters {letters} gebruiken wij niet.")


def _postcode_place(row: Postcode, letters: str, reference: Reference) -> Place:
    woonplaats, code = row.woonplaats
    naam = f"{row.postcode4} {letters}".strip() + f", {woonplaats}"
    return Place("postcode", naam, woonplaats, code, reference.gemeente_naam(code), row.point)


def _name(text: str, reference: Reference, gemeente_code: str) -> Located:
    found = _named(text, reference)
    chosen = [row for row in found if row.place.gemeente_code == gemeente_code]
    if len(found) == 1 or len(chosen) == 1:
        return taken((chosen or list(found))[0])
    if found:
        return which_gemeente(found, base_name(found[0].naam))
    return _nearly(text, reference, gemeente_code)


def _named(text: str, reference: Reference) -> tuple[NamedPlace, ...]:
    """The places of that name, narrowed by what stands behind it: "Velp (Rheden)", "Bergen NH", "gemeente Ede"."""
    words = list(plain_words(text))[:_MAX_WORDS]
    if exact := reference.names.exact(key_of(tuple(words))):
        return exact
    while len(words) > 1 and words[0] in _BEFORE:
        words.pop(0)
    if len(words) > 1 and words[0] in _GEMEENTE:
        return _gemeente(tuple(words[1:]), reference)
    for at in range(len(words), 0, -1):
        head, tail = tuple(words[:at]), tuple(words[at:])
        if rows := _narrowed(reference.names.exact(key_of(head)), tail, reference):
            return rows
    return ()


def _gemeente(words: tuple[str, ...], reference: Reference) -> tuple[NamedPlace, ...]:
    """Gemeenten as a whole: "gemeente Apeldoorn" is more than the woonplaats Apeldoorn."""
    key = key_of(words)
    gemeenten = tuple(reference.gemeenten.values())
    wanted = [g for g in gemeenten if place_key(g.naam) == key]
    wanted = wanted or [g for g in gemeenten if place_key(base_name(g.naam)) == key]
    return tuple(
        NamedPlace(g.naam, Place("gemeente", f"gemeente {g.naam}", None, g.code, g.naam, g.point), g.inwoners)
        for g in wanted
    )


def _narrowed(rows: tuple[NamedPlace, ...], tail: tuple[str, ...], reference: Reference) -> tuple[NamedPlace, ...]:
    """The rows that lie where the words behind the name say; none of them when those words say something else."""
    while tail and tail[-1] in ("nl", "nederland"):
        tail = tail[:-1]
    if not rows or not tail or all(word in _AFTER for word in tail):
        return rows
    kind = tail[0] if tail[0] in _GEMEENTE else ""
    while tail and tail[0] in _GEMEENTE | {"in", "bij", "te", "provincie", "prov"}:
        tail = tail[1:]
    where = key_of(tail)
    return tuple(row for row in rows if where in _surroundings(row.place, reference, only_gemeente=bool(kind)))


def _surroundings(place: Place, reference: Reference, *, only_gemeente: bool) -> set[str]:
    """The keys of what the place lies in: its gemeente, its province, and the woonplaats of a part."""
    gemeente = reference.gemeenten[place.gemeente_code]
    names = {place_key(gemeente.naam), place_key(base_name(gemeente.naam))}
    if only_gemeente:
        return names
    part_of = {place_key(place.woonplaats)} if place.soort == "buurt" and place.woonplaats else set()
    return names | part_of | set(_PROVINCES.get(gemeente.provincie, ()))


def _nearly(text: str, reference: Reference, gemeente_code: str) -> Located:
    """No name as typed: ask about names within the text, or else those spelt nearly so or that start so."""
    words = plain_words(text)[:_MAX_WORDS]
    key = key_of(words)
    if key in _PROVINCE_WORDS and len(key) > 3:
        return Located(unknown=True, note=f"{_PROVINCE_WORDS[key]} is een provincie. {EXAMPLE}")
    if not key or key.isdecimal():
        return not_found(text)
    rows = list(_within(words, reference))
    if not rows:
        near = reference.names.near(key, _MAX_CANDIDATES)
        starting = reference.names.starting(key, _MAX_CANDIDATES) if len(key) > 2 else ()
        # A whole place that is nearly right is meant; its districts that start in the same way are noise.
        rows = [*near, *(row for row in starting if not near or row.place.soort != "buurt")]
    chosen = [row for row in rows if row.place.gemeente_code == gemeente_code]
    rows = (chosen or rows)[:_MAX_CANDIDATES]
    return did_you_mean(rows, text) if rows else not_found(text)


def _within(words: tuple[str, ...], reference: Reference) -> tuple[NamedPlace, ...]:
    """Names of four letters or more inside a longer text: "Kerkstraat 5 Apeldoorn". The place mostly comes last."""
    found: list[NamedPlace] = []
    end = len(words)
    while end:
        start = next((i for i in range(end) if _is_name(words[i:end], reference)), None)
        if start is not None:
            found += reference.names.exact(key_of(words[start:end]))
        end = start if start is not None else end - 1
    return tuple(found)


def _is_name(words: tuple[str, ...], reference: Reference) -> bool:
    key = key_of(words)
    return len(key) >= 4 and bool(reference.names.exact(key))
