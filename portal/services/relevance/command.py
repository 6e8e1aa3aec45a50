"""`portal relevance FOLDER`: measure a folder of judged queries, or compare two folders of words on it.

Its options are read at every command, so what measuring needs is imported only when it measures.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from portal.store.data_error import DataError

EMBEDDED, MEILISEARCH = "embedded", "meilisearch"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", type=Path, help="holds offers.jsonl, queries.tsv and qrels.tsv (docs/relevance.md)")
    parser.add_argument(
        "--half",
        choices=("tuning", "figure", "all"),
        help="which queries: the half for tuning, the half for the figure (default), or all; --words: tuning (default)",
    )
    parser.add_argument("--words", type=Path, help="compare data/woorden with this changed copy of it, query by query")
    parser.add_argument(
        "--engine", choices=(EMBEDDED, MEILISEARCH, "all"), default="all", help="default: all there are"
    )
    parser.add_argument("--each", action="store_true", help="also show every query, worst first")


def run(options: argparse.Namespace, show: Callable[[str], None] = print) -> int:
    """Print the figures. Raises DataError for a slip in a file; 1 when there is nothing to measure."""
    from portal.services.relevance import report
    from portal.services.relevance.judged import Half, load_judged
    from portal.services.relevance.measure import ask_whole, catalogue_with, measure

    judged = load_judged(options.folder)
    half: Half = options.half or ("tuning" if options.words else "figure")
    queries = judged.of(half)
    show(report.counts(judged, queries, half))
    if not queries:
        raise DataError("queries.tsv", "the file", "holds no query of this half that finds an offer of grade 1 or more")
    if options.words:
        show("The whole search on the embedded engine, with data/woorden and with the other words.")
        before, after = (ask_whole(judged, queries, catalogue_with(folder)) for folder in (None, options.words))
        lines = report.difference(before, after, judged)
    else:
        measured = measure(judged, queries, catalogue_with(), options.engine)
        if not any(line.engine == MEILISEARCH for line in measured) and options.engine != EMBEDDED:
            show("No Meilisearch: no program `meilisearch` on the PATH, and MEILISEARCH_URL is not set.")
        lines = report.tables(measured)
        if options.each:
            show("\n".join(text for line in measured if line.whole for text in report.each(line, judged)))
    for text in lines:
        show(text)
    return 0
