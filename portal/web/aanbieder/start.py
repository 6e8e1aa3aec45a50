"""Where members of an aanbieder start: their plans, what to do now, and regelingen without a plan yet."""

from __future__ import annotations

from flask import render_template

from portal.domain.freshness import Confirmation
from portal.services import live_facts, own_contact, plannen
from portal.web.aanbieder import words
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.access import allowed, current_actor
from portal.web.current import context


@pages.get("")
@allowed(*MEMBERS)
def start() -> str:
    """The overview."""
    here, actor = context(), current_actor()
    mine = plannen.my_plannen(here, actor)
    live = live_facts.live_werkplekken(here, actor)
    taken = {plan.regeling.id for plan in mine}
    return render_template(
        "aanbieder/start.html",
        naam=own_contact.own_contact(here, actor).naam,
        plannen=mine,
        live=live,
        old=sum(any(offer.old for offer in werkplek.offers) for werkplek in live),
        unconfirmed=sum(werkplek.confirmation is not Confirmation.FRESH for werkplek in live),
        regelingen=[regeling for regeling in here.catalogue.regelingen.all if regeling.id not in taken],
        kinds=words.STATE_KINDS,
        what_now=words.what_now,
    )
