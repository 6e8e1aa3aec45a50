"""The application's own resources, typed, for the views."""

from __future__ import annotations

from flask import current_app

from portal.config import Settings
from portal.services.context import Context


def context() -> Context:
    """The process's services context."""
    found = current_app.extensions["context"]
    assert isinstance(found, Context)
    return found


def settings() -> Settings:
    """The settings the application started with."""
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found
