"""The public part of a plan as a file: only while something of it is published, and harmless wherever it is opened."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader

from portal import create_app
from portal.config import load_settings
from portal.services.context import Context
from portal.web.downloads import pdf_download
from tests.factories import NOW, published

APELDOORN = "werkt-mee-apeldoorn"


@pytest.fixture
def app(context: Context) -> Flask:
    """The application on an empty database."""
    return create_app(load_settings({}), context)


def add(context: Context, *, withdrawn: bool = False) -> tuple[str, str]:
    """A plan with one werkplek: the address of its public part, and of the page of the werkplek."""
    with context.database.write() as session:
        rows = published(session, aanbieder_naam="Café <Zuid> & Co")
        rows.version.answers = {"aanbod": "Wij bieden werk.", "voortgang": "Geheim blad."}
        rows.plan.withdrawn_at = NOW if withdrawn else None
        addresses = f"/plannen/{rows.aanbieder.public_id}/{APELDOORN}.pdf", f"/werkplekken/{rows.werkplek.public_id}"
        session.commit()
    return addresses


def test_it_is_the_public_part_of_the_plan(app: Flask, context: Context) -> None:
    answer = app.test_client().get(add(context)[0])
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert answer.status_code == 200
    assert "Wij bieden werk." in text
    assert "Geheim" not in text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_it_may_do_nothing_and_stays_nowhere(app: Flask, context: Context, prefix: str) -> None:
    headers = app.test_client().get(prefix + add(context)[0]).headers
    assert {name: headers[name] for name in EXACT} == EXACT
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert policy == {
        "sandbox", "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"
    }  # fmt: skip


EXACT = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=UTF-8''plan-van-aanpak-cafe-zuid-co.pdf",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def test_a_name_cannot_leave_the_header() -> None:
    disposition = pdf_download(b"", 'a"\r\nX-Kwaad: 1; ../b').headers["Content-Disposition"]
    assert disposition == "attachment; filename*=UTF-8''a-x-kwaad-1-b.pdf"


@pytest.mark.parametrize("address", ["/plannen/zzzz/werkt-mee-apeldoorn.pdf", "/plannen/zzzz/x.pdf"])
def test_an_unknown_plan_is_not_found(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_withdrawn_plan_is_not_found(app: Flask, context: Context) -> None:
    assert app.test_client().get(add(context, withdrawn=True)[0]).status_code == 404


@pytest.mark.parametrize(("prefix", "text"), [("", "Lees het plan als pdf"), ("/en", "Read the plan as a PDF")])
def test_the_page_of_the_werkplek_links_to_it(app: Flask, context: Context, prefix: str, text: str) -> None:
    plan, werkplek = add(context)
    page = app.test_client().get(prefix + werkplek, follow_redirects=True).get_data(as_text=True)
    assert f'href="{prefix}{plan}"' in page
    assert text in page
