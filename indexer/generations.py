"""Which index file is the current one. A rebuild fills a new file and changes one small pointer in a single step.

The path that the engine is given is the pointer, a few bytes of JSON; index files stand beside it as
`<name>.<random>.idx`. An open database file is never replaced (design/engine.md, pitfall 6): readers see another name
in the pointer and open that. The file before it stays until the next rebuild, for readers that are still in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from indexer import sqlite

_SUFFIX = ".idx"


class Generations:
    """The pointer at `path` and the files it may name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[tuple[int, int, int], str | None] | None = None

    def current(self) -> str | None:
        """The name of the current file; None when pointer or file is missing or unreadable. One `stat` per call."""
        try:
            stat = self._path.stat()
        except OSError:
            return None
        mark = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if self._seen is None or self._seen[0] != mark:
            self._seen = (mark, self._read())
        return self._seen[1]

    def file(self, name: str) -> Path:
        """Where a generation stands."""
        return self._path.with_name(name)

    def new_name(self) -> str:
        """A name that no file has."""
        return f"{self._path.name}.{secrets.token_hex(6)}{_SUFFIX}"

    def point_to(self, name: str) -> None:
        """Make this file the current one, for every process, in one step that survives a crash."""
        draft = self._path.with_name(f"{self._path.name}.{secrets.token_hex(6)}.tmp")
        with draft.open("w") as out:
            json.dump({"index": name}, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._path)

    def forget(self, name: str) -> None:
        """Take the pointer away when it still names this (damaged) file."""
        with self.exclusive("pointer"):
            if self._read() == name:
                self._path.unlink(missing_ok=True)

    def remove_all_but(self, *kept: str | None) -> None:
        """Remove files of earlier rebuilds, finished or not. A file that another process holds may stay (Windows)."""
        for found in self._path.parent.glob(f"{self._path.name}.*{_SUFFIX}*"):
            if not any(name and found.name.startswith(name) for name in kept):
                with contextlib.suppress(OSError):
                    found.unlink()

    @contextlib.contextmanager
    def exclusive(self, purpose: str) -> Iterator[None]:
        """One process at a time for this purpose. A lock of SQLite's: it goes when its process is killed."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        path = self._path.with_name(f"{self._path.name}.{purpose}.lock")
        lock = sqlite.connect(str(path), isolation_level=None, timeout=30)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()

    def _read(self) -> str | None:
        try:
            name = json.loads(self._path.read_text())["index"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        ours = isinstance(name, str) and name.startswith(f"{self._path.name}.") and name.endswith(_SUFFIX)
        return name if ours and "/" not in name and self._path.with_name(name).is_file() else None
