"""Figures of what is found by meaning: `python -m tests.bench.meaning_figures --offers 10000` prints Markdown.

Over the made-up offers of `make demo OFFERS=`: every text encoded anew, then all of them known, and searches by wall
clock: the queries of `tests/relevance` as people type them, without their filler words, in a random gemeente. Searches
over all offers at once stand beside them as the worst there could be; no page asks that, for without a place nothing is
listed. Memory: what the vectors add to this process, the encoder apart.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indexer.engine import Document, Filter
from indexer.meaning import SentenceEncoder
from indexer.nearest import Meaning
from indexer.words import meant_words
from portal.services.related import MOST
from portal.services.relevance.judged import load_judged
from tests.bench.engine_figures import milliseconds, shown
from tests.bench.state import made_up_state

FOLDER = Path(__file__).parent.parent / "relevance"


def main() -> None:
    """Encode, ask; print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--queries", type=int, default=200)
    asked = parser.parse_args()
    with made_up_state(asked.offers, asked.seed) as (context, documents), tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder()  # the one of this process may have been loaded to make the state
        rows = [("load the encoder, s", f"{milliseconds(encoder.load) / 1000:.1f}", "")]
        meaning = Meaning(Path(folder) / "vectors.db", encoder)
        seconds = _level(meaning, documents)
        rows.append(("encode all, s (documents/s)", f"{seconds:.1f} ({len(documents) / seconds:.0f})", "60 at 10k"))
        meaning.vectors.mark_behind()
        rows.append(("again, nothing new, s", f"{_level(meaning, documents):.1f}", ""))
        before = _resident()
        rows.append(("first search of a process, ms", f"{milliseconds(_asking(meaning, ['koken'], ['NL'])):.0f}", ""))
        rows.append(("memory per process, MB", f"{(_resident() - before) / 1e6:.0f}", ""))
        queries = load_judged(FOLDER).queries
        texts = [text for q in queries if (text := meant_words(q.words, context.catalogue.words))]
        places = sorted({token for document in documents for token in document["serves"] if "." not in token})
        for name, tokens, target in (("in a gemeente", places, "3"), ("over all offers", ["NL"], "")):
            asking = _asking(meaning, texts, tokens, asked.seed)
            times = [milliseconds(asking) for _ in range(asked.queries)]
            rows.append((f"a search {name}, p50/p95 ms", shown(times), target))
        meaning.close()
    print("| figure | | target |\n|---|---|---|")
    print("\n".join(f"| {name} | {figure} | {target} |" for name, figure, target in rows))


def _level(meaning: Meaning, documents: list[Document]) -> float:
    started = time.perf_counter()
    meaning.vectors.catch_up(documents, lambda _done: None)
    return time.perf_counter() - started


def _asking(meaning: Meaning, texts: list[str], tokens: list[str], seed: int = 0) -> Callable[[], object]:
    chosen = random.Random(seed)

    def ask() -> object:
        text = chosen.choice(texts)
        filters = (Filter("serves", (chosen.choice(tokens),)),)
        return meaning.nearest(text, (), filters, MOST, lambda identity: identity)

    return ask


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
