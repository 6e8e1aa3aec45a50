"""The application's own resources, typed, for the views."""

from __future__ import annotations

from typing import cast

from flask import current_app

from portal.config import Settings
from portal.services.context import Context


def context() -> Context:
    """The process's services context."""
    return cast(Context, current_app.extensions["context"])


def settings() -> Settings:
    """The settings the application started with."""
    return cast(Settings, current_app.extensions["settings"])
