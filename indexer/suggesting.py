"""Did you mean: the nearest indexed word to one that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from indexer.embedded_text import words
from indexer.matching import Matcher, quoted
from indexer.vocabulary import Vocabulary, near_in

_FIELDS = ("branche", "tasks", "title", "keywords", "description")
_LOOKED_AT = 40  # nearest words whose frequency is asked


def suggest(word: str, vocabulary: Vocabulary, matcher: Matcher) -> str | None:
    """Wider than the search itself: 1 step for 3-4 letters, 2 for 5-8, 3 for longer; the first letter may differ.

    Fewest steps first, then the same first letter, then the word in most documents. None for a word that is there.
    """
    return nearest(word, vocabulary.terms, lambda term: matcher.mask((quoted((term,)),), _FIELDS).bit_count())


def nearest(word: str, terms: Iterable[str], documents: Callable[[str], int]) -> str | None:
    """The rule by itself. `documents`: in how many documents a term stands, in the fields whose words are suggested."""
    typed = "".join(words(word))
    if len(typed) < 3 or typed.isdigit() or documents(typed):
        return None
    most = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    terms = [term for term in terms if abs(len(term) - len(typed)) <= most and not term.isdigit()]
    near = sorted(near_in(typed, terms, most), key=lambda one: (one[1], one[0][0] != typed[0], one[0]))[:_LOOKED_AT]
    best = None
    for term, steps in near:
        count = documents(term)
        if count:
            order = (steps, term[0] != typed[0], -count, term)
            best = order if best is None else min(best, order)
    return best[3] if best else None
