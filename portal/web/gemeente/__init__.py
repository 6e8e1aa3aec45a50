"""Pages for reviewers. A module of pages is imported here, so that its routes exist."""

from flask import Flask

from portal.web.gemeente import decisions, demand, exceptions, plan, start, unconfirmed
from portal.web.gemeente.blueprint import pages

__all__ = ["decisions", "demand", "exceptions", "plan", "register", "start", "unconfirmed"]


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)
