"""The session of a request: recognised by its cookie before the view, set and ended by the sign-in pages."""

from __future__ import annotations

from flask import Flask, Response, g, request

from portal.services import browser_sessions
from portal.services.browser_sessions import SignedIn
from portal.services.signing_in import Step
from portal.web import cookies
from portal.web.current import context

_COOKIE = "sessie"
_LONGEST = 100  # characters of a cookie that is worth looking up
_NO_PERSON = ("/static/", "/api/", "/healthz/", "/readyz", "/.well-known/")


def register(app: Flask) -> None:
    """Recognise the browser before every page; keep pages of signed-in people out of search engines."""
    app.before_request(_recognise)
    app.after_request(_mark)


def signed_in() -> SignedIn | None:
    """The session of this request; None for a visitor."""
    found = g.get("signed_in")
    return found if isinstance(found, SignedIn) else None


def begin(response: Response, step: Step) -> Response:
    """Give the browser the id of a new session; the old one, if any, is of no more use to it."""
    cookies.put(response, _COOKIE, step.raw)
    return response


def end(response: Response) -> Response:
    """Take the cookie away and let the browser forget what it kept of these pages."""
    cookies.remove(response, _COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def visitor_address() -> str:
    """The internet address of the browser, as far as the proxies in front are believed (PROXY_HOPS)."""
    return request.remote_addr or ""


def _recognise() -> None:
    raw = request.cookies.get(cookies.name(_COOKIE), "")
    if not raw or len(raw) > _LONGEST or request.path.startswith(_NO_PERSON):
        return
    found = browser_sessions.recognise(context(), raw)
    if found is not None:
        g.signed_in, g.session_raw = found, raw


def _mark(response: Response) -> Response:
    if signed_in() is not None:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
