"""All that is published as documents, made by a process beside the one that writes them when there are very many.

Making them takes as long as writing them: on two cores a rebuild is done in two thirds of the time
(docs/performance.md).

A helper that does not start, dies or hangs costs time only: its batches are then made here. Helpers end by themselves
when the process that started them ends, however it ends: their pipe closes.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any

from indexer.collecting import fewer_collections
from indexer.making import Made, all_batches, make_batch
from portal.store.catalogue import Catalogue
from portal.store.db import Database

log = logging.getLogger("indexer")

WORTH_HELPERS = 4_000  # werkplekken; below this they are made here before helpers have read the data files
_HANGS = 120.0  # seconds for a batch that takes one
_AHEAD = 2  # batches under way per helper: it makes the next one while the last one waits to be read


def _proxy_parts(proxy: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxy_of, (dict(proxy),)


def _proxy_of(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


ForkingPickler.register(MappingProxyType, _proxy_parts)  # the data files are read-only, and go to the helpers whole


def make_all_beside(database: Database, catalogue: Catalogue, today: date, helpers: int = 1) -> Iterator[Made]:
    """As `making.make_all`; by that many `helpers` when there are enough werkplekken and cores for them."""
    batches = all_batches(database)
    if sum(map(len, batches)) < WORTH_HELPERS or _cores() < 2:
        helpers = 0
    with contextlib.closing(_Helpers(helpers, database, catalogue, today)) as made_beside:
        made_beside.give(batches)
        for batch in batches:
            made = made_beside.take()
            yield made if made is not None else make_batch(database, batch, catalogue, today)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Helpers:
    """Batches go round the helpers and come back in order."""

    def __init__(self, count: int, database: Database, catalogue: Catalogue, today: date) -> None:
        self._processes: list[multiprocessing.process.BaseProcess] = []
        self._pipes: list[Connection | None] = []
        self._batches: Sequence[Sequence[str]] = ()
        self._given = self._taken = 0
        try:
            for _ in range(count):
                self._start(database.url, catalogue, today)
        except Exception as error:  # noqa: BLE001 - whatever keeps a process from starting, the rebuild goes on
            log.warning("the index is made in one process: %s: %s", type(error).__name__, error)

    def _start(self, url: str, catalogue: Catalogue, today: date) -> None:
        # Spawned: a fork would take along connections (P7) and the locks of other threads.
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_help, args=(theirs, url, catalogue, today), daemon=True)
        try:
            process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._processes.append(process)
        self._pipes.append(ours)

    def give(self, batches: Sequence[Sequence[str]]) -> None:
        """All that is to be made; each helper gets its first ones."""
        self._batches = batches
        for _ in range(_AHEAD * len(self._pipes)):
            self._give_next()

    def take(self) -> Made | None:
        """The next batch, made; None: make it yourself."""
        if not self._pipes:
            return None
        turn = self._taken % len(self._pipes)
        self._taken += 1
        made: Made | None = None
        pipe = self._pipes[turn]
        if pipe is not None:
            try:
                if not pipe.poll(_HANGS):
                    raise TimeoutError(f"no answer in {_HANGS:.0f} s")
                made = pipe.recv()
            except (EOFError, OSError) as error:
                self._lost(turn, error)
        self._give_next()
        return made

    def _give_next(self) -> None:
        turn = self._given % len(self._pipes)
        self._given += 1
        pipe = self._pipes[turn]
        if pipe is None or self._given > len(self._batches):
            return
        try:
            pipe.send(self._batches[self._given - 1])
        except OSError as error:
            self._lost(turn, error)

    def _lost(self, turn: int, error: Exception) -> None:
        log.warning("a helper of the rebuild is lost, its part is made here: %s: %s", type(error).__name__, error)
        pipe = self._pipes[turn]
        if pipe is not None:
            pipe.close()
        self._pipes[turn] = None

    def close(self) -> None:
        """End the helpers, also one in the middle of a batch: they only read."""
        for pipe in self._pipes:
            if pipe is not None:
                pipe.close()
        for process in self._processes:
            process.terminate()
            process.join()


def _help(pipe: Connection, url: str, catalogue: Catalogue, today: date) -> None:
    """A helper: makes batches until its pipe closes. What it cannot read it hands back, to be tried where it counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    database = Database(url)
    ready: SimpleQueue[bytes] = SimpleQueue()  # never more than was asked for, which is _AHEAD
    threading.Thread(target=_send_on, args=(pipe, ready), daemon=True).start()
    with fewer_collections(), contextlib.suppress(EOFError, OSError):
        while True:
            batch = pipe.recv()
            try:
                made: Made | None = make_batch(database, batch, catalogue, today)
            except Exception:  # noqa: BLE001 - the same error comes up again in the process that can tell of it
                made = None
            ready.put(bytes(ForkingPickler.dumps(made)))


def _send_on(pipe: Connection, ready: SimpleQueue[bytes]) -> None:
    with contextlib.suppress(OSError):
        while True:
            pipe.send_bytes(ready.get())
