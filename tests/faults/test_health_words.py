"""What /healthz/live and /readyz say in each state: one bare word, and 503 only when nobody should be sent here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engine import EngineHealth
from portal import create_app
from portal.config import load_settings
from portal.services.context import Context
from portal.store.db import Database


class Down:
    """An engine that says so."""

    def health(self) -> EngineHealth:
        """Not well."""
        return EngineHealth("meilisearch", False, detail="connection refused by 10.0.0.7")


NO_DATABASE = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")


@pytest.mark.parametrize(
    ("parts", "ready"),
    [
        ({}, (200, "ok")),
        ({"engine": Down()}, (200, "degraded")),
        ({"database": NO_DATABASE}, (503, "not ready")),
        ({"database": NO_DATABASE, "engine": Down()}, (503, "not ready")),
    ],
    ids=["well", "engine down", "database down", "both down"],
)
def test_live_is_always_ok_and_ready_says_how_it_stands(
    context: Context, tmp_path: Path, parts: dict[str, Any], ready: tuple[int, str]
) -> None:
    context.engine.rebuild([])
    app = create_app(load_settings({"STATE_DIR": str(tmp_path)}), replace(context, **parts))
    live, answer = (app.test_client().get(path) for path in ("/healthz/live", "/readyz"))
    assert (live.status_code, live.text) == (200, "ok")
    assert (answer.status_code, answer.text) == ready
    assert ("Retry-After" in answer.headers) is (ready[0] == 503)
