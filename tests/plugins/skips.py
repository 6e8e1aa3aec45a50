"""No test is skipped in silence: each skip is listed with its reason; one that `allowed_skips.txt` lacks fails.

Also for `xfail`, for a module that skips itself while it is collected, and under xdist (the judgement falls in the
worker, the list is printed by the controller). In CI the lines marked `desk` do not count: there everything is there.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

ALLOWED = Path(__file__).parent.parent / "allowed_skips.txt"


class Allowed(NamedTuple):
    """One line of the list: where it holds (`desk` or `everywhere`), and patterns for node id and reason."""

    where: str
    node: str
    reason: str


def read_allowed(text: str) -> list[Allowed]:
    """Lines of `where | node id | reason`; `*` stands for anything; `#` starts a comment."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    parts = [[part.strip() for part in line.split(" | ")] for line in lines]
    wrong = [line for line, part in zip(lines, parts, strict=True) if len(part) != 3 or part[0] not in _WHERE]
    if wrong:
        raise pytest.UsageError(f"{ALLOWED.name}: not 'desk or everywhere | node id | reason': {wrong[0]}")
    return [Allowed(*part) for part in parts]


_WHERE = ("desk", "everywhere")


def is_allowed(allowed: Iterable[Allowed], node: str, reason: str, in_ci: bool) -> bool:
    """Whether this skip is on the list."""
    return any(
        fnmatchcase(node, line.node.replace("[", "[[]")) and fnmatchcase(reason, line.reason.replace("[", "[[]"))
        for line in allowed
        if not (in_ci and line.where == "desk")
    )


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The words given to skip or xfail."""
    if hasattr(report, "wasxfail"):
        return f"xfail: {report.wasxfail}"
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge a test that was skipped, by a mark or from inside."""
    return _judge((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge a module that skipped itself."""
    return _judge((yield))


def _judge(report):
    if report.outcome == "skipped":
        reason = reason_of(report)
        in_ci = os.environ.get("CI") == "true"
        if not is_allowed(read_allowed(ALLOWED.read_text()), report.nodeid, reason, in_ci):
            report.outcome = "failed"
            if hasattr(report, "wasxfail"):
                del report.wasxfail  # with it pytest would not count the failure
            report.longrepr = f"skipped, but not on the list in tests/{ALLOWED.name}\n  {report.nodeid}\n  {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped, each with its reason; the cases of one test that share a reason stand on one line."""
    skipped = [*terminalreporter.stats.get("skipped", []), *terminalreporter.stats.get("xfailed", [])]
    if not skipped:
        return
    counted = Counter((report.nodeid.partition("[")[0], reason_of(report)) for report in skipped)
    terminalreporter.section(f"skipped: {len(skipped)}, each on the list in tests/{ALLOWED.name}")
    for (node, reason), count in sorted(counted.items()):
        terminalreporter.line(f"{node}{f' ({count} cases)' if count > 1 else ''}: {reason}")
