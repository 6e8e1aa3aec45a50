"""Where access staff start."""

from __future__ import annotations

from flask import render_template

from portal.domain.actor import Role
from portal.web.access import allowed
from portal.web.toegang.blueprint import pages


@pages.get("")
@allowed(Role.TOEGANG)
def start() -> str:
    """The overview."""
    return render_template("toegang/start.html")
