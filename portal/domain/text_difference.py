"""Which words of a text went away and which came, to show a change where it is.

Two texts are compared word by word, spaces and line ends included, so that the parts put together are the texts again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\S+\s*|\s+")
_FEWEST_SAME = 3  # words: fewer between two changes are read as part of one change
_MOST_PAIRS = 4_000_000  # words x words between what both texts begin and end with; some tenths of a second at worst


class Kind(StrEnum):
    """What happened to a piece of text."""

    SAME = "gelijk"
    GONE = "weg"
    NEW = "nieuw"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    kind: Kind
    text: str


def text_difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order: what went stands before what came in its place. Long rewrites are one piece each."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    head = _same_start(before, after)
    tail = _same_start(before[head:][::-1], after[head:][::-1])
    gone, came = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = list(_compared(gone, came)) if len(gone) * len(came) <= _MOST_PAIRS else _replaced(gone, came)
    ends = [Piece(Kind.SAME, "".join(before[:head])), Piece(Kind.SAME, "".join(before[len(before) - tail :]))]
    return tuple(piece for piece in (ends[0], *middle, ends[1]) if piece.text)


def _same_start(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _compared(gone: list[str], came: list[str]) -> Iterator[Piece]:
    one, other = "", ""
    for tag, a, b, c, d in SequenceMatcher(None, gone, came, autojunk=False).get_opcodes():
        if tag == "equal" and b - a >= _FEWEST_SAME:
            yield from _replaced([one], [other])
            yield Piece(Kind.SAME, "".join(gone[a:b]))
            one, other = "", ""
        else:
            one, other = one + "".join(gone[a:b]), other + "".join(came[c:d])
    yield from _replaced([one], [other])


def _replaced(gone: list[str], came: list[str]) -> list[Piece]:
    return [Piece(Kind.GONE, "".join(gone)), Piece(Kind.NEW, "".join(came))]
