"""What the aanbieder does with a plan as a whole: hand in, take back, begin a new version, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.review import Action, Refused
from portal.domain.said import said
from portal.services import plan_steps, plannen
from portal.services.refusals import EditConflict
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.aanbieder.plan import page
from portal.web.aanbieder.words import part_address
from portal.web.access import allowed, current_actor
from portal.web.current import context

_LONGEST_REASON = 2000
CHANGED = said("Een collega heeft het plan intussen gewijzigd. Kijk het na en dien het daarna opnieuw in.")


@pages.post("/plannen/<int:plan_id>/indienen")
@allowed(*MEMBERS)
def indienen(plan_id: int) -> ResponseReturnValue:
    """Hand the plan in for review."""
    lock = request.form.get("lock", -1, type=int)
    return _step(plan_id, lambda: plan_steps.submit(context(), current_actor(), plan_id, lock))


@pages.post("/plannen/<int:plan_id>/terugnemen")
@allowed(*MEMBERS)
def terugnemen(plan_id: int) -> ResponseReturnValue:
    """Take a plan back that nobody began to review."""
    return _step(plan_id, lambda: plan_steps.take_back(context(), current_actor(), plan_id))


@pages.post("/plannen/<int:plan_id>/nieuwe-versie")
@allowed(*MEMBERS)
def nieuwe_versie(plan_id: int) -> ResponseReturnValue:
    """Begin a new version; what is public stays."""
    return _step(plan_id, lambda: plan_steps.new_version(context(), current_actor(), plan_id))


@pages.get("/plannen/<int:plan_id>/intrekken")
@allowed(*MEMBERS)
def intrekken(plan_id: int) -> ResponseReturnValue:
    """Ask whether the plan really has to leave the site."""
    shown = plannen.view(context(), current_actor(), plan_id)
    if Action.INTREKKEN not in shown.actions:
        return page(shown, refused=said("Dit plan staat niet op de site. U kunt het niet intrekken.")), 409
    return render_template("aanbieder/intrekken.html", plan=shown)


@pages.post("/plannen/<int:plan_id>/intrekken")
@allowed(*MEMBERS)
def intrekken_bevestigd(plan_id: int) -> ResponseReturnValue:
    """Take the plan off the site at once."""
    reason = request.form.get("reden", "")[:_LONGEST_REASON]
    return _step(plan_id, lambda: plan_steps.withdraw(context(), current_actor(), plan_id, reason))


def _step(plan_id: int, do: Callable[[], object]) -> ResponseReturnValue:
    """Do it, or show the plan with what is in the way."""
    refused, faults, status = "", [], 409
    try:
        do()
    except plan_steps.Incomplete as incomplete:
        shown = plannen.view(context(), current_actor(), plan_id)
        faults, status = [(part_address(shown, m.part), m.text) for m in incomplete.missing], 422
    except plan_steps.TooLong as long:
        refused, status = long.reason, 422
    except Refused as stopped:
        refused = stopped.reason
    except EditConflict:
        refused = CHANGED
    else:
        return redirect(url_for("aanbieder.plan", plan_id=plan_id))
    return page(plannen.view(context(), current_actor(), plan_id), faults, refused), status
