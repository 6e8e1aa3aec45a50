"""Put the application together: settings, context, look, headers, errors, and a blueprint per audience."""

from __future__ import annotations

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Settings, load_settings
from portal.resources import static_path
from portal.services.context import Context, open_context
from portal.web import (
    aanbieder,
    access,
    account,
    api,
    beheer,
    csrf,
    errors,
    gemeente,
    headers,
    health,
    inwoner,
    look,
    security_txt,
    sessions,
    toegang,
)
from portal.web.search_form import QueryRequest

_LARGEST_BODY = 1024 * 1024  # bytes; no page takes an upload


def build(settings: Settings | None = None, context: Context | None = None) -> Flask:
    """A Flask application; see `portal.create_app`."""
    settings = settings or load_settings(os.environ)
    context = context or open_context(settings, writes_index=False)
    app = Flask("portal", static_folder=None, template_folder="web/templates")
    app.request_class = QueryRequest
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=_LARGEST_BODY)
    app.url_map.strict_slashes = True
    app.extensions["settings"] = settings
    app.extensions["context"] = context
    look.register(app, static_path(), look.Site(theme=settings.theme, demo=context.made_up))
    headers.register(app, production=settings.production)
    errors.register(app)
    sessions.register(app)
    csrf.register(app)
    access.register(app)
    health.register(app)
    security_txt.register(app)
    for audience in (inwoner, account, aanbieder, gemeente, toegang, beheer):
        audience.register(app)
    api.register(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops  # exactly as many as there are, else a client can forge them (P25)
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
