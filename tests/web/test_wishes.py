"""Offered filters and another spelling on the page: links that work without a script, and the toegang's page."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.domain.dagdelen import DAGDELEN
from portal.services.context import Context
from portal.web.wishes import dagdeel_chips, dagdelen_label
from tests.factories import published
from tests.people import Browser, account
from tests.web.api.rows import fill


@pytest.fixture
def app(context: Context, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a handful of werkplekken."""
    fill(context)
    return create_app(load_settings({"STATE_DIR": str(tmp_path_factory.mktemp("state"))}), context)


@pytest.fixture
def toegang(app: Flask, context: Context) -> Browser:
    """A browser of the toegang of Apeldoorn."""
    with context.database.write() as session:
        row = account(session, Role.TOEGANG, gemeenten=["GM0200"], with_code=True)
        session.commit()
    return Browser(app).sign_in(row)


def choices(page: str) -> list[tuple[str, str, int]]:
    """(address, text, number) of each offered link."""
    found = re.findall(r'<a class="pv-bedoelt__keuze" href="([^"]*)">(.*?)</a>', page)
    texts = [(html.unescape(address), re.sub(r"<[^>]*>", "", text)) for address, text in found]
    return [(address, text.rpartition(" (")[0], int(text.rpartition(" (")[2][:-1])) for address, text in texts]


def total(page: str) -> int:
    """The number above the results."""
    found = re.search(r"(\d+) werkplek(?:ken)? gevonden", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("q=zaterdagochtend", "alleen zaterdag ochtend?"),
        ("q=planten+in+het+weekend", "alleen zaterdag of zondag?"),
        ("q=op+trede+3", "alleen Werkt mee op trede 3?"),
        ("q=trede+3", "u staat op trede 3?"),
        ("q=naar+trede+4", "u wilt naar trede 4?"),
        ("q=rolstoel", "goed te bereiken met een rolstoel?"),
        ("q=vrije+plek", "alleen met een vrije plek?"),
        ("q=Nederlandstalig", "alleen plekken met Nederlands?"),
        ("q=begeleiding+op+afstand", "begeleider is op afstand?"),
        ("q=tiun", "tuin?"),
    ],
)
def test_the_link_gives_the_number_it_promises(app: Flask, query: str, text: str) -> None:
    client = app.test_client(use_cookies=False)
    found = choices(client.get(f"/zoeken?plaats=Apeldoorn&{query}").get_data(as_text=True))
    assert [one[1] for one in found] == [text]
    assert total(client.get(f"/zoeken{found[0][0]}").get_data(as_text=True)) == found[0][2] > 0


def test_the_link_keeps_the_rest_of_the_search(app: Flask) -> None:
    page = app.test_client().get("/zoeken?plaats=Apeldoorn&q=planten+op+trede+3&branche=groen&volgorde=afstand")
    ((address, _, _),) = choices(page.get_data(as_text=True))
    assert address == "?plaats=Apeldoorn&branche=groen&volgorde=afstand&q=planten&product=op-trede-3"


def test_the_spelling_stands_below_what_was_typed(app: Flask) -> None:
    page = app.test_client().get("/zoeken?plaats=Apeldoorn&q=tiun").get_data(as_text=True)
    assert 'value="tiun"' in page
    assert (total(page), choices(page)[0][1]) == (0, "tuin?")


@pytest.mark.parametrize("query", ["q=planten", "q=geen+planten", "q=%22op+trede+3%22", "", "q=oriëntatie"])
def test_without_such_words_there_is_no_block(app: Flask, query: str) -> None:
    assert "pv-bedoelt" not in app.test_client().get(f"/zoeken?plaats=Apeldoorn&{query}").get_data(as_text=True)


def test_what_no_filter_expresses_says_where_to_look(app: Flask) -> None:
    page = app.test_client().get("/zoeken?plaats=Apeldoorn&q=niet+te+druk").get_data(as_text=True)
    assert "hoe groot de groep is." in page


