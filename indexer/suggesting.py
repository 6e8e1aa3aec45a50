"""Did you mean: the nearest word of the work to a word that no document holds.

Only towards words of the data files (labels of branches, everyday words, trades). Titles, aanbieders, tasks and
descriptions are free text and may hold the name of a person, and nobody's word is corrected to a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from indexer import schema
from indexer.embedded_text import words
from indexer.matching import Matcher, quoted
from indexer.vocabulary import Vocabulary, near_in

WORK = ("branche", "trades", "keywords")  # fields whose words are suggested
KNOWN = schema.FIRST_STEP  # fields whose words need no correction
_LOOKED_AT = 300  # nearest words, most of them no words of the work, whose frequency is asked


def suggest(word: str, vocabulary: Vocabulary, matcher: Matcher) -> str | None:
    """Wider than the search itself: 1 step for 3-4 letters, 2 for 5-8, 3 for longer; the first letter may differ.

    Fewest steps first, then the same first letter, then the word in most documents. None for a word that is there.
    """

    def documents(term: str, fields: tuple[str, ...]) -> int:
        return matcher.mask((quoted((term,)),), fields).bit_count()

    return nearest(word, vocabulary.terms, lambda term: documents(term, WORK), lambda typed: documents(typed, KNOWN))


def nearest(
    word: str, terms: Iterable[str], documents: Callable[[str], int], known: Callable[[str], int]
) -> str | None:
    """The rule by itself. `documents`: in how many documents a term is a word of the work; `known`: in how many the
    typed word stands at all."""
    typed = "".join(words(word))
    if len(typed) < 3 or typed.isdigit() or known(typed):
        return None
    most = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    terms = [term for term in terms if abs(len(term) - len(typed)) <= most and not term.isdigit()]
    near = sorted(near_in(typed, terms, most), key=lambda one: (one[1], one[0][0] != typed[0], one[0]))
    best = None
    for term, steps in near[:_LOOKED_AT]:
        if best is not None and steps > best[0]:
            break
        count = documents(term)
        if count:
            order = (steps, term[0] != typed[0], -count, term)
            best = order if best is None else min(best, order)
    return best[3] if best else None
