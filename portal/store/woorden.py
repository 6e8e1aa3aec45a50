"""Everyday words per branche and filler words, from the plain text files in `data/woorden/` (docs/woorden.md).

One file per branche, `<token>.txt`, and `vulwoorden.txt`: one word or short phrase a line. `vakken.txt`: one trade a
line, `<token>: word, word, ...`. A line that starts with # is a remark. Plain text, because the people who know these
words edit them in whatever they have at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from portal.resources import data_path
from portal.store.branches import Branches
from portal.store.data_error import DataError

FILLERS_FILE = "vulwoorden.txt"
TRADES_FILE = "vakken.txt"
FILTERS_FILE = "filters.txt"  # read by `portal.store.filter_words`
MOST_WORDS = 5  # in one line; longer is a sentence, and every word of it would be found

# Letters and digits; inside a word also - and ', as in "e-bike", "foto's".
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ONLY = "only letters, digits, - and ' inside a word"
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Words:
    """`fillers` folded (lower case, no accents); `keywords` branche token -> its words as written in the file.

    `trades` branche token -> groups of words for the same work; a werkplek that says one answers to all of its group.
    `asides`: phrases that name a filter and say nothing about the work ("ochtend", "trede 3": `store.filter_words`).
    """

    fillers: frozenset[str]
    keywords: Mapping[str, tuple[str, ...]]
    trades: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    asides: frozenset[tuple[str, ...]] = frozenset()
    aside_starts: frozenset[str] = field(init=False)  # first words of asides
    known: frozenset[str] = field(init=False)  # single words and tokens of branches, words of trades; folded

    def __post_init__(self) -> None:
        groups = [*self.keywords.values(), *(group for of in self.trades.values() for group in of)]
        known = frozenset(folded(entry) for group in groups for entry in group if " " not in entry)
        object.__setattr__(self, "aside_starts", frozenset(phrase[0] for phrase in self.asides))
        object.__setattr__(self, "known", known | {token for token in self.keywords if "-" not in token})


def load_words(branches: Branches, folder: Path | None = None) -> Words:
    """Read the folder (default: `data/woorden/`); raises DataError with file, line and reason."""
    folder = folder or data_path("woorden")
    _files_fit(branches, folder)
    fillers = _fillers(folder / FILLERS_FILE)
    keywords = {b.token: _keywords(folder / f"{b.token}.txt", fillers) for b in branches.all}
    return Words(fillers, MappingProxyType(keywords), MappingProxyType(_trades(folder / TRADES_FILE, keywords)))


def folded(text: str) -> str:
    """Lower case without accents: how two spellings of a word are compared here."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def phrase_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, letters and digits apart: "op-trede3" -> ("op", "trede", "3")."""
    return tuple(folded(part) for part in _LETTERS_OR_DIGITS.findall(text))


def _files_fit(branches: Branches, folder: Path) -> None:
    """Every branche has a file and every file a branche: a slip in a name would silently switch its words off."""
    wanted = {f"{branche.token}.txt" for branche in branches.all} | {FILLERS_FILE, TRADES_FILE}
    if not folder.is_dir():
        raise DataError(str(folder), "the folder", "is not there, or is no folder")
    found = {path.name for path in folder.iterdir()}
    for name in sorted(found - wanted - {FILTERS_FILE}):
        if not name.startswith("."):
            raise DataError(name, "the file name", "no branche in branches.toml has this token")
    for name in sorted(wanted - found):
        raise DataError(name, "the file", f"is missing from {folder}: copy all of data/woorden and change the copy")


def _fillers(path: Path) -> frozenset[str]:
    fillers = set()
    for line, text in _entries(path):
        if not _WORD.fullmatch(text):
            raise DataError(path.name, line, f"{text!r} is not one word")
        fillers.add(folded(text))
    return frozenset(fillers)


def _keywords(path: Path, fillers: frozenset[str]) -> tuple[str, ...]:
    entries = []
    for line, text in _entries(path):
        words = text.split()
        if len(words) > MOST_WORDS:
            raise DataError(path.name, line, f"{text!r} has more than {MOST_WORDS} words: leave out what is not needed")
        if len(words) == 1 and folded(text) in fillers:
            raise DataError(path.name, line, f"{text!r} is also in {FILLERS_FILE}, so nobody would find it: choose one")
        entries.append(text)
    return tuple(entries)


def _trades(path: Path, branches: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    trades: dict[str, list[tuple[str, ...]]] = {token: [] for token in branches}
    for where, line in lines(path):
        token, colon, rest = line.partition(":")
        if not colon or token.strip() not in trades:
            raise DataError(
                path.name, where, f"{token.strip()!r} is no branche: write a branche, a colon and the words"
            )
        words = [" ".join(text.split()) for text in rest.split(",")]
        for text in words:
            if not text or not all(_WORD.fullmatch(word) for word in text.split()) or not _LETTER.search(text):
                raise DataError(
                    path.name, where, f"{text!r} is not a word: only letters, digits, - and ' inside a word"
                )
        if len(words) < 2:
            raise DataError(path.name, where, "one word is no trade: give at least two words for the same work")
        trades[token.strip()].append(tuple(dict.fromkeys(words)))
    return {token: tuple(groups) for token, groups in trades.items()}


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    """("line 12", text) per entry, each checked to be words and to be there once."""
    seen: dict[str, str] = {}
    for line, text in lines(path):
        words = text.split()
        if not all(_WORD.fullmatch(word) for word in words) or not _LETTER.search(text):
            raise DataError(path.name, line, f"{text!r} is not a word: {ONLY}")
        key = folded(" ".join(words))
        if key in seen:
            raise DataError(path.name, line, f"{text!r} is already on {seen[key]}")
        seen[key] = line
        yield line, " ".join(words)


def lines(path: Path) -> Iterable[tuple[str, str]]:
    """("line 12", text) per line that is no remark; raises DataError for a file that is missing or no UTF-8."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors put a mark in front
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path.name, "the file", f"cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"line {number}", line.strip()
