"""Pages for the beheerder. A module of pages is imported here, so that its routes exist."""

from flask import Flask

from portal.web.beheer import accounts, start, zoekmachine
from portal.web.beheer.blueprint import pages

__all__ = ["accounts", "register", "start", "zoekmachine"]


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)
