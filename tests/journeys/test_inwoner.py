"""An inwoner finds a place: typing, filtering, choosing; with and without JavaScript."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect


def total(page: Any) -> int:
    """The number in the heading of the results."""
    return int(page.locator("#resultaten-kop").inner_text().split()[0])


def test_from_the_start_page_to_a_werkplek_and_back(watched_page: Any) -> None:
    page = watched_page
    page.goto("/")
    page.get_by_role("searchbox", name="Wat voor werk zoekt u?").fill("iets met dieren")
    page.get_by_role("textbox", name="Waar woont u?").fill("7311")
    page.get_by_role("button", name="Zoeken").click()
    first = page.locator("article h3 a, li h3 a").first
    name = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(name)
    page.get_by_role("link", name="Terug").first.click()
    expect(page.get_by_role("searchbox", name="Wat voor werk zoekt u?")).to_have_value("iets met dieren")
    assert total(page) > 0


def test_a_filter_narrows_without_a_new_page_and_stands_in_the_address(watched_page: Any) -> None:
    page = watched_page
    page.goto("/zoeken?plaats=Apeldoorn")
    before = total(page)
    page.evaluate("() => { window.samePage = true }")
    page.get_by_role("checkbox", name="Groen en tuin").check()
    page.wait_for_url("**branche=groen**")
    expect(page.locator("#resultaten-kop")).not_to_have_text(f"{before} werkplekken gevonden")
    assert total(page) < before
    assert page.evaluate("() => window.samePage") is True
    expect(page.get_by_role("status")).to_contain_text(str(total(page)))


def test_a_misspelt_place_is_asked_about_and_chosen(watched_page: Any) -> None:
    page = watched_page
    page.goto("/zoeken?plaats=apeldorn")
    assert page.locator("article").count() == 0
    page.get_by_role("link", name="Apeldoorn", exact=True).first.click()
    assert total(page) > 0


def test_when_a_filter_leaves_nothing_dropping_it_helps(watched_page: Any) -> None:
    page = watched_page
    page.goto("/zoeken?plaats=Apeldoorn&branche=groen&q=fietsen")
    page.get_by_role("link", name="Groen en tuin").first.click()
    assert total(page) > 0


@pytest.fixture
def plain(browser: Browser, base_url: str) -> Any:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_javascript_words_place_and_filter_work(plain: Any) -> None:
    plain.goto("/zoeken")
    plain.get_by_role("textbox", name="Waar woont u?").fill("Apeldoorn")
    plain.get_by_role("button", name="Zoeken").click()
    before = total(plain)
    plain.get_by_role("checkbox", name="Groen en tuin").check()
    plain.get_by_role("button", name="Toon werkplekken").click()
    assert 0 < total(plain) < before


def test_without_javascript_one_pages_through_all_results(plain: Any) -> None:
    plain.goto("/zoeken?plaats=Apeldoorn")
    seen = plain.locator("article h3 a, li h3 a").all_inner_texts()
    expected = total(plain)
    while plain.get_by_role("link", name="Volgende").count():
        plain.get_by_role("link", name="Volgende").click()
        seen += plain.locator("article h3 a, li h3 a").all_inner_texts()
    assert len(seen) == expected


def test_the_keyboard_reaches_the_results(watched_page: Any) -> None:
    page = watched_page
    page.goto("/zoeken?plaats=Apeldoorn")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("naar de inhoud")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")
