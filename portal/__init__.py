"""Werkplekvinder: the portal. `create_app` imports inside, so that `indexer` can import `portal.store` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings
    from portal.services.context import Context


def create_app(settings: Settings | None = None, context: Context | None = None) -> Flask:
    """The WSGI application. Settings come from the environment unless given; nothing is opened before a request."""
    from portal.web.app import build

    return build(settings, context)
