"""The command line. Every command that exists is named here with one line; each imports what it needs when it runs."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.config import InvalidSettings, load_settings
from portal.store.data_error import DataError
from portal.supervisor import LOG_FORMAT, StartFailed

EXIT_FAILED = 1
EXIT_SETTINGS = 2
EXIT_INTERRUPTED = 130


class Progress:
    """Numbered lines with the time since the start, so that a slow step shows itself."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._number = 0

    def __call__(self, text: str) -> None:
        """Show the next step."""
        self._number += 1
        print(f"{self._number:3}. [{time.monotonic() - self._start:5.1f} s] {text}", flush=True)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command: its name, its line in the help, its function and how it adds its arguments."""

    name: str
    line: str
    run: Callable[[argparse.Namespace], int]
    add_arguments: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    log_level: int = logging.ERROR  # a command that tells its own progress logs only what is wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (failed), 2 (a setting or argument is wrong) or 130 (interrupted)."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=options.log_level, format=LOG_FORMAT)
    try:
        return int(options.run(options))
    except InvalidSettings as invalid:
        print("The portal does not start: a setting cannot be used.", file=sys.stderr)
        for error in invalid.errors:
            print(f"  {error.name}: {error.what_is_wrong}.\n    {error.what_to_do}", file=sys.stderr)
        print("All settings are in docs/settings.md.", file=sys.stderr)
        return EXIT_SETTINGS
    except (StartFailed, DataError) as failed:
        print(failed, file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return EXIT_INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    width = max(len(command.name) for command in COMMANDS)
    lines = "\n".join(f"  {command.name:{width}}  {command.line}" for command in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="portal",
        usage="portal COMMAND [options]",
        description=f"Werkplekvinder: find a werkplek that is local enough.\n\ncommands:\n{lines}",
        epilog="Settings come from the environment: docs/settings.md. Options of a command: portal COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"werkplekvinder {_version()}")
    commands = parser.add_subparsers(
        prog="portal", dest="command", required=True, metavar="COMMAND", help=argparse.SUPPRESS
    )
    for command in COMMANDS:
        sub = commands.add_parser(command.name, description=command.line)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run, log_level=command.log_level)
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("werkplekvinder")
    except PackageNotFoundError:
        return "from a checkout"


def _init(_options: argparse.Namespace) -> int:
    settings = load_settings(os.environ)
    from portal.services import setup

    report = Progress()
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    setup.prepare(settings, report, demo=False, offers=None, seed=0)
    report("Ready. Start the web server with 'portal run' and the worker with 'portal worker'.")
    return 0


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="the port to serve on (default: PORT, or 8000)")
    parser.add_argument("--reset", action="store_true", help="start over: throw away what was entered in this state")
    parser.add_argument("--offers", type=int, help="fill with this many made-up offers, in a state of their own")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same made-up offers (default: 1)")


def _demo(options: argparse.Namespace) -> int:
    from portal import launch

    return launch.serve(options.port, options.offers, options.seed, options.reset, Progress())


def _demo_code_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="a role, such as beoordelaar, or the mail address of the login")
    parser.add_argument("--offers", type=int, help="of the demo with this many made-up offers")
    parser.add_argument("--seed", type=int, default=1, help="of the demo with this seed (default: 1)")


def _demo_code(options: argparse.Namespace) -> int:
    from portal import launch

    return launch.demo_code(options.name, options.offers, options.seed)


def _add_user_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the work mail address of the beheerder")
    parser.add_argument("--name", required=True, help="the name of the beheerder")


def _add_user(options: argparse.Namespace) -> int:
    settings = load_settings(os.environ)
    from portal.domain.registration import NotUsable
    from portal.services import inviting
    from portal.services.context import open_context

    context = open_context(settings)
    try:
        path = inviting.first_beheerder(context, options.name, options.email)
    except NotUsable as fault:
        raise StartFailed(f"{fault.field}: {fault.what_to_do}") from None
    finally:
        context.close()
    if path is None:
        raise StartFailed("There is an account with this mail address already.")
    print(f"Open this link within 7 days to choose a password; it works once:\n{settings.public_url}{path}")
    return 0


def _run(_options: argparse.Namespace) -> int:
    from portal.supervisor import gunicorn_arguments, is_free, python_environ

    settings = load_settings(os.environ)
    if not is_free(settings.host, settings.port):
        raise StartFailed(
            f"Port {settings.port} on {settings.host} is in use. Stop what uses it, or set PORT to another."
        )
    arguments = gunicorn_arguments()
    os.execve(arguments[0], arguments, python_environ(os.environ))  # noqa: S606  this process becomes gunicorn


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then stop")


def _worker(options: argparse.Namespace) -> int:
    settings = load_settings(os.environ)
    from portal import worker

    return worker.run(settings, once=options.once)


def _health(_options: argparse.Namespace) -> int:
    settings = load_settings(os.environ)
    from portal.services import health

    checks = health.check(settings)
    for check in checks:
        print(f"{'ok   ' if check.ok else 'FAULT'}  {check.name}: {check.detail}")
    return 0 if all(check.ok for check in checks) else EXIT_FAILED


def _meilisearch_keys(_options: argparse.Namespace) -> int:
    settings = load_settings({**os.environ, "PORTAL_ENV": "development"})  # in production these two are still missing
    from indexer.engine import SearchUnavailable
    from indexer.meili_keys import make_keys

    master = os.environ.get("MEILISEARCH_MASTER_KEY", "")
    if not master:
        print("MEILISEARCH_MASTER_KEY is missing: give the server's MEILI_MASTER_KEY.", file=sys.stderr)
        return EXIT_SETTINGS
    try:
        keys = make_keys(settings.meilisearch_url, master, settings.meilisearch_index)
    except SearchUnavailable as error:
        print(f"Meilisearch on {settings.meilisearch_url}: {error}", file=sys.stderr)
        return EXIT_FAILED
    print(f"SEARCH_ENGINE=meilisearch\nMEILISEARCH_URL={settings.meilisearch_url}")
    print(f"MEILISEARCH_INDEX={settings.meilisearch_index}")
    print(f"MEILISEARCH_SEARCH_KEY={keys.search}\nMEILISEARCH_INDEX_KEY={keys.index}")
    return 0


def _relevance_arguments(parser: argparse.ArgumentParser) -> None:
    from portal.services.relevance import command

    command.arguments(parser)


def _relevance(options: argparse.Namespace) -> int:
    from indexer.engine import SearchUnavailable
    from portal.services.relevance import command

    try:
        return command.run(options)
    except SearchUnavailable as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED


COMMANDS = (
    CommandLine("demo", "set up made-up aanbieders, then serve web and worker on this machine", _demo, _demo_arguments),
    CommandLine("demo-code", "print the code of the app of a login of the demo", _demo_code, _demo_code_arguments),
    CommandLine("init", "make or update the database, check the reference data, build the index", _init),
    CommandLine("run", "serve the web pages and the API (gunicorn); needs 'portal worker' beside it", _run),
    CommandLine(
        "worker", "do what happens by itself: the index, mail, the daily jobs", _worker, _worker_arguments, logging.INFO
    ),
    CommandLine("meilisearch-keys", "make the two keys on a Meilisearch server, print the settings", _meilisearch_keys),
    CommandLine("add-user", "invite a beheerder; prints the link to choose a password", _add_user, _add_user_arguments),
    CommandLine("relevance", "how well people find work in their own words", _relevance, _relevance_arguments),
    CommandLine("health", "say whether database, index and worker are well; exit code 1 when not", _health),
)
