"""The plan as a whole at the aanbieder's pages: begin, hand in, returned, new version, withdraw, local overview."""

from __future__ import annotations

import io

import pypdf
import pytest

from portal.services import plannen, review_steps
from portal.services.context import Context
from tests.services import plan_world
from tests.web import test_templates
from tests.web.aanbieder_pages import Desk, desk

STRICT = [
    test_templates.test_it_is_strict_html_with_a_title_a_language_and_one_h1,
    test_templates.test_ids_are_unique_and_references_lead_somewhere,
    test_templates.test_every_field_has_a_label,
    test_templates.test_headings_skip_no_level,
    test_templates.test_nothing_is_inline_and_nothing_comes_from_elsewhere,
]
PAGES = ["", "/vragen", "/producten", "/gemeenten", "/verklaringen", "/werkplekken", "/werkplekken/nieuw", "/lokaal"]


@pytest.fixture
def here(context: Context) -> Desk:
    return desk(context)


def address(plan_id: int) -> str:
    return f"/aanbieder/plannen/{plan_id}"


def lock(here: Desk, plan_id: int) -> int:
    return plannen.view(here.context, here.actor, plan_id).lock


def returned(here: Desk, **reasons: str) -> int:
    """A plan that the reviewer gave back with these reasons per question."""
    plan_id = plan_world.in_review(here.context, here.actor)
    why = {f"vraag.{name}": reason for name, reason in reasons.items()}
    review_steps.return_with_reasons(
        here.context, plan_world.REVIEWER, plan_id, plan_world.lock_of(here.context, plan_id), why
    )
    return plan_id


def strict(html: str) -> None:
    for check in STRICT:
        check(html)


def test_a_plan_is_begun_once_per_regeling(here: Desk) -> None:
    first = here.browser.post("/aanbieder/plannen", regeling=plan_world.APELDOORN).headers["Location"]
    assert here.browser.post("/aanbieder/plannen", regeling=plan_world.APELDOORN).headers["Location"] == first
    page = here.get("/aanbieder")
    assert f'href="{first}"' in page
    assert 'value="werkt-mee-apeldoorn"' not in page


def test_an_incomplete_plan_is_not_handed_in_and_every_gap_has_a_link(here: Desk) -> None:
    plan_id = plannen.open_draft(here.context, here.actor, plan_world.APELDOORN)
    answer = here.browser.post(f"{address(plan_id)}/indienen", lock=lock(here, plan_id))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="{address(plan_id)}/vragen#vraag.taken"' in page
    strict(page)


def test_a_complete_plan_is_handed_in_and_can_be_taken_back(here: Desk) -> None:
    plan_id = plan_world.draft(here.context, here.actor)
    assert here.browser.post(f"{address(plan_id)}/indienen", lock=lock(here, plan_id)).status_code == 302
    assert "Plan terugnemen" in here.get(address(plan_id))
    assert here.browser.post(f"{address(plan_id)}/terugnemen").status_code == 302
    assert "Plan indienen" in here.get(address(plan_id))


def test_a_plan_that_changed_after_it_was_seen_is_not_handed_in(here: Desk) -> None:
    plan_id = plan_world.draft(here.context, here.actor)
    seen = lock(here, plan_id)
    here.send(f"{address(plan_id)}/vragen", **{"vraag.taken": "Anders"})
    answer = here.browser.post(f"{address(plan_id)}/indienen", lock=seen)
    assert answer.status_code == 409
    assert "Een collega heeft het plan intussen gewijzigd" in answer.get_data(as_text=True)


def test_above_two_pages_the_meter_and_the_refusal_say_how_much_to_cut(here: Desk) -> None:
    plan_id = plan_world.draft(here.context, here.actor)
    here.send(f"{address(plan_id)}/vragen", **{"vraag.taken": "Planten water geven. " * 800})
    assert "woorden korter" in here.get(f"{address(plan_id)}/lengte")
    answer = here.browser.post(f"{address(plan_id)}/indienen", lock=lock(here, plan_id))
    assert answer.status_code == 422
    assert "Uw plan is te lang" in answer.get_data(as_text=True)
    assert plannen.view(here.context, here.actor, plan_id).state == "concept"


