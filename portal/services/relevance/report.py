"""The figures as text for a terminal: one table per measure, and per query what came first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from portal.services.relevance.judged import Judged, Query
from portal.services.relevance.measure import Asked, Line
from portal.services.relevance.metrics import CUT, FIRST, Summary, summary

_MEASURES: tuple[tuple[str, Callable[[Summary], str]], ...] = (
    (f"nDCG@{CUT}", lambda s: f"{s.ndcg:.3f}"),
    ("share without result", lambda s: f"{s.none:.0%}"),
    (f"share with a good hit (2 or 3) among the first {FIRST}", lambda s: f"{s.good:.0%}"),
    (f"share of the first {CUT} that was judged (the rest counts as 0)", lambda s: f"{s.judged:.0%}"),
)


def tables(lines: Sequence[Line]) -> Iterator[str]:
    """Per measure a table: a row per way of searching, a column per kind of query."""
    kinds = list(dict.fromkeys(asked.query.kind for asked in lines[0].asked)) if lines else []
    for title, shown in _MEASURES:
        yield f"\n{title}"
        rows = [["engine", "what is on", "all", *kinds]]
        rows += [[line.engine, line.name, *(shown(s) for s in _summaries(line, kinds))] for line in lines]
        yield from _aligned(rows)


def each(line: Line, judged: Judged) -> Iterator[str]:
    """Per query of one way of searching, worst first: its nDCG, its words, and the grades of the first five."""
    yield f"\n{line.engine}, {line.name}: per query, worst first (- : not judged)"
    for asked in sorted(line.asked, key=lambda asked: asked.score.ndcg):
        yield f"{asked.score.ndcg:.2f}  {asked.query.qid}  {asked.query.words}  [{_first(asked, judged)}]"


def difference(before: Sequence[Asked], after: Sequence[Asked], judged: Judged) -> Iterator[str]:
    """Which queries another word list helps and harms, most first."""
    pairs = [(b, a) for b, a in zip(before, after, strict=True) if a.score.ndcg != b.score.ndcg]
    pairs.sort(key=lambda pair: pair[1].score.ndcg - pair[0].score.ndcg)
    for title, chosen in (
        ("Harmed", [(b, a) for b, a in pairs if a.score.ndcg < b.score.ndcg]),
        ("Helped", [(b, a) for b, a in reversed(pairs) if a.score.ndcg > b.score.ndcg]),
    ):
        yield f"\n{title}: {len(chosen)}"
        for b, a in chosen:
            yield f"{b.score.ndcg:.2f} -> {a.score.ndcg:.2f}  {b.query.qid}  {b.query.words}"
            yield f"    was [{_first(b, judged)}]"
            yield f"    is  [{_first(a, judged)}]"
    rows = [["", f"nDCG@{CUT}", "no result", f"good in {FIRST}"]]
    for name, of in (("before", before), ("after", after)):
        s = summary(asked.score for asked in of)
        rows.append([name, f"{s.ndcg:.3f}", f"{s.none:.1%}", f"{s.good:.1%}"])
    yield ""
    yield from _aligned(rows)


def counts(judged: Judged, queries: Sequence[Query], half: str) -> str:
    """One line on what was measured over."""
    grades = sum(len(of) for of in judged.grades.values())
    part = "all" if half == "all" else f"the half for {'tuning' if half == 'tuning' else 'the figure'}"
    return f"{len(queries)} of {len(judged.queries)} queries ({part}), {len(judged.offers)} offers, {grades} grades"


def _summaries(line: Line, kinds: Sequence[str]) -> Iterator[Summary]:
    yield summary(asked.score for asked in line.asked)
    for kind in kinds:
        yield summary(asked.score for asked in line.asked if asked.query.kind == kind)


def _first(asked: Asked, judged: Judged) -> str:
    grades = judged.grades[asked.query.qid]
    names = {str(offer["id"]): str(offer["naam"]) for offer in judged.offers}
    return "; ".join(f"{grades.get(identity, '-')} {names[identity]}" for identity in asked.ranked[:FIRST])


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(w) if n < 2 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()
