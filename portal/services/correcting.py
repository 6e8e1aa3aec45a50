"""Did you mean: another spelling, offered only when it gives more and good results. Nothing is corrected silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer import words
from indexer.engine import Engine
from portal.services.search import Step
from portal.store.woorden import Words

PLENTY = 5  # hits of the words as typed: from here on they were understood
MINIMUM_BESIDE = 3  # hits that a correction must give where the words as typed find a few
_MOST_WORDS = 6  # that are looked at


@dataclass(frozen=True, slots=True)
class Correction:
    """The whole query with the unknown words replaced, and how many werkplekken it gives as it stands."""

    q: str
    aantal: int


def correction(
    engine: Engine, q: str, known: Words, step: Step, total: int, count: Callable[[str], int]
) -> Correction | None:
    """Another spelling of `q`, of which `step` found `total`; None when there is none that is better.

    Only words that are searched for and stand nowhere are replaced; what somebody does not want stays as it is. Better
    is: more hits than all the typed words together give, in the first step. `count`: hits of that step for a query.
    """
    if step == "woordvormen" and total:
        return None  # understood: another form of a word that is there
    found = total if step == "letterlijk" else 0  # with fewer words it was not found as a whole
    if found >= PLENTY:
        return None
    better = respelt(engine, q, known)
    if better is None:
        return None
    gives = count(better)
    if gives > found and gives >= (MINIMUM_BESIDE if found else 1):
        return Correction(better, gives)
    return None


def respelt(engine: Engine, q: str, known: Words) -> str | None:
    """The query with each unknown word replaced by the nearest word of the work, the rest as typed; None: no word."""
    changed = q
    for word, start, end in reversed(list(words.wanted_words(q, known))[:_MOST_WORDS]):
        nearest = engine.suggest(word) if word.isalpha() else None
        if nearest:
            changed = changed[:start] + nearest + changed[end:]
    return changed if changed != q else None
