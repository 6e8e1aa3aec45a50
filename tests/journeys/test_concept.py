"""A draft in a real browser: it saves by itself and survives a lost connection, a lost session and two people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from portal.services.demo_accounts import PASSWORD
from tests.plugins.running import RunningPortal

QUESTION = "#vraag\\.taken"
SAVED = "Bewaard om"


@pytest.fixture(scope="module")
def own_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A demo that these tests may write in."""
    portal = RunningPortal(tmp_path_factory.mktemp("concept"))
    portal.wait_until_up()
    yield portal
    portal.stop()
    shutil.rmtree(portal.folder, ignore_errors=True)


@pytest.fixture
def signed_in(browser: Browser, own_portal: RunningPortal) -> Iterator[Callable[..., Any]]:
    """`signed_in()`: a page of a browser of its own, at the questions of a draft."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> Any:
        context = browser.new_context(base_url=own_portal.url, locale="nl-NL", **options)
        opened.append(context)
        page = context.new_page()
        page.goto("/inloggen")
        sign_in(page)
        begin = page.get_by_role("button", name="Begin een plan voor Activerend werk")
        if begin.count():
            begin.click()
        else:
            page.get_by_role("link", name="Activerend werk").click()
        page.get_by_role("link", name="Vragen beantwoorden").click()
        expect(page.locator("h1")).to_have_text("Vragen beantwoorden")
        return page

    yield make
    for context in opened:
        context.close()


def sign_in(page: Any) -> None:
    page.get_by_label("E-mailadres").fill("medewerker@demo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def status(page: Any) -> Any:
    return page.locator("[data-status]")


def test_a_draft_saves_by_itself_and_the_meter_follows(signed_in: Callable[..., Any]) -> None:
    page = signed_in()
    before = page.locator("#lengte strong").inner_text()
    page.locator(QUESTION).fill("Planten verzorgen en water geven. " * 60)
    expect(status(page)).to_contain_text(SAVED)
    expect(page.locator("#lengte strong")).not_to_have_text(before)
    page.reload()
    expect(page.locator(QUESTION)).to_have_value(
        "Planten verzorgen en water geven. " * 59 + "Planten verzorgen en water geven."
    )


def test_without_scripts_the_button_saves(signed_in: Callable[..., Any]) -> None:
    page = signed_in(java_script_enabled=False)
    page.locator(QUESTION).fill("Met de knop bewaard")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status").first).to_have_text("Bewaard.")
    expect(page.locator(QUESTION)).to_have_value("Met de knop bewaard")


def test_a_lost_connection_loses_nothing(signed_in: Callable[..., Any]) -> None:
    page = signed_in()
    page.context.set_offline(True)
    page.locator(QUESTION).fill("Getypt zonder verbinding")
    expect(status(page)).to_contain_text("Geen verbinding")
    expect(page.locator(QUESTION)).to_have_value("Getypt zonder verbinding")
    page.context.set_offline(False)
    expect(status(page)).to_contain_text(SAVED)
    page.reload()
    expect(page.locator(QUESTION)).to_have_value("Getypt zonder verbinding")


def test_a_lost_session_keeps_the_text_until_it_is_saved(signed_in: Callable[..., Any]) -> None:
    page = signed_in()
    page.context.clear_cookies()
    page.locator(QUESTION).fill("Getypt na het uitloggen")
    expect(status(page)).to_contain_text("U bent uitgelogd")
    page.get_by_role("link", name="Log opnieuw in").click()
    sign_in(page)
    expect(page.locator(QUESTION)).to_have_value("Getypt na het uitloggen")
    expect(status(page)).to_contain_text(SAVED)
    page.reload()
    expect(page.locator(QUESTION)).to_have_value("Getypt na het uitloggen")


def test_two_people_on_one_question_see_both_texts(
    signed_in: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    mine, other = signed_in(), signed_in()
    other.locator(QUESTION).fill("Tekst van de collega")
    expect(status(other)).to_contain_text(SAVED)
    mine.locator(QUESTION).fill("Mijn eigen tekst")
    clash = mine.locator(".pv-botsing")
    expect(clash).to_contain_text("Tekst van de collega")
    expect(clash).to_contain_text("Mijn eigen tekst")
    expect(mine.locator(QUESTION)).to_have_value("Mijn eigen tekst")
    assert axe(mine) == []
    mine.get_by_role("button", name="Mijn tekst bewaren").click()
    expect(status(mine)).to_contain_text(SAVED)


def test_two_people_on_different_questions_do_not_hinder_each_other(signed_in: Callable[..., Any]) -> None:
    mine, other = signed_in(), signed_in()
    other.locator("#vraag\\.aanbod").fill("Aanbod van de collega")
    expect(status(other)).to_contain_text(SAVED)
    mine.locator(QUESTION).fill("Taken van mij")
    expect(mine.locator("#vraag\\.aanbod")).to_have_value("Aanbod van de collega")
    mine.reload()
    expect(mine.locator(QUESTION)).to_have_value("Taken van mij")
    expect(mine.locator("#vraag\\.aanbod")).to_have_value("Aanbod van de collega")
