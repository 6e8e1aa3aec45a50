"""Rows that are committed in another order than their ids are not passed over (reliability.md row 3, P11)."""

from collections.abc import Callable

import pytest

from portal.store import outbox
from tests.faults.conftest import Bench, published_text

ONE_WRITER = "SQLite has one writer at a time, so commits keep the order of the ids"


@pytest.mark.proof
def test_a_row_that_is_committed_late_is_still_done(
    bench: Bench, scale: Callable[[int], int], record_figure: Callable[..., None]
) -> None:
    if bench.database.engine.dialect.name == "sqlite":
        pytest.skip(ONE_WRITER)
    late, early = bench.add(2)
    bench.drain()
    times = scale(1000)
    skipped = 0
    for number in range(times):
        with bench.database.write() as first, bench.database.write() as second:
            published_text(first, late).naam = f"Laat {number}"
            outbox.enqueue(first, outbox.INDEX_WERKPLEK, [late], bench.now)
            first.flush()  # has the lower id now
            outbox.enqueue(second, outbox.INDEX_WERKPLEK, [early], bench.now)
            second.commit()
            bench.drain()
            first.commit()
        bench.drain()
        names = {document["id"]: document["title"] for document in bench.engine.documents()}
        skipped += names[late] != f"Laat {number}"
    record_figure("commits in reverse order, rows skipped (PostgreSQL)", f"{skipped} of {times}", "0 of 1000")
    assert skipped == 0
