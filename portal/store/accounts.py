"""Accounts: who may sign in, as what and for whom. Personal columns and their retention: docs/privacy.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import JSON, Column, Enum, ForeignKey, Index, String, Text, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from portal.domain.actor import Role
from portal.store.db import Moment

_ROLE = Enum(Role, native_enum=False, length=30, values_callable=lambda roles: [r.value for r in roles])


class Account(SQLModel, table=True):
    """One person who signs in. `email` is in lower case. Without `password_hash` nobody can sign in with it.

    `totp_secret` and `totp_pending` (shown, not yet confirmed) are encrypted; `totp_counter` is the last 30-second
    step that was used, so that a code works once (reliability.md P31).
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(sa_column=Column(String(100), nullable=False))
    email: str = Field(sa_column=Column(String(254), unique=True, nullable=False))
    password_hash: str | None = Field(default=None, sa_column=Column(String(200), nullable=True))
    role: Role = Field(sa_column=Column(_ROLE, nullable=False, index=True))
    aanbieder_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("aanbieder.id"), nullable=True, index=True)
    )
    regelingen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    gemeenten: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    totp_secret: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    totp_pending: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    totp_counter: int = Field(default=0, nullable=False)
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    last_login_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    disabled_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


class AccountTie(SQLModel, table=True):
    """A reviewer has a tie to an aanbieder and so does not decide about it."""

    __tablename__ = "account_tie"

    account_id: int = Field(sa_column=Column(ForeignKey("account.id"), primary_key=True))
    aanbieder_id: int = Field(sa_column=Column(ForeignKey("aanbieder.id"), primary_key=True))


class RecoveryCode(SQLModel, table=True):
    """One code to sign in once without the phone; only its hash is kept, and the row goes when it is used."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(sa_column=Column(ForeignKey("account.id"), nullable=False, index=True))
    code_hash: str = Field(sa_column=Column(String(64), nullable=False))


class AccountEvent(SQLModel, table=True):
    """What happened to an account: appended, never changed. `origin` is an HMAC of the address, keyed per day."""

    __tablename__ = "account_event"
    __table_args__ = (Index("ix_account_event_account_moment", "account_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, sa_column=Column(ForeignKey("account.id"), nullable=True))
    by_id: int | None = Field(default=None, sa_column=Column(ForeignKey("account.id"), nullable=True))
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    action: str = Field(sa_column=Column(String(40), nullable=False))
    result: str = Field(default="", sa_column=Column(String(40), nullable=False))
    origin: str = Field(default="", sa_column=Column(String(64), nullable=False))


def by_id(session: Session, account_id: int) -> Account | None:
    """One account by its key."""
    return session.get(Account, account_id)


def by_email(session: Session, email: str) -> Account | None:
    """The account of a mail address in lower case."""
    return session.exec(select(Account).where(Account.email == email)).first()


def members(session: Session, aanbieder_id: int) -> list[Account]:
    """The members of one aanbieder, by name."""
    statement = select(Account).where(Account.aanbieder_id == aanbieder_id).order_by(Account.naam, col(Account.id))
    return list(session.exec(statement).all())


def in_roles(session: Session, roles: Iterable[Role]) -> list[Account]:
    """All accounts in these roles, by name."""
    statement = select(Account).where(col(Account.role).in_(list(roles))).order_by(Account.naam, col(Account.id))
    return list(session.exec(statement).all())


def reviewers(session: Session, regeling: str, aanbieder_id: int) -> list[Account]:
    """Who reviews plans of a regeling, can sign in and has no tie to that aanbieder."""
    tied = select(AccountTie.account_id).where(AccountTie.aanbieder_id == aanbieder_id)
    statement = select(Account).where(
        Account.role == Role.BEOORDELAAR, col(Account.disabled_at).is_(None), col(Account.id).not_in(tied)
    )
    return [row for row in session.exec(statement.order_by(col(Account.id))).all() if regeling in row.regelingen]


def organisatiebeheerders(session: Session, aanbieder_ids: Iterable[int]) -> dict[int, list[str]]:
    """Per aanbieder the mail addresses of those who answer for it and can sign in."""
    statement = select(Account.aanbieder_id, Account.email).where(
        col(Account.aanbieder_id).in_(list(aanbieder_ids)),
        Account.role == Role.ORGANISATIEBEHEERDER,
        col(Account.disabled_at).is_(None),
    )
    found: dict[int, list[str]] = {}
    for aanbieder_id, email in session.exec(statement.order_by(Account.email)).all():
        if aanbieder_id is not None:
            found.setdefault(aanbieder_id, []).append(email)
    return found


def use_counter(session: Session, account_id: int, counter: int) -> bool:
    """Take a time step of the code; False when it, or a later one, was taken before. One statement: no race."""
    statement = (
        update(Account)
        .where(col(Account.id) == account_id, col(Account.totp_counter) < counter)
        .values(totp_counter=counter)
    )
    return int(session.connection().execute(statement).rowcount) == 1


def set_recovery_codes(session: Session, account_id: int, hashes: Iterable[str]) -> None:
    """New codes; the old ones stop working."""
    session.connection().execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.add_all([RecoveryCode(account_id=account_id, code_hash=code_hash) for code_hash in hashes])


def use_recovery_code(session: Session, account_id: int, code_hash: str) -> bool:
    """Take a recovery code; False when there is none such. One statement: no race."""
    statement = delete(RecoveryCode).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.code_hash) == code_hash
    )
    return int(session.connection().execute(statement).rowcount) >= 1


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many unused codes there are."""
    statement = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return int(session.exec(statement).one())


def ties(session: Session, account_id: int) -> frozenset[int]:
    """The aanbieders (keys) that an account has a tie to."""
    return frozenset(session.exec(select(AccountTie.aanbieder_id).where(AccountTie.account_id == account_id)).all())


def set_ties(session: Session, account_id: int, aanbieder_ids: Iterable[int]) -> None:
    """Replace the ties of an account."""
    session.connection().execute(delete(AccountTie).where(col(AccountTie.account_id) == account_id))
    session.add_all([AccountTie(account_id=account_id, aanbieder_id=one) for one in set(aanbieder_ids)])


def idle_since(session: Session, moment: datetime) -> list[Account]:
    """Accounts that can sign in but did not since that moment."""
    seen = func.coalesce(Account.last_login_at, Account.created_at)
    return list(session.exec(select(Account).where(col(Account.disabled_at).is_(None), seen < moment)).all())


def disabled_before(session: Session, moment: datetime) -> list[Account]:
    """Accounts switched off before that moment that still carry a name."""
    statement = select(Account).where(col(Account.disabled_at) < moment, col(Account.email).not_like("%.invalid"))
    return list(session.exec(statement).all())


def forget_events(session: Session, before: datetime) -> int:
    """Take away events of accounts from before that moment; returns how many."""
    return int(session.connection().execute(delete(AccountEvent).where(col(AccountEvent.at) < before)).rowcount)
