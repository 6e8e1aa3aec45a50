"""One plan: what is done and what is missing, its history, its length and the plan on paper."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.review import Refused
from portal.services import history, plan_paper, plan_steps, plannen
from portal.services.paper import plan_pdf
from portal.services.plannen import PlanView
from portal.web.aanbieder import words
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.downloads import pdf_download
from portal.web.labels import moment

Faults = list[tuple[str, str]]  # address, sentence


@pages.post("/plannen")
@allowed(*MEMBERS)
def plan_beginnen() -> ResponseReturnValue:
    """Begin a plan for a regeling, or go to the one that is there."""
    plan_id = plannen.open_draft(context(), current_actor(), request.form.get("regeling", ""))
    return redirect(url_for("aanbieder.plan", plan_id=plan_id))


@pages.get("/plannen/<int:plan_id>")
@allowed(*MEMBERS)
def plan(plan_id: int) -> str:
    """The task list."""
    return page(plannen.view(context(), current_actor(), plan_id))


@pages.get("/plannen/<int:plan_id>/lengte")
@allowed(*MEMBERS)
def lengte(plan_id: int) -> str:
    """The length meter alone, for the script that saves by itself."""
    length = plan_steps.length_of(context(), current_actor(), plan_id)
    return render_template("aanbieder/_lengte.html", length=length)


@pages.get("/plannen/<int:plan_id>/geschiedenis")
@allowed(*MEMBERS)
def geschiedenis(plan_id: int) -> str:
    """What happened, newest first."""
    shown = plannen.view(context(), current_actor(), plan_id)
    rows = history.history(context(), current_actor(), plan_id)
    return render_template(
        "aanbieder/geschiedenis.html", plan=shown, rows=rows, part_title=words.part_title, moment=moment
    )


@pages.get("/plannen/<int:plan_id>/plan.pdf")
@allowed(*MEMBERS)
def plan_op_papier(plan_id: int) -> Response:
    """The full plan as PDF."""
    paper = plan_paper.full_paper(context(), current_actor(), plan_id)
    return pdf_download(plan_pdf(paper), "plan-van-aanpak", paper.aanbieder, f"versie-{paper.version}")


@pages.errorhandler(Refused)
def refused_here(refused: Refused) -> ResponseReturnValue:
    """A step that is not allowed now, with the plan as it stands."""
    shown = plannen.view(context(), current_actor(), (request.view_args or {}).get("plan_id", 0))
    return page(shown, refused=refused.reason), 409


def page(shown: PlanView, faults: Faults | None = None, refused: str = "") -> str:
    """The task list, with what is in the way of a step."""
    return render_template(
        "aanbieder/plan.html",
        plan=shown,
        faults=faults or [],
        refused=refused,
        length=plan_steps.length_of(context(), current_actor(), shown.plan_id),
        pages=words.PAGES,
        kinds=words.STATE_KINDS,
        what_now=words.what_now(shown.state, shown.status),
        title_of=words.part_title,
        address_of=words.part_address,
    )
