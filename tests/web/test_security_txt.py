"""`/.well-known/security.txt` (reliability.md section 6; RFC 9116)."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

from portal import create_app
from portal.config import load_settings
from portal.services.context import Context

_ENVIRON = {"PUBLIC_URL": "https://werkplek.example", "CONTACT_EMAIL": "veilig@werkplek.example"}


def _fields(context: Context, address: str = "/.well-known/security.txt") -> dict[str, str]:
    client = create_app(load_settings(_ENVIRON), context).test_client()
    answer = client.get(address, headers={"Host": "elders.example"})
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_it_names_the_contact_of_the_settings_and_addresses_under_public_url(context: Context) -> None:
    fields = _fields(context)
    expires = fields.pop("Expires")
    assert fields == {
        "Contact": "mailto:veilig@werkplek.example",
        "Canonical": "https://werkplek.example/.well-known/security.txt",
        "Policy": "https://werkplek.example/zwakke-plek-melden",
        "Preferred-Languages": "nl, en",
    }
    assert expires.endswith("Z")


def test_it_never_runs_out_and_stays_under_a_year(context: Context) -> None:
    for day in (datetime(2026, 11, 28, 23, 30, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)):
        then = dataclasses.replace(context, clock=lambda day=day: day)
        left = datetime.fromisoformat(_fields(then)["Expires"]) - day
        assert timedelta(days=30) < left < timedelta(days=365)


def test_the_page_that_it_names_gives_the_same_contact(context: Context) -> None:
    client = create_app(load_settings(_ENVIRON), context).test_client()
    assert 'href="mailto:veilig@werkplek.example"' in client.get("/zwakke-plek-melden").text