@pytest.mark.parametrize(("query", "told"), [("plaats=Arnhem&q=Turks", True), ("plaats=Apeldoorn&q=zaterdag", False)])
def test_an_offer_of_more_than_there_are_now_says_how_that_can_be(app: Flask, query: str, told: bool) -> None:
    page = app.test_client().get(f"/zoeken?{query}").get_data(as_text=True)
    assert ("Dan zoeken wij niet meer op dat woord zelf" in page, bool(choices(page))) == (told, True)


def test_when_no_word_is_left_the_page_says_so(app: Flask) -> None:
    page = app.test_client().get("/zoeken?plaats=Apeldoorn&q=geen+dieren").get_data(as_text=True)
    assert "Er blijft geen zoekwoord over. Wij zochten daarom zonder woorden. U ziet alle werkplekken" in page


@pytest.mark.parametrize("part", ["zaterdag ", "geen trede 3 ", "tiun ", '"'])
def test_eight_kilobytes_of_words_are_answered(app: Flask, toegang: Browser, part: str) -> None:
    query = {"plaats": "Apeldoorn", "q": part * (8_000 // len(part))}
    for answer in (
        app.test_client().get("/zoeken", query_string=query),
        toegang.client.get("/toegang/zoeken", query_string=query),
    ):
        assert answer.status_code == 200


def test_the_toegang_has_product_and_trede_on_at_once(toegang: Browser) -> None:
    page = toegang.get("/toegang/zoeken?plaats=Apeldoorn&q=planten+op+trede+3").get_data(as_text=True)
    assert "Wij lazen “op trede 3” als filter: alleen Werkt mee op trede 3." in page
    assert 'action="/toegang/zoeken"' in page
    assert 'href="?plaats=Apeldoorn&amp;q=planten+%22op+trede+3%22">Zoek op de woorden zelf' in page
    assert 'href="?q=planten&amp;plaats=Apeldoorn">' in page  # its chip switches the filter off


def test_the_script_of_the_page_gets_the_same(toegang: Browser) -> None:
    answer = toegang.client.get("/toegang/zoeken?plaats=Apeldoorn&q=op+trede+3", headers={"X-Fragment": "1"})
    assert "Wij lazen “op trede 3” als filter" in answer.get_data(as_text=True)
    assert "<html" not in answer.get_data(as_text=True)


def test_the_api_offers_only_the_spelling(app: Flask, context: Context) -> None:
    with context.database.write() as session:
        published(session, public_id="w9")
        session.commit()
    answer = app.test_client().get("/api/v1/werkplekken?plaats=Apeldoorn&q=tiun").get_json()
    assert (answer["totaal"], answer["suggestie"], answer["meldingen"]) == (0, "tuin", [])


@pytest.mark.parametrize(
    ("tokens", "label"),
    [
        (["ma-ochtend", "di-ochtend"], "maandag of dinsdag, ochtenden"),
        (["za-ochtend"], "zaterdag ochtend"),
        (["za-ochtend", "za-middag", "za-avond"], "zaterdag"),
        (["za-ochtend", "zo-middag"], "zaterdag ochtend of zondag middag"),
        ([f"{day}-avond" for day in ("ma", "di", "wo", "do", "vr", "za", "zo")], "avonden"),
        ([one for one in DAGDELEN if one[:2] not in ("za", "zo")], "maandag tot en met vrijdag"),
    ],
)
def test_parts_of_the_week_in_few_words(app: Flask, tokens: list[str], label: str) -> None:
    with app.test_request_context("/zoeken"):
        assert dagdelen_label(tokens) == label


def test_a_whole_row_of_the_week_is_one_chip(app: Flask) -> None:
    mornings = [f"{day}-ochtend" for day in ("ma", "di", "wo", "do", "vr", "za", "zo")]
    with app.test_request_context("/zoeken"):
        assert dagdeel_chips([*mornings, "ma-avond"]) == [("ochtenden", ["ma-avond"]), ("maandag avond", mornings)]
