"""Figures of the embedded engine: `python -m tests.bench.engine_figures --docs 10000 --seed 7` prints a Markdown table.

Every query is another one, asked once; the words' masks are not warm unless an earlier query had the same word. The
median of the runs' p50 and p95 counts, because the machine's noise is up to 40 %. Memory: a fresh process, resident
before the engine is imported and after 400 mixed queries.
"""

from __future__ import annotations

import argparse
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from indexer import sqlite
from indexer.embedded import EmbeddedEngine
from indexer.embedded_text import words
from indexer.engine import SearchQuery
from indexer.generations import Generations
from tests.bench.corpus import Corpus
from tests.bench.queries import Queries

TARGETS = {
    "Q1 one word with a typo": "4.6/9",
    "Q2 two words, place, product, two filters": "9.3/16 (p95 30 at 30k)",
    "Q3 no words, place, by distance": "3/4",
    "one-letter prefix": "15",
}


def main() -> None:
    """Build, ask, write; print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search"
        corpus = Corpus(asked.docs, asked.seed)
        documents = list(corpus.documents())
        engine = EmbeddedEngine(path)
        started = time.perf_counter()
        engine.rebuild(documents)
        build = asked.docs / (time.perf_counter() - started)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        started = time.perf_counter()
        engine.search(SearchQuery("open"))
        opened = (time.perf_counter() - started) * 1000
        sample = documents[:: max(1, len(documents) // 2000)]
        print(f"{asked.docs} documents, seed {asked.seed}, median of {asked.runs} runs of {asked.queries} queries\n")
        print("| figure | p50 ms | p95 ms | bare FTS5 p50/p95 | target |\n|---|---|---|---|---|")
        _timed(engine, path, corpus, sample, asked)
        writes = [_visible(engine, document) for document in islice(documents, 0, None, max(1, len(documents) // 200))]
        print(f"| upsert until found | {_p(writes, 50):.2f} | {_p(writes, 95):.2f} | | p95 5 |\n")
        print(
            f"Build {build:.0f} documents/s (target 1,500), index {size:.1f} MB, open and first query {opened:.0f} ms."
        )
        print(f"Memory per worker {_memory(path, Queries(corpus, sample, asked.seed))} MB (target 60 at 10k).")
        engine.close()


def _timed(
    engine: EmbeddedEngine, path: Path, corpus: Corpus, sample: list[dict[str, object]], asked: argparse.Namespace
) -> None:
    runs: dict[str, list[tuple[float, float, float, float]]] = {}
    bare = sqlite.connect(str(path.with_name(str(Generations(path).current()))))
    for run in range(asked.runs):
        queries = Queries(corpus, sample, asked.seed * 100 + run)
        kinds: tuple[Callable[[], SearchQuery], ...] = (queries.q1, queries.q2, queries.q3, queries.prefix)
        engine.close()
        engine.search(SearchQuery("open"))
        for kind, make in zip(TARGETS, kinds, strict=True):
            made = [make() for _ in range(asked.queries)]
            full = [_ms(lambda query=query: engine.search(query)) for query in made]
            plain = [_ms(lambda query=query: _bare(bare, query.words)) for query in made]
            runs.setdefault(kind, []).append((_p(full, 50), _p(full, 95), _p(plain, 50), _p(plain, 95)))
    for kind, figures in runs.items():
        a, b, c, d = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"| {kind} | {a:.2f} | {b:.2f} | {c:.2f}/{d:.2f} | {TARGETS[kind]} |", flush=True)


def _bare(conn: sqlite.Connection, text: str) -> None:
    found = words(text)
    if found:
        expression = " ".join(f'"{word}"' for word in found) + " *"
        conn.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (expression,)).fetchall()


def _visible(engine: EmbeddedEngine, document: dict[str, object]) -> float:
    marker = f"zichtbaar{document['id']}"
    changed = {**document, "title": marker}

    def write_and_find() -> None:
        engine.upsert([changed])
        assert engine.search(SearchQuery(f'"{marker}"')).total == 1

    return _ms(write_and_find)


def _memory(path: Path, queries: Queries) -> str:
    made = [make() for _ in range(100) for make in (queries.q1, queries.q2, queries.q3, queries.prefix)]
    command = [sys.executable, "-m", "tests.bench.memory", str(path)]
    return subprocess.run(command, input=pickle.dumps(made), capture_output=True, check=True).stdout.decode().strip()


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _p(figures: list[float], percent: int) -> float:
    return sorted(figures)[min(len(figures) - 1, len(figures) * percent // 100)]


if __name__ == "__main__":
    main()
