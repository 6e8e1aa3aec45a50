"""The questions of the plan in the order of the regeling; only the answers that were changed are sent on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.plan import question_part
from portal.services import plan_steps, plannen
from portal.services.plannen import PlanView
from portal.web.aanbieder import draft
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.aanbieder.draft import Draft, digest
from portal.web.aanbieder.words import numbered, part_title
from portal.web.access import allowed, current_actor
from portal.web.current import context


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question on the page. `basis`: digest of what is kept; `reason`: why the reviewer asks for it again."""

    name: str
    number: str
    question: str
    public: bool
    text: str
    basis: str
    open: bool
    reason: str


@pages.get("/plannen/<int:plan_id>/vragen")
@allowed(*MEMBERS)
def vragen(plan_id: int) -> str:
    """All questions that are asked for the chosen products."""
    return _page(plan_id, None)


@pages.post("/plannen/<int:plan_id>/vragen")
@allowed(*MEMBERS)
def vragen_bewaren(plan_id: int) -> ResponseReturnValue:
    """Keep the answers that were changed."""
    plan = plannen.view(context(), current_actor(), plan_id)
    form = draft.read({question_part(q.id): "" for q in plan.regeling.questions})
    answers = {name.partition(".")[2]: text for name, text in form.values.items() if draft.changed(name, text)}

    def done() -> ResponseReturnValue:
        return _to_script(plan_id, lock) if draft.by_script() else draft.saved("aanbieder.vragen", plan_id=plan_id)

    lock = form.lock

    def store() -> None:
        nonlocal lock
        lock = plannen.save_answers(context(), current_actor(), plan_id, answers, form.lock)

    return draft.save(form, store, lambda typed: _page(plan_id, typed), done)


def _to_script(plan_id: int, lock: int) -> ResponseReturnValue:
    """What is kept now, and what a colleague wrote in the fields that were not changed here."""
    answers = plannen.view(context(), current_actor(), plan_id).content.answers
    sent = {name: text for name, text in request.form.items() if name.startswith("vraag.")}
    texts = {name: answers.get(name.partition(".")[2], "") for name in sent}
    newer: draft.Inputs = {
        name: text
        for name, text in texts.items()
        if not draft.changed(name, sent[name]) and digest(text) != digest(sent[name])
    }
    return draft.kept(lock, {name: digest(text) for name, text in texts.items()}, newer, words=draft.BY_COLLEAGUE)


def _page(plan_id: int, given: Draft | None) -> str:
    plan = plannen.view(context(), current_actor(), plan_id)
    form = given or Draft(lock=plan.lock)
    return render_template(
        "aanbieder/vragen.html",
        plan=plan,
        form=form,
        rows=[_field(plan, form, number, q.id, q.text, q.openbaar) for number, q in numbered(plan)],
        titles={clash.name: part_title(plan, clash.name) for clash in form.clashes},
        length=plan_steps.length_of(context(), current_actor(), plan_id),
        saved="bewaard" in request.args,
    )


def _field(plan: PlanView, form: Draft, number: str, question_id: str, question: str, public: bool) -> QuestionField:
    """What was typed when it was changed here, else what is kept now."""
    name = question_part(question_id)
    text = plan.content.answers.get(question_id, "")
    typed = form.value(name) if name in form.values and draft.changed(name, form.value(name)) else text
    is_open, reason = plan.may_change(name), plan.returned.get(name, "")
    return QuestionField(name, number, question, public, typed, digest(text), is_open, reason)
