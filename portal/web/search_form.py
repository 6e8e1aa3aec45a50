"""The query keys of a search, read once for the page and for the API (docs/api.md): form only, no place looked up.

Lenient: `Parsed.request` holds what is usable, `Parsed.faults` what is not and what to do. The page shows the faults,
the API answers 400 with all of them. What a person typed is never echoed longer than 40 characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl

from flask import Request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.utils import cached_property

from portal.services.query_parts import BEGELEIDING, DAGDELEN, language_names
from portal.services.search import SearchRequest
from portal.store.catalogue import Catalogue

MOST_CHARACTERS = 500  # of `q`: what comes after does not count, and the answer says so
LONGEST_PLACE = 100
TREDEN = (1, 6)
# Up to here every reader of JSON keeps a whole number exact, and an offset in rows still fits a database.
LAST_PAGE = 2**53 - 1
MOST_PER_PAGE = 100
DEFAULT_PER_PAGE = 20
ORDERS = ("relevantie", "afstand")
TOKEN_KEYS = ("product", "branche", "taal", "dagdeel", "begeleiding")
SWITCH_KEYS = ("vrij", "regulier", "toegankelijk")
SINGLE_KEYS = ("q", "plaats", "gemeente", "trede", "doel", *SWITCH_KEYS, "volgorde", "pagina", "perPagina")
KEYS = frozenset({*SINGLE_KEYS, *TOKEN_KEYS})
# What no text can hold: control characters but white space, halves of a pair, and the sign of bytes that were no UTF-8.
UNREADABLE = r"\x00-\x08\x0E-\x1F\x7F-\x9F\uD800-\uDFFF\uFFFD-\uFFFF"
_UNREADABLE = re.compile(f"[{UNREADABLE}]")
_BLANK = " \t\n\r\v\f"  # of what `str.strip` takes away, the part that is readable
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One query key that could not be used: its name, and in plain Dutch what is wrong and what to do."""

    naam: str
    melding: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A request with only what is usable; `notes` say what was done with a usable value (a text that was cut)."""

    request: SearchRequest
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


class QueryRequest(Request):
    """`app.request_class`: `request.args` as `args_of` reads it, for every view."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The keys and values of the address; never raises."""
        return args_of(self.query_string)


