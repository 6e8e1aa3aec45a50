"""The members of an aanbieder: invited and switched off by their organisatiebeheerder."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.domain.registration import NotUsable
from portal.domain.said import said
from portal.services import accounts, inviting
from portal.services.inviting import Guest
from portal.web import typed
from portal.web.aanbieder.blueprint import pages
from portal.web.access import allowed, current_actor
from portal.web.account.blueprint import TOO_OFTEN_HOUR
from portal.web.current import context
from portal.web.typed import Typed

ROLES = {role.value: role for role in (Role.MEDEWERKER, Role.ORGANISATIEBEHEERDER)}


@pages.get("/leden")
@allowed(Role.ORGANISATIEBEHEERDER)
def leden() -> str:
    """Members, open invitations, and who asked to join."""
    return _page(Typed())


@pages.post("/leden")
@allowed(Role.ORGANISATIEBEHEERDER)
def uitnodigen() -> ResponseReturnValue:
    """Invite a member."""
    form = typed.read("naam", "email", "rol")
    role = ROLES.get(form.value("rol"))
    if role is None:
        form.wrong("rol", said("Kies een rol."))
    try:
        guest = Guest(form.value("naam"), form.value("email"), role or Role.MEDEWERKER)
        if not form.faults and inviting.invite_member(context(), current_actor(), guest) is not None:
            form.wrong("email", TOO_OFTEN_HOUR)
    except NotUsable as fault:
        form.wrong(fault.field, fault.what_to_do)
    return (_page(form), 422) if form.faults else redirect(url_for("aanbieder.leden"))


@pages.post("/leden/<int:account_id>/rol")
@allowed(Role.ORGANISATIEBEHEERDER)
def lid_rol(account_id: int) -> ResponseReturnValue:
    """Give a member the other role."""
    role = ROLES.get(request.form.get("rol", ""))
    if role is None:
        abort(400)
    return _done(accounts.set_member_role(context(), current_actor(), account_id, role))


@pages.post("/leden/<int:account_id>/uitzetten")
@allowed(Role.ORGANISATIEBEHEERDER)
def lid_uitzetten(account_id: int) -> ResponseReturnValue:
    """Switch a member off; its sessions end at once."""
    return _done(accounts.switch(context(), current_actor(), account_id, on=False))


@pages.post("/leden/<int:account_id>/aanzetten")
@allowed(Role.ORGANISATIEBEHEERDER)
def lid_aanzetten(account_id: int) -> ResponseReturnValue:
    """Switch a member on again."""
    return _done(accounts.switch(context(), current_actor(), account_id, on=True))


@pages.post("/leden/uitnodigingen/<int:invitation_id>/intrekken")
@allowed(Role.ORGANISATIEBEHEERDER)
def uitnodiging_intrekken(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    return _done(inviting.withdraw(context(), current_actor(), invitation_id))


@pages.post("/leden/aanvragen/<int:registration_id>/uitnodigen")
@allowed(Role.ORGANISATIEBEHEERDER)
def aanvraag_uitnodigen(registration_id: int) -> ResponseReturnValue:
    """Invite someone who gave the KvK number of this aanbieder."""
    return _done(inviting.invite_who_asked(context(), current_actor(), registration_id))


@pages.post("/leden/aanvragen/<int:registration_id>/verwijderen")
@allowed(Role.ORGANISATIEBEHEERDER)
def aanvraag_verwijderen(registration_id: int) -> ResponseReturnValue:
    """Take such a request away."""
    return _done(inviting.refuse_who_asked(context(), current_actor(), registration_id))


def _page(form: Typed) -> str:
    actor = current_actor()
    here = accounts.own_members(context(), actor)
    return render_template(
        "aanbieder/leden.html",
        form=form,
        here=here,
        roles=list(ROLES.values()),
        role_choices=[(role.value, role.label) for role in ROLES.values()],
        self_id=actor.account_id,
    )


def _done(found: bool) -> ResponseReturnValue:
    """Another aanbieder's and an unknown one give the same 404."""
    if not found:
        abort(404)
    return redirect(url_for("aanbieder.leden"))
