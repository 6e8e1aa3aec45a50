"""Error pages that say what to do next. Under /api the API answers for itself."""

from __future__ import annotations

import logging

from flask import Flask, abort, render_template, request
from werkzeug import exceptions
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.services.refusals import NotFound
from portal.web.csrf import ForgedForm
from portal.web.headers import API_PATH

log = logging.getLogger("web")
PAGES = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
RETRY_SECONDS = "30"
UNREADABLE = "portal.unreadable"  # set by `portal.web_worker`, for a request that it could not read: the status


def register(app: Flask) -> None:
    """Answer every HTTP error with a page of its own, and every fault with the page for 500."""
    app.before_request(_stop_unreadable)
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Exception, _fault)
    # Of a service: there is no such thing, or it is someone else's; the answer is the same.
    app.register_error_handler(NotFound, lambda _error: _answer(exceptions.NotFound()))


def _stop_unreadable() -> None:
    if status := request.environ.get(UNREADABLE):
        abort(int(status))


def _answer(error: HTTPException):  # type: ignore[no-untyped-def]
    if error.response is not None or (error.code or 500) < 400:
        return error
    code = error.code or 500
    if request.path.startswith(API_PATH + "/"):
        return error
    kind = "formulier" if isinstance(error, ForgedForm) else ""
    body = render_template("fouten/fout.html", code=code if code in PAGES else 400, soort=kind)
    response = error.get_response()
    response.set_data(body)
    response.content_type = "text/html; charset=utf-8"
    if code in (429, 503):
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _fault(error: Exception):  # type: ignore[no-untyped-def]
    # The route's template, never the address: its query holds what someone searched for (P39).
    log.error("fault in %s", request.url_rule or "an unknown route", exc_info=error)
    return _answer(InternalServerError())
