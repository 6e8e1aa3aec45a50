"""Headers and methods, on answers and errors alike (/core/transport/security-headers, /core/transport/cors)."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.config import Settings
from portal.services.context import Context
from portal.web.api import views

BASE = "/api/v1"
EXPECTED = {
    "API-Version": "1.0.0",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def _headers_of(response: Any) -> dict[str, str]:
    return {name: response.headers.get(name) for name in EXPECTED}


@pytest.mark.parametrize(
    ("method", "path", "accept", "status"),
    [
        ("GET", "/werkplekken", None, 200),
        ("HEAD", "/werkplekken", None, 200),
        ("OPTIONS", "/werkplekken", None, 204),
        ("GET", "/werkplekken?trede=x", None, 400),
        ("GET", "/werkplekken/w99", None, 404),
        ("GET", "/niets", None, 404),
        ("OPTIONS", "/niets", None, 404),
        ("POST", "/niets", None, 404),
        ("POST", "/werkplekken", None, 405),
        ("TRACE", "/werkplekken/w1", None, 405),
        ("VERZIN", "/branches", None, 405),
        ("GET", "/branches", "text/html", 406),
        ("GET", "/branches", "application/json;q=0", 406),
        ("GET", "/branches", "onzin", 406),
    ],
)
def test_headers_on_every_answer(client: FlaskClient, method: str, path: str, accept: str | None, status: int) -> None:
    response = client.open(BASE + path, method=method, headers={"Accept": accept} if accept else {})
    assert response.status_code == status
    assert _headers_of(response) == EXPECTED
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1"])
def test_json_is_given_to_whoever_takes_it(client: FlaskClient, accept: str) -> None:
    assert client.get(f"{BASE}/branches", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2", "/api//v1/branches", "/api/v1/x%0Ay", "/api/v1/%FF", "/api/%00"]
)
def test_every_path_under_api_is_answered_by_the_api(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert _headers_of(response) == EXPECTED


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(views, "find", broken)
    response = app.test_client().get(f"{BASE}/werkplekken?q=tuin")
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert _headers_of(response) == EXPECTED
    assert "geheim" not in response.text


def test_the_log_of_a_fault_holds_no_words_of_the_search(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(views, "find", lambda *_, **__: 1 / 0)
    app.test_client().get(f"{BASE}/werkplekken?q=zoekwoord")
    assert "/api/v1/werkplekken" in caplog.text
    assert "zoekwoord" not in caplog.text


def test_405_and_options_name_the_methods(client: FlaskClient) -> None:
    assert client.delete(f"{BASE}/werkplekken").headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.options(f"{BASE}/werkplekken/w1").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    get, head = client.get(f"{BASE}/branches"), client.head(f"{BASE}/branches")
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.data))


def test_a_browser_that_asks_first_may_read_from_any_origin(client: FlaskClient) -> None:
    asked = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}
    response = client.options(f"{BASE}/werkplekken", headers=asked)
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    ("env", "expected"), [("development", None), ("production", "max-age=63072000; includeSubDomains")]
)
def test_hsts_only_in_production(settings: Settings, filled: Context, env: Any, expected: str | None) -> None:
    client = create_app(replace(settings, env=env), filled).test_client()
    for path in ("/branches", "/niets"):
        assert client.get(BASE + path).headers.get("Strict-Transport-Security") == expected


def test_nothing_outside_the_api_is_open_to_other_origins(client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/niets", headers={"Origin": "https://x.example"}).headers


def test_the_api_has_one_address_and_no_english_one(client: FlaskClient) -> None:
    assert client.get("/en/api/v1/branches").status_code == 404
