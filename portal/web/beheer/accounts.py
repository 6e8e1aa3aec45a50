"""Accounts of staff: invited, given rights and switched off by a beheerder. Nobody changes the own rights."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.domain.registration import NotUsable
from portal.domain.said import said
from portal.services import accounts, inviting
from portal.services.accounts import Rights
from portal.services.inviting import Guest
from portal.web import typed
from portal.web.access import allowed, current_actor
from portal.web.account.blueprint import TOO_OFTEN_HOUR
from portal.web.beheer.blueprint import pages
from portal.web.current import context
from portal.web.typed import Typed

ROLES = {role.value: role for role in (Role.BEOORDELAAR, Role.TOEGANG, Role.BEHEERDER)}


@pages.get("/accounts", endpoint="accounts")
@allowed(Role.BEHEERDER)
def overview() -> str:
    """Staff accounts and open invitations."""
    return _page(Typed())


@pages.post("/accounts")
@allowed(Role.BEHEERDER)
def account_uitnodigen() -> ResponseReturnValue:
    """Invite someone of a gemeente or of the portal."""
    form = typed.read("naam", "email", "rol")
    rights = _rights(form)
    try:
        guest = Guest(form.value("naam"), form.value("email"), rights.role, rights.regelingen, rights.gemeenten)
        if not form.faults and inviting.invite_staff(context(), current_actor(), guest) is not None:
            form.wrong("email", TOO_OFTEN_HOUR)
    except NotUsable as fault:
        form.wrong(fault.field, fault.what_to_do)
    return (_page(form), 422) if form.faults else redirect(url_for("beheer.accounts"))


@pages.get("/accounts/<int:account_id>")
@allowed(Role.BEHEERDER)
def account(account_id: int) -> str:
    """One account of staff."""
    return _account_page(account_id, Typed())


@pages.post("/accounts/<int:account_id>")
@allowed(Role.BEHEERDER)
def account_rechten(account_id: int) -> ResponseReturnValue:
    """Other rights; the sessions of the account end."""
    form = typed.read("rol")
    rights = _rights(form)
    if form.faults:
        return _account_page(account_id, form), 422
    return _done(accounts.set_rights(context(), current_actor(), account_id, rights))


@pages.post("/accounts/<int:account_id>/uitzetten")
@allowed(Role.BEHEERDER)
def account_uitzetten(account_id: int) -> ResponseReturnValue:
    """Switch an account off; its sessions end at once."""
    return _done(accounts.switch(context(), current_actor(), account_id, on=False))


@pages.post("/accounts/<int:account_id>/aanzetten")
@allowed(Role.BEHEERDER)
def account_aanzetten(account_id: int) -> ResponseReturnValue:
    """Switch an account on again."""
    return _done(accounts.switch(context(), current_actor(), account_id, on=True))


@pages.post("/accounts/<int:account_id>/code-wissen")
@allowed(Role.BEHEERDER)
def code_wissen(account_id: int) -> ResponseReturnValue:
    """Phone and recovery codes are lost: the next sign-in sets up a new app."""
    return _done(accounts.wipe_code(context(), current_actor(), account_id))


@pages.post("/accounts/uitnodigingen/<int:invitation_id>/intrekken")
@allowed(Role.BEHEERDER)
def uitnodiging_intrekken(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    return _done(inviting.withdraw(context(), current_actor(), invitation_id))


def _rights(form: Typed) -> Rights:
    """The rights in the form, only regelingen and gemeenten that exist; faults go to the form."""
    catalogue = context().catalogue
    role = ROLES.get(form.value("rol"))
    regelingen = frozenset(request.form.getlist("regelingen")) & {r.id for r in catalogue.regelingen}
    gemeenten = frozenset(request.form.getlist("gemeenten")) & set(catalogue.gemeente_names)
    if role is None:
        form.wrong("rol", said("Kies een rol."))
    if role is Role.BEOORDELAAR and len(regelingen) != 1:
        form.wrong("regelingen", said("Kies één regeling. Een beoordelaar werkt voor één regeling."))
    if role in (Role.BEOORDELAAR, Role.TOEGANG) and not gemeenten:
        form.wrong("gemeenten", said("Kies ten minste één gemeente."))
    ties = frozenset(int(one) for one in request.form.getlist("banden") if one.isascii() and one.isdigit())
    return Rights(role or Role.TOEGANG, regelingen, gemeenten, accounts.existing(context(), ties))


def _page(form: Typed) -> str:
    return render_template(
        "beheer/accounts.html",
        form=form,
        staff=accounts.staff(context()),
        self_id=current_actor().account_id,
        **_choices(),
    )


def _account_page(account_id: int, form: Typed) -> str:
    found = accounts.one(context(), current_actor(), account_id)
    if found is None:
        abort(404)
    return render_template(
        "beheer/account.html",
        form=form,
        account=found[0],
        ties=found[1],
        aanbieders=accounts.all_aanbieders(context()),
        **_choices(),
    )


def _choices() -> dict[str, object]:
    """Regelingen, and the gemeenten that take part in one of them."""
    catalogue = context().catalogue
    codes = {code for regeling in catalogue.regelingen for code in regeling.gemeenten}
    names = sorted(((code, catalogue.gemeente_names[code]) for code in codes), key=lambda pair: pair[1])
    return {
        "role_choices": [(role.value, role.label) for role in ROLES.values()],
        "regelingen": [(r.id, r.naam) for r in catalogue.regelingen],
        "gemeenten": names,
        "chosen_regelingen": request.form.getlist("regelingen"),
        "chosen_gemeenten": request.form.getlist("gemeenten"),
    }


def _done(found: bool) -> ResponseReturnValue:
    """What is not theirs to manage and what does not exist give the same 404."""
    if not found:
        abort(404)
    return redirect(url_for("beheer.accounts"))
