"""Where reviewers start."""

from __future__ import annotations

from flask import render_template

from portal.domain.actor import Role
from portal.web.access import allowed
from portal.web.gemeente.blueprint import pages


@pages.get("")
@allowed(Role.BEOORDELAAR)
def start() -> str:
    """The overview."""
    return render_template("gemeente/start.html")
