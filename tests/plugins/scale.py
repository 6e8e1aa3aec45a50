"""Long tests: at a tenth with a fixed seed in `make test`, in full in `make proof`, which keeps the figures."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

FIGURES = Path(__file__).parent.parent.parent / "docs" / "proof.md"
HEAD = """# Proof

What `make proof` measured, newest run per figure. `make test` does the same at a tenth, with a fixed seed.

| Figure | Measured | Target | Test | Outcome | Date |
|---|---|---|---|---|---|
"""
_KEY = "figure"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is scaled or keeps a figure belongs to `make proof`, also when somebody forgets the mark."""
    for item in items:
        if {"scale", "record_figure"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.proof)


def in_full() -> bool:
    """Whether this is `make proof`."""
    return os.environ.get("PROOF") == "1"


@pytest.fixture(scope="session")
def scale() -> Callable[[int], int]:
    """`scale(200)` is 200 in `make proof` and 20 in `make test`; never less than 1."""
    return lambda full: full if in_full() else max(1, full // 10)


@pytest.fixture(scope="session")
def seed() -> int:
    """The seed of every random test: the same each run, another by SEED=."""
    return int(os.environ.get("SEED") or 20261122)


@pytest.fixture
def record_figure(request: pytest.FixtureRequest) -> Callable[[str, object, str], None]:
    """`record_figure("kill -9 indexer, lost documents", 0, "0")`; written to docs/proof.md by `make proof` only."""

    database = database_of(request.node.name)

    def record(name: str, value: object, target: str) -> None:
        name = f"{name}, {database}" if database else name
        request.node.user_properties.append((_KEY, {"name": name, "value": str(value), "target": target}))

    return record


def database_of(test: str) -> str:
    """Which database a test ran on, by its parameters: each has a line of its own."""
    return "SQLite" if "[sqlite" in test else "PostgreSQL" if "[postgresql" in test else ""


def rows(text: str) -> dict[str, str]:
    """The rows of docs/proof.md by the name of their figure."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| Figure ")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the figures of this run; those of tests that did not run stay as they were, with their date."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    found = [(report, value) for report in reports for key, value in report.user_properties if key == _KEY]
    if not (in_full() and found):
        return
    known = rows(FIGURES.read_text()) if FIGURES.exists() else {}
    today = datetime.now(UTC).date().isoformat()
    for report, figure in found:
        cells = (figure["name"], figure["value"], figure["target"], report.nodeid, report.outcome, today)
        known[figure["name"]] = "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
    FIGURES.write_text(HEAD + "\n".join(known[name] for name in sorted(known)) + "\n")
    terminalreporter.line(f"wrote {len(found)} figures to docs/{FIGURES.name}")
