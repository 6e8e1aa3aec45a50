"""Counts that wait in the memory of a process, and go to the database once a minute.

In a thread and a transaction of their own: the request that counts neither writes nor waits, and a database that is
slow or away costs a visitor nothing. A process that is killed loses what it counted in the last minute.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterable

from indexer.branche_words import BrancheWords
from portal.store import unfound
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from portal.store.unfound import Cell

log = logging.getLogger("unfound")
SECONDS = 60.0  # between counting and writing down
THREAD = "counts"


class Tally:
    """The counts of one process that are not yet in the database. Safe between threads; empty before a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[Cell] = Counter()
        self._timer: threading.Timer | None = None
        self._branches: BrancheWords | None = None

    def branches(self, catalogue: Catalogue) -> BrancheWords:
        """The word lists, ready to look up; made at first use, or before the fork by who serves."""
        if self._branches is None:
            self._branches = BrancheWords(catalogue.branches, catalogue.words)
        return self._branches

    def count(self, cell: Cell, database: Database) -> None:
        """One more; written down within a minute."""
        self._put([(cell, 1)], database)

    def write_down(self, database: Database) -> bool:
        """Add what waits to the database; False when that failed: then it waits on, and is tried again."""
        with self._lock:
            counts, self._waiting = self._waiting, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts:
            return True
        try:
            with database.write() as session:
                unfound.add(session, counts)
                session.commit()
        except Exception as error:  # noqa: BLE001  whatever it is: counting is worth no error
            log.warning("counts of searches not written, trying again in a minute: %s", type(error).__name__)
            self._put(counts.items(), database)
            return False
        return True

    def close(self, database: Database) -> None:
        """Write down what waits, once, and stop."""
        self.write_down(database)
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()

    def _put(self, counts: Iterable[tuple[Cell, int]], database: Database) -> None:
        with self._lock:
            self._waiting.update(dict(counts))
            if self._timer is None:
                self._timer = threading.Timer(SECONDS, self.write_down, [database])
                self._timer.daemon, self._timer.name = True, THREAD
                self._timer.start()
