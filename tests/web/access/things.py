"""Things that an address names, made anew for each call. Each maker answers what stands in the address.

`aanbieder_id` is the caller's own aanbieder, or another one; of what belongs to no aanbieder, `own` False gives a thing
that the caller may not touch.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from portal.domain.actor import Role
from portal.services import links
from portal.store import tokens
from portal.store.tokens import Invitation, Registration
from tests.factories import NOW
from tests.people import account
from tests.web.access import draft_things, review_things


def member(session: Session, aanbieder_id: int, own: bool) -> str:
    """An account of the aanbieder."""
    return str(account(session, Role.MEDEWERKER, aanbieder_id=aanbieder_id).id)


def staff(session: Session, aanbieder_id: int, own: bool) -> str:
    """An account of staff; not own: one of an aanbieder."""
    row = account(session, Role.TOEGANG if own else Role.MEDEWERKER, aanbieder_id=None if own else aanbieder_id)
    return str(row.id)


def any_account(session: Session, aanbieder_id: int, own: bool) -> str:
    """An account that exists; not own: one that does not."""
    return str(account(session, Role.TOEGANG, with_code=True).id) if own else "999998"


def invitation(session: Session, aanbieder_id: int, own: bool) -> str:
    """An invitation of the aanbieder."""
    return str(_invitation(session, aanbieder_id, Role.MEDEWERKER).id)


def staff_invitation(session: Session, aanbieder_id: int, own: bool) -> str:
    """An invitation of staff; not own: one of an aanbieder."""
    return str(_invitation(session, None if own else aanbieder_id, Role.TOEGANG if own else Role.MEDEWERKER).id)


def registration(session: Session, aanbieder_id: int, own: bool) -> str:
    """Someone who gave the KvK number of the aanbieder."""
    return str(_registration(session, aanbieder_id).id)


def confirm_token(session: Session, aanbieder_id: int, own: bool) -> str:
    """A link of a registration that waits."""
    return links.make(session, NOW, tokens.CONFIRM, registration_id=_registration(session, None).id)


def invitation_token(session: Session, aanbieder_id: int, own: bool) -> str:
    """A link of an invitation."""
    row = _invitation(session, aanbieder_id, Role.MEDEWERKER)
    return links.make(session, NOW, tokens.INVITATION, invitation_id=row.id)


def reset_token(session: Session, aanbieder_id: int, own: bool) -> str:
    """A link for a new password."""
    row = account(session, Role.MEDEWERKER, aanbieder_id=aanbieder_id)
    return links.make(session, NOW, tokens.RESET, account_id=row.id)


def _invitation(session: Session, aanbieder_id: int | None, role: Role) -> Invitation:
    row = Invitation(naam="Gast", email="gast@voorbeeld.example", role=role, aanbieder_id=aanbieder_id, created_at=NOW)
    session.add(row)
    session.flush()
    return row


def _registration(session: Session, aanbieder_id: int | None) -> Registration:
    row = Registration(
        kvk="99999999",
        naam="Nieuw",
        website="",
        email="aanmelden@nieuw.example",
        telefoon="055 123 45 67",
        contact_naam="Nel Nieuw",
        contact_email="nel@nieuw.example",
        aanbieder_id=aanbieder_id,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


THINGS: dict[str, Callable[[Session, int, bool], str]] = {
    "member": member,
    "staff": staff,
    "any_account": any_account,
    "invitation": invitation,
    "staff_invitation": staff_invitation,
    "registration": registration,
    "confirm_token": confirm_token,
    "invitation_token": invitation_token,
    "reset_token": reset_token,
    **review_things.THINGS,
    **draft_things.THINGS,
}
