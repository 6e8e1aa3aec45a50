"""An aanbieder signs up, and confirms by mail; people who were invited make their account."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.registration import NotUsable
from portal.services import inviting, registering
from portal.services.registering import NewAanbieder
from portal.services.signing_in import Refusal, Step
from portal.web import sessions, typed
from portal.web.access import public
from portal.web.account.blueprint import TOO_OFTEN_HOUR, pages
from portal.web.account.signing_in import go_on
from portal.web.current import context
from portal.web.typed import Typed

FIELDS = ("kvk", "naam", "email", "telefoon", "website", "contact_naam", "contact_email")


@pages.get("/registreren")
@public
def registreren() -> str:
    """The form with which an aanbieder signs up."""
    return render_template("account/registreren.html", form=Typed())


@pages.post("/registreren")
@public
def registreren_post() -> ResponseReturnValue:
    """Take the registration; the same answer whether or not the organisation or the person is known."""
    form = typed.read(*FIELDS)
    answer = registering.register(context(), NewAanbieder(**form.values), sessions.visitor_address())
    if answer is None:
        return redirect(url_for("account.aangemeld"))
    if isinstance(answer, Refusal):
        form.wrong("contact_email", TOO_OFTEN_HOUR)
    else:
        form.add(answer)
    return render_template("account/registreren.html", form=form), 422


@pages.get("/registreren/kijk-in-uw-mail")
@public
def aangemeld() -> str:
    """What happens next, the same for everyone."""
    return render_template("account/aangemeld.html")


@pages.get("/registreren/bevestigen/<string:token>")
@public
def bevestigen(token: str) -> ResponseReturnValue:
    """The link of the mail: choose a password. Looking does not use the link, as mail scanners look too."""
    row = registering.waiting(context(), token)
    if row is None:
        return _link_is_gone()
    return render_template("account/bevestigen.html", form=Typed(), row=row)


@pages.post("/registreren/bevestigen/<string:token>")
@public
def bevestigen_post(token: str) -> ResponseReturnValue:
    """The account exists from now on."""
    form = typed.read("wachtwoord")
    row = registering.waiting(context(), token)
    if row is None:
        return _link_is_gone()
    if fault := registering.password_fault(context(), row, form.value("wachtwoord")):
        form.wrong("wachtwoord", fault)
        return render_template("account/bevestigen.html", form=form, row=row), 422
    step = registering.confirm(context(), token, form.value("wachtwoord"), sessions.visitor_address())
    return _link_is_gone() if isinstance(step, Refusal) else go_on(step)


@pages.get("/uitnodiging/<string:token>")
@public
def uitnodiging(token: str) -> ResponseReturnValue:
    """The link of an invitation: name and password."""
    row = inviting.waiting(context(), token)
    if row is None:
        return _link_is_gone()
    return render_template("account/uitnodiging.html", form=Typed({"naam": row.naam}), row=row)


@pages.post("/uitnodiging/<string:token>")
@public
def uitnodiging_post(token: str) -> ResponseReturnValue:
    """The invited account exists from now on."""
    form = typed.read("naam", "wachtwoord")
    row = inviting.waiting(context(), token)
    if row is None:
        return _link_is_gone()
    form.wrong("wachtwoord", inviting.password_fault(context(), row, form.value("wachtwoord")))
    step = Refusal.WRONG if form.faults else _accept(token, form)
    if form.faults:
        return render_template("account/uitnodiging.html", form=form, row=row), 422
    return _link_is_gone() if isinstance(step, Refusal) else go_on(step)


def _accept(token: str, form: Typed) -> Step | Refusal:
    naam, password = form.value("naam"), form.value("wachtwoord")
    try:
        return inviting.accept(context(), token, naam, password, sessions.visitor_address())
    except NotUsable as fault:
        form.wrong(fault.field, fault.what_to_do)
        return Refusal.WRONG


def _link_is_gone() -> ResponseReturnValue:
    return render_template("account/link_weg.html"), 410
