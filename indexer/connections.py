"""One connection per thread to the current index file; none is carried over a fork; damaged files are set aside."""

from __future__ import annotations

import logging
import os
import threading

from indexer import embedded_store as store
from indexer import sqlite
from indexer.generations import Generations

_log = logging.getLogger(__name__)
_inherited: list[object] = []  # connections of a parent process: never used, never closed (that would drop its locks)


class Unusable(Exception):
    """The current file is of another version, or damaged."""


class Connections:
    """The open connections of this process."""

    def __init__(self, files: Generations) -> None:
        self._files = files
        self._start()

    def _start(self) -> None:
        self._pid = os.getpid()
        self.lock = threading.Lock()
        self._mine = threading.local()
        self._all: list[sqlite.Connection] = []
        self._unusable: set[str] = set()

    def get(self, name: str | None) -> sqlite.Connection | None:
        """This thread's connection to that file; None when there is no file. Raises Unusable."""
        if self._pid != os.getpid():
            _inherited.append((self._all, self._mine))
            self._start()
        if name is None:
            self._warn_once("", "no search index: it has to be rebuilt (searches go to the database until then)")
            return None
        if name in self._unusable:
            raise Unusable(name)
        held = getattr(self._mine, "held", None)
        if held and held[0] == name:
            return held[1]  # type: ignore[no-any-return]
        if held:
            self._drop(held[1])
        conn = store.connect(self._files.file(name))
        version = store.meta(conn).get("version")
        if version != store.VERSION:
            conn.close()
            self._unusable.add(name)
            _log.error("search index %s is of version %s, not %s: it has to be rebuilt", name, version, store.VERSION)
            raise Unusable(name)
        self._mine.held = (name, conn)
        with self.lock:
            self._all.append(conn)
        return conn

    def for_writing(self) -> sqlite.Connection:
        """This thread's connection; makes an empty file, marked incomplete, when there is no usable one."""
        while True:
            name = self._files.current()
            try:
                conn = self.get(name)
            except Unusable:
                conn = None
            except sqlite.DatabaseError as error:
                if not sqlite.is_damage(error):
                    raise
                self.give_up(error)
                conn = None
            if conn is not None:
                return conn
            with self._files.exclusive("pointer"):
                if self._files.current() in (name, None):
                    fresh = self._files.new_name()
                    store.create(self._files.file(fresh), complete=False)
                    self._files.point_to(fresh)

    def is_current(self, conn: sqlite.Connection) -> bool:
        """True when this thread's connection is to the file that the pointer names now."""
        held = getattr(self._mine, "held", None)
        return held is not None and held[1] is conn and held[0] == self._files.current()

    def give_up(self, error: sqlite.DatabaseError) -> None:
        """The current file is damaged: say so and take the pointer away, so that every process knows."""
        held = getattr(self._mine, "held", None)
        name = held[0] if held else self._files.current()
        _log.error("search index %s is damaged (%s): it has to be rebuilt", name, error)
        if held:
            self._mine.held = None
            self._drop(held[1])
        if name:
            self._unusable.add(name)
            self._files.forget(name)

    def close(self) -> None:
        """Close all, of every thread."""
        with self.lock:
            for conn in self._all if self._pid == os.getpid() else ():
                conn.close()
        self._start()

    def _drop(self, conn: sqlite.Connection) -> None:
        with self.lock:
            if conn in self._all:
                self._all.remove(conn)
        conn.close()

    def _warn_once(self, name: str, text: str) -> None:
        if name not in self._unusable:
            self._unusable.add(name)
            _log.warning(text)
