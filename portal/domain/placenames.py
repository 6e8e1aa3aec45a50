"""Names of places as people write them: one key for all spellings of a name, and how far two names are apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A name is at most some forty letters long; what comes after is not a name and only costs time.
MAX_LENGTH = 100

_NOT_WORD = re.compile(r"[^\w]|_")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
# Written short in many ways on envelopes and forms; both sides of a comparison get the same short form.
_RUNS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("aan", "den"), "ad"),
    (("aan", "de"), "ad"),
    (("aan", "d"), "ad"),
    (("a", "den"), "ad"),
    (("a", "d"), "ad"),
    (("aan", "het"), "at"),
    (("aan", "t"), "at"),
    (("op", "den"), "od"),
    (("op", "de"), "od"),
    (("o", "d"), "od"),
    (("van", "den"), "vd"),
    (("van", "de"), "vd"),
    (("v", "d"), "vd"),
)
_RUN_STARTS = frozenset(run[0] for run, _ in _RUNS)
_SINGLE = {"st": "sint", "ste": "sint", "sinte": "sint"}


def clean(text: str) -> str:
    """The typed text without control characters and lone surrogates, white space single, at most MAX_LENGTH letters."""
    kept = text[: MAX_LENGTH * 4]
    if not kept.isprintable():
        kept = "".join(c if c.isprintable() else " " for c in kept)
    return " ".join(kept.split())[:MAX_LENGTH].strip()


def plain_words(text: str) -> tuple[str, ...]:
    """Lower-case words without diacritics and punctuation: "'s-Gravenhage" gives ("s", "gravenhage")."""
    bare = clean(text).casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(_NOT_WORD.sub(" ", bare).split())


def fold(text: str) -> str:
    """The words of `plain_words` with a space between them."""
    return " ".join(plain_words(text))


def place_key(text: str) -> str:
    """One key for all spellings of a name: without spaces, `st.` as `sint`, `aan den` as `a/d`, `ij` as `y`.

    Two names with the same key count as the same name; the key is empty when there is no letter or digit.
    """
    return key_of(plain_words(text))


def key_of(words: tuple[str, ...]) -> str:
    """The key of words that `plain_words` gave."""
    out: list[str] = []
    at = 0
    while at < len(words):
        run = _run_at(words, at) if words[at] in _RUN_STARTS else None
        out.append(run[1] if run else _SINGLE.get(words[at], words[at]))
        at += len(run[0]) if run else 1
    return "".join(out).replace("ij", "y")


def _run_at(words: tuple[str, ...], at: int) -> tuple[tuple[str, ...], str] | None:
    return next((run for run in _RUNS if words[at : at + len(run[0])] == run[0]), None)


def base_name(name: str) -> str:
    """The name without what stands in brackets behind it: "Bergen (NH)" gives "Bergen"."""
    return (_BRACKETS.sub("", name) or name) if name.endswith(")") else name


def name_tails(name: str) -> tuple[str, ...]:
    """The keys of the name from each of its words on: "maas" leads to "Horst aan de Maas". The whole name first."""
    words = plain_words(name)
    return tuple(dict.fromkeys(key_of(words[i:]) for i in range(len(words))))


def allowed_distance(key: str) -> int:
    """How many slips of the pen a key of this length may hold before it is another name."""
    length = len(key)
    if length < 4:
        return 0
    return 1 if length < 6 else 2 if length < 12 else 3


def spelling_distance(one: str, other: str) -> int:
    """Letters added, dropped, changed or swapped with their neighbour between two keys."""
    return OSA.distance(one, other)


def nearest_keys(key: str, keys: Iterable[str], limit: int = 20) -> list[tuple[int, str]]:
    """(distance, key) of the keys within the allowed distance, nearest first."""
    most = allowed_distance(key)
    if not most:
        return []
    found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=most, limit=limit)  # type: ignore[arg-type]
    return [(int(distance), near) for near, distance, _ in found]
