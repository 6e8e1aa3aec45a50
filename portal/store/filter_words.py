"""Words in a search that a filter can express, from `data/woorden/filters.txt` (docs/woorden.md).

Names of products and languages come from the regelingen and the list of languages, so that none is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from portal.domain.dagdelen import BEGELEIDING, DAGDELEN, DAYS
from portal.domain.regeling import PRODUCT_TOKENS, Regeling
from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.talen import language_names
from portal.store.woorden import FILTERS_FILE, ONLY, lines, phrase_of

NOT = "geen"  # starts an entry for what somebody does not want
_TREDEN = tuple("123456")
_SWITCHES = ("vrij", "regulier", "toegankelijk")
_TIP = "tip"
_ALSO_WORK = frozenset({"taal", "toegankelijk"})  # "rolstoelen" may be repaired, and Engels taught
_ENTRY = re.compile(r"[^\W_]+(?:[ '’-]+[^\W_]+)*")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Values of one query key (design/api.md): ("dagdeel", ("za-ochtend", ...)), ("trede", ("3",)) or, for a switch,
    ("vrij", ("true",))."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Phrases as folded words. `wanted` and `unwanted` (without the "geen"): what they may mean, best first.

    `tips`: sentences for what no filter expresses; those of what is not wanted start with "geen". `asides`: phrases
    of `wanted` that say nothing about the work, so that it is not searched for them.
    """

    wanted: Mapping[Phrase, tuple[Wish, ...]]
    unwanted: Mapping[Phrase, tuple[Wish, ...]]
    tips: Mapping[Phrase, str]
    longest: int
    starts: frozenset[str]  # the first word of any phrase
    asides: frozenset[Phrase]


def load_filter_words(regelingen: Iterable[Regeling], folder: Path | None = None) -> FilterWords:
    """Read `filters.txt` in `folder` (default `data/woorden/`); raises DataError with file, line and reason."""
    path = (folder or data_path("woorden")) / FILTERS_FILE
    written: dict[Phrase, Wish | str] = {}
    seen: dict[Phrase, str] = {}
    for where, what, texts in _entries(path):
        said = what[len(_TIP) :].strip() if what.startswith(f"{_TIP} ") else _wish(path.name, where, what)
        for text in texts:
            phrase = phrase_of(text)
            if phrase in seen:
                raise DataError(path.name, where, f"{text!r} is already on {seen[phrase]}")
            seen[phrase] = where
            written[phrase] = said
    return _table(written, tuple(regelingen))


def _entries(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """("line 12", "dagdeel *-ochtend", ["ochtend", ...]) per line."""
    for where, line in lines(path):
        what, colon, rest = line.rpartition(":")
        if not colon or not what.strip():
            raise DataError(path.name, where, "write a filter, a colon and the words")
        texts = [" ".join(text.split()) for text in rest.split(",")]
        for text in texts:
            if not _ENTRY.fullmatch(text) or phrase_of(text) == (NOT,):
                raise DataError(path.name, where, f"{text!r} is not a word: {ONLY}")
        yield where, " ".join(what.split()), texts


def _wish(file: str, where: str, what: str) -> Wish:
    key, *values = what.split()
    if key in _SWITCHES:
        if values:
            raise DataError(file, where, f"{key!r} has no values: it is on or off")
        return Wish(key, ("true",))
    known = {
        "dagdeel": DAGDELEN,
        "begeleiding": BEGELEIDING,
        "trede": _TREDEN,
        "doel": _TREDEN,
        "product": tuple(PRODUCT_TOKENS),
        "taal": tuple(language_names()),
    }
    if key not in known:
        raise DataError(file, where, f"{key!r} is no filter: choose {', '.join((*known, *_SWITCHES, _TIP))}")
    found = tuple(one for one in known[key] if any(fnmatchcase(one, value) for value in values))
    for value in values:
        if not any(fnmatchcase(one, value) for one in found):
            raise DataError(file, where, f"{value!r} is no value of {key!r}")
    if not found or (key in ("trede", "doel") and len(found) > 1):
        raise DataError(file, where, f"name {'one value' if found else 'a value'} of {key!r}")
    return Wish(key, found)


def _table(written: Mapping[Phrase, Wish | str], regelingen: tuple[Regeling, ...]) -> FilterWords:
    wanted: dict[Phrase, tuple[Wish, ...]] = {}
    named = [*_products(regelingen), *_days_and_parts(written)]
    own = [(phrase, said) for phrase, said in written.items() if isinstance(said, Wish) and phrase[0] != NOT]
    for phrase, wish in [*named, *own]:
        before = wanted.get(phrase, ())
        wanted[phrase] = before if wish in before else (*before, wish)
    for phrase, wish in _languages():
        wanted.setdefault(phrase, (wish,))
    unwanted = {p[1:]: (said,) for p, said in written.items() if isinstance(said, Wish) and p[0] == NOT}
    tips = {phrase: said for phrase, said in written.items() if isinstance(said, str)}
    asides = frozenset(phrase for phrase, wishes in wanted.items() if wishes[0].key not in _ALSO_WORK)
    phrases = (*wanted, *unwanted, *tips, *(phrase[1:] for phrase in tips if phrase[0] == NOT))
    starts = frozenset(phrase[0] for phrase in phrases)
    return FilterWords(wanted, unwanted, tips, max(map(len, phrases), default=0), starts, asides)


def _products(regelingen: tuple[Regeling, ...]) -> Iterator[tuple[Phrase, Wish]]:
    """What each regeling calls its products, the neutral name, and the token ("op trede 3") as one writes it."""
    for regeling in regelingen:
        for product in regeling.offered:
            names = [product.naam, *product.naam.split(":"), product.token, PRODUCT_TOKENS.get(product.token, "")]
            for name in names:
                # "naar trede 4" alone is an aim: it names no product, and more than one leads there.
                if (phrase := phrase_of(name)) and phrase[0] != "naar":
                    yield phrase, Wish("product", (product.token,))


def _languages() -> Iterator[tuple[Phrase, Wish]]:
    """ "Engels", "Engelstalig", "Engelstalige"."""
    for code, name in language_names().items():
        phrase = phrase_of(name)
        yield phrase, Wish("taal", (code,))
        if len(phrase) == 1:
            for tail in ("talig", "talige"):
                yield (phrase[0] + tail,), Wish("taal", (code,))


def _days_and_parts(written: Mapping[Phrase, Wish | str]) -> Iterator[tuple[Phrase, Wish]]:
    """ "zaterdagochtend" and "zaterdag ochtend" for each word of one day with each word of one part of the day."""
    single = [
        (p[0], w.values) for p, w in written.items() if isinstance(w, Wish) and w.key == "dagdeel" and len(p) == 1
    ]
    parts = [(word, values) for word, values in single if len(values) == len(DAYS)]
    days = [(word, values) for word, values in single if len({value[:2] for value in values}) == 1]
    for day, of_day in days:
        for part, of_part in parts:
            both = Wish("dagdeel", tuple(value for value in of_day if value in of_part))
            yield (day, part), both
            yield (day + part,), both
