"""`portal demo`: from nothing to a running portal with made-up aanbieders, in one command."""

from __future__ import annotations

import fcntl
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.config import Settings, load_settings
from portal.demo import state
from portal.supervisor import (
    Command,
    StartFailed,
    Supervisor,
    free_port,
    gunicorn_arguments,
    is_free,
    python_environ,
)

MOST_OFFERS = 100_000


def demo_environ(environ: Mapping[str, str], port: int | None, offers: int | None, seed: int) -> dict[str, str]:
    """The environment of a demo: its own state under STATE_DIR (default `var`), never a database named elsewhere."""
    if environ.get("PORTAL_ENV") == "production":
        raise StartFailed("PORTAL_ENV is production: a demo never runs there. Unset it, or use 'portal run'.")
    if offers is not None and not 1 <= offers <= MOST_OFFERS:
        raise StartFailed(f"OFFERS takes a number from 1 to {MOST_OFFERS}; this is {offers}.")
    name = "demo" if offers is None else f"demo-{offers}-{seed}"
    chosen = {name: value for name, value in environ.items() if name not in ("DATABASE_URL", "PUBLIC_URL")}
    chosen["STATE_DIR"] = str(Path(environ.get("STATE_DIR") or "var").absolute() / name)
    if chosen.get("SEARCH_ENGINE") == "meilisearch":  # several demos may share a server
        chosen.setdefault("MEILISEARCH_INDEX", f"werkplekken-{name}")
    if port is not None:
        chosen["PORT"] = str(port)
    return chosen


def with_search_keys(environ: dict[str, str], report: Callable[[str], None]) -> dict[str, str]:
    """The same, with both Meilisearch keys, made from the master key when Meilisearch is the engine."""
    chosen = dict(environ)
    master = chosen.pop("MEILISEARCH_MASTER_KEY", "")  # no child needs it
    settings = load_settings(chosen)
    if settings.search_engine != "meilisearch" or not master:
        return chosen
    from indexer.engine import SearchUnavailable
    from indexer.meili_keys import make_keys

    report(f"Making keys for index {settings.meilisearch_index} on {settings.meilisearch_url}")
    try:
        keys = make_keys(settings.meilisearch_url, master, settings.meilisearch_index)
    except SearchUnavailable as error:
        raise StartFailed(f"Meilisearch on {settings.meilisearch_url}: {error}") from None
    return chosen | {"MEILISEARCH_SEARCH_KEY": keys.search, "MEILISEARCH_INDEX_KEY": keys.index}


def serve(port: int | None, offers: int | None, seed: int, reset: bool, report: Callable[[str], None]) -> int:
    """Set up the state, start web and worker, print the address, wait for Ctrl-C or TERM, stop both."""
    environ = with_search_keys(demo_environ(os.environ, port, offers, seed), report)
    settings = load_settings(environ)
    _check_port(settings)
    settings.state_dir.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(settings.state_dir):
        if reset:
            report("Starting over: the old state is thrown away")
        state.begin(settings.state_dir, offers, reset=reset)
        supervisor, child_environ = Supervisor(), python_environ(environ)
        try:
            # Loading takes the web server as long as all the rest of a start: it does so meanwhile.
            supervisor.start(Command("The web server", gunicorn_arguments(), child_environ, held=True))
            _prepare(settings, report, offers, seed)
        except BaseException:
            supervisor.stop()
            raise
        return _run_children(supervisor, settings, child_environ, report)


def _prepare(settings: Settings, report: Callable[[str], None], offers: int | None, seed: int) -> None:
    gc.disable()  # what is imported stays
    from portal.services import setup

    gc.enable()
    setup.prepare(settings, report, demo=True, offers=offers, seed=seed)


def _run_children(
    supervisor: Supervisor, settings: Settings, child_environ: Mapping[str, str], report: Callable[[str], None]
) -> int:
    supervisor.listen_for_stop()
    code = 0
    try:
        report("Starting the web server and the worker")
        supervisor.let_go()
        if supervisor.wait_until_up(settings.host, settings.port, "/readyz"):
            # Only now, so that its imports do not take the cores from the pages that somebody waits for.
            supervisor.start(Command("The worker", [sys.executable, "-m", "portal", "worker"], child_environ))
            _tell_logins(settings)
            report(f"Ready: {settings.public_url}/   (Ctrl-C stops it)")
            code = supervisor.wait(report)
    finally:
        for name in supervisor.stop():
            report(f"{name} did not stop in time and was killed.")
    report("Stopped.")
    return code


def demo_code(name: str, offers: int | None, seed: int) -> int:
    """Print the code of the app of a demo login, as soon as it can be typed."""
    from portal.services import demo_accounts
    from portal.services.context import open_context

    context = open_context(load_settings(demo_environ(os.environ, None, offers, seed)))
    try:
        code, wait = demo_accounts.code(context, name)
        if wait:
            print(f"The last code was used; the next one in {wait} s", file=sys.stderr, flush=True)
            time.sleep(wait)
        print(code)
    except demo_accounts.NoDemo as no:
        raise StartFailed(str(no)) from None
    finally:
        context.close()
    return 0


def _tell_logins(settings: Settings) -> None:
    """The logins of the demo, as lines to copy from."""
    from portal.services import demo_accounts
    from portal.services.context import open_context

    context = open_context(settings)
    try:
        found = demo_accounts.logins(context)
    finally:
        context.close()
    print(f"     Sign in at {settings.public_url}/inloggen with the password {demo_accounts.PASSWORD}")
    for login in found:
        code = f"   code: portal demo-code {login.role.value}" if login.has_code else ""
        print(f"       {login.email}{code}", flush=True)


def _check_port(settings: Settings) -> None:
    if is_free(settings.host, settings.port):
        return
    other = free_port(settings.host, settings.port + 1)
    advice = f"Try another: make demo PORT={other}" if other else "Choose another with PORT=."
    raise StartFailed(f"Port {settings.port} is in use, perhaps by another demo. {advice}")


@contextmanager
def _only_one(state_dir: Path) -> Iterator[None]:
    """One demo per state: a second one with RESET=1 would take the database away under the first."""
    with (state_dir.parent / f"{state_dir.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartFailed(
                f"Another demo runs on {state_dir}. Stop it first, or use a state of its own: make demo OFFERS=1000"
            ) from None
        yield
