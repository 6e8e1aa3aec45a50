"""From a new organisation to a place that is found, and gone again: in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.config import load_settings
from portal.services import demo_accounts
from portal.services.context import open_context
from tests.plugins.running import RunningPortal

PASSWORD = "vier losse woorden achter elkaar"
NAME = "Stadskwekerij De Proef"
Axe = Callable[[Any], list[str]]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A demo of one's own: this journey writes."""
    running = RunningPortal(tmp_path_factory.mktemp("journey"))
    running.wait_until_up()
    yield running
    running.stop()
    shutil.rmtree(running.folder, ignore_errors=True)


class Journey:
    """Three people, each in a browser of their own. `number` keeps the runs apart: KvK, addresses, words."""

    def __init__(self, portal: RunningPortal, browser: Browser, scripts: bool, axe: Axe) -> None:
        self.portal, self.scripts, self.axe, self.faults = portal, scripts, axe, {}
        self.number = 1 if scripts else 2
        self.word = "bijenvolkschilderen" if scripts else "schapenwolkammen"
        self.opened = [browser.new_context(base_url=portal.url, java_script_enabled=scripts) for _ in range(3)]
        self.aanbieder, self.reviewer, self.inwoner = (context.new_page() for context in self.opened)
        self.plan = ""

    def press(self, page: Page, name: str) -> None:
        """Press a button of the page itself; then look whether the new page is accessible."""
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=name, exact=True).click()
        self.look(page)

    def follow(self, page: Page, name: str) -> None:
        """Follow a link of the page itself."""
        with page.expect_navigation():
            page.locator("main").get_by_role("link", name=name).first.click()
        self.look(page)

    def look(self, page: Page) -> None:
        """Note what axe finds; axe itself is a script."""
        page.wait_for_load_state()
        if self.scripts and (found := self.axe(page)):
            self.faults[page.url] = found

    def mailed(self, pattern: str) -> str:
        """The newest link in the mails that the worker showed."""
        for _ in range(200):
            if found := re.findall(pattern, self.portal.printed):
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError(f"no mail with {pattern}")

    def hits(self) -> int:
        """How many places an inwoner finds with the word that only this plan uses."""
        self.inwoner.goto(f"/zoeken?plaats=Apeldoorn&q={self.word}")
        return self.inwoner.locator("main h3 a", has_text=NAME).count()

    def wait_for_hits(self, number: int) -> None:
        """The worker takes a second; pages take theirs."""
        for _ in range(40):
            if self.hits() == number:
                return
            time.sleep(0.1)
        raise AssertionError(f"not {number} hits but {self.hits()}")

    def close(self) -> None:
        """Every browser."""
        for context in self.opened:
            context.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def journey(request: pytest.FixtureRequest, portal: RunningPortal, browser: Browser, axe: Axe) -> Iterator[Journey]:
    """With JavaScript and without."""
    made = Journey(portal, browser, request.param, axe)
    yield made
    made.close()


def test_from_registering_to_found_and_gone(journey: Journey) -> None:
    register(journey)
    write(journey)
    journey.press(journey.aanbieder, "Plan indienen")
    sign_in_as_reviewer(journey)
    return_it(journey)
    answer_and_resubmit(journey)
    assert journey.hits() == 0
    approve(journey)
    journey.wait_for_hits(1)
    change_free_places(journey)
    withdraw(journey)
    journey.wait_for_hits(0)
    assert journey.faults == {}


def register(journey: Journey) -> None:
    """Sign up, follow the link of the mail, choose a password, sign in."""
    page, mail = journey.aanbieder, f"nel{journey.number}@kwekerij.example"
    page.goto("/registreren")
    journey.look(page)
    page.get_by_label("KvK-nummer").fill(f"9876543{journey.number}")
    page.get_by_label("Naam van uw organisatie").fill(f"Stichting Journey {journey.number}")
    page.get_by_label("E-mailadres van het aanmeldpunt").fill("aanmelden@kwekerij.example")
    page.get_by_label("Telefoonnummer van het aanmeldpunt").fill("055 123 45 67")
    page.get_by_label("Uw naam").fill("Nel Nieuw")
    page.get_by_label("Uw e-mailadres op uw werk").fill(mail)
    known = len(re.findall(rf"mail to .*{mail}", journey.portal.printed))
    journey.press(page, "Aanmelden")
    path = journey.mailed(rf"mail to [^\n]*{mail}(?s:.){{0,600}}?(/registreren/bevestigen/\S+)")
    assert known == 0
    page.goto(path)
    journey.look(page)
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    journey.press(page, "Account maken")
    if "/aanbieder" not in page.url:
        page.goto("/inloggen")
        page.get_by_label("E-mailadres").fill(mail)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        journey.press(page, "Inloggen")
    expect(page).to_have_url(re.compile("/aanbieder"))


