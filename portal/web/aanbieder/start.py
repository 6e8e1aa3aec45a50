"""Where members of an aanbieder start."""

from __future__ import annotations

from flask import render_template

from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.access import allowed


@pages.get("")
@allowed(*MEMBERS)
def start() -> str:
    """The overview."""
    return render_template("aanbieder/start.html")
