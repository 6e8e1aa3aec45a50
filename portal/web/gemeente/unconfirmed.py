"""Werkplekken that their aanbieder did not confirm for long: the second mail went out, and the reviewer sees it."""

from __future__ import annotations

from flask import render_template

from portal.domain.actor import Role
from portal.services.unconfirmed import unconfirmed
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.gemeente.blueprint import pages


@pages.get("/niet-bevestigd")
@allowed(Role.BEOORDELAAR)
def niet_bevestigd() -> str:
    """The list, oldest first."""
    return render_template("gemeente/niet_bevestigd.html", rows=unconfirmed(context(), current_actor()))