def write(journey: Journey) -> None:
    """A whole plan, page by page."""
    page = journey.aanbieder
    page.locator("li", has=page.get_by_role("heading", name="Werkt mee")).get_by_role("button").click()
    journey.look(page)
    journey.plan = re.sub(r"[?#].*", "", page.url)
    journey.follow(page, "Producten kiezen")
    page.locator("#producten-op-trede-3").check()
    save(journey)
    journey.follow(page, "Gemeenten kiezen")
    page.locator("#gemeenten-GM0200").check()
    save(journey)
    journey.follow(page, "Vragen beantwoorden")
    for field in page.locator("main textarea").all():
        field.fill("Wij doen dit zorgvuldig en in kleine groepen.")
    save(journey)
    journey.follow(page, "Verklaringen geven")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    for field in page.locator("main input[name$='.dated']").all():
        field.fill("01-02-2026")
    save(journey)
    journey.follow(page, "Werkplekken invullen")
    journey.follow(page, "Werkplek toevoegen")
    werkplek(journey)


def werkplek(journey: Journey) -> None:
    """One place with an address in Apeldoorn."""
    page = journey.aanbieder
    page.get_by_label("Naam van de werkplek").fill(NAME)
    page.get_by_label("Postcode").fill("7311 KZ")
    page.get_by_label("Huisnummer").fill("12")
    page.get_by_label("Straat").fill("Voorbeeldweg")
    page.get_by_label("Welke taken doen mensen hier?").fill(journey.word)
    page.locator("#branches-groen").check()
    page.locator("#producten-op-trede-3").check()
    page.locator("[id='plekken.op-trede-3']").fill("5")
    page.locator("#dagdelen-ma-ochtend").check()
    page.locator("#begeleiding-nabij").check()
    save(journey)


def save(journey: Journey) -> None:
    """Press the button under the form, and go back to the plan."""
    page = journey.aanbieder
    page.get_by_role("button", name="Bewaren").click()  # saves in the page with scripts, else with a new one
    expect(page.get_by_role("status").filter(has_text=re.compile("^Bewaard")).first).to_be_visible()
    journey.look(page)
    page.goto(journey.plan)


def sign_in_as_reviewer(journey: Journey) -> None:
    """Password and the code of the app."""
    page = journey.reviewer
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill("beoordelaar@demo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(demo_accounts.PASSWORD)
    journey.press(page, "Inloggen")
    context = open_context(load_settings({"STATE_DIR": str(journey.portal.folder / "demo")}), writes_index=False)
    code, wait = demo_accounts.code(context, "beoordelaar")
    context.close()
    time.sleep(wait)  # a code is taken once; the run before this one used the present one
    page.get_by_label("Code").fill(code)
    journey.press(page, "Verder")
    journey.follow(page, f"Stichting Journey {journey.number}")


def confirm(journey: Journey, link: str, button: str) -> None:
    """A decision that stands as a link: open it and confirm."""
    journey.follow(journey.reviewer, link)
    journey.press(journey.reviewer, button)


def return_it(journey: Journey) -> None:
    """Start, note a question at an answer, and give the plan back with it."""
    page = journey.reviewer
    confirm(journey, "Beoordeling starten", "Starten")
    part = page.locator("[id='vraag.taken']")
    part.locator("summary").click()
    part.locator("textarea").fill("Noem een voorbeeld")
    journey.press(page, "Aanvulling vragen")
    expect(page.locator("[id='reden.vraag.taken']")).to_have_value("Noem een voorbeeld")
    journey.press(page, "Terugsturen naar de aanbieder")
    expect(page.locator("main")).to_contain_text("Het plan is terug bij de aanbieder.")


def answer_and_resubmit(journey: Journey) -> None:
    """The aanbieder follows the link of the mail, answers, hands in again."""
    page = journey.aanbieder
    page.goto(journey.plan)
    expect(page.locator("main")).to_contain_text("Noem een voorbeeld")
    journey.follow(page, "Vragen beantwoorden")
    page.locator("[id='vraag.taken']").fill("Bijvoorbeeld: Kees leerde hier snoeien.")
    save(journey)
    journey.press(page, "Plan indienen")


def approve(journey: Journey) -> None:
    """The reviewer sees what changed, and approves."""
    page = journey.reviewer
    page.reload()
    expect(page.locator("[id='vraag.taken'] ins").first).to_contain_text("Kees leerde hier")
    confirm(journey, "Beoordeling starten", "Starten")
    page.locator("main").get_by_role("button", name="Plan goedkeuren").click()
    journey.look(page)
    journey.press(page, "Goedkeuren")
    expect(page.locator("main")).to_contain_text("Het plan is goedgekeurd.")


def change_free_places(journey: Journey) -> None:
    """Three free places, seen by an inwoner."""
    page, inwoner = journey.aanbieder, journey.inwoner
    page.goto("/aanbieder/plekken")
    page.locator("main input[name^='vrij']").fill("3")
    journey.press(page, "Alles doorgeven")
    for _ in range(40):
        journey.hits()
        if "3 plekken vrij" in inwoner.locator("main").inner_text():
            return
        time.sleep(0.1)
    raise AssertionError(inwoner.locator("main").inner_text())


def withdraw(journey: Journey) -> None:
    """The aanbieder stops."""
    page = journey.aanbieder
    page.goto(journey.plan)
    journey.follow(page, "Plan intrekken")
    journey.press(page, "Ja, plan intrekken")
