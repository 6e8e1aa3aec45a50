"""A plan beside its score sheet, its history, and the plan on paper."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.domain.review import Action, Mark
from portal.domain.said import said
from portal.services.history import history
from portal.services.paper import plan_pdf
from portal.services.refusals import Invalid, NotFound, Refused
from portal.services.score_sheet import save_sheet
from portal.services.unconfirmed import unconfirmed
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.downloads import pdf_download
from portal.web.gemeente import deciding, plan_screen
from portal.web.gemeente.blueprint import pages
from portal.web.typed import Typed

COMMENT, MARK = "opmerking.", "oordeel."


@pages.get("/plannen/<int:plan_id>")
@allowed(Role.BEOORDELAAR)
def plan(plan_id: int) -> str:
    """The plan, the score sheet and what can be decided."""
    return _page(plan_id, Typed())


@pages.post("/plannen/<int:plan_id>")
@allowed(Role.BEOORDELAAR)
def plan_beoordelen(plan_id: int) -> ResponseReturnValue:
    """Keep the score sheet and the comments; then on to a decision when one was asked for."""
    form = deciding.read_all(COMMENT, MARK)
    marks = {key: Mark(text) if text in set(Mark) else None for key, text in deciding.after(form, MARK).items()}
    try:
        save_sheet(context(), current_actor(), plan_id, marks, deciding.after(form, COMMENT))
    except NotFound:
        abort(404)
    except Invalid as fault:
        form.add({COMMENT + part: text for part, text in fault.errors.items()})
        return _page(plan_id, form), 422
    except Refused as refused:
        return _page(plan_id, form, told=refused.reason), 409
    onward = request.form.get("verder", "")
    if onward in deciding.DECISIONS:
        return redirect(url_for("gemeente.besluit", plan_id=plan_id, besluit=onward))
    return redirect(url_for("gemeente.plan", plan_id=plan_id, gedaan="bewaard"))


@pages.get("/plannen/<int:plan_id>/geschiedenis")
@allowed(Role.BEOORDELAAR)
def geschiedenis(plan_id: int) -> str:
    """Every step, newest first."""
    view = deciding.opened(plan_id)
    rows = history(context(), current_actor(), plan_id)
    titles = plan_screen.part_titles(context().catalogue, view)
    return render_template("gemeente/geschiedenis.html", view=view, rows=rows, titles=titles, **deciding.naming(view))


@pages.get("/plannen/<int:plan_id>/plan.pdf")
@allowed(Role.BEOORDELAAR)
def plan_op_papier(plan_id: int) -> Response:
    """The full document of what was handed in."""
    view = deciding.opened(plan_id)
    content = plan_pdf(plan_screen.paper(context().catalogue, view))
    return pdf_download(content, "plan-van-aanpak", view.aanbieder_naam, f"versie-{view.number}")


def _page(plan_id: int, form: Typed, told: str = "") -> str:
    view = deciding.opened(plan_id)
    return render_template(
        "gemeente/plan.html",
        view=view,
        unconfirmed=unconfirmed(context(), current_actor(), plan_id),
        form=form,
        told=told,
        done=deciding.DONE.get(request.args.get("gedaan", ""), ""),
        groups=plan_screen.groups(context().catalogue, view),
        declared=plan_screen.declared_changes(context().catalogue, view),
        marks=[("", said("Nog niet")), *((mark.value, mark.label) for mark in Mark)],
        may_score=Action.AFWIJZEN in view.actions,
        decisions=deciding.possible(view, current_actor()),
        latest=history(context(), current_actor(), plan_id)[:3],
        **deciding.naming(view),
    )
