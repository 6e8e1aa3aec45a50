"""The page about the search engine in a real browser, in its states: accessible, not too wide, and its buttons work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from indexer.embedded import EmbeddedEngine
from indexer.meili import MeiliEngine
from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.services import indexing
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.store import outbox
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from tests.factories import NOW, published
from tests.people import account, session_of

REASON = "document 'ap01' has impossible coordinates: {'lat': 400.0, 'lng': 5.9}"


@pytest.fixture
def well(database: Database, embedded: EmbeddedEngine, catalogue: Catalogue, tmp_path: Path) -> Context:
    """Three werkplekken in the index, checked today. (The fixture `context` is Playwright's own here.)"""
    geocoder = OfflineGeocoder(catalogue.reference)
    context = Context(database, embedded, catalogue, geocoder, tmp_path / "index.lock", lambda: NOW)
    with context.database.write() as session:
        for number in range(3):
            published(session, naam=f"Kwekerij De Linde {number}", public_id=f"ap0{number}")
        session.commit()
    indexing.rebuild(context)
    indexing.check(context)
    return context


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Context, int], Any]]:
    """`opened(context, width)`: the page, served by a portal with that context, seen by a beheerder."""
    servers: list[Any] = []
    windows = []

    def show(context: Context, width: int) -> Any:
        with context.database.write() as session:
            row = account(session, Role.BEHEERDER, with_code=True)
            session.commit()
        app = create_app(load_settings({"STATE_DIR": str(tmp_path)}), context)
        servers.append(make_server("127.0.0.1", 0, app, threaded=True))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{servers[-1].server_port}"
        windows.append(browser.new_context(viewport={"width": width, "height": 900}))
        windows[-1].add_cookies([{"name": "sessie", "value": session_of(context, row)[0], "url": url}])
        page = windows[-1].new_page()
        page.goto(f"{url}/beheer/zoekmachine")
        return page

    yield show
    for window in windows:
        window.close()
    for server in servers:
        server.shutdown()


def queued(context: Context, *parked: str) -> Context:
    """Three changes wait for five minutes, and those are parked."""
    with context.database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ["q1", "q2", "q3"], NOW - timedelta(minutes=5))
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, parked, NOW - timedelta(hours=3))
        for row in outbox.rows_of(session, outbox.INDEX_WERKPLEK, parked):
            row.parked, row.error = True, REASON
        session.commit()
    return context


STATES: dict[str, Callable[[Context], Context]] = {
    "well": lambda context: context,
    "parked": lambda context: queued(context, "ap00", "ap01", "zz9"),
    "down": lambda context: replace(queued(context), engine=MeiliEngine("http://127.0.0.1:1", "key")),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible(
    well: Context,
    opened: Callable[[Context, int], Any],
    axe: Callable[[Any], list[str]],
    sideways: Callable[[Any], int],
    state: str,
    width: int,
) -> None:
    page = opened(STATES[state](well), width)
    assert page.locator("h1").inner_text() == "Zoekmachine"
    assert (axe(page), sideways(page)) == ([], 0)


def test_trying_again_by_the_buttons(well: Context, opened: Callable[[Context, int], Any]) -> None:
    page = opened(queued(well, "ap00", "ap01", "zz9"), 1280)
    page.get_by_role("button", name="Kwekerij De Linde 1").click()
    assert {row.werkplek for row in indexing.status(well).parked} == {"ap00", "zz9"}
    page.get_by_role("button", name="Alle 2 opnieuw proberen").click()
    assert indexing.status(well).parked == ()
    assert page.get_by_text("Vastgelopen werkplekken").count() == 0
