"""What every decision about a plan shares: who may, what was typed, and what someone else did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Actor
from portal.domain.review import Action, PlanStatus
from portal.domain.said import said
from portal.services import review
from portal.services.history import history
from portal.services.refusals import EditConflict, Invalid, NotFound, Refused
from portal.services.review import ReviewView
from portal.services.review_steps import Pair
from portal.web.access import current_actor
from portal.web.current import context
from portal.web.gemeente import plan_screen, words
from portal.web.labels import moment
from portal.web.typed import Typed

_LONGEST = 20_000  # characters of one field; the services say where they stop
_CHANGED = said("Iemand heeft dit plan veranderd terwijl u bezig was.")


@dataclass(frozen=True, slots=True)
class Decision:
    """One step: its heading, the word on its button, what is said when it is done, and the rule that allows it."""

    title: str
    button: str
    done: str
    action: Action


DECISIONS = {
    "oppakken": Decision(said("Plan oppakken"), said("Oppakken"), said("U hebt dit plan nu."), Action.OPPAKKEN),
    "starten": Decision(
        said("Beoordeling starten"), said("Starten"), said("De beoordeling is gestart."), Action.STARTEN
    ),
    "goedkeuren": Decision(
        said("Plan goedkeuren"),
        said("Goedkeuren"),
        said("Het plan is goedgekeurd. Inwoners kunnen het nu vinden."),
        Action.GOEDKEUREN,
    ),
    "aanvulling": Decision(
        said("Aanvulling vragen"),
        said("Terugsturen naar de aanbieder"),
        said("Het plan is terug bij de aanbieder."),
        Action.AANVULLING_VRAGEN,
    ),
    "afwijzen": Decision(said("Plan afwijzen"), said("Afwijzen"), said("Het plan is afgewezen."), Action.AFWIJZEN),
    "opschorten": Decision(
        said("Plan opschorten"),
        said("Opschorten"),
        said("Dit is opgeschort. Inwoners vinden het niet meer."),
        Action.OPSCHORTEN,
    ),
    "hervatten": Decision(
        said("Plan hervatten"),
        said("Hervatten"),
        said("Dit is hervat. Inwoners kunnen het weer vinden."),
        Action.HERVATTEN,
    ),
}
DONE = {name: decision.done for name, decision in DECISIONS.items()} | {
    "bewaard": said("Uw beoordeling is bewaard."),
    "uitzondering": said("Er is beslist over de uitzondering."),
    "uitzondering-beeindigd": said(
        "De uitzondering is beëindigd. Inwoners van die gemeente vinden de werkplek niet meer."
    ),
}


def opened(plan_id: int) -> ReviewView:
    """The plan for this reviewer; another regeling's and an unknown one give the same 404."""
    try:
        return review.open_review(context(), current_actor(), plan_id)
    except NotFound:
        abort(404)


def decide(plan_id: int, name: str, form: Typed, step: Callable[[], None], prefix: str = "") -> ResponseReturnValue:
    """Do the step and go back to the plan; else the form again, with what to do or what happened meanwhile.

    `prefix`: put before the names of faults that the service gives, to find their fields.
    """
    try:
        if form.faults:
            raise Invalid(form.faults)
        step()
    except NotFound:
        abort(404)
    except Invalid as fault:
        form.add({key if key == "reasons" else prefix + key: text for key, text in fault.errors.items()})
        return decision_page(plan_id, name, form), 422
    except EditConflict:
        return decision_page(plan_id, name, form, told=_CHANGED), 409
    except Refused as refused:
        return decision_page(plan_id, name, form, told=refused.reason), 409
    return redirect(url_for("gemeente.plan", plan_id=plan_id, gedaan=name))


def decision_page(plan_id: int, name: str, form: Typed, told: str = "") -> str:
    """The form of one decision. `told`: why it was not done; the newest events say what happened instead."""
    view, actor = opened(plan_id), current_actor()
    return render_template(
        f"gemeente/{name}.html",
        view=view,
        form=form,
        name=name,
        decision=DECISIONS[name],
        may=name in possible(view, actor),
        told=told,
        latest=history(context(), actor, plan_id)[:3] if told else (),
        titles=plan_screen.part_titles(context().catalogue, view),
        chosen=request.form.getlist("paren") if request.method == "POST" else None,
        whole=DECISIONS[name].action in view.actions,
        own=actor.gemeenten,
        **naming(view),
    )


def possible(view: ReviewView, actor: Actor) -> dict[str, Decision]:
    """What this reviewer may do now. Suspending and resuming also when only some gemeenten are theirs."""
    found = {name for name, decision in DECISIONS.items() if decision.action in view.actions}
    here = [pair for pair in view.approved if pair.gemeente_code in actor.gemeenten and not view.tied]
    away = view.status is PlanStatus.OPGESCHORT
    if away or not any(not pair.suspended for pair in here):
        found.discard("opschorten")
    elif view.status is PlanStatus.GEPUBLICEERD:
        found.add("opschorten")
    if away or view.status is PlanStatus.GEPUBLICEERD:
        found.discard("hervatten")
        if any(pair.suspended for pair in here) or (away and Action.HERVATTEN in view.actions):
            found.add("hervatten")
    if view.reviewer_id == actor.account_id:
        found.discard("oppakken")
    return {name: decision for name, decision in DECISIONS.items() if name in found}


def naming(view: ReviewView) -> dict[str, object]:
    """How templates name gemeenten, products and moments."""
    catalogue = context().catalogue
    return {
        "gemeente_name": lambda code: words.gemeente_name(catalogue, code),
        "product_name": lambda token: words.product_name(view.regeling, token),
        "moment": moment,
        "state_kinds": words.STATE_KINDS,
        "verdicts": words.VERDICTS,
    }


def read(*names: str) -> Typed:
    """The named fields of the form, also long ones."""
    return Typed({name: request.form.get(name, "")[:_LONGEST] for name in names})


def read_all(*prefixes: str) -> Typed:
    """Every field whose name starts so."""
    return Typed({name: text[:_LONGEST] for name, text in request.form.items() if name.startswith(prefixes)})


def after(form: Typed, prefix: str) -> dict[str, str]:
    """What was typed, by what follows the prefix in the name of the field."""
    return {name.removeprefix(prefix): text for name, text in form.values.items() if name.startswith(prefix)}


def lock() -> int:
    """The lock of the plan as the reviewer saw it; -1 when the form holds none, which fits no plan."""
    return request.form.get("lock", -1, type=int)


def pairs() -> Collection[Pair]:
    """The (gemeente, product) pairs that are ticked."""
    found = (value.partition("|") for value in request.form.getlist("paren"))
    return {(gemeente, product) for gemeente, _, product in found}


def day(form: Typed, name: str) -> date | None:
    """The date in a field; None when it is empty. What is no date becomes a fault of the form."""
    try:
        return date.fromisoformat(form.value(name).strip()) if form.value(name).strip() else None
    except ValueError:
        form.wrong(name, said("Vul een datum in, zoals 2026-12-31."))
        return None
