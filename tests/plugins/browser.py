"""Journeys in a real browser: Debian's Chromium through Playwright, with axe-core for accessibility.

`page` (pytest-playwright) is a new window. `watched_page` is the same and fails the test by itself when the page
reaches for another host or when a script goes wrong.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
_RUN_AXE = """() => axe.run(document, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
    resultTypes: ['violations']
})"""
_AXE_IS_THERE = "() => typeof axe !== 'undefined'"
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the browser is a browser test, and without Chromium it is skipped with a reason."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; headless and a fresh profile are Playwright's own default."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Dutch reader on a laptop; a test that is about a phone sets its own size."""
    return {
        **browser_context_args,
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """`axe(page)`: one line per violation of WCAG 2.2 AA or of good practice; empty when there is none."""
    source = AXE.read_text(encoding="utf-8")

    def run(page: Any) -> list[str]:
        if not page.evaluate(_AXE_IS_THERE):  # it stays until another page is opened
            page.evaluate(source)  # evaluate() passes the strict CSP; add_script_tag() is refused by it
        violations = page.evaluate(_RUN_AXE)["violations"]
        return [f"{v['id']}: {v['help']}: {node['target']}" for v in violations for node in v["nodes"]]

    return run


@pytest.fixture(scope="session")
def sideways() -> Callable[[Any], int]:
    """`sideways(page)`: CSS pixels that the page is wider than its window; 0 is right."""
    return lambda page: int(page.evaluate(_WIDE))


@pytest.fixture
def watched_page(page: Any) -> Iterator[Any]:
    """A page that fails the test on a console error, a script error, or a request to another host."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(f"script: {error}"))
    page.on("request", lambda request: seen.append(f"elsewhere: {request.url}") if elsewhere(request.url) else None)
    yield page
    assert not seen


def elsewhere(url: str) -> bool:
    """A request that does not stay on this machine."""
    return not url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:"))
