"""Every view says who may use it; a test calls each route for real and fails on a view without a mark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "portal_access"


def public(view: View) -> View:
    """Anyone may, without an account; the view stores nothing about the visitor."""
    setattr(view, MARK, "public")
    return view
