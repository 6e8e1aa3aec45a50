"""What gunicorn cannot read as a request, against a portal that runs: our page, our headers, no word in the log."""

import http.client
import json
import socket

import pytest

from portal.web_worker import spelled_out
from tests.plugins.running import RunningPortal
from tests.web.test_headers import EXACT

UNREADABLE = {
    "a NUL": (b"GET /zoeken?q=geheim\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a space": (b"GET /zoeken?q=geheim plan HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "no request at all": (b"geheim\r\n\r\n", 400),
    "an address without a slash": (b"GET geheim HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "headers without end": (b"GET / HTTP/1.1\r\nX: " + b"geheim" * 20_000 + b"\r\n\r\n", 431),
}


def ask(portal: RunningPortal, raw: bytes) -> tuple[http.client.HTTPResponse, bytes]:
    """Send these bytes as they are; the answer and its body."""
    with socket.create_connection(("127.0.0.1", portal.port), timeout=30) as connection:
        connection.sendall(raw)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer, answer.read()


def get(portal: RunningPortal, target: bytes) -> tuple[http.client.HTTPResponse, bytes]:
    """GET this address, byte for byte."""
    return ask(portal, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("name", UNREADABLE)
def test_it_gets_our_page_with_our_headers(demo_portal: RunningPortal, name: str) -> None:
    raw, status = UNREADABLE[name]
    answer, body = ask(demo_portal, raw)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in EXACT} == EXACT
    assert "Begin opnieuw vanaf de zoekpagina" in body.decode()


def test_under_the_api_it_is_a_problem(demo_portal: RunningPortal) -> None:
    answer, body = get(demo_portal, b"/api/v1/werkplekken?q=geheim plan")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.headers["API-Version"]
    assert json.loads(body)["status"] == 400


def test_no_log_keeps_what_was_asked_or_who_asked(demo_portal: RunningPortal) -> None:
    """reliability.md P39 and its table: no words and no address of a visitor."""
    get(demo_portal, b"/zoeken?q=mijngeheim plan")
    assert "cannot be read" in demo_portal.printed
    assert "mijngeheim" not in demo_portal.printed
    assert "ip=" not in demo_portal.printed


def test_letters_that_are_not_spelled_out_are_words_to_search_for(demo_portal: RunningPortal) -> None:
    bare = get(demo_portal, "/api/v1/werkplekken?q=caf\u00e9&plaats=Apeldoorn".encode())
    spelled = get(demo_portal, b"/api/v1/werkplekken?q=caf%C3%A9&plaats=Apeldoorn")
    assert bare[0].status == 200
    assert bare[1] == spelled[1]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b"GET /zoeken?q=caf\xc3\xa9 HTTP/1.1", b"GET /zoeken?q=caf%C3%A9 HTTP/1.1"),
        (b"GET /zoeken?q=caf%C3%A9 HTTP/1.1", b"GET /zoeken?q=caf%C3%A9 HTTP/1.1"),
        (b"GET /a b\x00 HTTP/1.1", b"GET /a b\x00 HTTP/1.1"),  # not repaired: gunicorn refuses it
        (b"G\xc9T / HTTP/1.1", b"G\xc9T / HTTP/1.1"),
        (b"geheim", b"geheim"),
    ],
)
def test_only_letters_beyond_ascii_are_spelled_out(line: bytes, wanted: bytes) -> None:
    assert spelled_out(line) == wanted
