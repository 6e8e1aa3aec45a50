"""Accounts: who may sign in, as what and for whom. Personal columns and their retention: docs/privacy.md."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Enum, ForeignKey, Index, String, Text
from sqlmodel import Field, SQLModel

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
