"""Signing in and out: password, code of the app or of the paper, and the first set-up of the app."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.domain.said import said
from portal.services import browser_sessions, codes, own_account, signing_in
from portal.services.identity import LocalClaim
from portal.services.signing_in import Refusal, Step
from portal.store.sessions import STAGE_CODE, STAGE_ENROL, STAGE_FULL
from portal.web import sessions, typed
from portal.web.access import HALF_WAY, goal_address, half_way, public
from portal.web.account.blueprint import TOO_OFTEN, pages
from portal.web.current import context
from portal.web.typed import Typed

ISSUER = "Werkplekvinder"
WRONG_PASSWORD = said("Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer allebei.")
TOO_OFTEN_PASSWORD = said(
    "Er is te vaak geprobeerd om in te loggen. Wacht 5 minuten, of kies een nieuw wachtwoord: dat kan meteen."
)
WRONG_CODE = said("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in uw app.")
WRONG_RECOVERY = said("Deze herstelcode klopt niet, of is al gebruikt.")


@pages.get("/inloggen")
@public
def inloggen() -> ResponseReturnValue:
    """The sign-in page."""
    here = sessions.signed_in()
    if here is not None:
        return redirect(goal_address("", here.actor) if here.actor else url_for(HALF_WAY[here.stage]))
    return render_template("account/inloggen.html", form=Typed(), naar=request.args.get("naar", ""))


@pages.post("/inloggen")
@public
def inloggen_post() -> ResponseReturnValue:
    """Check mail address and password; the same answer for an unknown address as for a wrong password."""
    form = typed.read("email", "wachtwoord", "naar")
    claim = LocalClaim(form.value("email"), form.value("wachtwoord"))
    step = signing_in.with_password(context(), claim, sessions.visitor_address(), form.value("naar"))
    if isinstance(step, Refusal):
        form.wrong("wachtwoord", TOO_OFTEN_PASSWORD if step is Refusal.TOO_OFTEN else WRONG_PASSWORD)
        return render_template("account/inloggen.html", form=form, naar=form.value("naar")), 422
    return go_on(step)


@pages.get("/inloggen/code")
@half_way(STAGE_CODE)
def code() -> str:
    """The code of the app is asked."""
    return render_template("account/code.html", form=Typed())


@pages.post("/inloggen/code")
@half_way(STAGE_CODE)
def code_post() -> ResponseReturnValue:
    """Check the code of the app."""
    return _second_step("code", WRONG_CODE, "account/code.html")


@pages.get("/inloggen/herstelcode")
@half_way(STAGE_CODE)
def herstelcode() -> str:
    """A code from the paper, for who has no phone at hand."""
    return render_template("account/herstelcode.html", form=Typed())


@pages.post("/inloggen/herstelcode")
@half_way(STAGE_CODE)
def herstelcode_post() -> ResponseReturnValue:
    """Check a code from the paper."""
    return _second_step("herstelcode", WRONG_RECOVERY, "account/herstelcode.html")


@pages.get("/inloggen/code-instellen")
@half_way(STAGE_ENROL)
def code_instellen() -> ResponseReturnValue:
    """The first time in a role that must have a code: set up the app."""
    return set_up_page("account/code_instellen.html", Typed())


@pages.post("/inloggen/code-instellen")
@half_way(STAGE_ENROL)
def code_instellen_post() -> ResponseReturnValue:
    """The first code of the app."""
    return set_up("account/code_instellen.html")


@pages.post("/uitloggen")
@public
def uitloggen() -> ResponseReturnValue:
    """End the session here."""
    here = sessions.signed_in()
    if here is not None:
        browser_sessions.end(context(), here)
    return sessions.end(make_response(redirect(url_for("inwoner.home"))))


def go_on(step: Step) -> ResponseReturnValue:
    """With the new session to the step that is still asked, or to where the person was going."""
    found = browser_sessions.recognise(context(), step.raw)
    if step.stage != STAGE_FULL:
        address = url_for(HALF_WAY[step.stage])
    else:
        address = goal_address(step.goal, found.actor if found else None)
    return sessions.begin(make_response(redirect(address)), step)


def set_up_page(template: str, form: Typed, status: int = 200) -> ResponseReturnValue:
    """The QR code and the field for the first code; to "Mijn account" when nothing was begun."""
    here = sessions.signed_in()
    pending = own_account.pending_secret(context(), here) if here else None
    if pending is None:
        return redirect(url_for("account.mijn_account"))
    secret, email = pending
    qr = Markup(codes.qr_svg(codes.app_address(secret, email, ISSUER)))  # noqa: S704  an SVG of segno, not of a person
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render_template(template, form=form, qr=qr, secret=groups), status


def set_up(template: str) -> ResponseReturnValue:
    """Check the first code; then show the recovery codes, this once."""
    form = typed.read("code")
    here = sessions.signed_in()
    if here is None:
        return redirect(url_for("account.inloggen"))
    done = own_account.confirm_code(context(), here, form.value("code"), sessions.visitor_address())
    if isinstance(done, Refusal):
        form.wrong("code", TOO_OFTEN if done is Refusal.TOO_OFTEN else WRONG_CODE)
        return set_up_page(template, form, 422)
    return show_recovery_codes(done.step, done.recovery_codes)


def show_recovery_codes(step: Step, paper: tuple[str, ...]) -> ResponseReturnValue:
    """The page with the recovery codes, under the new session."""
    found = browser_sessions.recognise(context(), step.raw)
    onward = goal_address(step.goal, found.actor if found else None)
    return sessions.begin(make_response(render_template("account/herstelcodes.html", codes=paper, onward=onward)), step)


def _second_step(field: str, wrong: str, template: str) -> ResponseReturnValue:
    form = typed.read(field)
    here = sessions.signed_in()
    if here is None:
        return redirect(url_for("account.inloggen"))
    check = signing_in.with_code if field == "code" else signing_in.with_recovery_code
    step = check(context(), here, form.value(field), sessions.visitor_address())
    if step is Refusal.GONE:
        return sessions.end(make_response(redirect(url_for("account.inloggen"))))
    if isinstance(step, Refusal):
        form.wrong(field, TOO_OFTEN if step is Refusal.TOO_OFTEN else wrong)
        return render_template(template, form=form), 422
    return go_on(step)
