"""The resources. Each view: read the keys, one service call, shape the answer; a Problem ends it early."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, request

from portal.services.find import find
from portal.services.locate import suggest_places
from portal.services.search import SearchPage
from portal.services.werkplekken import get_public
from portal.web.api import shape
from portal.web.api.answers import encoded
from portal.web.api.openapi import describe
from portal.web.api.operations import LONGEST_PREFIX
from portal.web.api.problems import Problem
from portal.web.current import context, settings
from portal.web.search_form import Fault, FormReader, args_of, parse

_ID_LENGTH = 20  # characters; the longest id there is


def werkplekken() -> bytes:
    """Search. All faults at once: those of the keys and that of the place."""
    here = context()
    parsed = parse(args_of(request.query_string), here.catalogue)
    page = find(here, parsed.request, list_without_place=True)
    faults = [_fault(fault) for fault in parsed.faults]
    if page.place_unknown or (page.place_candidates and page.place is None):
        faults.append(_place_fault(page))
    if faults:
        raise Problem(400, errors=faults)
    if page.unavailable:
        raise Problem(503)
    return encoded(shape.search_page(page, parsed.notes, settings().public_url))


def werkplek(id: str) -> bytes:  # noqa: A002  the name in the path
    """One werkplek; unknown and unpublished are the same."""
    _no_keys()
    known = len(id) <= _ID_LENGTH and id.isascii() and id.isalnum() and id == id.lower()
    page = get_public(context(), id) if known else None
    if page is None:
        raise Problem(404, "Deze werkplek is er niet, of is niet meer te kiezen. Zoek opnieuw via /api/v1/werkplekken.")
    return encoded(shape.werkplek_with_plan(page, settings().public_url))


def plaatsen() -> bytes:
    """Places for what has been typed so far."""
    read = FormReader(args_of(request.query_string))
    read.refuse_unknown({"q"})
    typed = read.text("q", LONGEST_PREFIX)
    if not read.args.get("q"):
        read.wrong("q", "Geef bij ‘q’ het begin van een postcode of een plaats.")
    if read.faults:
        raise Problem(400, errors=[_fault(fault) for fault in read.faults])
    found = suggest_places(typed, context().catalogue.reference)
    return encoded({"plaatsen": [shape.place(place) for place in found]})


def gemeenten() -> bytes:
    """Reference data."""
    _no_keys()
    return _once("gemeenten", lambda: shape.gemeenten(context().catalogue))


def branches() -> bytes:
    """Reference data."""
    _no_keys()
    return _once("branches", lambda: shape.branches(context().catalogue))


def regelingen() -> bytes:
    """Reference data."""
    _no_keys()
    return _once("regelingen", lambda: shape.regelingen(context().catalogue, settings().public_url))


def openapi() -> bytes:
    """The description. Takes any key: tools add some of their own, and an address that is published must answer."""
    return _once("openapi", _description)


VIEWS: dict[str, Callable[..., bytes]] = {
    view.__name__: view for view in (werkplekken, werkplek, plaatsen, gemeenten, branches, regelingen, openapi)
}


def _description() -> dict[str, Any]:
    return describe(context().catalogue, settings().public_url, settings().contact_email)


def _once(name: str, make: Callable[[], Any]) -> bytes:
    """Made on first use and kept: the data files never change while the process runs."""
    kept: dict[str, bytes] = current_app.extensions["api"]
    if name not in kept:
        kept[name] = encoded(make())
    return kept[name]


def _no_keys() -> None:
    read = FormReader(args_of(request.query_string))
    read.refuse_unknown(())
    if read.faults:
        raise Problem(400, errors=[_fault(fault) for fault in read.faults])


def _fault(fault: Fault) -> dict[str, Any]:
    return {"in": "query", "naam": fault.naam, "melding": fault.melding}


def _place_fault(page: SearchPage) -> dict[str, Any]:
    catalogue = context().catalogue
    melding = page.place_note or "Wij kennen deze plaats niet. Geef een postcode of een woonplaats."
    candidates = [shape.candidate(choice, catalogue) for choice in page.place_candidates]
    return {"in": "query", "naam": "plaats", "melding": melding, "kandidaten": candidates}
