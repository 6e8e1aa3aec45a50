"""The draft forms: what was typed is never lost, two people lose nothing, nothing but the form's own fields counts."""

from __future__ import annotations

import pytest

from portal.services import plan_werkplekken, plannen
from portal.services.context import Context
from tests.services import plan_world
from tests.web.aanbieder_pages import Desk, desk, inputs

CLOSED = "U kunt het plan nu niet wijzigen"


@pytest.fixture
def here(context: Context) -> Desk:
    return desk(context)


@pytest.fixture
def plan(here: Desk) -> str:
    """The address of a complete draft."""
    return f"/aanbieder/plannen/{plan_world.draft(here.context, here.actor)}"


def content(here: Desk, plan: str):  # type: ignore[no-untyped-def]
    return plannen.view(here.context, here.actor, int(plan.rpartition("/")[2])).content


def test_an_answer_is_kept_and_the_page_says_so(here: Desk, plan: str) -> None:
    answer = here.send(f"{plan}/vragen", **{"vraag.taken": "Planten\r\nverzorgen"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{plan}/vragen?bewaard=ja")
    assert content(here, plan).answers["taken"] == "Planten\nverzorgen"


def test_an_answer_that_is_too_long_stays_in_its_field(here: Desk, plan: str) -> None:
    long = "x" * 20_001
    answer = here.send(f"{plan}/vragen", **{"vraag.taken": long})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert long in page
    assert 'href="#vraag.taken">Uw antwoord is te lang.' in page


def test_products_switch_the_halves_of_question_three(here: Desk, plan: str) -> None:
    assert "3. Waar heeft u werklocaties" in here.get(f"{plan}/vragen")
    here.send(f"{plan}/producten", producten=["op-trede-3", "naar-trede-4"])
    page = here.get(f"{plan}/vragen")
    assert "3a. Waar heeft u werklocaties" in page
    assert "3b. Wat is uw aanpak" in page


def test_two_people_on_different_questions_do_not_hinder_each_other(here: Desk, plan: str) -> None:
    mine = here.form(f"{plan}/vragen")
    here.send(f"{plan}/vragen", **{"vraag.aanbod": "Van de collega"})
    answer = here.post(f"{plan}/vragen", {**mine, "vraag.taken": "Van mij"})
    assert answer.status_code == 302
    answers = content(here, plan).answers
    assert (answers["aanbod"], answers["taken"]) == ("Van de collega", "Van mij")


def test_two_texts_for_one_question_are_both_shown_and_nothing_is_written(here: Desk, plan: str) -> None:
    mine = here.form(f"{plan}/vragen")
    here.send(f"{plan}/vragen", **{"vraag.taken": "Tekst van de collega"})
    answer = here.post(f"{plan}/vragen", {**mine, "vraag.taken": "Mijn eigen tekst"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Tekst van de collega" in page
    assert ">\nMijn eigen tekst</textarea>" in page
    assert 'data-concept="bewaar"' in page
    assert content(here, plan).answers["taken"] == "Tekst van de collega"


def test_after_both_texts_were_seen_the_form_can_be_kept(here: Desk, plan: str) -> None:
    mine = here.form(f"{plan}/vragen")
    here.send(f"{plan}/vragen", **{"vraag.taken": "Tekst van de collega"})
    seen = here.post(f"{plan}/vragen", {**mine, "vraag.taken": "Mijn eigen tekst"})
    assert here.post(f"{plan}/vragen", inputs(seen.get_data(as_text=True))).status_code == 302
    assert content(here, plan).answers["taken"] == "Mijn eigen tekst"


def test_the_script_hears_what_a_colleague_wrote_elsewhere_on_the_page(here: Desk, plan: str) -> None:
    mine = here.form(f"{plan}/vragen")
    here.send(f"{plan}/vragen", **{"vraag.aanbod": "Van de collega"})
    said = here.post(f"{plan}/vragen", {**mine, "vraag.taken": "Van mij"}, by_script=True).json
    assert said["newer"] == {"vraag.aanbod": "Van de collega"}
    again = {**mine, "vraag.taken": "Nog eens", "vraag.aanbod": "Van de collega", "lock": said["lock"]}
    again |= {f"basis.{name}": digest for name, digest in said["bases"].items()}
    assert here.post(f"{plan}/vragen", again, by_script=True).status_code == 200


def test_fields_that_the_form_does_not_have_are_ignored(here: Desk, plan: str) -> None:
    extra = {"state": "goedgekeurd", "live": "1", "vraag.bestaat-niet": "x", "aanbieder_id": "1"}
    assert here.send(f"{plan}/vragen", **extra).status_code == 302
    shown = plannen.view(here.context, here.actor, int(plan.rpartition("/")[2]))
    assert shown.state == "concept"
    assert "bestaat-niet" not in shown.content.answers


def test_a_day_that_is_none_stays_in_its_field_with_what_to_do(here: Desk, plan: str) -> None:
    answer = here.send(f"{plan}/verklaringen", **{"verklaring.meldcode.dated": "31-02-2026"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="31-02-2026"' in page
    assert "zoals 31-01-2026" in page


@pytest.mark.parametrize("typed", ["1-2-2026", "01/02/2026", " 01-02-2026 "])
def test_days_are_taken_as_people_type_them(here: Desk, plan: str, typed: str) -> None:
    assert here.send(f"{plan}/verklaringen", **{"verklaring.meldcode.dated": typed}).status_code == 302
    assert str(content(here, plan).declarations["meldcode"].dated) == "2026-02-01"


def test_a_submitted_plan_is_shown_and_takes_no_change(here: Desk, plan: str) -> None:
    form = here.form(f"{plan}/vragen")
    plan_world.submit(here.context, here.actor, int(plan.rpartition("/")[2]))
    answer = here.post(f"{plan}/vragen", {**form, "vraag.taken": "Te laat getypt"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert CLOSED in page
    assert "Te laat getypt" in page
    assert "<textarea" not in here.get(f"{plan}/vragen")


def test_a_werkplek_gets_its_place_from_the_postcode_and_says_it_is_approximate(here: Desk, plan: str) -> None:
    fields = {
        "naam": "Kas",
        "postcode": "7311kz",
        "huisnummer": "3",
        "producten": "op-trede-3",
        "plekken.op-trede-3": "4",
    }
    answer = here.send(f"{plan}/werkplekken/nieuw", **fields)
    page = here.get(answer.headers["Location"])
    assert answer.status_code == 302
    assert "ongeveer op de kaart" in page
    assert 'value="Apeldoorn"' in page
    assert [w.capaciteit for w in content(here, plan).werkplekken.values() if w.naam == "Kas"] == [{"op-trede-3": 4}]


def test_another_postcode_finds_another_place(here: Desk, plan: str) -> None:
    public_id = next(iter(content(here, plan).werkplekken))
    said = here.send(f"{plan}/werkplekken/{public_id}", postcode="6971 AA", by_script=True)
    assert said.status_code == 200
    assert said.json["newer"]["woonplaats"] == "Brummen"
    assert content(here, plan).werkplekken[public_id].gemeente_code == "GM0213"


def test_a_werkplek_with_bad_input_keeps_everything_that_was_typed(here: Desk, plan: str) -> None:
    bad = {"naam": "Kas", "postcode": "73", "huisnummer": "3", "groep_min": "vijf", "talen": ["nl", "tr"]}
    answer = here.send(f"{plan}/werkplekken/nieuw", **bad)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="vijf"' in page
    assert 'value="73"' in page
    assert 'value="tr" checked' in page


def test_two_people_on_one_werkplek_get_both_texts(here: Desk, plan: str) -> None:
    public_id = next(iter(content(here, plan).werkplekken))
    address = f"{plan}/werkplekken/{public_id}"
    mine = here.form(address)
    here.send(address, taken="planten water geven")
    page = here.post(address, {**mine, "taken": "onkruid wieden"})
    assert page.status_code == 409
    assert "planten water geven" in page.get_data(as_text=True)
    assert ">\nonkruid wieden</textarea>" in page.get_data(as_text=True)


def test_a_werkplek_is_taken_out_after_a_question(here: Desk, plan: str) -> None:
    plan_id = int(plan.rpartition("/")[2])
    public_id = plan_werkplekken.add_werkplek(here.context, here.actor, plan_id, plan_world.form(naam="Weg ermee"))
    assert "Weg ermee" in here.get(f"{plan}/werkplekken/{public_id}/verwijderen")
    assert here.browser.post(f"{plan}/werkplekken/{public_id}/verwijderen").status_code == 302
    assert public_id not in content(here, plan).werkplekken
