"""What happens by itself, in one process: the index follows the database, mail goes out, each new day takes its effect.

The web only writes outbox rows; nothing but this worker (and the commands that say so) touches the index.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
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
POST_SECONDS = 1.0
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
    post = Post(context, settings, stop)
    meaning = MeaningUpkeep(context, stop)
    try:
        if once:
            tick(context, stop)
            post.round()
            indexing.bring_meaning_level(context, log.info, stop.is_set)
            daily_check.run()
            return 0
        log.info("worker started")
        post.start()
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


class Post:
    """Mail, the reminders of the day and the cleaning, beside the index: a slow mail server holds up no change."""

    def __init__(self, context: Context, settings: Settings, stop: threading.Event) -> None:
        self._context = context
        self._settings = settings
        self._stop = stop
        self._transport = mailing.transport_of(settings)
        self._thread = threading.Thread(target=self._work, name="post", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def round(self) -> int:
        """Once: what the day asks for, then every mail that is due; returns how many mails went out."""
        reminders.send(self._context)
        cleaning.clean(self._context)
        return mailing.send_due(self._context, self._settings, self._transport, self._stop.is_set)

    def wait(self, seconds: float) -> None:
        """Let a mail that is on its way go out; one that takes longer is sent again at the next start."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _work(self) -> None:
        wait = 0.0
        while not self._stop.wait(wait):
            wait = POST_SECONDS
            try:
                self.round()
            except Exception:
                log.exception("fault in mail or reminders; trying again in %.0f s", AFTER_FAULT_SECONDS)
                wait = AFTER_FAULT_SECONDS


class MeaningUpkeep:
    """Makes the vectors that a rebuild or a mishap left to be made, beside the work: it may take a minute."""

    def __init__(self, context: Context, stop: threading.Event) -> None:
        self._context = context
        self._stop = stop
        self._thread = threading.Thread(target=self._work, name="meaning", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own; nothing to do when it is switched off."""
        if self._context.meaning:
            self._thread.start()

    def wait(self, seconds: float) -> None:
        """Let the batch that is under way end; what was done is kept."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _work(self) -> None:
        wait = 0.0
        while not self._stop.wait(wait):
            wait = POST_SECONDS
            try:
                indexing.bring_meaning_level(self._context, log.info, self._stop.is_set)
            except SearchUnavailable:
                wait = AFTER_FAULT_SECONDS
            except Exception:
                log.exception("fault in what is found by meaning; trying again in %.0f s", MEANING_AFTER_FAULT_SECONDS)
                wait = MEANING_AFTER_FAULT_SECONDS


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
