"""A portal with a handful of werkplekken of the factories, asked through Flask's test client."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.config import Settings, load_settings
from portal.services.context import Context
from tests.web.api.rows import fill

PUBLIC_URL = "https://werkplek.example"


@pytest.fixture
def filled(context: Context) -> Context:
    """The context with rows in the database and their documents in the index."""
    fill(context)
    return context


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    """Settings with an https address, for development."""
    return load_settings({"PUBLIC_URL": PUBLIC_URL, "STATE_DIR": str(tmp_path)})


@pytest.fixture
def app(settings: Settings, filled: Context) -> Flask:
    """The real application."""
    return create_app(settings, filled)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def get(client: FlaskClient) -> Callable[[str], Any]:
    """`get("/werkplekken?q=tuin")` under /api/v1: the JSON of a 200."""

    def ask(path: str) -> Any:
        response = client.get("/api/v1" + path)
        assert response.status_code == 200, response.text
        return response.json

    return ask
