"""Words in a search that a filter can express: which, what they may mean, and the search without them.

One rule over the phrases of `data/woorden/filters.txt`. Nothing is applied here: the inwoner is offered the filter, and
what is in quotes is never read as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from indexer.embedded_text import fold
from indexer.pieces import JOINS, NEGATIONS, TURNS, pieces_of, unwanted
from indexer.words import says_nothing
from portal.domain.dagdelen import DAGDELEN, DAYS, PARTS
from portal.store.filter_words import NOT, FilterWords, Wish
from portal.store.woorden import Words, folded

MOST_CHARACTERS = 500  # of a query (design/api.md)
_ONE_VALUE = frozenset({"trede", "doel"})
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")
_MARKS = re.compile(r"([,;:.!?])(?:\s*[,;:.!?])+")  # two, where a word between them was taken out
_AT_THE_ENDS = " ,;:.!?"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Token:
    """A run of letters or digits; `word` "" where a phrase or -word stands, which no filter word crosses."""

    word: str
    start: int
    end: int
    not_wanted: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """A filter word: tokens `first` up to `last`, and what it may mean, best first."""

    first: int
    last: int
    options: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A filter that the words ask for. `rest`: the query without them; `said`: the words as typed, which stand at
    `spans`."""

    wish: Wish
    rest: str
    said: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query says beside the work: filters, in the order of the words, and sentences for what none expresses."""

    meant: tuple[Meant, ...] = ()
    tips: tuple[str, ...] = ()


def read(q: str, words: Words, table: FilterWords, products: Collection[str]) -> Reading:
    """The filters that a query names. `products`: the tokens that exist where is searched; other products name nothing.

    Words for one key come together: "maandag of dinsdag, geen avonden" is one filter on dagdeel.
    """
    q = q[:MOST_CHARACTERS]
    tokens = _tokens(q, words.fillers)
    said, tips = _said(tokens, table)
    in_use = {number for one in said for number in range(one.first, one.last)}
    per_key: dict[str, list[tuple[_Said, Wish]]] = {}
    for one in said:
        wish = next((w for w in one.options if w.key != "product" or set(w.values) <= set(products)), None)
        if wish and (wish.key not in _ONE_VALUE or not per_key.get(wish.key)):
            per_key.setdefault(wish.key, []).append((one, wish))
    meant = []
    for key, found in per_key.items():
        values = _values(key, [(wish.values, tokens[one.first].not_wanted) for one, wish in found])
        if values:
            of_key = [one for one, _ in found]
            rest = without(q, [_span(one, of_key, in_use, tokens, words) for one in of_key], words)
            spans = tuple((tokens[one.first].start, tokens[one.last - 1].end) for one in of_key)
            meant.append(Meant(Wish(key, values), rest, " ".join(q[start:end] for start, end in spans), spans))
    return Reading(tuple(meant), tips)


def without(q: str, spans: Iterable[Span], words: Words) -> str:
    """The query without these places; "" when only filler words are left, which would count as words again."""
    q = q[:MOST_CHARACTERS]
    for start, end in sorted(set(spans), reverse=True):
        q = f"{q[:start].rstrip()} {q[end:].lstrip()}"
    if says_nothing(q, words):
        return ""
    pieces = list(pieces_of(q))
    while pieces and pieces[-1].word in JOINS:
        del pieces[-1]
    while pieces and pieces[0].word in JOINS:
        del pieces[0]
    return _MARKS.sub(r"\1", q[pieces[0].start : pieces[-1].end]).strip(_AT_THE_ENDS)


def quoted(q: str, spans: Iterable[Span]) -> str:
    """The query with what stands there between quotes, so that the words themselves are searched."""
    q = q[:MOST_CHARACTERS]
    for start, end in sorted(spans, reverse=True):
        q = f'{q[:start]}"{q[start:end]}"{q[end:]}'
    return q


def _tokens(q: str, fillers: frozenset[str]) -> list[_Token]:
    pieces = list(pieces_of(q))
    tokens = []
    for piece, no in zip(pieces, unwanted(pieces, fillers), strict=True):
        if piece.kept:
            tokens.append(_Token("", piece.start, piece.end, no))
            continue
        for number, run in enumerate(_LETTERS_OR_DIGITS.finditer(piece.text)):
            start = piece.start + run.start() if number else piece.start  # with the mark before it, as in 's
            tokens.append(_Token(folded(run[0]), start, piece.start + run.end(), no))
    return tokens


def _said(tokens: Sequence[_Token], table: FilterWords) -> tuple[list[_Said], tuple[str, ...]]:
    """The longest phrase at each place, none twice."""
    found: list[_Said] = []
    tips: dict[str, None] = {}
    at = 0
    while at < len(tokens):
        step = 1
        longest = min(table.longest, len(tokens) - at) if tokens[at].word in table.starts else 0
        for length in range(longest, 0, -1):
            run = tokens[at : at + length]
            phrase, no = tuple(token.word for token in run), run[0].not_wanted
            if any(token.not_wanted != no for token in run):
                continue
            options = (table.unwanted if no else table.wanted).get(phrase)
            tip = table.tips.get((NOT, *phrase) if no else phrase)
            if options or tip:
                if options:
                    found.append(_Said(at, at + length, options))
                else:
                    tips[str(tip)] = None
                step = length
                break
        at += step
    return found, tuple(tips)


def _values(key: str, found: Sequence[tuple[tuple[str, ...], bool]]) -> tuple[str, ...]:
    """Of one key all values together. For dagdeel days and parts cross: "maandag en dinsdag, ochtend" is two mornings,
    and what is not wanted is taken away."""
    if key != "dagdeel":
        return tuple(dict.fromkeys(value for values, _ in found for value in values))
    days: set[str] = set()
    parts: set[str] = set()
    exact: set[str] = set()
    allowed = set(DAGDELEN)
    for values, no in found:
        of_days, of_parts = {value[:2] for value in values}, {value[3:] for value in values}
        if no:
            allowed &= set(values)
        elif len(of_parts) == len(PARTS):
            days |= of_days
        elif len(of_days) == len(DAYS):
            parts |= of_parts
        else:
            exact |= set(values)
    if days or parts or not exact:
        exact |= {f"{day}-{part}" for day in days or DAYS for part in parts or PARTS}
    return tuple(value for value in DAGDELEN if value in exact & allowed)


def _span(one: _Said, of_key: Sequence[_Said], in_use: Collection[int], tokens: Sequence[_Token], words: Words) -> Span:
    """What goes out of the query with a filter word: the filler words before it, or the whole "geen ..." clause when it
    names nothing else that is not wanted."""
    first, last = one.first, one.last
    if tokens[first].not_wanted:
        taken = {number for said in of_key for number in range(said.first, said.last)}
        while first and tokens[first - 1].not_wanted:
            first -= 1
        while last < len(tokens) and tokens[last].not_wanted:
            last += 1
        others = [t.word for n, t in enumerate(tokens[first:last], first) if n not in taken]
        names_more = any(w not in words.fillers and w not in NEGATIONS and w not in JOINS for w in others)
        if names_more or _goes_on_behind(tokens, last):
            first, last = one.first, one.last
            first -= first > 0 and tokens[first - 1].word == "s"
    else:
        while first and first - 1 not in in_use and _may_go(tokens, first - 1, words):
            first -= 1
    return tokens[first].start, tokens[last - 1].end


def _goes_on_behind(tokens: Sequence[_Token], last: int) -> bool:
    """What is not wanted goes on behind a -word, which itself is never unwanted: "geen ochtend -tuin kinderen"."""
    behind = last
    while behind < len(tokens) and not tokens[behind].word:
        behind += 1
    return last < behind < len(tokens) and tokens[behind].not_wanted


def _may_go(tokens: Sequence[_Token], number: int, words: Words) -> bool:
    """A filler word that belongs to nothing else: "in de" ochtend, not "inpak werk" ochtend."""
    token = tokens[number]
    if token.not_wanted or token.word in TURNS or token.word in JOINS:
        return False
    if token.word not in words.fillers:
        return token.word == "s"  # 's ochtends
    return number == 0 or fold(tokens[number - 1].word + token.word) not in words.known
