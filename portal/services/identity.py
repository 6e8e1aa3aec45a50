"""Who someone is: the one place where a claim of identity becomes an account.

Today everyone has a local account and the claim is a mail address with a password. Single sign-on for staff comes
beside it, here: its claim is (issuer, subject), never a mail address (reliability.md P33); it ends in an `Account` too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from portal.domain.actor import AANBIEDER_ROLES, STAFF_ROLES, Actor
from portal.services import passwords
from portal.store import accounts
from portal.store.accounts import Account


@dataclass(frozen=True, slots=True)
class LocalClaim:
    """What a person types at the sign-in page."""

    email: str
    password: str


def look_up(session: Session, email: str) -> Account | None:
    """The account behind a local claim, before anything about it is believed."""
    return accounts.by_email(session, email.strip().lower())


def proves(claim: LocalClaim, account: Account | None) -> bool:
    """The password is right and the account may be used; as slow for an unknown one. 33 ms: not in a transaction."""
    right = passwords.is_right(claim.password, account.password_hash if account else None)
    return right and account is not None and account.disabled_at is None


def needs_code(account: Account) -> bool:
    """The second step is obligatory for everyone who works for a gemeente or the portal (BIO2 5.17.01)."""
    return account.role in STAFF_ROLES


def actor_of(session: Session, account: Account) -> Actor:
    """The account as the rules see it."""
    if account.id is None:
        raise ValueError("an account that is not kept yet cannot act")
    is_member = account.role in AANBIEDER_ROLES
    return Actor(
        account_id=account.id,
        naam=account.naam,
        role=account.role,
        aanbieder_id=account.aanbieder_id if is_member else None,
        regelingen=frozenset(account.regelingen),
        gemeenten=frozenset(account.gemeenten),
        ties=frozenset() if is_member else accounts.ties(session, account.id),
    )
