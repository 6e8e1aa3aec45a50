"""How gunicorn serves the portal: its settings, and the application it loads (`supervisor.gunicorn_arguments`).

`portal run` and `portal demo` start it so. What an operator chooses comes from the environment (docs/settings.md).
"""

import gc
import logging
import os
import sys
import threading
from typing import Any

import gunicorn

from portal.config import load_settings
from portal.supervisor import HELD, LOG_FORMAT

gc.disable()  # until all is loaded: looking for garbage among what stays costs a fifth of the start

gunicorn.SERVER_SOFTWARE = gunicorn.SERVER = "portal"  # no product or version in the Server header

logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)  # the portal's own log, to standard error

_settings = load_settings(os.environ)
_held = bool(os.environ.pop(HELD, ""))


def application() -> Any:
    """The portal; a wrong data file stops the start with one line (said by `portal demo` when that started us)."""
    from portal import create_app
    from portal.store.data_error import DataError

    try:
        return create_app()
    except DataError as error:
        if not _held:
            sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None


def _load_encoder() -> None:
    try:
        from indexer.meaning import sentence_encoder

        sentence_encoder().load()
    except Exception:
        logging.getLogger("search").exception("the encoder does not load: nothing is found by meaning")


bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "portal.web_worker.Worker"  # gthread, with our own page for what cannot be read as a request
threads = 2  # a second request is taken while the first waits for the disk; more only queue for the same core
keepalive = 15  # seconds; longer than a proxy's pause between two requests of one page
timeout = 30
graceful_timeout = 8  # the supervisor kills after 10
# Read-only tables are loaded once and shared by the workers. No connection is opened before the fork: the database and
# the engine open on first use (reliability.md P7; a test looks at the master's open files).
preload_app = True
control_socket_disable = True  # nobody steers it by a file in a home folder
accesslog = None  # addresses hold the words of a search (reliability.md P39): the portal logs the route itself
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
limit_request_line = 0  # a long question gets our page, not a bare 400; in production the proxy sets the limit
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  a slow disk must not look like a dead worker


def when_ready(server: Any) -> None:
    """Before the workers fork: what the first poor search would wait for. Opens no file."""
    here = server.app.wsgi().extensions["context"]
    here.tally.branches(here.catalogue)
    gc.freeze()  # what there is stays, and stays shared by the workers
    gc.enable()


def worker_exit(_server: Any, worker: Any) -> None:
    """A worker that is asked to stop writes down what it counted; one that was killed cannot."""
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.extensions["context"].close()


_loading = threading.Thread(target=_load_encoder, name="encoder")
if _settings.meaning == "on":
    # The encoder is loaded once, beside the loading of the application, and shared by the workers (some 130 MB).
    _loading.start()


def on_starting(_server: object) -> None:
    """All is loaded and nothing listens yet: here waits what `portal demo` started before its state was ready."""
    if _loading.ident:
        _loading.join()  # a worker that is made while it is half loaded would wait for ever
    if _held and not sys.stdin.buffer.read(1):
        raise SystemExit(1)
