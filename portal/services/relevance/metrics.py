"""How good a list of results is, judged against grades 0-3. What nobody judged counts as 0.

nDCG as in trec_eval: the gain is the grade itself, the discount log2(rank + 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from portal.services.relevance.judged import GOOD

CUT = 10  # ranks that nDCG looks at
FIRST = 5  # ranks that most people look at


@dataclass(frozen=True, slots=True)
class Score:
    """Of one query. `good` None: there is no good offer to be found. `judged`: share of the first ten with a grade."""

    ndcg: float
    found: bool
    good: bool | None
    judged: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over queries, each 0..1: nDCG@10, share without result, share with a good hit in the first five."""

    queries: int
    ndcg: float
    none: float
    good: float
    judged: float


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain of grades in the order shown."""
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], cut: int = CUT) -> float:
    """0..1; 1.0 is the best possible order of the judged offers. No offer of use at all: 0.0."""
    best = dcg(sorted(grades.values(), reverse=True)[:cut])
    return dcg([grades.get(identity, 0) for identity in ranked[:cut]]) / best if best else 0.0


def score(ranked: Sequence[str], grades: Mapping[str, int]) -> Score:
    """All figures of one query."""
    possible = any(grade >= GOOD for grade in grades.values())
    good = any(grades.get(identity, 0) >= GOOD for identity in ranked[:FIRST])
    first = ranked[:CUT]
    judged = sum(identity in grades for identity in first) / len(first) if first else 1.0
    return Score(ndcg(ranked, grades), bool(ranked), good if possible else None, judged)


def summary(scores: Iterable[Score]) -> Summary:
    """The means; 0.0 over no queries."""
    of = list(scores)
    goods = [s.good for s in of if s.good is not None]
    return Summary(
        queries=len(of),
        ndcg=_mean([s.ndcg for s in of]),
        none=_mean([not s.found for s in of]),
        good=_mean(goods),
        judged=_mean([s.judged for s in of]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
