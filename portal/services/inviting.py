"""Accounts are made by invitation: members by their organisatiebeheerder, staff by a beheerder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain import registration as rules
from portal.domain.actor import AANBIEDER_ROLES, STAFF_ROLES, Actor, Role
from portal.domain.said import said
from portal.services import links, notify, passwords, signing_in, throttling
from portal.services.account_log import note
from portal.services.context import Context
from portal.services.same_work import done_either_way
from portal.services.signing_in import Refusal, Step
from portal.store import accounts, tokens
from portal.store.accounts import Account
from portal.store.tokens import Invitation


class NotAllowed(Exception):
    """The actor may not do this: a fault of the page that offered it, or a forged form."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, and as what. `regelingen` only for reviewers; `gemeenten` for reviewers and toegang."""

    naam: str
    email: str
    role: Role
    regelingen: frozenset[str] = frozenset()
    gemeenten: frozenset[str] = frozenset()


def invite_member(context: Context, actor: Actor, guest: Guest) -> Refusal | None:
    """An organisatiebeheerder invites someone to the own aanbieder. The answer does not tell if the mail is known."""
    if actor.role is not Role.ORGANISATIEBEHEERDER or not actor.is_aanbieder or guest.role not in AANBIEDER_ROLES:
        raise NotAllowed("only an organisatiebeheerder invites members, and only members")
    plain = Guest(guest.naam, guest.email, guest.role)
    return _invite(context, actor, plain, actor.aanbieder_id)


def invite_staff(context: Context, actor: Actor, guest: Guest) -> Refusal | None:
    """A beheerder invites someone who works for a gemeente or the portal."""
    if actor.role is not Role.BEHEERDER or guest.role not in STAFF_ROLES:
        raise NotAllowed("only a beheerder invites staff, and only staff")
    return _invite(context, actor, guest, None)


def invite_who_asked(context: Context, actor: Actor, registration_id: int) -> bool:
    """Invite someone who gave this aanbieder's KvK number; False when there is no such request of this aanbieder."""
    with context.database.read() as session:
        row = session.get(tokens.Registration, registration_id)
    if row is None or actor.aanbieder_id is None or row.aanbieder_id != actor.aanbieder_id:
        return False
    guest = Guest(row.contact_naam, row.contact_email, Role.MEDEWERKER)
    if invite_member(context, actor, guest) is None:
        refuse_who_asked(context, actor, registration_id)
    return True


def refuse_who_asked(context: Context, actor: Actor, registration_id: int) -> bool:
    """Take such a request away."""
    with context.database.write() as session:
        row = session.get(tokens.Registration, registration_id)
        if row is None or actor.aanbieder_id is None or row.aanbieder_id != actor.aanbieder_id:
            return False
        tokens.remove_registration(session, registration_id)
        session.commit()
    return True


def withdraw(context: Context, actor: Actor, invitation_id: int) -> bool:
    """Take back an invitation of the own aanbieder (organisatiebeheerder) or of staff (beheerder)."""
    with context.database.write() as session:
        row = session.get(Invitation, invitation_id)
        if row is None or not _is_theirs(actor, row):
            return False
        tokens.cancel_invitation(session, invitation_id)
        session.commit()
    return True


def first_beheerder(context: Context, naam: str, email: str) -> str | None:
    """`portal add-user`: an invitation as beheerder; returns its link, None when the mail address has an account."""
    now = context.now()
    email = rules.email_address(email)
    with context.database.write() as session:
        if accounts.by_email(session, email) is not None:
            return None
        row = _row(Guest(naam, email, Role.BEHEERDER), None, None, now)
        session.add(row)
        session.flush()
        token = links.make(session, now, tokens.INVITATION, invitation_id=row.id)
        note(session, None, "uitnodiging", "opdrachtregel", "", now)
        session.commit()
    return f"/uitnodiging/{token}"


