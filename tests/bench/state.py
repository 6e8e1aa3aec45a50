"""The state of made-up offers that the benchmarks share, and how fast its changes reach an index."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlmodel import select

from indexer import sync
from indexer.engine import Document, Engine, SearchQuery
from indexer.making import make_all
from portal.config import load_settings
from portal.services import setup
from portal.services.context import Context, open_context
from portal.store import jobs, outbox
from portal.store.werkplekken import Werkplek, WerkplekVersion
from portal.worker import POLL_SECONDS, tick

FOLDER = Path(__file__).parent.parent.parent / "var" / "bench"
_CHANGES = 40
_DRAINED = 1000
_LONGEST = 60  # seconds


@contextmanager
def made_up_state(offers: int, seed: int) -> Iterator[tuple[Context, list[Document]]]:
    """The services on `var/bench/demo-<offers>-<seed>`, filled when it is not there, and all its documents."""
    settings = load_settings({"STATE_DIR": str(FOLDER / f"demo-{offers}-{seed}")})
    setup.prepare(settings, lambda _text: None, demo=True, offers=offers, seed=seed)
    context = open_context(settings)
    try:
        made = make_all(context.database, context.catalogue, context.today())
        yield context, [document for batch in made for document in batch.documents]
    finally:
        context.close()


def syncing(context: Context, engine: Engine) -> dict[str, str]:
    """How soon a committed change is found with the worker's loop running, and how many changes a drain does."""
    from tests.bench.engine_figures import say, shown

    on = replace(context, engine=engine)
    say("rebuild from the database, then changes with the worker at work")
    with on.database.read() as session:
        made_of = jobs.detail(session, sync.REBUILD_JOB)
    started = time.perf_counter()
    sync.rebuild(on.database, on.engine, on.catalogue, on.today())
    rebuilt = time.perf_counter() - started
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(on, stop))
    worker.start()
    try:
        times = [_publish(on, number) for number in range(_CHANGES)]
    finally:
        stop.set()
        worker.join()
    found = {"rebuild from the database s": f"{rebuilt:.1f}", "publish until found, p50/p95 ms": shown(times)}
    found["drain changes/s"] = f"{_drain(on):.0f}"
    # The state has an index of its own; with the name of another engine noted, its portal would make it anew.
    with on.database.write() as session:
        jobs.set_last_day(session, sync.REBUILD_JOB, on.today(), made_of)
        session.commit()
    return found


def _work(context: Context, stop: threading.Event) -> None:
    while not stop.wait(POLL_SECONDS):
        tick(context, stop)


def _publish(context: Context, number: int) -> float:
    marker = f"vandaag{number}q{time.monotonic_ns()}"
    with context.database.write() as session:
        text = session.exec(select(WerkplekVersion).offset(number).limit(1)).one()
        place = session.get_one(Werkplek, text.werkplek_id)
        before, text.naam = text.naam, marker
        session.add(text)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [place.public_id], context.now())
        session.commit()
    started = time.perf_counter()
    while not context.engine.search(SearchQuery(f'"{marker}"')).total:
        if time.perf_counter() - started > _LONGEST:
            raise TimeoutError(f"a change was not found within {_LONGEST} s")
        time.sleep(0.005)
    found = (time.perf_counter() - started) * 1000
    with context.database.write() as session:
        text.naam = before
        session.add(text)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, [place.public_id], context.now())
        session.commit()
    return found


def _drain(context: Context) -> float:
    with context.database.write() as session:
        ids = list(session.exec(select(Werkplek.public_id).limit(_DRAINED)).all())
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ids, context.now())
        session.commit()
    started = time.perf_counter()
    done = sync.drain_all(context.database, context.engine, context.catalogue, context.now(), context.today())
    return done / (time.perf_counter() - started)
