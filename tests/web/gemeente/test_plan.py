"""A plan beside its score sheet: judging, commenting, differences, history and paper."""

import io

from pypdf import PdfReader

from portal.domain.plan import question_part
from portal.domain.review import Mark
from portal.services import plan_steps, plannen, review_steps
from tests.services import plan_world
from tests.web.gemeente.conftest import World, text_of

LONG = "x" * 4001


def test_every_requirement_stands_on_the_sheet_with_its_source(world: World) -> None:
    plan_id = world.in_review()
    text = text_of(world.browser().get(f"/gemeente/plannen/{plan_id}"))
    for line in world.view(plan_id).sheet:
        assert line.requirement.source in text
        assert " ".join(line.requirement.text.split()) in text


def test_marks_and_comments_are_kept_together(world: World) -> None:
    plan_id = world.in_review()
    sent = {"oordeel.eis-1": "voldoet", "oordeel.eis-2": "vraag", "opmerking.producten": "Waarom alleen dit?"}
    world.browser().post(f"/gemeente/plannen/{plan_id}", **sent)
    view = world.view(plan_id)
    assert {line.requirement.id: line.mark for line in view.sheet if line.mark} == {
        "eis-1": Mark.VOLDOET,
        "eis-2": Mark.VRAAG,
    }
    assert dict(view.comments) == {"producten": "Waarom alleen dit?"}


def test_a_mark_and_a_comment_can_be_taken_away(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    browser.post(f"/gemeente/plannen/{plan_id}", **{"oordeel.eis-1": "nvt", "opmerking.producten": "a"})
    browser.post(f"/gemeente/plannen/{plan_id}", **{"oordeel.eis-1": "", "opmerking.producten": " "})
    view = world.view(plan_id)
    assert (any(line.mark for line in view.sheet), dict(view.comments)) == (False, {})


def test_saving_leads_on_to_the_decision_that_was_asked_for(world: World) -> None:
    plan_id = world.in_review()
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}", verder="afwijzen")
    assert answer.headers["Location"] == f"/gemeente/plannen/{plan_id}/afwijzen"


def test_what_was_typed_stays_when_a_colleague_took_over(world: World) -> None:
    plan_id, browser = world.in_review(), world.browser()
    review_steps.take(world.context, world.actor(world.colleague), plan_id)
    answer = browser.post(f"/gemeente/plannen/{plan_id}", **{"opmerking.producten": "Mijn eigen gedachte"})
    assert answer.status_code == 409
    assert "Mijn eigen gedachte" in text_of(answer)
    assert world.colleague.naam in text_of(answer)
    assert dict(world.view(plan_id).comments) == {}


def test_a_comment_that_is_too_long_stays_in_its_field(world: World) -> None:
    plan_id = world.in_review()
    answer = world.browser().post(f"/gemeente/plannen/{plan_id}", **{"opmerking.producten": LONG})
    assert answer.status_code == 422
    assert LONG in answer.get_data(as_text=True)
    assert 'id="opmerking.producten-fout"' in answer.get_data(as_text=True)


def test_fields_of_another_plan_are_not_kept(world: World) -> None:
    plan_id = world.in_review()
    sent = {"oordeel.bestaat-niet": "voldoet", "opmerking.werkplek.zzz": "x", "oordeel.eis-1": "mooi"}
    assert world.browser().post(f"/gemeente/plannen/{plan_id}", **sent).status_code == 302
    view = world.view(plan_id)
    assert (any(line.mark for line in view.sheet), dict(view.comments)) == (False, {})


def test_only_who_has_the_plan_can_fill_the_sheet_in(world: World) -> None:
    plan_id = world.in_review()
    page = world.browser(world.colleague).get(f"/gemeente/plannen/{plan_id}").get_data(as_text=True)
    assert 'name="oordeel.' not in page
    assert 'name="oordeel.' in world.browser().get(f"/gemeente/plannen/{plan_id}").get_data(as_text=True)


def test_a_new_version_shows_what_changed_word_by_word(world: World) -> None:
    plan_id = world.approved()
    context, aanbieder = world.context, world.aanbieder
    plan_steps.new_version(context, aanbieder, plan_id)
    lock = plannen.view(context, aanbieder, plan_id).lock
    plannen.save_answers(context, aanbieder, plan_id, {"taken": "Antwoord over taken"}, lock)
    plan_world.submit(context, aanbieder, plan_id)
    page = world.browser().get(f"/gemeente/plannen/{plan_id}")
    assert "Veranderd sinds het goedgekeurde plan Antwoord Nieuw: over . Einde nieuw. taken" in text_of(page)
    assert page.get_data(as_text=True).count("<ins") == 1


def test_after_a_return_the_page_shows_what_was_asked_and_what_changed(world: World) -> None:
    plan_id, context = world.in_review(), world.context
    reasons = {question_part("taken"): "Noem een voorbeeld"}
    review_steps.return_with_reasons(context, world.actor(), plan_id, world.lock(plan_id), reasons)
    lock = plannen.view(context, world.aanbieder, plan_id).lock
    plannen.save_answers(context, world.aanbieder, plan_id, {"taken": "Een voorbeeld"}, lock)
    assert "Een voorbeeld" not in text_of(world.browser().get(f"/gemeente/plannen/{plan_id}"))
    plan_world.submit(context, world.aanbieder, plan_id)
    text = text_of(world.browser().get(f"/gemeente/plannen/{plan_id}"))
    assert "U vroeg om aanvulling: Noem een voorbeeld" in text
    assert "Veranderd sinds u om aanvulling vroeg" in text
    assert "Nieuw: Een" in text


def test_the_plan_says_per_gemeente_what_is_local_enough(world: World) -> None:
    text = text_of(world.browser().get(f"/gemeente/plannen/{world.submitted()}"))
    assert "Gemeente Arnhem" in text
    assert "Te ver weg" in text


def test_history_names_reviewers_to_reviewers(world: World) -> None:
    plan_id = world.approved()
    text = text_of(world.browser().get(f"/gemeente/plannen/{plan_id}/geschiedenis"))
    assert text.index("Goedgekeurd") < text.index("Beoordeling gestart") < text.rindex("Ingediend")
    assert world.reviewer.naam in text
    assert "Rheden: " in text


def test_the_plan_on_paper_holds_every_answer(world: World) -> None:
    answer = world.browser().get(f"/gemeente/plannen/{world.submitted()}/plan.pdf")
    assert answer.mimetype == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.get_data())).pages)
    assert all(f"Antwoord {id_}" in text for id_ in ("aanbod", "taken"))


def test_a_reviewer_with_a_tie_reads_that_another_decides(world: World) -> None:
    plan_id = world.submitted()
    with world.context.database.write() as session:
        from portal.store import accounts

        accounts.set_ties(session, world.reviewer.id or 0, [world.aanbieder.aanbieder_id or 0])
        session.commit()
    page = world.browser().get(f"/gemeente/plannen/{plan_id}")
    assert "U hebt een band met deze aanbieder" in text_of(page)
    assert f"/gemeente/plannen/{plan_id}/starten" not in page.get_data(as_text=True)


def test_the_part_of_all_werkplekken_is_there_only_for_who_may_write_at_it(world: World) -> None:
    address = f"/gemeente/plannen/{world.in_review()}"
    assert "Alle werkplekken samen" in text_of(world.browser().get(address))
    assert "Alle werkplekken samen" not in text_of(world.browser(world.colleague).get(address))
