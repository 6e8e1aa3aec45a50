"""Words as people say them, before and beside the engine, equal on every engine (design/engine.md section 5).

`steps` gives the questions to ask, one after the other, each only when the one before finds nothing. Typing errors,
joining and splitting are the engine's; filler words, everyday words and word forms are here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from indexer import schema
from indexer.embedded_text import fold
from indexer.stemming import sound, stem, stems, stems_for, words_of
from portal.store.woorden import Words

__all__ = [
    "StepQuery",
    "content_words",
    "keywords_for",
    "meant_words",
    "stem",
    "stem_query",
    "stems",
    "stems_for",
    "steps",
    "trades_for",
    "without_last_word",
]

StepName = Literal["letterlijk", "woordvormen", "minder-woorden"]

# Up to the end of the clause these say what somebody does not want: never searched as if wanted. Issue D offers them
# as a choice; until then they are left out.
NEGATIONS = frozenset({"geen", "niet", "niks", "niets", "nooit", "zonder"})
_TURNS = frozenset({"maar", "wel", "liever", "juist", "graag"})  # after these a wish begins again
_JOINS = frozenset({"en", "of", "noch"})  # "geen dieren of kinderen": still not wanted
_SHORT_WORD = 5  # letters
_COMPOUND_PART = 5  # letters; a shorter one starts too many other words (boek: boekhouden)
_CLAUSE_END = re.compile(r"[.,;:!?]+$")

# Phrases and -words are the engine's (statement 8); `chunk` is anything else up to the next space or quote.
_PIECE = re.compile(r'(?P<kept>(?<!\S)-(?:"[^"]*"?|(?=[^\W_])[^\s"]+)|"[^"]*"?)|(?P<chunk>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class StepQuery:
    """One question: which step it is, the words for `SearchQuery.words` and the fields to look in."""

    name: StepName
    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A phrase or -word (`kept`), or a word as typed. `open_end`: nothing typed after it, so it may be a prefix."""

    text: str
    kept: bool
    open_end: bool = False

    @property
    def positive(self) -> bool:
        """It must be found, as against -word."""
        return not (self.kept and self.text.startswith("-"))


def content_words(q: str, words: Words) -> str:
    """The query without filler words and without what follows "geen" or "niet".

    Phrases and -words stay as typed, and so does a space at the end (it tells the engine that the last word is
    complete). When nothing but filler words is there they count again; only punctuation gives "".
    """
    pieces = _with_compounds(list(_pieces(q)), words)
    wanted = _without_negated(pieces, words.fillers)
    content = [piece for piece in wanted if piece.kept or not _is_filler(piece.text, words.fillers)]
    if not content and len(wanted) == len(pieces):
        content = wanted
    return _joined(content)


def meant_words(q: str, words: Words) -> str:
    """What of a search says what is wanted, as plain words: the `content_words` without -words and quotes."""
    wanted = (piece.text for piece in _pieces(content_words(q, words)) if piece.positive)
    return " ".join(" ".join(wanted).replace('"', " ").split())


def stem_query(q: str, form: Callable[[str], str] = stem) -> str:
    """Every word as its stem (or another `form`); phrases, -words and a space at the end stay as they are."""
    pieces = [
        piece if piece.kept else replace(piece, text=" ".join(form(word) for word in words_of(piece.text)))
        for piece in _pieces(q)
    ]
    return _joined(pieces)


def _in_word_forms(name: StepName, q: str) -> Iterator[StepQuery]:
    """The stems; then, spelt otherwise, the stems as they sound (`sgilderen`)."""
    stemmed = stem_query(q)
    yield StepQuery(name, _complete_if_short(stemmed), schema.SEARCHED)
    heard = stem_query(q, lambda word: sound(stem(word)))
    if heard != stemmed:
        yield StepQuery(name, _complete_if_short(heard), schema.SEARCHED)


def without_last_word(q: str) -> str:
    """The query without its last word or phrase; "" when it has only one. A -word stays: it was asked for."""
    pieces = list(_pieces(q))
    positive = [number for number, piece in enumerate(pieces) if piece.positive]
    if len(positive) < 2:
        return ""
    del pieces[positive[-1]]
    return _joined(pieces)


def steps(q: str, words: Words) -> Iterator[StepQuery]:
    """As typed; then with stems; then without the last word, once (as typed and, if that too is nothing, with stems).

    There is always a first step; an empty one (`words == ""`) matches everything and has no next. Filler words alone
    ("ik wil graag werken", "dagbesteding") that are found nowhere end with everything: they say nothing of the work.
    """
    content = content_words(q, words)
    if _ends_on_known_word(content, words):
        content += " "
    yield StepQuery("letterlijk", content, schema.FIRST_STEP)
    if not content.strip():
        return
    yield from _in_word_forms("woordvormen", content)
    if all(not piece.kept and _is_filler(piece.text, words.fillers) for piece in _pieces(content)):
        yield StepQuery("minder-woorden", "", schema.FIRST_STEP)
        return
    fewer = without_last_word(content)
    if fewer:
        yield StepQuery("minder-woorden", fewer, schema.FIRST_STEP)
        yield from _in_word_forms("minder-woorden", fewer)


