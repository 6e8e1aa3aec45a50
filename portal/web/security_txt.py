"""Whom to tell about a weakness: `/.well-known/security.txt` (RFC 9116; design/reliability.md section 6)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Flask, Response

from portal.web.access import public
from portal.web.current import context, settings

PATH = "/.well-known/security.txt"
POLICY_PATH = "/zwakke-plek-melden"
_VALID_DAYS = 180  # counted from the day of asking: it never runs out, and stays under the year of RFC 9116


def register(app: Flask) -> None:
    """Add the address; it exists once, not per language."""
    app.add_url_rule(PATH, "security_txt", view_func=security_txt)


@public
def security_txt() -> Response:
    """Lines of `Name: value`; contact and addresses from the settings, never from what a request says its host is."""
    here = settings()
    until = datetime.combine(context().today() + timedelta(days=_VALID_DAYS), time())
    lines = (
        f"Contact: mailto:{here.contact_email}",
        f"Expires: {until.isoformat()}Z",
        f"Canonical: {here.public_url}{PATH}",
        f"Policy: {here.public_url}{POLICY_PATH}",
        "Preferred-Languages: nl, en",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