def args_of(query_string: bytes) -> MultiDict[str, str]:
    """The query string as keys and values; never raises. Bytes that are no UTF-8 become U+FFFD, so they can be seen.

    Werkzeug's own `request.args` raises on raw bytes above 127 and hides broken percent-encoding.
    """
    return MultiDict(parse_qsl(query_string.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


def parse(args: MultiDict[str, str], catalogue: Catalogue) -> Parsed:
    """Read every key of a search. Empty values count as not given: an empty field of a form says nothing."""
    read = FormReader(args)
    read.refuse_unknown(KEYS)
    values: dict[str, Any] = {
        "q": read.text("q", MOST_CHARACTERS, cut=_("Uw zoektekst is erg lang. Wij zoeken met de eerste 500 tekens.")),
        "plaats": read.text("plaats", LONGEST_PLACE),
        "gemeente": _gemeente(read, catalogue),
        "trede": read.number("trede", None, *TREDEN),
        "doel": read.number("doel", None, *TREDEN),
        **{key: read.tokens(key, known) for key, known in known_tokens(catalogue).items()},
        **{key: read.switch(key) for key in SWITCH_KEYS},
        "pagina": read.number("pagina", 1, 1, LAST_PAGE),
        "per_pagina": read.number("perPagina", DEFAULT_PER_PAGE, 1, MOST_PER_PAGE),
    }
    values["volgorde"] = _order(read, has_place=bool(values["plaats"] or values["gemeente"]))
    return Parsed(SearchRequest(**values), tuple(read.faults), tuple(read.notes))


def known_tokens(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Per repeatable key the tokens that exist: products of the loaded regelingen, branches of data/branches.toml."""
    return {
        "product": tuple(dict.fromkeys(p.token for r in catalogue.regelingen for p in r.products)),
        "branche": tuple(branche.token for branche in catalogue.branches),
        "taal": tuple(sorted(language_names())),
        "dagdeel": DAGDELEN,
        "begeleiding": BEGELEIDING,
    }


@dataclass(slots=True)
class FormReader:
    """Reads keys one by one and gathers what is wrong, so that all faults come at once."""

    args: MultiDict[str, str]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, key: str, melding: str) -> None:
        """Note a fault, once."""
        fault = Fault(key, melding)
        if fault not in self.faults:
            self.faults.append(fault)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """A key that does not exist may be a misspelt filter: it is never passed over in silence."""
        for key in self.args:
            if key not in known:
                self.wrong(shown(key), _("Wij kennen ‘%(naam)s’ niet. Haal het weg uit het adres.", naam=shown(key)))

    def single(self, key: str) -> str:
        """The one value of a key without white space around it; the first when there are more, which is a fault."""
        values = self.args.getlist(key)
        if len(values) > 1:
            self.wrong(key, _("‘%(naam)s’ mag maar één keer in het adres staan. Kies één waarde.", naam=key))
        return values[0].strip(_BLANK) if values else ""

    def text(self, key: str, longest: int, cut: str | None = None) -> str:
        """A text without unreadable characters. Too long: cut with the note `cut`, or else a fault and empty."""
        value = self.single(key)
        if _UNREADABLE.search(value):
            self.wrong(key, _("In ‘%(naam)s’ staan tekens die wij niet kunnen lezen. Typ de tekst opnieuw.", naam=key))
            value = _UNREADABLE.sub(" ", value)
        value = value.strip()
        if len(value) <= longest:
            return value
        if cut is not None:
            self.notes.append(cut)
            return value[:longest].strip()
        self.wrong(key, _("De tekst is te lang. Gebruik niet meer dan %(aantal)d tekens.", aantal=longest))
        return ""

    def number(self, key: str, default: int | None, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`, in the digits 0-9."""
        value = self.single(key)
        if not value:
            return default
        if re.fullmatch(r"[0-9]{1,16}", value) and low <= int(value) <= high:
            return int(value)
        ask = _("Kies een heel getal van %(low)d tot en met %(high)d.", low=low, high=high)
        if high == LAST_PAGE:
            ask = _("Kies een heel getal vanaf 1.") if len(value) <= 15 else _("Kies een kleiner getal.")
        self.wrong(key, _("‘%(waarde)s’ kan hier niet.", waarde=shown(value)) + " " + ask)
        return default

    def switch(self, key: str) -> bool:
        """`true`, or not given."""
        value = self.single(key)
        if value not in ("", "true"):
            self.wrong(key, _("‘%(waarde)s’ kan hier niet. Gebruik ‘true’, of laat het weg.", waarde=shown(value)))
        return value == "true"

    def tokens(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """The known values of a key that may be repeated, each once, as given."""
        values = [value.strip(_BLANK) for value in self.args.getlist(key)]
        for value in values:
            if value and value not in known:
                self.wrong(key, _unknown(key, value))
        return tuple(dict.fromkeys(value for value in values if value in known))


def shown(text: str) -> str:
    """A text as a message may repeat it: readable, at most 40 characters."""
    readable = " ".join(_UNREADABLE.sub("?", text).split())
    return readable if len(readable) <= _SHOWN else f"{readable[: _SHOWN - 1]}…"


def _gemeente(read: FormReader, catalogue: Catalogue) -> str:
    code = read.single("gemeente")
    if not code or code in catalogue.reference.gemeenten:
        return code
    ask = _("Gebruik een code zoals GM0200, of typ een plaats.")
    read.wrong("gemeente", _("Wij kennen geen gemeente met de code ‘%(code)s’.", code=shown(code)) + " " + ask)
    return ""


def _order(read: FormReader, *, has_place: bool) -> Literal["relevantie", "afstand"]:
    value = read.single("volgorde")
    if value not in ("", *ORDERS):
        ask = _("Kies ‘relevantie’ of ‘afstand’.")
        read.wrong("volgorde", _("‘%(waarde)s’ kan hier niet.", waarde=shown(value)) + " " + ask)
    if value != "afstand":
        return "relevantie"
    if has_place:
        return "afstand"
    read.wrong(
        "volgorde", _("Op afstand sorteren kan alleen met een plaats. Vul ook een postcode of een woonplaats in.")
    )
    return "relevantie"


def _unknown(key: str, value: str) -> str:
    """What to do about an unknown token."""
    asks: Mapping[str, str] = {
        "product": _("Wij kennen het product ‘%(waarde)s’ niet. Kies een product uit de lijst.", waarde=shown(value)),
        "branche": _("Wij kennen de branche ‘%(waarde)s’ niet. Kies een branche uit de lijst.", waarde=shown(value)),
        "taal": _("Wij kennen de taal ‘%(waarde)s’ niet. Gebruik een code zoals nl, en of tr.", waarde=shown(value)),
        "dagdeel": _("Wij kennen het dagdeel ‘%(waarde)s’ niet. Gebruik bijvoorbeeld ma-ochtend.", waarde=shown(value)),
        "begeleiding": _("‘%(waarde)s’ kan hier niet. Kies ‘nabij’ of ‘op-afstand’.", waarde=shown(value)),
    }
    return asks[key]
