"""The declarations: present, dated, handed to the gemeente on that date. Nothing is uploaded (domain.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.plan import Declaration, declaration_part, declared
from portal.services import plannen
from portal.services.plannen import PlanView
from portal.web.aanbieder import draft
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.aanbieder.days import WHAT_TO_DO, as_typed, day_of
from portal.web.aanbieder.draft import Draft, digest
from portal.web.aanbieder.words import in_words, part_title
from portal.web.access import allowed, current_actor
from portal.web.current import context

_DATES = ("dated", "handed_over")


@dataclass(frozen=True, slots=True)
class DeclarationField:
    """One declaration on the page, with what stands in its three inputs."""

    name: str
    text: str
    source: str
    present: bool
    dated: str
    handed_over: str
    basis: str
    open: bool
    reason: str
    words: str


@pages.get("/plannen/<int:plan_id>/verklaringen")
@allowed(*MEMBERS)
def verklaringen(plan_id: int) -> str:
    """Every declaration that the regeling asks for."""
    return _page(plan_id, None)


@pages.post("/plannen/<int:plan_id>/verklaringen")
@allowed(*MEMBERS)
def verklaringen_bewaren(plan_id: int) -> ResponseReturnValue:
    """Keep the declarations that were changed."""
    plan = plannen.view(context(), current_actor(), plan_id)
    names = [declaration_part(r.id) for r in declared(plan.regeling)]
    form = draft.read({f"{name}.{key}": "" for name in names for key in ("present", *_DATES)})
    sent = [name for name in names if f"{name}.sent" in request.form and draft.changed(name, _inputs(form, name))]
    given = {name.partition(".")[2]: _declaration(form, name) for name in sent}
    lock = form.lock

    def store() -> None:
        nonlocal lock
        lock = plannen.save_declarations(context(), current_actor(), plan_id, given, form.lock)

    def done() -> ResponseReturnValue:
        return (
            _to_script(plan_id, lock, names)
            if draft.by_script()
            else draft.saved("aanbieder.verklaringen", plan_id=plan_id)
        )

    return draft.save(form, store, lambda typed: _page(plan_id, typed), done)


def _declaration(form: Draft, name: str) -> Declaration:
    """What the three inputs say; a date that is none is a fault of the form."""
    days: dict[str, date | None] = {}
    for key in _DATES:
        typed = form.value(f"{name}.{key}")
        days[key] = day_of(typed)
        if typed.strip() and days[key] is None:
            form.wrong(f"{name}.{key}", WHAT_TO_DO)
    return Declaration(form.value(f"{name}.present") == "ja", days["dated"], days["handed_over"])


def _inputs(form: Draft, name: str) -> str:
    return "|".join(form.value(f"{name}.{key}").strip() for key in ("present", *_DATES))


def _as_inputs(given: Declaration) -> str:
    return "|".join(("ja" if given.present else "", as_typed(given.dated), as_typed(given.handed_over)))


def _to_script(plan_id: int, lock: int, names: list[str]) -> ResponseReturnValue:
    kept = plannen.view(context(), current_actor(), plan_id).content.declarations
    form = draft.read({f"{name}.{key}": "" for name in names for key in ("present", *_DATES)})
    bases, newer = {}, draft.Inputs()
    for name in names:
        given = kept.get(name.partition(".")[2], Declaration())
        bases[name] = digest(_as_inputs(given))
        if not draft.changed(name, _inputs(form, name)) and bases[name] != digest(_inputs(form, name)):
            newer[f"{name}.present"] = given.present
            newer |= {f"{name}.{key}": as_typed(getattr(given, key)) for key in _DATES}
    return draft.kept(lock, bases, newer, words=draft.BY_COLLEAGUE)


def _page(plan_id: int, given: Draft | None) -> str:
    plan = plannen.view(context(), current_actor(), plan_id)
    form = given or Draft(lock=plan.lock)
    return render_template(
        "aanbieder/verklaringen.html",
        plan=plan,
        form=form,
        rows=[_field(plan, form, r.id, r.text, r.source) for r in declared(plan.regeling)],
        titles={clash.name: part_title(plan, clash.name) for clash in form.clashes},
        saved="bewaard" in request.args,
    )


def _field(plan: PlanView, form: Draft, requirement_id: str, text: str, source: str) -> DeclarationField:
    name = declaration_part(requirement_id)
    given = plan.content.declarations.get(requirement_id, Declaration())
    present, dated, handed_over = _as_inputs(given).split("|")
    if f"{name}.dated" in form.values and draft.changed(name, _inputs(form, name)):
        present, dated, handed_over = (form.value(f"{name}.{key}") for key in ("present", *_DATES))
    return DeclarationField(
        name,
        text,
        source,
        present == "ja",
        dated,
        handed_over,
        digest(_as_inputs(given)),
        plan.may_change(name),
        plan.returned.get(name, ""),
        in_words(given),
    )
