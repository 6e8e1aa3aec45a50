"""What the pages for the inwoner say: an order that can be checked, regelingen with sources, gemeenten outside."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.document import rank_key
from indexer.schema import FIRST_STEP
from portal import create_app
from portal.config import load_settings
from portal.services.context import Context
from portal.store.catalogue import Catalogue
from tests.factories import TODAY

REGELINGEN = ["werkt-mee-apeldoorn", "activerend-werk-arnhem", "participatie-noord-limburg"]


@pytest.fixture
def client(context: Context) -> FlaskClient:
    """A visitor."""
    app: Flask = create_app(load_settings({}), context)
    return app.test_client()


def text_of(client: FlaskClient, address: str) -> str:
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).get_data(as_text=True)).split())


def test_the_lot_of_the_day_can_be_checked_as_the_page_says(client: FlaskClient) -> None:
    page = client.get("/hoe-werkt-de-volgorde").get_data(as_text=True)
    recipe = re.search(r"<code[^>]*>hashlib\.(.+?)</code>", page)
    assert recipe
    told = recipe[1].replace("&#34;", '"')
    assert eval(told, {"blake2b": __import__("hashlib").blake2b}) == rank_key("appqkk", TODAY)  # noqa: S307  our page


def test_the_page_names_the_fields_in_the_order_of_the_engine(client: FlaskClient) -> None:
    words = {
        "trades": "het beroep of vak",
        "branche": "het soort werk",
        "tasks": "de taken",
        "title": "de naam van de plek",
        "keywords": "andere woorden voor het werk",
        "description": "de tekst over de plek",
        "aanbieder": "de naam van de aanbieder",
    }
    assert ", ".join(words[field] for field in FIRST_STEP) in text_of(client, "/hoe-werkt-de-volgorde")


@pytest.mark.parametrize("naam", REGELINGEN)
def test_a_regeling_shows_all_its_texts_with_their_source(client: FlaskClient, catalogue: Catalogue, naam: str) -> None:
    regeling = catalogue.regelingen.get(naam)
    assert regeling is not None
    page = text_of(client, f"/regelingen/{naam}").replace("&#39;", "'")
    rows = [*regeling.facts, *regeling.terms, *regeling.requirements, *regeling.signposts]
    assert [row.text for row in rows if row.text not in page] == []
    assert [row.source for row in rows if row.source.replace("ours", "onze keuze") not in page] == []


@pytest.mark.parametrize("naam", REGELINGEN)
def test_a_reader_meets_no_word_of_our_files(client: FlaskClient, naam: str) -> None:
    assert not re.search(r"\bours\b", text_of(client, f"/regelingen/{naam}"))


def test_a_source_without_ages_is_told_so(client: FlaskClient) -> None:
    page = text_of(client, "/regelingen/participatie-noord-limburg")
    assert "In de bron staat geen leeftijd." in page
    assert "Vanaf 0 jaar" not in page


def test_what_is_for_aanbieders_stands_apart(client: FlaskClient) -> None:
    page = text_of(client, "/regelingen/participatie-noord-limburg")
    assert page.index("Goed om te weten") < page.index("U kiest zelf de aanbieder. De toegang")
    assert page.index("Voor aanbieders en gemeenten") < page.index("KPI 4: dekking")


def test_a_gemeente_that_takes_no_part_is_told_so(client: FlaskClient) -> None:
    page = text_of(client, "/zoeken?plaats=Utrecht")
    assert "De gemeente Utrecht doet hier nog niet mee" in page
    assert "Controleer of uw plaats klopt" not in page


def test_results_lead_to_the_regeling_of_the_gemeente(client: FlaskClient) -> None:
    assert 'href="/regelingen/werkt-mee-apeldoorn"' in client.get("/zoeken?plaats=Apeldoorn").get_data(as_text=True)


@pytest.mark.parametrize(("address", "goal"), [("/regelingen", "/#regelingen"), ("/en/regelingen", "/en/#regelingen")])
def test_the_list_of_regelingen_has_an_address(client: FlaskClient, address: str, goal: str) -> None:
    assert client.get(address).headers["Location"] == goal


def test_the_page_about_the_order_has_its_four_parts(client: FlaskClient) -> None:
    page = client.get("/hoe-werkt-de-volgorde").get_data(as_text=True)
    assert re.findall(r'<h2[^>]* id="([^"]+)"', page) == ["stappen", "betekenis", "filters", "gelijk"]


def test_who_registers_finds_on_the_privacy_page_what_is_kept_of_an_account(client: FlaskClient) -> None:
    to = re.search(r'href="(/privacy)#(\w+)"', client.get("/registreren").get_data(as_text=True))
    assert to is not None
    assert f'id="{to[2]}"' in client.get(to[1]).get_data(as_text=True)
