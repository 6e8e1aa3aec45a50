"""`make bench`: engine and page figures at each size, to the screen and into docs/performance.md.

    python -m tests.bench [1000 10000 100000]

Each part runs in a process of its own. The portal runs as `portal demo` starts it: gunicorn with 2 workers, and the
worker beside it, on a state in var/bench that is kept, so that a second run starts at once. Each size has a section of
its own, written as soon as it is measured; other sections stay as they were, with their date and load.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal.supervisor import python_environ
from tests.plugins.running import RunningPortal

ROOT = Path(__file__).parent.parent.parent
OUTPUT = ROOT / "docs" / "performance.md"
SIZES = (1000, 10_000, 100_000)
CLIENTS = (1, 8, 32)
SECONDS = 10
RUNS = 3
LARGE, RUNS_OF_LARGE = 100_000, 1  # offers from which on one run has to do
SEED = 7
TARGETS = {(10_000, 1): "p95 <= 40 ms", (10_000, 8): ">= 150 requests/s"}
HEAD = """# Performance

Made by `make bench`: both engines in one run, then the pages. Portal and load share the cores, so the page figures are
on the low side. The machine's noise is up to 40 %; the load average says what else ran.
"""


def main(sizes: list[int]) -> int:
    """Measure every size, then the review; write each as soon as it is there."""
    for size in sizes:
        _measure(f"{size} offers", _runs(size), lambda size=size: _of(size))  # type: ignore[misc]
    _measure("Review", 1, lambda: [_output([sys.executable, "-m", "tests.bench.review_figures"], check=True)])
    return 0


def _of(size: int) -> list[str]:
    return [_engine(size), _meaning(size), *_pages(size)]


def _measure(title: str, runs: int, parts: Callable[[], list[str]]) -> None:
    _say(f"== {title}")
    before, started = _load_average(), time.monotonic()
    body = parts()
    minutes = (time.monotonic() - started) / 60
    section = "\n\n".join([f"## {title}", _circumstances(runs, before, minutes), *body])
    known = sections(OUTPUT.read_text(encoding="utf-8")) if OUTPUT.exists() else {}
    known[title] = section
    OUTPUT.write_text("\n\n".join([HEAD.strip(), *in_order(known)]) + "\n", encoding="utf-8")
    print(section, flush=True)
    _say(f"wrote {title} to {OUTPUT.relative_to(ROOT)} after {minutes:.1f} minutes")


def sections(text: str) -> dict[str, str]:
    """The sections of a file made before, by title."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.strip() for part in parts}


def in_order(known: dict[str, str]) -> list[str]:
    """Sizes first, small to large; then the rest as it stood."""
    return [
        known[title]
        for title in sorted(known, key=lambda title: int(title.split()[0]) if title[0].isdigit() else 10**9)
    ]


def _say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def _load_average() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _runs(size: int) -> int:
    return RUNS_OF_LARGE if size >= LARGE else RUNS


def _circumstances(runs: int, load_before: str, minutes: float) -> str:
    day = datetime.now(UTC).date().isoformat()
    revision = _output(["git", "rev-parse", "--short", "HEAD"]) or "unknown revision"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    often = f"median of {runs} runs" if runs > 1 else "one run"
    load = f"load average {load_before} before, {_load_average()} after (its own load included)"
    return f"{day}, revision {revision}; {machine}; {often}; {load}; took {minutes:.0f} minutes."


def _engine(size: int) -> str:
    command = [sys.executable, "-m", "tests.bench.engine_figures", "--offers", str(size), "--seed", str(SEED)]
    return "### Engines side by side\n\n" + _output([*command, "--runs", str(_runs(size))], check=True)


def _meaning(size: int) -> str:
    command = [sys.executable, "-m", "tests.bench.meaning_figures", "--offers", str(size), "--seed", str(SEED)]
    return "### By meaning\n\n" + _output(command, check=True)


def _pages(size: int) -> list[str]:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    _say("pages: starting the portal")
    portal = RunningPortal(folder, "--offers", str(size), "--seed", str(SEED), workers=2)
    try:
        portal.wait_until_up(seconds=1800)
        rows = [_row(size, clients, portal.url) for clients in CLIENTS]
    finally:
        portal.stop()
    head = "| clients | p50 ms | p95 ms | requests/s | not 200 | target |\n|---|---|---|---|---|---|"
    shown = "\n".join([head, *rows])
    parts = _where_time_goes(folder / f"demo-{size}-{SEED}")
    title = "### Page `/zoeken` (gunicorn, 2 workers, mixed searches)"
    return [title, shown, "### Where the time of one page goes (one process, no network)", parts]


def _row(size: int, clients: int, url: str) -> str:
    _say(f"pages: {clients} clients")
    runs = [_load(url, clients, run) for run in range(_runs(size))]
    p50, p95, speed = (statistics.median(run[key] for run in runs) for key in ("p50", "p95", "per_second"))
    faults = sum(run["faults"] for run in runs)
    return f"| {clients} | {p50:.1f} | {p95:.1f} | {speed:.0f} | {faults} | {TARGETS.get((size, clients), '')} |"


def _load(url: str, clients: int, run: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.load", url, str(clients), str(SECONDS), str(SEED + run)]
    return dict(json.loads(_output(command, check=True)))


def _where_time_goes(state: Path) -> str:
    environ = {**os.environ, "STATE_DIR": str(state)}
    command = [sys.executable, "-m", "tests.bench.request_parts", "600", str(SEED)]
    figures = json.loads(_output(command, environ=environ, check=True))
    rows = [f"| {name} | {times['p50']:.2f} | {times['p95']:.2f} |" for name, times in figures.items()]
    return "\n".join(["| part | p50 ms | p95 ms |\n|---|---|---|", *rows])


def _output(command: list[str], environ: dict[str, str] | None = None, check: bool = False) -> str:
    environ = python_environ(environ or os.environ)
    done = subprocess.run(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=check)
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