def keywords_for(branch_tokens: Iterable[str], words: Words) -> list[str]:
    """The everyday words of these branches for the field `keywords`, each once; an unknown token adds nothing."""
    found: dict[str, None] = {}
    for token in branch_tokens:
        found.update(dict.fromkeys(words.keywords.get(token, ())))
    return list(found)


def trades_for(branch_tokens: Iterable[str], texts: Iterable[str], words: Words) -> list[str]:
    """The words for the same work as these texts name (name and tasks), for the field `trades`, each once.

    Only trades of the own branches count: a bicycle shop called De Wasserij washes nothing.
    """
    said = _Said(texts)
    found: dict[str, None] = {}
    for token in branch_tokens:
        for group in words.trades.get(token, ()):
            if any(said.has(entry) for entry in group):
                found.update(dict.fromkeys(group))
    return list(found)


class _Said:
    """What texts say: stems, and how their words start (a compound says its first part, `fietsenwerkplaats`: fiets)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [_said_in(text) for text in texts]
        self._anywhere = frozenset().union(*self._texts)

    def has(self, entry: str) -> bool:
        """One of the texts holds every word of the entry."""
        wanted = _wanted(entry)
        for word in wanted:  # most entries, at once; a generator here took longer than the comparing
            if self._anywhere.isdisjoint(word):
                return False
        return any(all(not known.isdisjoint(word) for word in wanted) for known in self._texts)


@lru_cache(maxsize=4096)  # tasks come back word for word at many werkplekken
def _said_in(text: str) -> frozenset[str]:
    starts = (word[:end] for word in map(fold, words_of(text)) for end in range(_COMPOUND_PART, len(word) + 1))
    return frozenset((*stems([text]).split(), *starts))


@lru_cache(maxsize=16384)
def _wanted(entry: str) -> tuple[frozenset[str], ...]:
    """Per word of an entry its stem, and the word itself when that stem is too short to start a compound."""
    wanted = [(stem(word), fold(word)) for word in words_of(entry)]
    return tuple(frozenset((stemmed, word if len(stemmed) < _COMPOUND_PART else stemmed)) for stemmed, word in wanted)


def _pieces(q: str) -> Iterator[_Piece]:
    """The parts of a query, in order; parts without a letter or digit are passed over."""
    for match in _PIECE.finditer(q):
        if words_of(match[0]):
            yield _Piece(match[0], kept=match["kept"] is not None, open_end=match.end() == len(q))


def _with_compounds(pieces: list[_Piece], words: Words) -> list[_Piece]:
    """An everyday word typed apart, with a filler as one half, together: `inpak werk` is inpakwerk, not `inpak`."""
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and not (before.kept or piece.kept):
            together = before.text + piece.text
            halves = [_is_filler(before.text, words.fillers), _is_filler(piece.text, words.fillers)]
            if halves.count(True) == 1 and fold(together) in words.known:
                joined[-1] = replace(piece, text=together)
                continue
        joined.append(piece)
    return joined


def _without_negated(pieces: list[_Piece], fillers: frozenset[str]) -> list[_Piece]:
    """Leave out from "geen", "niet", ... to the end of the clause: a comma, "maar", "wel", or "en" plus a filler."""
    wanted: list[_Piece] = []
    negated = False
    for number, piece in enumerate(pieces):
        word = fold(piece.text) if not piece.kept else ""
        following = pieces[number + 1].text if number + 1 < len(pieces) else ""
        if word in NEGATIONS:
            negated = True
        elif negated and (word in _TURNS or (word in _JOINS and _is_filler(following, fillers))):
            negated = False
        if not negated or not piece.positive:
            wanted.append(piece)
        if _CLAUSE_END.search(piece.text):
            negated = False
    return wanted


def _is_filler(text: str, fillers: frozenset[str]) -> bool:
    return all(fold(word) in fillers for word in words_of(text))


def _ends_on_known_word(content: str, words: Words) -> bool:
    """The last word is short and an everyday word: `kas` is no half `kassa`, `groen` no half `groente`."""
    last = content.rsplit(" ", 1)[-1]
    return 0 < len(last) <= _SHORT_WORD and fold(last) in words.known


def _complete_if_short(stemmed: str) -> str:
    """A space after a stem of at most four letters, so that it is no prefix: `kapster` -> `kap` is no `kapstok`."""
    return f"{stemmed} " if 0 < len(stemmed.rsplit(" ", 1)[-1]) <= 4 else stemmed


def _joined(pieces: list[_Piece]) -> str:
    """The pieces with a space between, and one at the end unless the last may still be being typed."""
    text = " ".join(piece.text for piece in pieces)
    return text if not pieces or pieces[-1].open_end else f"{text} "
