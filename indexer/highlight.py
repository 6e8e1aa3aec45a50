"""Marking matched words and cutting texts around them (docs/search.md, statements 20 and 21)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from indexer.embedded_query import Asked
from indexer.embedded_text import fold, items, sentences, words_at
from indexer.engine import Document, SearchQuery
from indexer.matching import Edge
from indexer.vocabulary import allowed_typos, typos_between

# Private-use characters: set in the plain text, which is then escaped once, and only then replaced by the tags.
_OPEN, _CLOSE = "\ue001", "\ue002"
_GUARD = str.maketrans({_OPEN: None, _CLOSE: None})
CUT = "\u2026"
_WHOLE = 0  # mark the whole word
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_NOTHING = re.compile(r"(?!)")
_ASCII_WORDS = re.compile(r"[A-Za-z0-9]+")

Span = tuple[int, int]


class Marker:
    """Marks the words of one query. Made once per search; remembers each word it has judged."""

    def __init__(self, asked: Asked, edges: Sequence[Edge], tags: tuple[str, str]) -> None:
        self._tags = tags
        self._terms: set[str] = set()
        self._starts: list[str] = []
        self._phrases: set[tuple[str, ...]] = set()
        for edge in edges:
            for tier in edge.tiers:
                for expression in tier.expressions:
                    self._learn(expression)
        self._starts.sort(key=len, reverse=True)  # the longest that fits is what was typed
        last = asked.units[-1] if asked.units else None
        self._typed = last.words[0] if last and last.prefix else ""
        self._letters = {word[0] for word in (*self._terms, *self._starts, *(phrase[0] for phrase in self._phrases))}
        letters = "".join(self._letters & _ASCII)
        self._worth_a_look = re.compile(rf"(?<![a-z0-9])[{letters}][a-z0-9]*") if letters else _NOTHING
        self._judged: dict[str, int | None] = {}

    def _learn(self, expression: str) -> None:
        words = tuple(expression.strip(' *"').split())
        if expression.endswith("*"):
            self._starts.append(words[0])
        elif len(words) > 1:
            self._phrases.add(words)
        else:
            self._terms.update(words)

    def marked(self, query: SearchQuery, document: Document) -> dict[str, str | list[str]]:
        """The fields of `highlight` and `crop` as HTML; a list for a list, absent fields left out."""
        result: dict[str, str | list[str]] = {}
        for name in dict.fromkeys((*query.highlight, *query.crop)):
            value = document.get(name)
            if value is None:
                continue
            done = [self._html(text, query.crop.get(name)) for text in items(value)]
            result[name] = done if isinstance(value, (list, tuple)) else done[0]
        return result

    def _html(self, text: str, crop: int | None) -> str:
        if not text.isascii():
            text = text.translate(_GUARD)
        found = self._spans(text) if self._letters else []
        low, high = (0, len(text)) if crop is None else _window(text, found, crop)
        if not found and not low and high == len(text):
            return escape(text)
        parts = [CUT] if low else []
        at = low
        for start, end in found:
            if start >= at and end <= high:
                parts += (text[at:start], _OPEN, text[start:end], _CLOSE)
                at = end
        parts.append(text[at:high])
        if high < len(text):
            parts.append(CUT)
        html = escape("".join(parts))
        return html.replace(_OPEN, self._tags[0]).replace(_CLOSE, self._tags[1])

    def _spans(self, text: str) -> list[Span]:
        spans = set(self._phrase_spans(text)) if self._phrases else set()
        # In ASCII the lower-case text has the same places, and words with another first letter need no look.
        found = self._worth_a_look.finditer(text.lower()) if text.isascii() else words_at(text)
        for match in found:
            word = match[0]
            judged = self._judged[word] if word in self._judged else self._judge(word)
            if judged is not None and match.span() not in spans:
                start = match.start()
                spans.add((start, match.end() if judged == _WHOLE else start + judged))
        return sorted(spans) if spans else []

    def _judge(self, word: str) -> int | None:
        """None: no match; 0: the whole word; else the number of letters that were typed."""
        folded = fold(word)
        verdict: int | None = None
        if folded in self._terms:
            verdict = _WHOLE
        elif self._typed and folded.startswith(self._typed):
            verdict = _letters(word, len(self._typed))
        else:
            start = next((s for s in self._starts if folded.startswith(s)), None)
            if start is not None:
                whole = typos_between(self._typed, folded) <= allowed_typos(self._typed)
                verdict = _WHOLE if whole or len(start) == len(folded) else _letters(word, len(start))
        self._judged[word] = verdict
        return verdict

    def _phrase_spans(self, text: str) -> list[Span]:
        spans: list[Span] = []
        phrases: Iterable[tuple[str, ...]] = self._phrases
        if text.isascii():  # folded words are then pieces of the lower-case text: most texts hold no phrase at all
            low = text.lower()
            phrases = [phrase for phrase in phrases if all(word in low for word in phrase)]
        if not phrases:
            return spans
        offset = 0
        for sentence in sentences(text):
            offset = text.index(sentence, offset) if sentence else offset
            found = [(fold(m[0]), offset + m.start(), offset + m.end()) for m in words_at(sentence)]
            folded = [one[0] for one in found]
            for phrase in phrases:
                for at in range(len(folded) - len(phrase) + 1):
                    if tuple(folded[at : at + len(phrase)]) == phrase:
                        spans += [one[1:] for one in found[at : at + len(phrase)]]
            offset += len(sentence)
        return spans


def _letters(word: str, folded: int) -> int:
    """How many written characters make that many folded ones (`æ` counts as two)."""
    made = 0
    for at, char in enumerate(word):
        if made >= folded and fold(char):
            return at
        made += len(fold(char))
    return len(word)


def _window(text: str, found: Sequence[Span], most: int) -> Span:
    """From where to where: at most that many words, the first match about in the middle."""
    places = [match.span() for match in (_ASCII_WORDS.finditer(text) if text.isascii() else words_at(text))]
    if len(places) <= most:
        return 0, len(text)
    if most <= 0:
        return 0, 0
    first = next((i for i, (_, end) in enumerate(places) if found and end > found[0][0]), 0)
    low = max(0, min(first - most // 2, len(places) - most))
    high = low + most
    return (places[low][0] if low else 0), (places[high - 1][1] if high < len(places) else len(text))


def marker_of(asked: Asked, edges: Sequence[Edge], query: SearchQuery) -> Marker | None:
    """None when nothing has to be marked or cut."""
    return Marker(asked, edges, query.tags) if query.highlight or query.crop else None
