"""Pages for the members of an aanbieder. A module of pages is imported here, so that its routes exist."""

from flask import Flask

from portal.web.aanbieder import keuzes, lokaal, members, plan, plekken, start, steps, verklaringen, vragen, werkplekken
from portal.web.aanbieder.blueprint import pages

__all__ = [
    "keuzes",
    "lokaal",
    "members",
    "plan",
    "plekken",
    "register",
    "start",
    "steps",
    "verklaringen",
    "vragen",
    "werkplekken",
]


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)
