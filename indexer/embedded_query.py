"""What a typed text asks: words, phrases in double quotes, words to leave out, and whether the last is still typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.embedded_text import fold, words, words_at

MOST_WORDS = 10  # statement 8

_PART = re.compile(r'(?P<minus>(?<!\S)-(?=[^\W_]|"))?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, or the words of a phrase. `prefix`: the last word, which may still be being typed."""

    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The units that must all be found, and the words or phrases that may not be there."""

    units: tuple[Unit, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()


def parse(text: str) -> Asked:
    """Never raises: a text without letters or digits asks nothing (statements 5, 8, 9, 18)."""
    units: list[Unit] = []
    without: list[tuple[str, ...]] = []
    for part in _PART.finditer(text):
        if part["minus"]:
            leave_out = tuple(words(part["phrase"] or part["chunk"] or ""))
            if leave_out:
                without.append(leave_out)
        elif part["phrase"] is not None:
            phrase = tuple(words(part["phrase"]))
            if phrase:
                units.append(Unit(phrase, phrase=True))
        else:
            start = part.start("chunk")
            units.extend(_plain(part["chunk"], open_end=start + len(part["chunk"]) == len(text)))
        if len(units) >= MOST_WORDS and len(without) >= MOST_WORDS:
            break
    return Asked(tuple(units[:MOST_WORDS]), tuple(without[:MOST_WORDS]))


def _plain(chunk: str, *, open_end: bool) -> list[Unit]:
    found = [(fold(match[0]), match.end()) for match in words_at(chunk)]
    return [Unit((word,), prefix=open_end and end == len(chunk)) for word, end in found if word]
