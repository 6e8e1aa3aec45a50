"""Where the time of one page goes: `python -m tests.bench.request_parts REQUESTS SEED` with the settings of a state.

The functions that `/zoeken` calls are wrapped with a clock, in this process only; the rest is Flask, form and headers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import portal.services.find as finding
import portal.web.searching as searching
from portal import create_app
from portal.config import load_settings
from portal.services.context import open_context
from tests.bench.load import percentile
from tests.bench.traffic import Traffic


class Clock:
    """Milliseconds per named part of the request under way."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    def wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, timed; a part that is called more than once adds up."""

        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self.parts[name] = self.parts.get(name, 0.0) + (time.perf_counter() - started) * 1000

        return timed


class TimedEngine:
    """The context's engine with a clock around its searches."""

    def __init__(self, engine: Any, clock: Clock) -> None:
        self._engine = engine
        self.search = clock.wrap("engine", engine.search)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def measure(requests: int, seed: int) -> dict[str, dict[str, float]]:
    """p50 and p95 per part, in milliseconds."""
    settings = load_settings(os.environ)
    clock = Clock()
    opened = open_context(settings)
    context = replace(opened, engine=TimedEngine(opened.engine, clock))
    finding.locate = clock.wrap("locate", finding.locate)
    finding.card_of = clock.wrap("cards", finding.card_of)
    searching.search_and_offer = clock.wrap("service, all of it", searching.search_and_offer)
    searching.render_template = clock.wrap("template", searching.render_template)
    client = create_app(settings, context).test_client()
    traffic = Traffic(seed)
    seen: list[dict[str, float]] = []
    for _ in range(requests):
        clock.parts = {}
        started = time.perf_counter()
        client.get(traffic.address())
        seen.append({**clock.parts, "whole request": (time.perf_counter() - started) * 1000})
    context.close()
    measured = seen[len(seen) // 10 :]  # the first tenth warms the caches
    names = ("locate", "engine", "cards", "service, all of it", "template", "whole request")
    columns = {name: [parts.get(name, 0.0) for parts in measured] for name in names}
    return {name: {"p50": percentile(values, 50), "p95": percentile(values, 95)} for name, values in columns.items()}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
