"""Health for machines: bare words, no details to strangers."""

from __future__ import annotations

from flask import Flask, Response

from portal.store.db import is_reachable
from portal.web.access import public
from portal.web.current import context


def register(app: Flask) -> None:
    """Add the two endpoints."""
    app.add_url_rule("/healthz/live", view_func=live)
    app.add_url_rule("/readyz", view_func=ready)


@public
def live() -> Response:
    """This process answers, whatever else is down."""
    return Response("ok", content_type="text/plain; charset=utf-8")


@public
def ready() -> Response:
    """Database and search engine answer; else 503."""
    here = context()
    if is_reachable(here.database) and here.engine.health().ok:
        return Response("ok", content_type="text/plain; charset=utf-8")
    response = Response("not ready", status=503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = "5"
    return response
