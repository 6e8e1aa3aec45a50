"""Health for machines: bare words, no details to strangers."""

from __future__ import annotations

from flask import Flask, Response

from portal.store.db import is_reachable
from portal.web.access import public
from portal.web.current import context

_TEXT = "text/plain; charset=utf-8"


def register(app: Flask) -> None:
    """Add the two endpoints."""
    app.add_url_rule("/healthz/live", view_func=live)
    app.add_url_rule("/readyz", view_func=ready)


@public
def live() -> Response:
    """This process answers, whatever else is down."""
    return Response("ok", content_type=_TEXT)


@public
def ready() -> Response:
    """May visitors be sent here? Only without a database not: then 503.

    Without the search engine the portal searches in the database, so it stays in service and says `degraded`. Taking
    every web server out because of one engine would end what still works.
    """
    here = context()
    if not is_reachable(here.database):
        response = Response("not ready", status=503, content_type=_TEXT)
        response.headers["Retry-After"] = "5"
        return response
    return Response("ok" if here.engine.health().ok else "degraded", content_type=_TEXT)
