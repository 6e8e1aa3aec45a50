"""Against forged forms: every POST carries a token that only a page of ours for this same browser can hold.

Signed in, the token belongs to the session and lasts as long. For the few forms of visitors without an account, such as
sign-in, it belongs to a cookie of 256 random bits that the page with the form sets; nothing is stored here.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from portal.web import cookies
from portal.web.headers import API_PATH

FIELD = "csrf"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_COOKIE = "formulier"


class ForgedForm(BadRequest):
    """The token is missing, of another browser, or of a session that has ended."""

    description = "csrf"


def register(app: Flask) -> None:
    """Set the visitor's cookie where a form was shown. Templates have `csrf_field()` and `csrf_token()` from `look`."""
    app.after_request(_set_cookie)


def token() -> str:
    """The token for a form on this page; for scripts, that send it in the header `X-CSRF-Token`."""
    return _sign(_of_session() or _of_visitor(make=True))


def field() -> Markup:
    """The hidden field that every `<form method="post">` starts with."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def check() -> None:
    """Refuse a changing request without the right token; raises ForgedForm."""
    # The API looks at no cookie (`sessions`), so nothing can be done there in someone's name; it answers for itself.
    if request.method in SAFE_METHODS or request.path.startswith(API_PATH + "/"):
        return
    bound_to = _of_session() or _of_visitor(make=False)
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not bound_to or not hmac.compare_digest(_sign(bound_to).encode(), given.encode()):
        raise ForgedForm


def _of_session() -> str:
    raw = g.get("session_raw", "")
    return f"session {raw}" if raw else ""


def _of_visitor(make: bool) -> str:
    raw = g.get("visitor_raw") or request.cookies.get(cookies.name(_COOKIE), "")
    if not raw and make:
        raw = g.visitor_raw = secrets.token_urlsafe(32)
    return f"visitor {raw}" if raw else ""


def _sign(bound_to: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"csrf {bound_to}".encode(), hashlib.sha256).hexdigest()


def _set_cookie(response: Response) -> Response:
    raw = g.get("visitor_raw")
    if raw:
        cookies.put(response, _COOKIE, raw)
    return response
