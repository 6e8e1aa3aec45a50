"""The public aanmeldpunt of one's own aanbieder, to be shown for a change (`live_facts.save_contact`)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.actor import Actor
from portal.services.context import Context
from portal.services.refusals import NotFound
from portal.store import aanbieders


@dataclass(frozen=True, slots=True)
class Contact:
    """The name of the aanbieder and how people reach it."""

    naam: str
    email: str
    telefoon: str
    website: str


def own_contact(context: Context, actor: Actor) -> Contact:
    """As it is on the public pages now. Raises `NotFound` for who belongs to no aanbieder."""
    with context.database.read() as session:
        found = aanbieders.by_id(session, actor.aanbieder_id or 0) if actor.is_aanbieder else None
        if found is None:
            raise NotFound
        return Contact(found.naam, found.email, found.telefoon, found.website)
