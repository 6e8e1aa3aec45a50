"""The answer of a search page, for visitors and for the toegang alike."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from portal.services.offering import search_and_offer
from portal.services.unfound import How
from portal.web.current import context
from portal.web.errors import RETRY_SECONDS
from portal.web.search_form import parse

FRAGMENT = "X-Fragment"


def results(template: str, *, at_once: bool = False) -> Response:
    """The page for the query of this request; with the header X-Fragment only its results, for the page's script.

    `at_once` (toegang): words for a product or a trede are taken as filters, visibly (`portal.services.offering`), and
    nothing is counted.
    """
    here = context()
    parsed = parse(request.args, here.catalogue)
    fragment = request.headers.get(FRAGMENT) == "1"
    if at_once:
        page, wishes = search_and_offer(here, parsed.request, at_once=True)
    else:
        how: How | None = None if request.method == "HEAD" else "filter" if fragment else "search"
        page, wishes = search_and_offer(here, parsed.request, how)
    if fragment:
        template = "inwoner/_fragment.html"
    values = {"page": page, "wishes": wishes, "faults": parsed.faults, "notes": parsed.notes, "today": here.today()}
    response = make_response(render_template(template, **values))
    response.vary.add(FRAGMENT)
    if page.unavailable:
        response.status_code = 503
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
