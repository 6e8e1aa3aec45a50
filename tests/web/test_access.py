"""Every route says who may use it and is called for real: public pages answer anyone, nothing else exists yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.config import load_settings
from portal.services import setup
from portal.web.access import MARK

# Route -> an address that answers 200. A route without a row fails the test below.
ADDRESSES = {
    "/": "/",
    "/zoeken": "/zoeken?plaats=Apeldoorn",
    "/werkplekken/<string:address>": "/werkplekken/appqkk-fietsenmakerij-de-wasserij",
    "/hoe-werkt-de-volgorde": "/hoe-werkt-de-volgorde",
    "/regelingen/<string:naam>": "/regelingen/werkt-mee-apeldoorn",
    "/toegankelijkheid": "/toegankelijkheid",
    "/privacy": "/privacy",
    "/bronnen": "/bronnen",
    "/healthz/live": "/healthz/live",
    "/readyz": "/readyz",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on the demo's state."""
    folder: Path = tmp_path_factory.mktemp("state")
    settings = load_settings({"STATE_DIR": str(folder)})
    setup.prepare(settings, lambda _text: None, demo=True, offers=None, seed=1, reset=False)
    app = create_app(settings)
    yield app
    app.extensions["context"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without an account."""
    return app.test_client()


def pages(app: Flask) -> list[str]:
    """Every route outside API and static files."""
    return [r.rule for r in app.url_map.iter_rules() if not r.rule.startswith(("/api", "/static/"))]


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    unmarked = [rule.rule for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], MARK)]
    assert unmarked == []


def test_every_route_has_a_row_in_this_table(app: Flask) -> None:
    assert sorted(set(pages(app))) == sorted(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_a_visitor_may_read(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ADDRESSES.values())
def test_nothing_can_be_changed(client: FlaskClient, address: str, method: str) -> None:
    assert client.open(address, method=method).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_no_page_sets_a_cookie(client: FlaskClient, address: str) -> None:
    assert "Set-Cookie" not in client.get(address).headers
