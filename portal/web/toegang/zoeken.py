"""Searching as the toegang does: words for a product or a trede are filters at once. Nothing about a client is kept."""

from __future__ import annotations

from flask import Response

from portal.domain.actor import Role
from portal.web import searching
from portal.web.access import allowed
from portal.web.toegang.blueprint import pages


@pages.get("/zoeken")
@allowed(Role.TOEGANG)
def zoeken() -> Response:
    """The search page of the inwoner, read with the toegang's words."""
    return searching.results("toegang/zoeken.html", at_once=True)
