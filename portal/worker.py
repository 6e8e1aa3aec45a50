"""What happens by itself, in one process: the index follows the database, and each new day takes its effect.

The web only writes outbox rows; nothing but this worker (and the commands that say so) touches the index.
"""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from indexer import sync
from indexer.engine import SearchUnavailable
from indexer.lock import index_lock
from portal.config import Settings
from portal.services.context import Context, open_context

log = logging.getLogger("worker")

POLL_SECONDS = 0.2
AFTER_FAULT_SECONDS = 5.0


def run(settings: Settings, once: bool = False) -> int:
    """Work until SIGTERM or SIGINT, or with `once` until nothing is left to do. Returns the exit code."""
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    context = open_context(settings)
    try:
        if once:
            tick(context)
            return 0
        log.info("worker started")
        while not stop.wait(_next_wait(context)):
            pass
        log.info("worker stopped")
        return 0
    finally:
        context.close()


def _next_wait(context: Context) -> float:
    """Do what is to be done now; returns the seconds to wait before looking again. A fault does not end the worker."""
    try:
        tick(context)
    except SearchUnavailable as error:
        log.warning("search engine away: %s", error)
        return AFTER_FAULT_SECONDS
    except Exception:
        log.exception("worker fault; trying again in %.0f s", AFTER_FAULT_SECONDS)
        return AFTER_FAULT_SECONDS
    return POLL_SECONDS


def tick(context: Context) -> int:
    """One round; returns the number of outbox rows done. Does nothing while another process holds the index lock."""
    with index_lock(context.lock_path, wait=False) as held:
        if not held:
            return 0
        today = context.today()
        parts = (context.database, context.engine, context.catalogue)
        if why := sync.must_rebuild(*parts):
            log.warning("rebuilding the index from the database: %s", why)
            sync.rebuild(*parts, today)
        sync.renew(*parts, context.now(), today)
        return sync.drain_all(*parts, context.now(), today)
