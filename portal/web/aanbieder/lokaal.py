"""Per gemeente whether each werkplek may serve it and why, and asking for an exception (S2 eis 8c)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.services import local_overview, plannen
from portal.services.local_overview import GemeenteLocality, WerkplekLocality
from portal.services.refusals import Invalid, NotFound, Refused
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.typed import Typed

_ONE = "/plannen/<int:plan_id>/lokaal/<string:gemeente>/<string:public_id>"


@pages.get("/plannen/<int:plan_id>/lokaal")
@allowed(*MEMBERS)
def lokaal(plan_id: int) -> str:
    """Every gemeente that the plan asks for, with every werkplek."""
    plan = plannen.view(context(), current_actor(), plan_id)
    overview = local_overview.local_overview(context(), current_actor(), plan_id)
    return render_template("aanbieder/lokaal.html", plan=plan, overview=overview, asked="gevraagd" in request.args)


@pages.get(_ONE)
@allowed(*MEMBERS)
def uitzondering(plan_id: int, gemeente: str, public_id: str) -> str:
    """The form to ask for an exception."""
    return _page(plan_id, gemeente, public_id, Typed())


@pages.post(_ONE)
@allowed(*MEMBERS)
def uitzondering_vragen(plan_id: int, gemeente: str, public_id: str) -> ResponseReturnValue:
    """Ask the gemeente."""
    form = Typed({"motivation": request.form.get("motivation", ""), "transport": request.form.get("transport", "")})
    why, transport = form.value("motivation"), form.value("transport") == "ja"
    try:
        local_overview.ask_exception(
            context(), current_actor(), plan_id, public_id, gemeente, motivation=why, transport=transport
        )
    except Invalid as invalid:
        form.add(invalid.errors)
        return _page(plan_id, gemeente, public_id, form), 422
    except Refused as refused:
        form.wrong("motivation", refused.reason)
        return _page(plan_id, gemeente, public_id, form), 409
    return redirect(url_for("aanbieder.lokaal", plan_id=plan_id, gevraagd="ja"))


def _page(plan_id: int, gemeente: str, public_id: str, form: Typed) -> str:
    overview = local_overview.local_overview(context(), current_actor(), plan_id)
    plan = plannen.view(context(), current_actor(), plan_id)
    where, line = _line(overview, gemeente, public_id)
    return render_template("aanbieder/uitzondering.html", plan=plan, gemeente=where, line=line, form=form)


def _line(
    overview: tuple[GemeenteLocality, ...], gemeente: str, public_id: str
) -> tuple[GemeenteLocality, WerkplekLocality]:
    for where in overview:
        for line in where.werkplekken:
            if (where.code, line.public_id) == (gemeente, public_id):
                return where, line
    raise NotFound
