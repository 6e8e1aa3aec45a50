"""Prints what the engine adds to a fresh process, in MB: after 400 mixed queries, minus before it was imported."""

from __future__ import annotations

import gc
import os
import sys
from itertools import islice
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.queries import Queries


def main() -> None:
    """Arguments: path of the index, number of documents, seed."""
    path, docs, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    corpus = Corpus(docs, seed)
    queries = Queries(corpus, list(islice(corpus.documents(), 300)), seed)
    made = [make() for _ in range(100) for make in (queries.q1, queries.q2, queries.q3, queries.prefix)]
    del corpus, queries
    gc.collect()
    before = _resident()
    from indexer.embedded import EmbeddedEngine

    engine = EmbeddedEngine(path)
    for query in made:
        engine.search(query)
    gc.collect()
    print(f"{(_resident() - before) / 1e6:.1f}")


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
