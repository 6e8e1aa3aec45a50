"""Templates rendered as the portal renders them, without the services behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template

from portal.config import load_settings
from portal.resources import static_path
from portal.web import look

Render = Callable[..., str]


@pytest.fixture(scope="session")
def looking() -> Flask:
    """An application with only the look; `/page` renders what `app.extensions["screen"]` holds."""
    app = Flask("portal", template_folder="web/templates", static_folder=None)
    app.secret_key = "for the tests of templates only"
    app.extensions["settings"] = load_settings({})
    look.register(app, static_path(), look.Site(demo=True))

    @app.get("/page")
    def page() -> str:
        template, variables = app.extensions["screen"]
        return render_template(template, **variables)

    return app


@pytest.fixture(scope="session")
def render(looking: Flask) -> Render:
    """`render(template, variables, language="nl")`: the HTML, asked for through the address of that language."""

    def ask(template: str, variables: dict[str, Any], language: str = "nl") -> str:
        looking.extensions["screen"] = (template, variables)
        answer = looking.test_client().get("/page" if language == "nl" else f"/{language}/page")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return ask
