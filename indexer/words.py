"""Words as people say them, before and beside the engine, equal on every engine (design/engine.md section 5).

`steps` gives the questions to ask, one after the other, each only when the one before finds nothing. Typing errors,
joining and splitting are the engine's; filler words, everyday words and word forms are here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from indexer import schema
from indexer.embedded_text import fold, words_at
from indexer.pieces import NEGATIONS, Piece, all_fillers, pieces_of, unwanted
from indexer.stemming import sound, stem, stems, stems_for, words_of
from portal.store.woorden import Words, phrase_of

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
    "wanted_words",
    "without_last_word",
]

StepName = Literal["letterlijk", "woordvormen", "minder-woorden"]

_SHORT_WORD = 5  # letters
_LONGEST_ASIDE = 8  # words
_COMPOUND_PART = 5  # letters; a shorter one starts too many other words (boek: boekhouden)


@dataclass(frozen=True, slots=True)
class StepQuery:
    """One question: which step it is, the words for `SearchQuery.words` and the fields to look in."""

    name: StepName
    words: str
    fields: tuple[str, ...]


def content_words(q: str, words: Words) -> str:
    """The query without filler words, names of filters ("ochtend", "trede 3") and what follows "geen" or "niet".

    Phrases and -words stay as typed, and so does a space at the end (it tells the engine that the last word is
    complete). When nothing but filler words is there they count again; only punctuation gives "".
    """
    return _joined(_content(q, words))


def wanted_words(q: str, words: Words) -> Iterator[tuple[str, int, int]]:
    """The words that are searched for, as typed, each with its place in the query; phrases and -words are no words."""
    for piece in _content(q, words):
        if not piece.kept:
            for match in words_at(q[piece.start : piece.end]):
                yield match[0], piece.start + match.start(), piece.start + match.end()


def _content(q: str, words: Words) -> list[Piece]:
    pieces = _with_compounds(list(pieces_of(q)), words)
    flags = unwanted(pieces, words.fillers)
    wanted = [piece for piece, no in zip(pieces, flags, strict=True) if not no]
    saying = [p for p, aside in zip(wanted, _asides(wanted, words), strict=True) if not aside]
    content = [piece for piece in saying if piece.kept or not all_fillers(piece.text, words.fillers)]
    if content and len(saying) < len(wanted) and saying[-1:] != wanted[-1:] and not content[-1].kept:
        content[-1] = replace(content[-1], open_end=True)  # "dieren in het weekend" is "dieren", still being typed
    if content or len(saying) < len(pieces):
        return content
    return pieces  # filler words alone


def says_nothing(q: str, words: Words) -> bool:
    """Nothing but filler words, and no name of a filter."""
    pieces = list(pieces_of(q))
    fillers = all(not piece.kept and all_fillers(piece.text, words.fillers) for piece in pieces)
    return fillers and not any(_asides(pieces, words))


def _asides(pieces: list[Piece], words: Words) -> list[bool]:
    """Per piece whether it is part of a phrase that names a filter and says nothing about the work."""
    parts = [() if piece.kept else phrase_of(piece.text) for piece in pieces]
    found = [False] * len(pieces)
    for first, part in enumerate(parts):
        if not part or part[0] not in words.aside_starts:
            continue
        phrase: tuple[str, ...] = ()
        for last in range(first, len(pieces)):
            phrase += parts[last]
            if not parts[last] or len(phrase) > _LONGEST_ASIDE:
                break
            if phrase in words.asides:
                found[first : last + 1] = [True] * (last + 1 - first)
    return found


def meant_words(q: str, words: Words) -> str:
    """What of a search says what is wanted, as plain words: the `content_words` without -words and quotes."""
    wanted = (piece.text for piece in pieces_of(content_words(q, words)) if piece.positive)
    return " ".join(" ".join(wanted).replace('"', " ").split())


def stem_query(q: str, form: Callable[[str], str] = stem) -> str:
    """Every word as its stem (or another `form`); phrases, -words and a space at the end stay as they are."""
    pieces = [
        piece if piece.kept else replace(piece, text=" ".join(form(word) for word in words_of(piece.text)))
        for piece in pieces_of(q)
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
    pieces = list(pieces_of(q))
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
    if all(not piece.kept and all_fillers(piece.text, words.fillers) for piece in pieces_of(content)):
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
            if said.has_one_of(group):
                found.update(dict.fromkeys(group))
    return list(found)


class _Said:
    """What texts say: stems, and how their words start (a compound says its first part, `fietsenwerkplaats`: fiets)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [_said_in(text) for text in texts]
        self._anywhere = frozenset().union(*self._texts)

    def has_one_of(self, group: tuple[str, ...]) -> bool:
        """One of the texts holds every word of one of these entries."""
        begins, entries = _wanted_of(group)
        if self._anywhere.isdisjoint(begins):  # most groups, at once
            return False
        return any(self._has(wanted) for wanted in entries)

    def _has(self, wanted: tuple[frozenset[str], ...]) -> bool:
        for word in wanted:  # most entries, at once; a generator here took longer than the comparing
            if self._anywhere.isdisjoint(word):
                return False
        return len(wanted) == 1 or any(all(not known.isdisjoint(word) for word in wanted) for known in self._texts)


