"""The indexed words of a snapshot, and which of them a typed word may mean (docs/search.md, statements 3 to 5).

A typo is one step of the optimal string alignment distance: a letter too many, too few, another letter, or two
neighbours swapped. A different first letter makes one step count as two typos, as in Meilisearch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import cast

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST_HELD = 80_000  # beginnings of words kept between searches, some 5 MB


def allowed_typos(word: str) -> int:
    """0 for 1-4 letters, 1 for 5-8, 2 for 9 and more; a number is matched as it stands (`disableOnNumbers`)."""
    if len(word) < 5 or word.isdigit():
        return 0
    return 1 if len(word) < 9 else 2


def typos_between(word: str, other: str) -> int:
    """How many typos lie between two folded words; another first letter makes one step two typos, and two too many."""
    steps = int(OSA.distance(word, other))
    if steps and word[:1] != other[:1]:
        return 2 if steps == 1 else 9
    return steps


class Terms:
    """A sorted list of terms with the slices that typo expansion needs, made when first asked for."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms: list[str] = sorted(terms)
        self.first_letters: list[str] = [letter for letter, _ in groupby(self.terms, key=lambda term: term[:1])]
        self.longest = max(map(len, self.terms), default=0)
        self._whole: dict[str, dict[int, list[str]]] = {}
        self._starts: dict[tuple[str, int], list[str]] = {}
        self._held = 0

    def __contains__(self, term: str) -> bool:
        at = bisect_left(self.terms, term)
        return at < len(self.terms) and self.terms[at] == term

    def begins(self, start: str) -> bool:
        """True when some term begins with `start`."""
        at = bisect_left(self.terms, start)
        return at < len(self.terms) and self.terms[at].startswith(start)

    @cached_property
    def alphabet(self) -> list[str]:
        """All letters of all terms."""
        return sorted(set("".join(self.terms)))

    def whole(self, lead: str, length: int) -> Sequence[str]:
        """Terms of this length that begin with these letters."""
        if len(lead) > 1:
            return [term for term in self._slice(lead) if len(term) == length]
        if lead not in self._whole:
            by_length: dict[int, list[str]] = {}
            for term in self._slice(lead):
                by_length.setdefault(len(term), []).append(term)
            self._whole[lead] = by_length
        return self._whole[lead].get(length, ())

    def starts(self, lead: str, length: int) -> Sequence[str]:
        """The distinct first letters, at most `length`, of terms that begin with these letters."""
        key = (lead, length)
        found = self._starts.get(key)
        if found is None:
            # Shorter terms stay in whole; they are beginnings of themselves, so nothing wrong is found.
            found = list(dict.fromkeys(map(itemgetter(slice(length)), self._slice(lead))))
            if len(lead) == 1:  # the slices of two letters are small
                self._held += len(found)
                if self._held > _MOST_HELD:
                    self._starts.clear()
                    self._held = len(found)
                self._starts[key] = found
        return found

    def _slice(self, lead: str) -> list[str]:
        low = bisect_left(self.terms, lead)
        return self.terms[low : bisect_left(self.terms, lead + "\U0010ffff", low)]


class Vocabulary:
    """Base list plus a small list of words that came after it was loaded; words that went away may linger."""

    def __init__(self, base: Terms, extra: Terms | None = None) -> None:
        self._base = base
        self._extra = extra or Terms(())
        self._lists = (self._base, self._extra) if self._extra.terms else (self._base,)
        self._known: dict[tuple[str, bool, int], dict[str, int]] = {}

    @property
    def terms(self) -> list[str]:
        """All terms, base first."""
        return self._base.terms + self._extra.terms

    @property
    def longest(self) -> int:
        """Letters of the longest term."""
        return max(self._base.longest, self._extra.longest)

    def __contains__(self, term: str) -> bool:
        return any(term in terms for terms in self._lists)

    def begins(self, start: str) -> bool:
        """True when some term begins with `start`."""
        return any(terms.begins(start) for terms in self._lists)

    def with_terms(self, terms: Iterable[str]) -> Vocabulary:
        """This vocabulary, or a new one when there are terms it does not know."""
        new = {term for term in terms if term not in self}
        if not new:
            return self
        extra = new.union(self._extra.terms)
        if len(extra) > 2000:
            return Vocabulary(Terms(extra.union(self._base.terms)))
        return Vocabulary(self._base, Terms(extra))

    def near(self, word: str, typos: int, *, prefix: bool) -> dict[str, int]:
        """Indexed words at 1 to `typos` typos from `word`; with `prefix` the beginnings of words instead.

        A beginning that is already covered by a shorter one with as few typos, or by the word itself, is left out.
        """
        key = (word, prefix, typos)
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 2000:
                self._known.clear()
            found = self._known[key] = self._search(word, typos, prefix)
        return found

    def _search(self, word: str, typos: int, prefix: bool) -> dict[str, int]:
        if not typos:
            return {}
        found: dict[str, int] = {}
        for terms in self._lists:
            exists = terms.begins if prefix else terms.__contains__
            # One typo leaves the first two letters alone, or is in the second: a far smaller slice to compare.
            lead = word[:1] if typos > 1 else word[:2]
            if prefix:
                found |= _beginnings(word, typos, terms.starts(lead, len(word) + typos))
            else:
                for length in range(len(word) - typos, len(word) + typos + 1):
                    found |= {term: steps for term, steps in near_in(word, terms.whole(lead, length), typos) if steps}
            if typos == 1:
                second = (word[0] + rest for rest in _other_first_letter(word[1:], terms.alphabet))
                found |= {text: 1 for text in second if exists(text)}
            else:
                first = _other_first_letter(word, terms.first_letters)
                found |= {text: 2 for text in first if exists(text)}
        return _shortest(found, word) if prefix else found


def near_in(word: str, choices: Sequence[str], most: int) -> list[tuple[str, int]]:
    """The choices at `most` steps or fewer, with their number of steps."""
    hits = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(hit[0], int(cast(float, hit[1]))) for hit in hits]


def _beginnings(word: str, typos: int, longest: Sequence[str]) -> dict[str, int]:
    """The beginnings at 1 to `typos` steps. A beginning that near is at most 2 x `typos` letters shorter than its text
    in `longest`, and each letter more is one step more: so the texts beyond 3 x `typos` steps need no look.
    """
    found: dict[str, int] = {}
    for text, _ in near_in(word, longest, 3 * typos):
        for end in range(len(word) - typos, min(len(text), len(word) + typos) + 1):
            start = text[:end]
            if start not in found:
                found[start] = int(OSA.distance(word, start, score_cutoff=typos))
    return {start: steps for start, steps in found.items() if 0 < steps <= typos}


def _other_first_letter(word: str, letters: Iterable[str]) -> list[str]:
    """Every text one step from `word` that begins with another letter."""
    texts = [word[1:], word[1] + word[0] + word[2:]]
    for letter in letters:
        texts += (letter + word[1:], letter + word)
    return [text for text in texts if text[0] != word[0]]


def _shortest(found: dict[str, int], word: str) -> dict[str, int]:
    """Leave out what a shorter beginning with as few typos finds too."""
    shortest = min(map(len, found), default=0)
    kept = {}
    for text, typos in found.items():
        if text.startswith(word):
            continue
        if any(found.get(text[:cut], 9) <= typos for cut in range(shortest, len(text))):
            continue
        kept[text] = typos
    return kept