def test_of_a_returned_plan_only_the_returned_question_is_open_with_its_reason(here: Desk) -> None:
    plan_id = returned(here, taken="Welke taken precies?")
    page = here.get(f"{address(plan_id)}/vragen")
    assert page.count("<textarea") == 1
    assert 'name="vraag.taken"' in page
    assert "Welke taken precies?" in page
    assert "Welke taken precies?" in here.get(address(plan_id))


def test_a_task_of_a_returned_plan_is_not_called_done_before_the_change(here: Desk) -> None:
    plan_id = returned(here, taken="Welke taken precies?")
    assert here.get(address(plan_id)).count("Gemeente vraagt iets") == 1
    here.send(f"{address(plan_id)}/vragen", **{"vraag.taken": "Planten water geven"})
    assert "Gemeente vraagt iets" not in here.get(address(plan_id))


def test_another_question_of_a_returned_plan_takes_no_change(here: Desk) -> None:
    plan_id = returned(here, taken="Welke taken precies?")
    form = {**here.form(f"{address(plan_id)}/vragen"), "vraag.aanbod": "Stiekem anders"}
    assert here.post(f"{address(plan_id)}/vragen", form).status_code == 409
    assert plannen.view(here.context, here.actor, plan_id).content.answers["aanbod"] == "Antwoord aanbod"


def test_a_new_version_leaves_the_public_one(here: Desk) -> None:
    plan_id = plan_world.approved(here.context, here.actor)
    assert here.browser.post(f"{address(plan_id)}/nieuwe-versie").status_code == 302
    page = here.get(address(plan_id))
    assert "Versie 2" in page
    assert "Wat nu op de site staat, blijft daar staan" in page


def test_a_plan_is_withdrawn_after_a_question(here: Desk) -> None:
    plan_id = plan_world.approved(here.context, here.actor)
    assert "Plan intrekken?" in here.get(f"{address(plan_id)}/intrekken")
    assert here.browser.post(f"{address(plan_id)}/intrekken", reden="Wij stoppen").status_code == 302
    assert "Ingetrokken" in here.get(address(plan_id))
    assert "Wij stoppen" in here.get(f"{address(plan_id)}/geschiedenis")


def test_the_history_names_no_reviewer(here: Desk) -> None:
    plan_id = returned(here, taken="Welke taken precies?")
    page = here.get(f"{address(plan_id)}/geschiedenis")
    assert "Welke taken precies?" in page
    assert "door de gemeente" in page
    assert plan_world.REVIEWER.naam not in page
    strict(page)


def test_the_whole_plan_comes_as_pdf(here: Desk) -> None:
    plan_id = plan_world.draft(here.context, here.actor)
    answer = here.browser.get(f"{address(plan_id)}/plan.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.get_data())).pages)
    assert answer.mimetype == "application/pdf"
    assert "Antwoord voortgang" in text


def test_a_werkplek_too_far_away_says_why_and_an_exception_asks_for_the_transport(here: Desk) -> None:
    plan_id = plan_world.draft(here.context, here.actor, regeling=plan_world.ARNHEM, gemeenten=("GM0202",))
    public_id = next(iter(plannen.view(here.context, here.actor, plan_id).content.werkplekken))
    ask = f"{address(plan_id)}/lokaal/GM0202/{public_id}"
    assert f'href="{ask}"' in here.get(f"{address(plan_id)}/lokaal")
    refused = here.browser.post(ask, motivation="Enige kas in de regio")
    assert refused.status_code == 422
    assert "Enige kas in de regio" in refused.get_data(as_text=True)
    assert here.browser.post(ask, motivation="Enige kas", transport="ja").status_code == 302
    assert "Gevraagd" in here.get(f"{address(plan_id)}/lokaal")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["empty", "complete", "returned", "approved"])
def test_every_page_is_strict_in_every_state(here: Desk, state: str, page: str) -> None:
    make = {
        "empty": lambda: plannen.open_draft(here.context, here.actor, plan_world.ARNHEM),
        "complete": lambda: plan_world.draft(here.context, here.actor),
        "returned": lambda: returned(here, taken="Welke taken?"),
        "approved": lambda: plan_world.approved(here.context, here.actor),
    }
    strict(here.get(address(make[state]()) + page))
    strict(here.get("/aanbieder"))
