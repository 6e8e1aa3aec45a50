""" "Mijn account": password, code of the app, recovery codes, other sessions."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from portal.domain.said import said
from portal.services import browser_sessions, own_account
from portal.services.browser_sessions import SignedIn
from portal.services.signing_in import Refusal
from portal.web import sessions, typed
from portal.web.access import EVERYONE, allowed
from portal.web.account.blueprint import TOO_OFTEN, pages
from portal.web.account.signing_in import set_up, set_up_page
from portal.web.current import context
from portal.web.typed import Typed

WRONG = said("Dit is niet uw wachtwoord.")


@pages.get("/account")
@allowed(*EVERYONE)
def mijn_account() -> str:
    """The own account and its sessions."""
    return _page(Typed())


@pages.get("/account/wachtwoord")
@allowed(*EVERYONE)
def wachtwoord() -> str:
    """Choose another password."""
    return render_template("account/wachtwoord.html", form=Typed())


@pages.post("/account/wachtwoord")
@allowed(*EVERYONE)
def wachtwoord_post() -> ResponseReturnValue:
    """The new password counts, and every other session ends."""
    form = typed.read("oud", "wachtwoord")
    step = own_account.change_password(
        context(), _here(), form.value("oud"), form.value("wachtwoord"), sessions.visitor_address()
    )
    if isinstance(step, Refusal):
        form.wrong("oud", _told(step))
    elif isinstance(step, str):
        form.wrong("wachtwoord", step)
    else:
        return sessions.begin(make_response(redirect(url_for("account.mijn_account"))), step)
    return render_template("account/wachtwoord.html", form=form), 422


@pages.post("/account/code/beginnen")
@allowed(*EVERYONE)
def code_beginnen() -> ResponseReturnValue:
    """Begin with an app, or with another one; asks the password."""
    form = typed.read("wachtwoord_code")
    refusal = own_account.start_code(context(), _here(), form.value("wachtwoord_code"))
    if refusal is not None:
        form.wrong("wachtwoord_code", _told(refusal))
        return _page(form), 422
    return redirect(url_for("account.code_aanzetten"))


@pages.get("/account/code")
@allowed(*EVERYONE)
def code_aanzetten() -> ResponseReturnValue:
    """The QR code and the field for the first code."""
    return set_up_page("account/code_aanzetten.html", Typed())


@pages.post("/account/code")
@allowed(*EVERYONE)
def code_aanzetten_post() -> ResponseReturnValue:
    """The first code of the app."""
    return set_up("account/code_aanzetten.html")


@pages.post("/account/code/uit")
@allowed(*EVERYONE)
def code_uit() -> ResponseReturnValue:
    """No code any more, for who need not have one."""
    form = typed.read("wachtwoord_uit")
    step = own_account.switch_code_off(context(), _here(), form.value("wachtwoord_uit"), sessions.visitor_address())
    if isinstance(step, Refusal):
        form.wrong("wachtwoord_uit", _told(step))
        return _page(form), 422
    return sessions.begin(make_response(redirect(url_for("account.mijn_account"))), step)


@pages.post("/account/herstelcodes")
@allowed(*EVERYONE)
def herstelcodes() -> ResponseReturnValue:
    """New recovery codes, shown this once."""
    form = typed.read("wachtwoord_herstel")
    paper = own_account.new_recovery_codes(context(), _here(), form.value("wachtwoord_herstel"))
    if isinstance(paper, Refusal):
        form.wrong("wachtwoord_herstel", _told(paper))
        return _page(form), 422
    return render_template("account/herstelcodes.html", codes=paper, onward=url_for("account.mijn_account"))


@pages.post("/account/uitloggen-overal")
@allowed(*EVERYONE)
def uitloggen_overal() -> ResponseReturnValue:
    """End every other session."""
    browser_sessions.end_elsewhere(context(), _here())
    return redirect(url_for("account.mijn_account"))


def _page(form: Typed) -> str:
    here = _here()
    return render_template(
        "account/mijn_account.html",
        form=form,
        account=own_account.show(context(), here),
        sessions=browser_sessions.own_sessions(context(), here),
        this=here.session_hash,
    )


def _here() -> SignedIn:
    here = sessions.signed_in()
    if here is None:
        raise Forbidden
    return here


def _told(refusal: Refusal) -> str:
    return TOO_OFTEN if refusal is Refusal.TOO_OFTEN else WRONG
