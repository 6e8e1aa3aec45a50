"""Dutch word forms brought back to one stem, for documents and queries alike: `paardje`, `paarden` -> `paard`.

Snowball's Dutch stemmer (Kraaij-Pohlmann, since snowballstemmer 3) does the work; what it gets wrong for the words of
this portal is mended here. Measured on the 143 lines of tests/indexer/word_forms.txt (532 forms): Snowball alone gives
81 % of the forms the stem that most of their line has, this module 94 %. A stem need not be a word: it is only compared
with other stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from indexer.embedded_text import fold

_SNOWBALL = snowballstemmer.stemmer("dutch")

# Word ends, so that compounds get them too ("bakfiets", "werkpaarden"): Snowball takes off a letter too many or few.
_ENDINGS = {
    "paarden": "paard",
    "kinderen": "kind",
    "kinder": "kind",
    "kalveren": "kalf",
    "lammeren": "lam",
    "bladeren": "blad",
    "blaadje": "blad",
    "koeien": "koe",
    "eieren": "ei",
    "fiets": "fiets",
    "kaars": "kaars",
    "poets": "poets",
    "dans": "dans",
    "motoren": "motor",
    "koetje": "koe",
    "plantje": "plant",
    "kaartje": "kaart",
    "taartje": "taart",
    "pakketje": "pakket",
}
_ENDING = re.compile(rf"({'|'.join(_ENDINGS)})(?:s)?$")
_STEM_ENDING = re.compile(r"(?:fiets|kaars|poets|dans)$")
# Small words before Snowball: beestje -> beest, autootje -> auto, pony's -> pony.
_SMALL = ((re.compile(r"stjes?$"), "st"), (re.compile(r"ootjes?$"), "o"), (re.compile(r"['’](?:s|tjes?)$"), ""))
# What "u" or "hij" does or what is done: timmert, naait, zaagt, kleurt, genaaid (not kaart, hout, plant).
_PERSON_T = re.compile(r"(?:(?:[lgiwm]|[^aeiou]er|eer|[aeou]ur|oer)t|[aeo][aeo]id)$")

# The first part says what the work is: schilderwerk -> schilder, houtbewerking -> hout. As stems.
_TAIL = re.compile(r"(?<=...)(werk|werkzaam|bewerk|verzorg|onderhoud|reparer|maker)$")
_NO_COMPOUND = frozenset(
    {"drukwerk", "handwerk", "huiswerk", "kunstwerk", "maatwerk", "netwerk", "teamwerk", "thuiswerk", "vakwerk"}
    | {"verwerk", "bewerk", "samenwerk", "meewerk", "vrijwilligerswerk", "onderhoud"}
)
# Spellings that sound alike in Dutch. Double vowels stay: kaas is no kas.
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ij|y", "ei"),
        (r"au", "ou"),
        (r"sch|sg", "sg"),
        (r"ch(?=[aeiou])|sj", "sj"),
        (r"ch", "g"),
        (r"ph", "f"),
        (r"tie", "tsie"),
        (r"th|dt", "t"),
        (r"qu|kw", "kw"),
        (r"ck|c(?![ieh])", "k"),
        (r"x", "ks"),
        (r"([bdfgklmnprstvz])\1", r"\1"),
    )
)
_LONG_ENDING = 4  # letters
SHORT = 50  # letters: a label, a task, an everyday word
MANY = 20  # texts: a list as long as the everyday words of a branche
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@lru_cache(maxsize=32768)
def stem_parts(word: str) -> tuple[str, ...]:
    """The stem of one word, and for a compound that ends on a known tail the stem of the tail as well."""
    whole = _simple(_unfolded(word))
    tail = _TAIL.search(whole)
    if tail is None or whole in _NO_COMPOUND:
        return (whole,)
    return (_simple(whole[: tail.start()]), tail[1])


def stem(word: str) -> str:
    """One word as its stem, folded: `Schilderwerk` -> `schilder`. A compound gives the stem of its first part."""
    return stem_parts(word)[0]


def sound(stemmed: str) -> str:
    """A stem as it sounds, for who writes what they hear: `bakkerij`, `bakerei`; `schilder`, `sgilder`."""
    for pattern, heard in _SOUNDS:
        stemmed = pattern.sub(heard, stemmed)
    return stemmed


def stems(texts: Iterable[str]) -> str:
    """The stems of all words, each once, with a space between; also as they sound where that is spelt otherwise."""
    return _together(_each_once(texts))


def stems_for(*parts: str | Iterable[str]) -> str:
    """The field `stems` of a document; a part is a text or a list of texts (labels, tasks, title, keywords, ...)."""
    found: dict[str, None] = {}
    for part in parts:
        if isinstance(part, str):
            found.update(_each_once([part]))
        else:
            texts = tuple(part)
            found.update(_each_once(texts) if len(texts) < MANY else _known_texts(texts))
    return _together(found)


def _each_once(texts: Iterable[str]) -> dict[str, None]:
    found: dict[str, None] = {}
    for text in texts:
        # The same tasks and labels come with many werkplekken; long texts are mostly seen once.
        found.update(dict.fromkeys(_known_text(text) if len(text) <= SHORT else _stems_in(text)))
    return found


def _together(found: dict[str, None]) -> str:
    return " ".join(filter(None, found))


def words_of(chunk: str) -> list[str]:
    """The words in a piece of text, `auto's` whole, `groen/tuin` apart."""
    return _WORDS.findall(chunk)


def _stems_in(text: str) -> tuple[str, ...]:
    found = [_of_word(word) for word in dict.fromkeys(words_of(text))]
    return tuple(part for parts, _ in found for part in parts) + tuple(heard for _, all_ in found for heard in all_)


@lru_cache(maxsize=65536)
def _of_word(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems of a word, and those that sound otherwise than they are spelt."""
    parts, plain = stem_parts(word), _unfolded(word)
    # A long ending as well: with a slip in it the stemmer does not take it off (`bakerei` is no `bak`).
    heard = (*parts, plain) if len(plain) >= len(stem(word)) + _LONG_ENDING else parts
    return parts, tuple(found for part in heard if (found := sound(part)) != part)


_known_text = lru_cache(maxsize=8192)(_stems_in)
_known_texts = lru_cache(maxsize=1024)(_each_once)  # the everyday words of the same branches, at every werkplek of them


def _unfolded(word: str) -> str:
    # The apostrophe is no letter, so folding would glue "pony's" to "ponys"; take the ending off first.
    low = word.lower()
    for pattern, ending in _SMALL:
        low = pattern.sub(ending, low)
    return "".join(fold(part) for part in words_of(low))


def _simple(word: str) -> str:
    known = _ENDING.search(word)
    if known:
        return word[: known.start()] + _ENDINGS[known[1]]
    stemmed: str = _SNOWBALL.stemWord(word)
    if stemmed.endswith("en"):  # varkens -> varken -> vark, as varken itself
        stemmed = _SNOWBALL.stemWord(stemmed)
    if _STEM_ENDING.search(stemmed):
        return stemmed
    if len(stemmed) >= 5 and _PERSON_T.search(stemmed):
        stemmed = stemmed[:-1]
    if len(stemmed) > 5 and stemmed.endswith("eer"):  # repareer, reparer(en)
        stemmed = stemmed[:-2] + "r"
    return stemmed
