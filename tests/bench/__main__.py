"""`make bench`: engine and page figures at each size, to the screen and into docs/performance.md.

    python -m tests.bench [1000 10000 100000]

Each part runs in a process of its own. The portal runs as `portal demo` starts it: gunicorn with 2 workers, and the
worker beside it, on a state in var/bench that is kept, so that a second run starts at once.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
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
SEED = 7
TARGETS = {(10_000, 1): "p95 <= 40 ms", (10_000, 8): ">= 150 requests/s"}


def main(sizes: list[int]) -> int:
    """Measure every size, then write the file."""
    parts = [_head()]
    for size in sizes:
        print(f"\n== {size} offers", flush=True)
        parts += [f"## {size} offers", "### Engine", _engine(size)]
        parts += _pages(size)
    parts += ["## Review", _output([sys.executable, "-m", "tests.bench.review_figures"], check=True)]
    print(parts[-1], flush=True)
    OUTPUT.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"\nWrote {OUTPUT.relative_to(ROOT)}")
    return 0


def _head() -> str:
    day = datetime.now(UTC).date().isoformat()
    revision = _output(["git", "rev-parse", "--short", "HEAD"]) or "unknown revision"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return (
        "# Performance\n\n"
        f"Made by `make bench` on {day}, revision {revision}; {machine}. Median of {RUNS} runs. Portal and load share "
        "these cores, so the page figures are on the low side. The machine's noise is up to 40 %."
    )


def _engine(size: int) -> str:
    command = [sys.executable, "-m", "tests.bench.engine_figures", "--offers", str(size), "--seed", str(SEED)]
    table = _output([*command, "--runs", str(RUNS)], check=True)
    print(table, flush=True)
    return table


def _pages(size: int) -> list[str]:
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    portal = RunningPortal(folder, "--offers", str(size), "--seed", str(SEED), workers=2)
    try:
        portal.wait_until_up(seconds=1800)
        rows = [_row(size, clients, portal.url) for clients in CLIENTS]
    finally:
        portal.stop()
    head = "| clients | p50 ms | p95 ms | requests/s | not 200 | target |\n|---|---|---|---|---|---|"
    shown = "\n".join([head, *rows])
    parts = _where_time_goes(folder / f"demo-{size}-{SEED}")
    print(shown, parts, sep="\n\n", flush=True)
    title = "### Page `/zoeken` (gunicorn, 2 workers, mixed searches)"
    return [title, shown, "### Where the time of one page goes (one process, no network)", parts]


def _row(size: int, clients: int, url: str) -> str:
    runs = [_load(url, clients, run) for run in range(RUNS)]
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
