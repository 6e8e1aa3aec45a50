"""A query in pieces, each with its place in the text, and which of them say what somebody does not want.

Phrases in quotes and -words are the engine's (docs/search.md, statement 8) and stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.embedded_text import fold
from indexer.stemming import words_of

# Up to the end of the clause these say what somebody does not want: never searched as if wanted.
NEGATIONS = frozenset(
    "geen niet niks nix niets nooit zonder behalve hekel haat allergisch allergie bang".split()  # noqa: SIM905
)
# "schilderen liever niet": of these, with nothing but the words below behind it, the words before are not wanted.
_AFTERWARDS = frozenset({"niet", "nooit"})
_LEFT_AFTER = frozenset("leuk fijn prettig mooi graag meer doen zo hoor meedoen van".split())  # noqa: SIM905
TURNS = frozenset({"maar", "wel", "liever", "juist", "graag"})  # after these a wish begins again
JOINS = frozenset({"en", "of", "noch"})  # "geen dieren of kinderen": still not wanted
_CLAUSE_END = re.compile(r"[.,;:!?]+$")

# `chunk` is anything that is no phrase and no -word, up to the next space or quote.
_PIECE = re.compile(r'(?P<kept>(?<!\S)-(?:"[^"]*"?|(?=[^\W_])[^\s"]+)|"[^"]*"?)|(?P<chunk>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Piece:
    """A phrase or -word (`kept`), or a word as typed. `open_end`: nothing typed after it, so it may be a prefix.

    `start` and `end`: its place in the query.
    """

    text: str
    kept: bool
    open_end: bool = False
    start: int = 0
    end: int = 0

    @property
    def positive(self) -> bool:
        """It must be found, as against -word."""
        return not (self.kept and self.text.startswith("-"))

    @property
    def word(self) -> str:
        """The word to compare, "" for a phrase or -word."""
        return "" if self.kept else fold(_CLAUSE_END.sub("", self.text))

    @property
    def ends_clause(self) -> bool:
        """Punctuation stands behind it."""
        return _CLAUSE_END.search(self.text) is not None


def pieces_of(q: str) -> Iterator[Piece]:
    """The parts of a query, in order; parts without a letter or digit are passed over."""
    for match in _PIECE.finditer(q):
        if words_of(match[0]):
            yield Piece(match[0], match["kept"] is not None, match.end() == len(q), match.start(), match.end())


def unwanted(pieces: Sequence[Piece], fillers: frozenset[str]) -> list[bool]:
    """Per piece whether it says what somebody does not want, the word for "not" among them; -words never.

    From "geen", "niet", ... to the end of the clause: a comma, "maar", "wel", or "en" plus a filler. And before a
    "niet" that ends its clause ("dieren vind ik niet leuk") from the start of that clause.
    """
    found = [False] * len(pieces)
    negated = False
    begin = 0  # of the clause
    for number, piece in enumerate(pieces):
        word = piece.word
        following = pieces[number + 1].text if number + 1 < len(pieces) else ""
        if word in NEGATIONS:
            if word in _AFTERWARDS and not negated and _nothing_after(pieces, number, fillers):
                found[begin:number] = [piece.positive for piece in pieces[begin:number]]
            negated = True
        elif word in TURNS and not _before_not(pieces, number):
            negated, begin = False, number
        elif negated and word in JOINS and all_fillers(following, fillers):
            negated = False
        found[number] = negated and piece.positive
        if piece.ends_clause:
            negated, begin = False, number + 1
    return found


def all_fillers(text: str, fillers: frozenset[str]) -> bool:
    """Whether every word of a text is a filler word."""
    return all(fold(word) in fillers for word in words_of(text))


def _nothing_after(pieces: Sequence[Piece], number: int, fillers: frozenset[str]) -> bool:
    """Nothing follows in this clause but words such as "leuk": the "niet" is about what came before."""
    if pieces[number].ends_clause:
        return True
    for piece in pieces[number + 1 :]:
        if piece.word in TURNS and piece.word != "graag":
            return True
        if not piece.word or piece.word not in _LEFT_AFTER or piece.word in NEGATIONS:
            return False
        if piece.ends_clause:
            return True
    return True


def _before_not(pieces: Sequence[Piece], number: int) -> bool:
    """ "liever niet", "graag geen": no wish begins here."""
    following = pieces[number + 1].word if number + 1 < len(pieces) else ""
    return following in NEGATIONS
