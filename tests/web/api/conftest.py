"""A portal with a handful of werkplekken of the factories, asked through Flask's test client."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.document import from_werkplek
from portal import create_app
from portal.config import Settings, load_settings
from portal.services.context import Context
from portal.store import published as published_rows
from tests.factories import TODAY, published

PUBLIC_URL = "https://werkplek.example"


def _rows(context: Context) -> None:
    """Five werkplekken: Apeldoorn, Vaassen (next to it), Arnhem, a werkgebied, and one that is no longer published."""
    with context.database.write() as session:
        first = published(session, public_id="w1", products={"op-trede-3": 2, "naar-trede-4": None})
        questions = context.catalogue.regelingen.get("werkt-mee-apeldoorn").questions
        first.version.answers = {q.id: "openbaar" if q.openbaar else "geheim" for q in questions}
        published(
            session, public_id="w2", naam="Bakkerij De Korst", woonplaats="Vaassen", gemeente_code="GM0232", lat=52.29,
            lon=5.97, branches=["bakkerij"], taken=["brood bakken"], products={"op-trede-4": 0}, regulier=True,
        )  # fmt: skip
        published(
            session, public_id="w3", regeling="activerend-werk-arnhem", gemeenten=["GM0202"], woonplaats="Arnhem",
            naam="Fietsen <b>&</b> zo", gemeente_code="GM0202", lat=51.98, lon=5.91, talen=["nl", "tr"],
        )  # fmt: skip
        published(
            session, public_id="w4", woonplaats=None, gemeente_code=None, lat=None, lon=None, werkgebied=["GM0200"],
            naam="Groenploeg onderweg", begeleiding=["op-afstand"], dagdelen=["za-ochtend"], toegankelijk=True,
        )  # fmt: skip
        published(session, public_id="w5", naam="Voorbij", eind=TODAY - timedelta(days=1))
        session.commit()


@pytest.fixture
def filled(context: Context) -> Context:
    """The context with rows in the database and their documents in the index."""
    _rows(context)
    with context.database.read() as session:
        rows = published_rows.load(session, ["w1", "w2", "w3", "w4", "w5"])
        documents = [from_werkplek(row, context.catalogue, TODAY) for row in rows.values()]
    context.engine.rebuild([document for document in documents if document])
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