def waiting(context: Context, raw: str) -> Invitation | None:
    """The invitation behind a link that still works."""
    with context.database.read() as session:
        token = links.look(session, raw, tokens.INVITATION, context.now())
        return session.get(Invitation, token.invitation_id) if token else None


def password_fault(context: Context, row: Invitation, password: str) -> str:
    """Why the password cannot be chosen; "" when it can."""
    return passwords.fault(password, [row.naam, row.email, *context.catalogue.gemeente_names.values()])


def accept(context: Context, raw: str, naam: str, password: str, address: str) -> Step | Refusal:
    """Use the link: the account exists from now on, with the role and rights of the invitation, and is signed in."""
    now = context.now()
    naam = rules.name(naam, "naam", rules.LONGEST_PERSON, said("Vul uw naam in."))
    kept = passwords.make_hash(password)
    with context.database.write() as session:
        token = links.look(session, raw, tokens.INVITATION, now)
        row = session.get(Invitation, token.invitation_id) if token else None
        if row is None or row.id is None or accounts.by_email(session, row.email) or not links.use(session, raw):
            return Refusal.GONE
        account = _account(row, naam, kept, now)
        session.add(account)
        session.flush()
        invited_by, invitation_id = row.invited_by, row.id
        tokens.cancel_invitation(session, invitation_id)
        step = signing_in.begin_after_proof(session, account, "", now)
        note(session, account.id, "account gemaakt", "uitnodiging", address, now, invited_by)
        session.commit()
    return step


def _invite(context: Context, actor: Actor, guest: Guest, aanbieder_id: int | None) -> Refusal | None:
    now = context.now()
    with context.database.write() as session:
        key = throttling.person_key(session, "invite", str(actor.account_id))
        if not throttling.may_try(session, {key: throttling.INVITE}, now):
            session.commit()
            return Refusal.TOO_OFTEN
        row = _row(guest, aanbieder_id, actor.account_id, now)
        session.add(row)
        session.flush()
        _mail(session, row, now)
        note(session, None, "uitnodiging", guest.role.value, "", now, actor.account_id)
        session.commit()
    return None


def _mail(session: Session, row: Invitation, now: datetime) -> None:
    known = accounts.by_email(session, row.email) is not None
    with done_either_way(session, keep=not known):
        token = links.make(session, now, tokens.INVITATION, invitation_id=row.id)
    if known:
        notify.queue(session, now, "uitnodiging-al-account", row.email)
    else:
        notify.queue(session, now, "uitnodiging", row.email, token=token)


def _row(guest: Guest, aanbieder_id: int | None, invited_by: int | None, now: datetime) -> Invitation:
    return Invitation(
        naam=rules.name(guest.naam, "naam", rules.LONGEST_PERSON, said("Vul een naam in.")),
        email=rules.email_address(guest.email),
        role=guest.role,
        aanbieder_id=aanbieder_id,
        regelingen=_kept(guest.regelingen, guest.role is Role.BEOORDELAAR),
        gemeenten=_kept(guest.gemeenten, guest.role in (Role.BEOORDELAAR, Role.TOEGANG)),
        invited_by=invited_by,
        created_at=now,
    )


def _kept(values: Iterable[str], belongs: bool) -> list[str]:
    return sorted(values) if belongs else []


def _account(row: Invitation, naam: str, password_hash: str, now: datetime) -> Account:
    return Account(
        naam=naam,
        email=row.email,
        password_hash=password_hash,
        role=row.role,
        aanbieder_id=row.aanbieder_id,
        regelingen=list(row.regelingen),
        gemeenten=list(row.gemeenten),
        created_at=now,
    )


def _is_theirs(actor: Actor, row: Invitation) -> bool:
    if actor.role is Role.BEHEERDER:
        return row.aanbieder_id is None
    return actor.role is Role.ORGANISATIEBEHEERDER and row.aanbieder_id == actor.aanbieder_id is not None
