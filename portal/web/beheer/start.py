"""Where the beheerder starts."""

from __future__ import annotations

from flask import render_template

from portal.domain.actor import Role
from portal.web.access import allowed
from portal.web.beheer.blueprint import pages


@pages.get("")
@allowed(Role.BEHEERDER)
def start() -> str:
    """The overview."""
    return render_template("beheer/start.html")
