"""The menu of signed-in people: per role the pages to start from. A page that belongs in the menu gets a line here."""

from __future__ import annotations

from flask import request, url_for

from portal.domain.actor import Role
from portal.domain.said import said
from portal.web.access import actor_or_none
from portal.web.texts import worded

MENU: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.ORGANISATIEBEHEERDER: (
        ("aanbieder.start", said("Overzicht")),
        ("aanbieder.plekken", said("Vrije plekken")),
        ("aanbieder.leden", said("Leden")),
    ),
    Role.MEDEWERKER: (("aanbieder.start", said("Overzicht")), ("aanbieder.plekken", said("Vrije plekken"))),
    Role.BEOORDELAAR: (
        ("gemeente.start", said("Beoordelen")),
        ("gemeente.uitzonderingen", said("Uitzonderingen")),
        ("gemeente.niet_bevestigd", said("Niet bevestigd")),
        ("gemeente.vraag", said("Niet gevonden")),
    ),
    Role.TOEGANG: (("toegang.start", said("Overzicht")), ("toegang.zoeken", said("Werkplek zoeken"))),
    Role.BEHEERDER: (
        ("beheer.start", said("Overzicht")),
        ("beheer.accounts", said("Accounts")),
        ("beheer.zoekmachine", said("Zoekmachine")),
    ),
}
FOR_ALL = (("account.mijn_account", said("Mijn account")),)


def role_menu() -> list[tuple[str, str, bool]]:
    """(address, text, is this page) for who is signed in; empty for a visitor."""
    actor = actor_or_none()
    if actor is None:
        return []
    return [(url_for(name), worded(text), request.endpoint == name) for name, text in (*MENU[actor.role], *FOR_ALL)]
