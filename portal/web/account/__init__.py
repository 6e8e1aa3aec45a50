"""Pages around one's account: registering, signing in, invitations, passwords, the code of the app."""

from flask import Flask

from portal.web.account import own, registering, reset, signing_in
from portal.web.account.blueprint import pages

__all__ = ["own", "register", "registering", "reset", "signing_in"]


def register(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)
