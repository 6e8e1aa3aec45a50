"""A circuit breaker: a server that hangs may not hold every worker (reliability.md P15).

After `failures` in a row it is open: calls fail at once. After `seconds` one call may try; its outcome decides.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """One per process and server. Safe with threads."""

    def __init__(self, failures: int = 3, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._try_at = 0.0

    def allows(self) -> bool:
        """Whether to ask the server now. While open, True once per `seconds`: that call is the trial."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._try_at:
                return False
            self._try_at = now + self._seconds
            return True

    def succeeded(self) -> None:
        """The server answered, whatever it said."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The server did not answer, or could not work."""
        with self._lock:
            self._failed += 1
            self._try_at = self._clock() + self._seconds
