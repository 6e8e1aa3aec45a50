"""The werkplekken of a draft: list, add, change, take out."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.plan import WERKPLEKKEN, werkplek_part
from portal.domain.said import said
from portal.services import plan_werkplekken, plannen
from portal.services.plannen import PlanView
from portal.services.werkplek_form import place_note
from portal.web.aanbieder import draft, werkplek_fields
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.aanbieder.draft import Draft
from portal.web.access import allowed, current_actor
from portal.web.current import context

_ONE = "/plannen/<int:plan_id>/werkplekken/<string:public_id>"


@pages.get("/plannen/<int:plan_id>/werkplekken")
@allowed(*MEMBERS)
def werkplekken(plan_id: int) -> str:
    """All werkplekken of the plan."""
    plan = _plan(plan_id)
    may_add = plan.may_change(WERKPLEKKEN)
    return render_template("aanbieder/werkplekken.html", plan=plan, may_add=may_add, gone="weg" in request.args)


@pages.get("/plannen/<int:plan_id>/werkplekken/nieuw")
@allowed(*MEMBERS)
def werkplek_nieuw(plan_id: int) -> str:
    """An empty form."""
    return _page(_plan(plan_id), Draft())


@pages.post("/plannen/<int:plan_id>/werkplekken/nieuw")
@allowed(*MEMBERS)
def werkplek_toevoegen(plan_id: int) -> ResponseReturnValue:
    """Add a werkplek."""
    plan = _plan(plan_id)
    typed = werkplek_fields.read(plan.regeling)
    form, public_id = werkplek_fields.to_form(typed), ""

    def store() -> None:
        nonlocal public_id
        public_id = plan_werkplekken.add_werkplek(context(), current_actor(), plan_id, form)

    return draft.save(typed, store, lambda again: _page(plan, again), lambda: _added(plan_id, public_id))


@pages.get(_ONE)
@allowed(*MEMBERS)
def werkplek(plan_id: int, public_id: str) -> str:
    """The form with what is kept; only to be read when it is closed."""
    kept = plan_werkplekken.werkplek_for_edit(context(), current_actor(), plan_id, public_id)
    note = place_note(context(), kept.text)
    return _page(_plan(plan_id), werkplek_fields.to_typed(kept.form, kept.lock), public_id, note)


@pages.post(_ONE)
@allowed(*MEMBERS)
def werkplek_bewaren(plan_id: int, public_id: str) -> ResponseReturnValue:
    """Keep the werkplek."""
    plan = _plan(plan_id)
    typed = werkplek_fields.read(plan.regeling)
    form, lock = werkplek_fields.to_form(typed), typed.lock

    def store() -> None:
        nonlocal lock
        lock = plan_werkplekken.change_werkplek(context(), current_actor(), plan_id, public_id, form, typed.lock)

    def done() -> ResponseReturnValue:
        where: dict[str, Any] = {"plan_id": plan_id, "public_id": public_id}
        return _to_script(lock, **where) if draft.by_script() else draft.saved("aanbieder.werkplek", **where)

    words = lambda conflict: werkplek_fields.clash(context().catalogue, plan.regeling, conflict)  # noqa: E731
    return draft.save(typed, store, lambda again: _page(plan, again, public_id), done, words)


@pages.get(f"{_ONE}/verwijderen")
@allowed(*MEMBERS)
def werkplek_weg(plan_id: int, public_id: str) -> str:
    """Ask whether it may go."""
    kept = plan_werkplekken.werkplek_for_edit(context(), current_actor(), plan_id, public_id)
    return render_template("aanbieder/werkplek_weg.html", plan=_plan(plan_id), public_id=public_id, naam=kept.text.naam)


@pages.post(f"{_ONE}/verwijderen")
@allowed(*MEMBERS)
def werkplek_verwijderen(plan_id: int, public_id: str) -> ResponseReturnValue:
    """Take it out of the draft; what is published stays."""
    plan_werkplekken.remove_werkplek(context(), current_actor(), plan_id, public_id)
    return redirect(url_for("aanbieder.werkplekken", plan_id=plan_id, weg="ja"))


def _plan(plan_id: int) -> PlanView:
    return plannen.view(context(), current_actor(), plan_id)


def _added(plan_id: int, public_id: str) -> ResponseReturnValue:
    address = url_for("aanbieder.werkplek", plan_id=plan_id, public_id=public_id, bewaard="ja")
    return draft.kept(0, {}, {}, address) if draft.by_script() else redirect(address)


def _to_script(lock: int, plan_id: int, public_id: str) -> ResponseReturnValue:
    """The place that was found for the address stands in the form too."""
    kept = plan_werkplekken.werkplek_for_edit(context(), current_actor(), plan_id, public_id)
    newer: draft.Inputs = {"woonplaats": kept.form.woonplaats, "postcode": kept.form.postcode}
    note = place_note(context(), kept.text)
    words = said("Bewaard. %(uitleg)s", uitleg=note) if note else ""
    return draft.kept(lock, werkplek_fields.bases(kept.form), newer, words=words)


def _page(plan: PlanView, form: Draft, public_id: str = "", note: str = "") -> str:
    part = werkplek_part(public_id) if public_id else WERKPLEKKEN
    return render_template(
        "aanbieder/werkplek.html",
        plan=plan,
        form=form,
        public_id=public_id,
        is_open=plan.may_change(part),
        reason=plan.returned.get(part, ""),
        options=werkplek_fields.options(context().catalogue, plan.regeling, form),
        week=werkplek_fields.week(),
        note=note,
        bases=_bases(plan, public_id),
        saved="bewaard" in request.args,
    )


def _bases(plan: PlanView, public_id: str) -> dict[str, str]:
    """Of the werkplek as it is kept, also when the form is shown again."""
    text = plan.content.werkplekken.get(public_id)
    return werkplek_fields.bases(plan_werkplekken.form_of(text)) if text else {}
