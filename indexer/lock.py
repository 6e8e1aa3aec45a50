"""Only one process at a time brings the index up to date.

Two that do could write an older state over a newer one: both read the database, the slower one writes last. The lock is
the operating system's, so a killed process leaves none behind.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def index_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock while inside. Yields False, without the lock, when `wait` is False and another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
