"""Requests for an exception to "zo lokaal mogelijk" (S2 eis 8c): a reviewer of that gemeente grants or refuses."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.domain.review import ExceptionState
from portal.domain.said import said
from portal.services.exceptions import ExceptionView, decide_exception, end_exception, exception_requests
from portal.services.refusals import Invalid, NotFound, Refused
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.gemeente import deciding
from portal.web.gemeente.blueprint import pages
from portal.web.labels import moment
from portal.web.typed import Typed

CHOICES = {"toekennen": True, "weigeren": False}


@pages.get("/uitzonderingen")
@allowed(Role.BEOORDELAAR)
def uitzonderingen() -> str:
    """What waits for an answer, and what was granted and still holds; of this reviewer's gemeenten and of others."""
    found = _requests()
    waiting = [asked for asked in found if asked.state is ExceptionState.GEVRAAGD]
    granted = sorted((asked for asked in found if asked.holds), key=lambda asked: asked.eind or date.max)
    return render_template("gemeente/uitzonderingen.html", requests=waiting, granted=granted, moment=moment)


@pages.get("/uitzonderingen/<int:request_id>")
@allowed(Role.BEOORDELAAR)
def uitzondering(request_id: int) -> str:
    """One request, with the form to decide."""
    return _page(request_id, Typed())


@pages.post("/uitzonderingen/<int:request_id>")
@allowed(Role.BEOORDELAAR)
def uitzondering_beslissen(request_id: int) -> ResponseReturnValue:
    """Grant until a date, or refuse; with the reason."""
    form, asked = deciding.read("besluit", "eind", "reason"), _one(request_id)
    grant, eind = CHOICES.get(form.value("besluit")), deciding.day(form, "eind")
    try:
        if grant is None:
            form.wrong("besluit", said("Kies of u de uitzondering toekent of weigert."))
        if form.faults:
            raise Invalid(form.faults)
        decide_exception(
            context(), current_actor(), request_id, grant=bool(grant), reason=form.value("reason"), eind=eind
        )
    except Invalid as fault:
        form.add(fault.errors)
        return _page(request_id, form), 422
    except Refused as refused:
        return _page(request_id, form, told=refused.reason), 409
    return redirect(url_for("gemeente.plan", plan_id=asked.plan_id, gedaan="uitzondering"))


@pages.get("/uitzonderingen/<int:request_id>/beeindigen")
@allowed(Role.BEOORDELAAR)
def uitzondering_beeindigen(request_id: int) -> ResponseReturnValue:
    """The form to end a granted exception early; 409 when it does not hold."""
    asked = _one(request_id)
    return _end_page(asked, Typed()), 200 if asked.holds else 409


@pages.post("/uitzonderingen/<int:request_id>/beeindigen")
@allowed(Role.BEOORDELAAR)
def uitzondering_eindigt(request_id: int) -> ResponseReturnValue:
    """End it at once, with the reason."""
    form, asked = deciding.read("reason"), _one(request_id)
    try:
        end_exception(context(), current_actor(), request_id, reason=form.value("reason"))
    except Invalid as fault:
        form.add(fault.errors)
        return _end_page(asked, form), 422
    except Refused as refused:
        return _end_page(_one(request_id), form, told=refused.reason), 409
    return redirect(url_for("gemeente.plan", plan_id=asked.plan_id, gedaan="uitzondering-beeindigd"))


def _end_page(asked: ExceptionView, form: Typed, told: str = "") -> str:
    return render_template("gemeente/uitzondering_beeindigen.html", asked=asked, form=form, told=told, moment=moment)


def _requests() -> list[ExceptionView]:
    """All of this reviewer's regelingen, oldest first."""
    found: list[ExceptionView] = []
    for regeling in sorted(current_actor().regelingen):
        found += exception_requests(context(), current_actor(), regeling, None)
    return found


def _one(request_id: int) -> ExceptionView:
    """A request for a gemeente of this reviewer; another gemeente's and an unknown one give the same 404."""
    try:
        mine = current_actor().gemeenten
        return next(r for r in _requests() if r.request_id == request_id and r.gemeente_code in mine)
    except (NotFound, StopIteration):
        abort(404)


def _page(request_id: int, form: Typed, told: str = "") -> str:
    asked = _one(request_id)
    typed = request.method == "POST"
    return render_template("gemeente/uitzondering.html", asked=asked, form=form, told=told, typed=typed, moment=moment)
