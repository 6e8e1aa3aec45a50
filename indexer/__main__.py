"""`python -m indexer`: sync, rebuild, check, status and retry-parked, by the settings of the environment.

The commands of an operator, and the only module of `indexer` that knows of the services above it (pyproject.toml,
contract "One direction"): it starts them as `portal` starts the others.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence

from indexer.comparing import Checked
from indexer.engine import SearchUnavailable
from portal.config import InvalidSettings
from portal.services import indexing
from portal.services.context import Context
from portal.services.indexing import Finding
from portal.store.data_error import DataError
from portal.supervisor import LOG_FORMAT

EXIT_DRIFT = EXIT_FAILED = 1
EXIT_SETTINGS = 2
WHAT_TO_DO = {
    Finding.AWAY: "start the search engine; searches go on from the database and changes wait",
    Finding.KEY_REFUSED: "make new keys with 'portal meilisearch-keys', set them, restart web and worker",
    Finding.NO_INDEX: "'portal worker' makes the index anew by itself; without a worker: 'python -m indexer rebuild'",
    Finding.PARTIAL: "the index misses werkplekken; 'portal worker' makes it anew, or 'python -m indexer rebuild'",
    Finding.NOBODY_WORKS: "changes wait too long: start 'portal worker'",
    Finding.PARKED: "see the reason of each parked werkplek; when it is mended: 'python -m indexer retry-parked'",
    Finding.DRIFT_LEFT: "index and database differ: 'python -m indexer check --repair'",
    Finding.NOT_CHECKED: "not checked since yesterday: start 'portal worker', or 'python -m indexer check --repair'",
    Finding.DRIFT_MENDED: "the last check mended something: find out who else writes to the index",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (drift, or failed) or 2 (a setting or argument is wrong)."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    run: Callable[[Context, argparse.Namespace], int] = options.run
    try:
        with indexing.opened_from_environment() as context:
            return run(context, options)
    except InvalidSettings as invalid:
        print(f"A setting cannot be used (docs/settings.md):\n{invalid}", file=sys.stderr)
        return EXIT_SETTINGS
    except SearchUnavailable as away:
        print(f"The search engine does not answer: {away}\nSee docs/index-sync.md, What to do when.", file=sys.stderr)
        return EXIT_FAILED
    except DataError as failed:
        print(failed, file=sys.stderr)
        return EXIT_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m indexer", description="The search index and the database it follows.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, run, line in (
        ("sync", _sync, "bring all waiting changes to the index, once"),
        ("rebuild", _rebuild, "make a new index from the database and swap it in"),
        ("check", _check, "compare index and database; exit code 1 when they differ"),
        ("status", _status, "engine, documents, queue, parked werkplekken, last rebuild and check"),
        ("retry-parked", _retry_parked, "give werkplekken that the engine refused a new start"),
    ):
        command = commands.add_parser(name, description=line, help=line)
        command.set_defaults(run=run)
        if name == "check":
            command.add_argument("--repair", action="store_true", help="mend what differs")
    return parser


def _sync(context: Context, _options: argparse.Namespace) -> int:
    print(f"{indexing.drain(context)} changes brought to the index.")
    state = indexing.status(context)
    if state.waiting:
        print(f"{state.waiting} still wait: see 'python -m indexer status'.", file=sys.stderr)
    return EXIT_FAILED if state.waiting else 0


def _rebuild(context: Context, _options: argparse.Namespace) -> int:
    print(f"The new index holds {indexing.rebuild(context)} werkplekken.")
    indexing.bring_meaning_level(context, print)
    return 0


def _check(context: Context, options: argparse.Namespace) -> int:
    checked = indexing.check(context, repair=options.repair)
    print(_drift(checked))
    if options.repair:
        indexing.bring_meaning_level(context, print)
    if checked.left and not options.repair:
        print("Mend it with 'python -m indexer check --repair'.", file=sys.stderr)
    return EXIT_DRIFT if checked.left else 0


def _status(context: Context, _options: argparse.Namespace) -> int:
    state = indexing.status(context)
    health = state.health
    print(f"engine        {health.engine}, {'answers' if health.ok else 'DOES NOT ANSWER'} {health.detail}".rstrip())
    print(f"documents     {health.documents}, last write {health.last_write or 'never'}")
    oldest = f", the oldest since {state.oldest:%Y-%m-%d %H:%M} UTC" if state.oldest else ""
    print(f"waiting       {state.waiting}{oldest}")
    print(f"parked        {len(state.parked)}" + (" (python -m indexer retry-parked)" if state.parked else ""))
    for row in state.parked:
        print(f"  {row.werkplek} since {row.since:%Y-%m-%d %H:%M} UTC: {row.error}")
    print(f"last rebuild  {state.last_rebuild or 'never'}")
    print(f"last check    {state.last_check or 'never'}" + (f": {_drift(state.checked)}" if state.checked else ""))
    for finding in state.findings:
        print(f"to do         {WHAT_TO_DO[finding]}")
    return 0


def _retry_parked(context: Context, _options: argparse.Namespace) -> int:
    print(f"{indexing.retry_parked(context)} werkplekken get a new start; the worker tries them now.")
    return 0


def _drift(checked: Checked) -> str:
    if not checked.found:
        return f"no drift in {checked.documents} documents"
    parts = f"{checked.missing} missing, {checked.ghost} ghost, {checked.different} different"
    return f"drift {checked.found} of {checked.documents} documents ({parts}); {checked.left} left"


if __name__ == "__main__":
    sys.exit(main())
