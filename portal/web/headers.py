"""The headers of every HTML answer, errors included (design/reliability.md section 6). The API has its own."""

from __future__ import annotations

from flask import Flask, Response, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-create=(self), "
        "publickey-credentials-get=(self)"
    ),
}
# A file to keep: it may do nothing, should a browser show it after all, and nothing in between keeps a copy.
DOWNLOAD_CSP = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
DOWNLOAD_TYPES = frozenset({"application/pdf"})
API_PATH = "/api"


def register(app: Flask, *, production: bool) -> None:
    """Set them after every request outside the API. Without https there is no HSTS and no upgrade."""
    fixed = dict(_ALWAYS)
    fixed["Content-Security-Policy"] = CSP + ("; upgrade-insecure-requests" if production else "")
    if production:
        fixed["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    @app.after_request
    def _add(response: Response) -> Response:
        if request.path == API_PATH or request.path.startswith(API_PATH + "/"):
            return response
        for name, value in fixed.items():
            response.headers[name] = value
        if response.mimetype in DOWNLOAD_TYPES:
            response.headers["Content-Security-Policy"] = DOWNLOAD_CSP
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
