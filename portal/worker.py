"""What happens by itself, in one process: the index follows the database, mail goes out, each new day takes its effect.

The web only writes outbox rows; nothing but this worker (and the commands that say so) touches the index.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from indexer.comparing import CheckStopped
from indexer.engine import SearchUnavailable
from indexer.lock import index_lock
from portal.config import Settings
from portal.services import cleaning, expiry, indexing, mailing, reminders
from portal.services.context import Context, open_context

log = logging.getLogger("worker")

POLL_SECONDS = 0.2
AFTER_FAULT_SECONDS = 5.0
BESIDE_SECONDS = 1.0
MEANING_AFTER_FAULT_SECONDS = 60.0
# Asked to stop, the worker ends after the batch it is at. When that takes longer, such as a task of the engine that
# does not end, it is given up: its rows are not done, and the next start does them again.
GRACE_SECONDS = 7.0
THREADS_STOP_SECONDS = 1.5  # check, mail and meaning together: with the grace a stop stays within ten seconds


class _GivenUp(BaseException):
    """The time to stop is over; nothing catches this on the way out."""


def run(settings: Settings, once: bool = False) -> int:
    """Work until SIGTERM or SIGINT, or with `once` until nothing is left to do. Returns the exit code."""
    stop = threading.Event()
    _stop_on_signals(stop)
    context = open_context(settings)
    daily_check = DailyCheck(context, stop)
    # A slow mail server, and vectors that a rebuild or a mishap left to be made, hold up no change of the index.
    mail = partial(post_round, context, settings, mailing.transport_of(settings), stop)
    vectors = partial(indexing.bring_meaning_level, context, log.info, stop.is_set)
    post = Beside("mail and reminders", mail, stop)
    meaning = Beside("what is found by meaning", vectors, stop, MEANING_AFTER_FAULT_SECONDS)
    try:
        if once:
            tick(context, stop)
            mail()
            vectors()
            daily_check.run()
            return 0
        log.info("worker started")
        post.start()
        if context.meaning:
            meaning.start()
        while not stop.wait(_next_wait(context, stop, daily_check)):
            pass
        log.info("worker stopped")
    except _GivenUp:
        log.warning("worker stopped in the middle of a batch; it is done again at the next start")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        end = time.monotonic() + THREADS_STOP_SECONDS
        for beside in (daily_check, post, meaning):
            beside.wait(max(0.0, end - time.monotonic()))
        context.close()
    return 0


def _stop_on_signals(stop: threading.Event) -> None:
    def ask(_signal: int, _frame: FrameType | None) -> None:
        if not stop.is_set():
            stop.set()
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise _GivenUp

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGALRM, give_up)


def _next_wait(context: Context, stop: threading.Event, daily_check: DailyCheck) -> float:
    """Do what is to be done now; returns the seconds to wait before looking again. A fault does not end the worker."""
    try:
        tick(context, stop)
        daily_check.start_when_due()
    except SearchUnavailable as error:
        log.warning("search engine away: %s", error)
        return AFTER_FAULT_SECONDS
    except Exception:
        log.exception("worker fault; trying again in %.0f s", AFTER_FAULT_SECONDS)
        return AFTER_FAULT_SECONDS
    return POLL_SECONDS


def tick(context: Context, stop: threading.Event) -> int:
    """One round; returns the number of outbox rows done. Does nothing while another process holds the index lock."""
    with index_lock(context.lock_path, wait=False) as held:
        if not held:
            return 0
        expiry.expire(context)
        return indexing.bring_up_to_date(context, stop.is_set)


class Beside:
    """Work that comes back every second in a thread of its own beside the index. A fault does not end it."""

    def __init__(
        self, name: str, work: Callable[[], object], stop: threading.Event, after_fault: float = AFTER_FAULT_SECONDS
    ) -> None:
        self._name = name
        self._work = work
        self._stop = stop
        self._after_fault = after_fault
        self._thread = threading.Thread(target=self._go_on, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Let what is under way end, such as a mail; what takes longer is done again at the next start."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _go_on(self) -> None:
        wait = 0.0
        while not self._stop.wait(wait):
            wait = BESIDE_SECONDS
            try:
                self._work()
            except SearchUnavailable:  # the index says so itself
                wait = AFTER_FAULT_SECONDS
            except Exception:
                log.exception("fault in %s; trying again in %.0f s", self._name, self._after_fault)
                wait = self._after_fault


def post_round(context: Context, settings: Settings, transport: mailing.Transport, stop: threading.Event) -> int:
    """What the day asks for, then every mail that is due; returns how many mails went out."""
    reminders.send(context)
    cleaning.clean(context)
    return mailing.send_due(context, settings, transport, stop.is_set)


class DailyCheck:
    """Compares index and database once a day, beside the work: reading everything must not hold a withdrawal up."""

    def __init__(self, context: Context, stop: threading.Event) -> None:
        self._context = context
        self._stop = stop
        self._thread: threading.Thread | None = None

    def start_when_due(self) -> None:
        """Begin today's check, unless it is done or under way."""
        if self._thread and self._thread.is_alive():
            return
        if indexing.check_is_due(self._context):
            self._thread = threading.Thread(target=self._run_safely, name="daily-check", daemon=True)
            self._thread.start()

    def run(self) -> None:
        """Check now, in this thread, when it is due."""
        if indexing.check_is_due(self._context):
            indexing.check(self._context, repair=True, stop=self._stop.is_set)

    def wait(self, seconds: float) -> None:
        """Let a check that is under way see that it must stop."""
        if self._thread:
            self._thread.join(seconds)

    def _run_safely(self) -> None:
        try:
            self.run()
        except CheckStopped:
            return
        except SearchUnavailable as error:
            log.warning("daily check not done, the search engine is away: %s", error)
        except Exception:
            log.exception("fault in the daily check")
        self._stop.wait(AFTER_FAULT_SECONDS)
