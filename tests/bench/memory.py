"""Prints what the engine adds to a fresh process, in MB: after 400 mixed queries, minus before it was imported.

The queries come pickled on standard input: making them here would leave room behind that the engine then takes.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from pathlib import Path

from indexer.engine import SearchQuery


def main() -> None:
    """Argument: path of the index."""
    path = Path(sys.argv[1])
    made: list[SearchQuery] = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own parent wrote it
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
