"""The headers of reliability.md section 6, parsed and compared by value, on every kind of HTML answer."""

from __future__ import annotations

from typing import NoReturn

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from portal import create_app
from portal.config import load_settings
from portal.services.context import Context
from portal.web.access import public

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
}
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
ADDRESSES = ["/", "/zoeken", "/bestaat-niet", "/werkplekken/zzzzzz", "/regelingen/x", "/fout/400", "/fout/413"]
MORE = ["/fout/429", "/fout/500", "/fout/503", "/fout/echt", "/en/zoeken", "/zoeken/"]
PRODUCTION = {
    "PORTAL_ENV": "production",
    "PUBLIC_URL": "https://werkplek.example",
    "STATE_DIR": "/srv/werkplek",
    "SECRET_KEY": "s" * 64,
    "CONTACT_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SMTP_URL": "smtp://mail.example:25",
}


def _fail(code: int) -> NoReturn:
    abort(code)


def make_app(context: Context, environ: dict[str, str]) -> Flask:
    """The application, with routes that fail in every way."""
    app = create_app(load_settings(environ), context)
    app.add_url_rule("/fout/<int:code>", "fout", public(_fail))
    app.add_url_rule("/fout/echt", "echt", public(lambda: 1 / 0))
    return app


@pytest.fixture
def client(context: Context) -> FlaskClient:
    """A visitor of a portal in development, over http."""
    return make_app(context, {}).test_client()


@pytest.mark.parametrize("address", ADDRESSES + MORE)
def test_every_html_answer_carries_them(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in EXACT} == EXACT


@pytest.mark.parametrize("address", ADDRESSES + MORE)
def test_the_policy_allows_only_what_comes_from_here(client: FlaskClient, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert parts == CSP


def test_in_production_https_is_asked_for_and_kept(context: Context) -> None:
    answer = make_app(context, PRODUCTION).test_client().get("/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert answer.headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests")


def test_no_cors_outside_the_api(client: FlaskClient) -> None:
    assert (
        "Access-Control-Allow-Origin" not in client.get("/zoeken", headers={"Origin": "https://evil.example"}).headers
    )


@pytest.mark.parametrize(("address", "code"), [("/fout/429", 429), ("/fout/503", 503)])
def test_come_back_later_says_when(client: FlaskClient, address: str, code: int) -> None:
    answer = client.get(address)
    assert answer.status_code == code
    assert int(answer.headers["Retry-After"]) > 0


def test_a_fault_shows_a_page_and_no_detail(client: FlaskClient) -> None:
    answer = client.get("/fout/echt")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.get_data(as_text=True)


def test_a_fault_is_logged_by_route_not_by_address(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """P39: what someone searched for is in the address."""
    client.get("/fout/echt?q=geheim")
    assert "/fout/echt" in caplog.text
    assert "geheim" not in caplog.text
