"""The decisions about a plan: each asks to confirm on a page of its own, and is one step of the services."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.services import review_steps, suspension
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.gemeente import deciding
from portal.web.gemeente.blueprint import pages
from portal.web.typed import Typed

REASON = "reden."


@pages.get("/plannen/<int:plan_id>/<any(oppakken,starten,aanvulling,goedkeuren,afwijzen,opschorten,hervatten):besluit>")
@allowed(Role.BEOORDELAAR)
def besluit(plan_id: int, besluit: str) -> str:
    """What the decision means, with its form."""
    return deciding.decision_page(plan_id, besluit, Typed())


@pages.post("/plannen/<int:plan_id>/oppakken")
@allowed(Role.BEOORDELAAR)
def oppakken(plan_id: int) -> ResponseReturnValue:
    """Have the plan, also when a colleague had it."""
    return deciding.decide(plan_id, "oppakken", Typed(), lambda: review_steps.take(context(), current_actor(), plan_id))


@pages.post("/plannen/<int:plan_id>/starten")
@allowed(Role.BEOORDELAAR)
def starten(plan_id: int) -> ResponseReturnValue:
    """Begin the review."""
    lock = deciding.lock()
    return deciding.decide(
        plan_id, "starten", Typed(), lambda: review_steps.start(context(), current_actor(), plan_id, lock)
    )


@pages.post("/plannen/<int:plan_id>/aanvulling")
@allowed(Role.BEOORDELAAR)
def aanvulling(plan_id: int) -> ResponseReturnValue:
    """Give the plan back with a reason per part."""
    form, lock = deciding.read_all(REASON), deciding.lock()
    reasons = {part: text for part, text in deciding.after(form, REASON).items() if text.strip()}
    return deciding.decide(
        plan_id,
        "aanvulling",
        form,
        lambda: review_steps.return_with_reasons(context(), current_actor(), plan_id, lock, reasons),
        REASON,
    )


@pages.post("/plannen/<int:plan_id>/goedkeuren")
@allowed(Role.BEOORDELAAR)
def goedkeuren(plan_id: int) -> ResponseReturnValue:
    """Approve for these gemeenten and products, and publish."""
    form, lock, pairs = deciding.read("start", "eind", "reason"), deciding.lock(), deciding.pairs()
    start, eind, reason = deciding.day(form, "start"), deciding.day(form, "eind"), form.value("reason")
    return deciding.decide(
        plan_id,
        "goedkeuren",
        form,
        lambda: review_steps.approve(
            context(), current_actor(), plan_id, lock, pairs=pairs, start=start, eind=eind, reason=reason
        ),
    )


@pages.post("/plannen/<int:plan_id>/afwijzen")
@allowed(Role.BEOORDELAAR)
def afwijzen(plan_id: int) -> ResponseReturnValue:
    """Refuse this version."""
    form, lock = deciding.read("reason"), deciding.lock()
    return deciding.decide(
        plan_id,
        "afwijzen",
        form,
        lambda: review_steps.reject(context(), current_actor(), plan_id, lock, form.value("reason")),
    )


@pages.post("/plannen/<int:plan_id>/opschorten")
@allowed(Role.BEOORDELAAR)
def opschorten(plan_id: int) -> ResponseReturnValue:
    """Take the plan, or some of it, out of sight."""
    form = deciding.read("wat", "reason")
    pairs = None if form.value("wat") == "geheel" else deciding.pairs()
    return deciding.decide(
        plan_id,
        "opschorten",
        form,
        lambda: suspension.suspend(context(), current_actor(), plan_id, reason=form.value("reason"), pairs=pairs),
    )


@pages.post("/plannen/<int:plan_id>/hervatten")
@allowed(Role.BEOORDELAAR)
def hervatten(plan_id: int) -> ResponseReturnValue:
    """Show again what was suspended."""
    form = deciding.read("wat", "reason")
    pairs = None if form.value("wat") == "geheel" else deciding.pairs()
    return deciding.decide(
        plan_id,
        "hervatten",
        form,
        lambda: suspension.resume(context(), current_actor(), plan_id, reason=form.value("reason"), pairs=pairs),
    )
