"""A forgotten password: a link by mail, then a new password; the code of the app is still asked."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.services import own_account
from portal.services.signing_in import Refusal
from portal.web import sessions, typed
from portal.web.access import public
from portal.web.account.blueprint import TOO_OFTEN_HOUR, pages
from portal.web.account.signing_in import go_on
from portal.web.current import context
from portal.web.typed import Typed


@pages.get("/wachtwoord-vergeten")
@public
def wachtwoord_vergeten() -> str:
    """Ask for a link."""
    return render_template("account/wachtwoord_vergeten.html", form=Typed())


@pages.post("/wachtwoord-vergeten")
@public
def wachtwoord_vergeten_post() -> ResponseReturnValue:
    """The same answer for every address, known or not."""
    form = typed.read("email")
    if own_account.ask_reset(context(), form.value("email"), sessions.visitor_address()) is Refusal.TOO_OFTEN:
        form.wrong("email", TOO_OFTEN_HOUR)
        return render_template("account/wachtwoord_vergeten.html", form=form), 422
    return redirect(url_for("account.herstel_gevraagd"))


@pages.get("/wachtwoord-vergeten/kijk-in-uw-mail")
@public
def herstel_gevraagd() -> str:
    """What happens next, the same for everyone."""
    return render_template("account/herstel_gevraagd.html")


@pages.get("/wachtwoord-instellen/<string:token>")
@public
def wachtwoord_instellen(token: str) -> ResponseReturnValue:
    """The link of the mail: choose a new password."""
    if not own_account.reset_works(context(), token):
        return render_template("account/link_weg.html"), 410
    return render_template("account/wachtwoord_instellen.html", form=Typed())


@pages.post("/wachtwoord-instellen/<string:token>")
@public
def wachtwoord_instellen_post(token: str) -> ResponseReturnValue:
    """The new password counts from now on, and every session ended."""
    form = typed.read("wachtwoord")
    step = own_account.reset(context(), token, form.value("wachtwoord"), sessions.visitor_address())
    if isinstance(step, Refusal):
        return render_template("account/link_weg.html"), 410
    if isinstance(step, str):
        form.wrong("wachtwoord", step)
        return render_template("account/wachtwoord_instellen.html", form=form), 422
    return go_on(step)
