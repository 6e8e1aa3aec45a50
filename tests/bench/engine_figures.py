"""Figures of both engines side by side: `python -m tests.bench.engine_figures --offers 10000` prints Markdown.

Over the made-up offers of `make demo OFFERS=`, whose state is made when it is not there. Every query is another one,
asked once; the median of three runs' p50 and p95 counts, because the machine's noise is up to 40 %. Beside them the
time of a bare FTS5 query for the same words. Meilisearch takes part when a server can be started (see
`tests.plugins.meilisearch`). Memory: the embedded engine's own part of a fresh process; the whole Meilisearch server.
"""

from __future__ import annotations

import argparse
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer import sqlite
from indexer.embedded import EmbeddedEngine
from indexer.embedded_text import words
from indexer.engine import Document, Engine, SearchQuery
from indexer.generations import Generations
from portal.store.catalogue import Catalogue
from tests.bench.queries import Queries
from tests.bench.state import made_up_state, syncing
from tests.plugins.meilisearch import PROGRAM, OwnServer

KINDS = {
    "Q1 one word with a typo": "4.6/9",
    "Q2 two words, place, product, two filters": "9.3/16 (p95 30 at 30k)",
    "Q3 no words, place, by distance": "3/4",
    "one-letter prefix": "15",
}
Figures = dict[str, str]


def main() -> None:
    """Build, ask, write; print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with made_up_state(asked.offers, asked.seed) as (context, documents), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search"
        embedded = EmbeddedEngine(path)
        say("embedded: rebuild, queries, writes")
        columns = {"embedded": _figures(embedded, documents, context.catalogue, asked)}
        columns["bare FTS5"] = _bare_figures(path, documents, context.catalogue, asked)
        columns["embedded"] |= syncing(context, embedded) | {"memory MB": _memory(path, documents, context, asked)}
        embedded.close()
        if PROGRAM:
            say("Meilisearch: rebuild, queries, writes")
            with _server(Path(folder)) as (server, engine):
                columns["Meilisearch"] = _figures(engine, documents, context.catalogue, asked)
                columns["Meilisearch"] |= syncing(context, engine)
                columns["Meilisearch"]["memory MB"] = f"{_resident(server.process.pid):.0f} (server)"
    print(f"{asked.offers} made-up offers, seed {asked.seed}, median of {asked.runs} runs of {asked.queries} queries\n")
    print(_table(columns))


def _table(columns: dict[str, Figures]) -> str:
    targets = {f"{kind}, p50/p95 ms": target for kind, target in KINDS.items()} | {
        "rebuild documents/s": ">= 1,500 embedded",
        "rebuild from the database s": "120 at 100k embedded",
        "upsert until found, p50/p95 ms": "p95 5 embedded",
        "publish until found, p50/p95 ms": "p95 1,000 embedded, 2,000 Meilisearch",
        "memory MB": "60 embedded at 10k",
    }
    rows = list(dict.fromkeys(name for column in columns.values() for name in column))
    lines = [f"| figure | {' | '.join(columns)} | target |", "|---" * (len(columns) + 2) + "|"]
    for row in rows:
        cells = [column.get(row, "") for column in columns.values()]
        lines.append(f"| {row} | {' | '.join(cells)} | {targets.get(row, '')} |")
    return "\n".join(lines)


def _figures(engine: Engine, documents: list[Document], catalogue: Catalogue, asked: argparse.Namespace) -> Figures:
    started = time.perf_counter()
    engine.rebuild(iter(documents))
    found = {"rebuild documents/s": f"{len(documents) / (time.perf_counter() - started):.0f}"}
    found |= _timed(engine.search, documents, catalogue, asked)
    some = documents[:: max(1, len(documents) // 100)]
    found["upsert until found, p50/p95 ms"] = shown([_visible(engine, document) for document in some])
    return found


def _timed(
    ask: Callable[[SearchQuery], object], documents: list[Document], catalogue: Catalogue, asked: argparse.Namespace
) -> Figures:
    say(f"queries, {asked.runs} runs of {asked.queries} of each kind")
    runs: dict[str, list[tuple[float, float]]] = {}
    for run in range(asked.runs):
        for kind, made in _made(documents, catalogue, asked, run):
            ask(SearchQuery("open"))
            times = [milliseconds(lambda query=query: ask(query)) for query in made]  # type: ignore[misc]
            runs.setdefault(kind, []).append((percentile(times, 50), percentile(times, 95)))
    return {
        f"{kind}, p50/p95 ms": "/".join(f"{statistics.median(column):.1f}" for column in zip(*pairs, strict=True))
        for kind, pairs in runs.items()
    }


def _made(
    documents: list[Document], catalogue: Catalogue, asked: argparse.Namespace, run: int
) -> Iterator[tuple[str, list[SearchQuery]]]:
    sample = documents[:: max(1, len(documents) // 2000)]
    queries = Queries(catalogue, sample, asked.seed * 100 + run)
    for kind, make in zip(KINDS, (queries.q1, queries.q2, queries.q3, queries.prefix), strict=True):
        yield kind, [make() for _ in range(asked.queries)]


def _bare_figures(path: Path, documents: list[Document], catalogue: Catalogue, asked: argparse.Namespace) -> Figures:
    bare = sqlite.connect(str(path.with_name(str(Generations(path).current()))))

    def match(query: SearchQuery) -> None:
        if found := words(query.words):
            expression = " ".join(f'"{word}"' for word in found) + " *"
            bare.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (expression,)).fetchall()

    return _timed(match, documents, catalogue, asked)


def _visible(engine: Engine, document: Document) -> float:
    marker = f"zichtbaar{document['id']}"

    def write_and_find() -> None:
        engine.upsert([{**document, "title": marker}])
        assert engine.search(SearchQuery(f'"{marker}"')).total == 1

    return milliseconds(write_and_find)


def _memory(path: Path, documents: list[Document], context: object, asked: argparse.Namespace) -> str:
    catalogue = context.catalogue  # type: ignore[attr-defined]
    made = [query for _, queries in _made(documents, catalogue, asked, 99) for query in queries[:100]]
    command = [sys.executable, "-m", "tests.bench.memory", str(path)]
    return subprocess.run(command, input=pickle.dumps(made), capture_output=True, check=True).stdout.decode().strip()


@contextmanager
def _server(folder: Path) -> Iterator[tuple[OwnServer, Engine]]:
    own = OwnServer(folder)
    own.start()
    try:
        yield own, own.server.engine("bench")
    finally:
        own.stop()


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) / 1000


def say(text: str) -> None:
    """A line of progress, on the screen only."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes, by the wall clock."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def percentile(figures: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile."""
    return sorted(figures)[min(len(figures) - 1, len(figures) * percent // 100)]


def shown(figures: Sequence[float]) -> str:
    """`p50/p95`."""
    return f"{percentile(figures, 50):.1f}/{percentile(figures, 95):.1f}"


if __name__ == "__main__":
    main()