@lru_cache(maxsize=4096)  # tasks come back word for word at many werkplekken
def _said_in(text: str) -> frozenset[str]:
    starts = (word[:end] for word in map(fold, words_of(text)) for end in range(_COMPOUND_PART, len(word) + 1))
    return frozenset((*stems([text]).split(), *starts))


@lru_cache(maxsize=4096)
def _wanted_of(group: tuple[str, ...]) -> tuple[frozenset[str], tuple[tuple[frozenset[str], ...], ...]]:
    """Per entry what is wanted of each of its words; before them all that a first word may be."""
    entries = tuple(filter(None, map(_wanted, group)))
    return frozenset().union(*(wanted[0] for wanted in entries)), entries


def _wanted(entry: str) -> tuple[frozenset[str], ...]:
    """Per word of an entry its stem, and the word itself when that stem is too short to start a compound."""
    wanted = [(stem(word), fold(word)) for word in words_of(entry)]
    return tuple(frozenset((stemmed, word if len(stemmed) < _COMPOUND_PART else stemmed)) for stemmed, word in wanted)


def _with_compounds(pieces: list[Piece], words: Words) -> list[Piece]:
    """An everyday word typed apart, with a filler as one half, together: `inpak werk` is inpakwerk, not `inpak`."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and not (before.kept or piece.kept) and before.word not in NEGATIONS:
            together = before.text + piece.text
            halves = [all_fillers(before.text, words.fillers), all_fillers(piece.text, words.fillers)]
            if halves.count(True) == 1 and fold(together) in words.known:
                joined[-1] = replace(piece, text=together, start=before.start)
                continue
        joined.append(piece)
    return joined


def _ends_on_known_word(content: str, words: Words) -> bool:
    """The last word is short and an everyday word: `kas` is no half `kassa`, `groen` no half `groente`."""
    last = content.rsplit(" ", 1)[-1]
    return 0 < len(last) <= _SHORT_WORD and fold(last) in words.known


def _complete_if_short(stemmed: str) -> str:
    """A space after a stem of at most four letters, so that it is no prefix: `kapster` -> `kap` is no `kapstok`."""
    return f"{stemmed} " if 0 < len(stemmed.rsplit(" ", 1)[-1]) <= 4 else stemmed


def _joined(pieces: list[Piece]) -> str:
    """The pieces with a space between, and one at the end unless the last may still be being typed."""
    text = " ".join(piece.text for piece in pieces)
    return text if not pieces or pieces[-1].open_end else f"{text} "
