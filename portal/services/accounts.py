"""Accounts of others: what an organisatiebeheerder sees and does with members, a beheerder with everyone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from portal.domain.actor import AANBIEDER_ROLES, STAFF_ROLES, Actor, Role
from portal.services import notify, own_account
from portal.services.account_log import note
from portal.services.context import Context
from portal.services.inviting import NotAllowed
from portal.store import aanbieders, accounts, sessions, tokens
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.tokens import Invitation, Registration


@dataclass(frozen=True, slots=True)
class Members:
    """What an organisatiebeheerder sees of the own aanbieder."""

    aanbieder: Aanbieder
    members: list[Account]
    invitations: list[Invitation]
    asked: list[Registration]


@dataclass(frozen=True, slots=True)
class Staff:
    """What a beheerder sees of the people who work for gemeenten and portal."""

    accounts: list[Account]
    invitations: list[Invitation]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a beheerder may change of a staff account. `ties`: keys of aanbieders."""

    role: Role
    regelingen: frozenset[str] = frozenset()
    gemeenten: frozenset[str] = frozenset()
    ties: frozenset[int] = frozenset()


def own_members(context: Context, actor: Actor) -> Members:
    """The members, invitations and requests of the actor's aanbieder."""
    aanbieder_id = _own_aanbieder(actor)
    with context.database.read() as session:
        aanbieder = aanbieders.by_id(session, aanbieder_id)
        if aanbieder is None:
            raise LookupError("the aanbieder of an account is gone")
        return Members(
            aanbieder,
            accounts.members(session, aanbieder_id),
            tokens.invitations_of(session, aanbieder_id),
            tokens.asked_to_join(session, aanbieder_id),
        )


def staff(context: Context) -> Staff:
    """All staff accounts and open invitations."""
    with context.database.read() as session:
        return Staff(accounts.in_roles(session, STAFF_ROLES), tokens.invitations_of(session, None))


def one(context: Context, actor: Actor, account_id: int) -> tuple[Account, frozenset[int]] | None:
    """An account that the actor may manage, with its ties; None for an unknown and for a foreign one alike."""
    with context.database.read() as session:
        account = _theirs(session, actor, account_id)
        return (account, accounts.ties(session, account_id)) if account else None


def switch(context: Context, actor: Actor, account_id: int, on: bool) -> bool:
    """Switch an account of others on or off; off ends its sessions at once. False when it is not theirs to manage."""
    now = context.now()
    with context.database.write() as session:
        account = _theirs(session, actor, account_id)
        if account is None:
            return False
        account.disabled_at = None if on else now
        session.add(account)
        sessions.end_all(session, account_id)
        note(session, account_id, "account", "aan" if on else "uit", "", now, actor.account_id)
        session.commit()
    return True


def set_member_role(context: Context, actor: Actor, account_id: int, role: Role) -> bool:
    """Make a member organisatiebeheerder or medewerker; the sessions of that member end."""
    if role not in AANBIEDER_ROLES or actor.role is not Role.ORGANISATIEBEHEERDER:
        raise NotAllowed("an organisatiebeheerder gives the two roles of an aanbieder only")
    return _change(context, actor, account_id, Rights(role))


def set_rights(context: Context, actor: Actor, account_id: int, rights: Rights) -> bool:
    """Change role, regelingen, gemeenten and ties of a staff account; its sessions end."""
    if rights.role not in STAFF_ROLES or actor.role is not Role.BEHEERDER:
        raise NotAllowed("a beheerder gives the roles of staff only")
    return _change(context, actor, account_id, rights)


def wipe_code(context: Context, actor: Actor, account_id: int) -> bool:
    """The phone and the recovery codes are lost: the next sign-in sets up a new app. By a beheerder, who must know
    the person; it mails the owner."""
    now = context.now()
    if actor.role is not Role.BEHEERDER:
        raise NotAllowed("only a beheerder takes a code away")
    with context.database.write() as session:
        account = accounts.by_id(session, account_id)
        if account is None or account_id == actor.account_id:
            return False
        own_account.remove_code(session, account)
        notify.queue(session, now, "account-gewijzigd", account.email)
        note(session, account_id, "code", "gewist", "", now, actor.account_id)
        session.commit()
    return True


def _change(context: Context, actor: Actor, account_id: int, rights: Rights) -> bool:
    now = context.now()
    with context.database.write() as session:
        account = _theirs(session, actor, account_id)
        if account is None:
            return False
        account.role = rights.role
        account.regelingen = _kept(rights.regelingen, rights.role is Role.BEOORDELAAR)
        account.gemeenten = _kept(rights.gemeenten, rights.role in (Role.BEOORDELAAR, Role.TOEGANG))
        session.add(account)
        accounts.set_ties(session, account_id, rights.ties if rights.role is Role.BEOORDELAAR else ())
        sessions.end_all(session, account_id)
        note(session, account_id, "rechten", rights.role.value, "", now, actor.account_id)
        session.commit()
    return True


def _theirs(session: Session, actor: Actor, account_id: int) -> Account | None:
    """Never oneself: nobody gives oneself rights or locks oneself out (reliability.md row 14)."""
    account = accounts.by_id(session, account_id)
    if account is None or account_id == actor.account_id:
        return None
    if actor.role is Role.BEHEERDER:
        return account if account.role in STAFF_ROLES else None
    own = actor.role is Role.ORGANISATIEBEHEERDER and actor.is_aanbieder
    return account if own and account.aanbieder_id == actor.aanbieder_id else None


def _own_aanbieder(actor: Actor) -> int:
    if actor.aanbieder_id is None:
        raise NotAllowed("this account belongs to no aanbieder")
    return actor.aanbieder_id


def _kept(values: Iterable[str], belongs: bool) -> list[str]:
    return sorted(values) if belongs else []


def all_aanbieders(context: Context) -> list[tuple[int, str]]:
    """(key, name) of every aanbieder, by name: to choose ties from."""
    with context.database.read() as session:
        return aanbieders.names(session)


def existing(context: Context, aanbieder_ids: frozenset[int]) -> frozenset[int]:
    """Of these keys those that exist."""
    with context.database.read() as session:
        return frozenset(aanbieders.by_ids(session, set(aanbieder_ids))) if aanbieder_ids else frozenset()
