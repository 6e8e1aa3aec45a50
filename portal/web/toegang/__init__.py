"""Pages for access staff. A module of pages is imported here, so that its routes exist."""

from flask import Flask

from portal.web.toegang import start, zoeken
from portal.web.toegang.blueprint import pages

__all__ = ["register", "start", "zoeken"]


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)
