"""Every answer under /api: JSON, with the headers that NLGov asks of answers and errors alike (docs/api.md)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from portal.web.api.operations import VERSION
from portal.web.api.problems import Problem

ALLOWED = ("GET", "HEAD", "OPTIONS")
_ALWAYS = {
    "API-Version": VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    # Open data without credentials: any website may read it (/core/transport/cors).
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, Retry-After, Deprecation, Sunset",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(ALLOWED),
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def encoded(body: Any) -> bytes:
    """JSON in UTF-8, without white space."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def ok(body: bytes) -> Response:
    """200 with a body of `encoded`."""
    return Response(body, content_type="application/json")


def options() -> Response:
    """What may be done here, for a browser that asks before it sends."""
    response = Response(status=204, headers={"Allow": ", ".join(ALLOWED), **_PREFLIGHT})
    response.headers.pop("Content-Type", None)
    return response


def problem(found: Problem) -> Response:
    """A problem with its status and headers."""
    response = Response(encoded(found.body()), status=found.status, content_type="application/problem+json")
    response.headers.update(found.response_headers())
    return response


def add_headers(response: Response, *, production: bool) -> Response:
    """Set the headers of every answer; HSTS only where https is sure."""
    response.headers.update(_ALWAYS)
    if production:
        response.headers.update(_HSTS)
    return response
