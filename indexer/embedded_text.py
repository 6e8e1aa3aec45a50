"""From text to folded words, the same way for documents, queries and marking (docs/search.md, statements 1 and 2).

A word is a run of letters and digits; everything else separates. No stemming, no camelCase split.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# A private-use character is no letter, so no query can hold it; it stands between sentences and array items in the
# index, so that phrases and joined words do not reach across them.
SENTINEL = "\ue000"
_APART = f" {SENTINEL} "
_SHORT = 60  # characters of a text that is worth remembering, folded
_MANY = 20  # texts: a list as long as the everyday words of a branche
LONGEST_WORD = 200  # letters; longer words are cut, in documents and queries alike

# Combining accents, soft hyphens and zero-width characters belong to the word they stand in.
_JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d"
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINERS}]+[^\W_]+)*[\u0300-\u036f]*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# As the index wants it already: nothing to fold, to cut or to keep apart.
_FOLDED = re.compile(rf"[a-z0-9]{{1,{LONGEST_WORD}}}+(?: [a-z0-9]{{1,{LONGEST_WORD}}}+)*+")
_SENTENCE_END = re.compile(r"[.!?;:\u2026]+(?=\s|$)|[\r\n]+")
# NFKD takes accents off letters but leaves these whole; the sharp s stays itself (statement 1).
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def fold(word: str) -> str:
    """The word in lower case without accents: `Coöperatie` -> `cooperatie`, `Œuvre` -> `oeuvre`, `ß` stays."""
    lower = word.lower()
    if not lower.isascii():
        lower = _fold_letters(lower)
    return lower[:LONGEST_WORD]


@lru_cache(maxsize=4096)
def _fold_letters(lower: str) -> str:
    plain = unicodedata.normalize("NFKD", lower).lower().translate(_LETTERS)
    return "".join(char for char in plain if char.isalnum())


def words_at(text: str) -> Iterator[re.Match[str]]:
    """The words of a text as written, with their place; fold `match[0]` to compare."""
    return _WORD.finditer(text)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    if text.isascii():
        found: list[str] = _ASCII_WORD.findall(text.lower())
        return found if len(text) <= LONGEST_WORD else [word[:LONGEST_WORD] for word in found]
    return [folded for match in _WORD.finditer(text) if (folded := fold(match[0]))]


def sentences(text: str) -> list[str]:
    """The parts of a text that a phrase may not cross."""
    return _SENTENCE_END.split(text)


def items(value: object) -> list[str]:
    """The texts of a field: one for a text, one per item for an array, none when absent."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value if item is not None]
    return [str(value)]


def indexed(value: object) -> str:
    """A field as the index gets it: folded words with a sentinel between sentences and items."""
    # Labels, tasks and everyday words come back at very many documents; long texts are mostly seen once.
    texts = tuple(items(value))
    return _indexed_items(texts) if len(texts) < _MANY else _kept_items(texts)


def _indexed_items(texts: tuple[str, ...]) -> str:
    parts = (_kept_item(text) if len(text) <= _SHORT else _indexed_item(text) for text in texts)
    return _APART.join(part for part in parts if part)


def _indexed_item(item: str) -> str:
    if _FOLDED.fullmatch(item):  # word stems, and much that is short
        return item
    return _APART.join(part for part in (" ".join(words(sentence)) for sentence in sentences(item)) if part)


_kept_item = lru_cache(maxsize=16384)(_indexed_item)
_kept_items = lru_cache(maxsize=1024)(_indexed_items)  # the everyday words of the same branches
