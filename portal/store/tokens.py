"""What a mail link stands for: registrations that wait, invitations, and the one-time tokens themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Enum, ForeignKey, String
from sqlmodel import Field, SQLModel

from portal.domain.actor import Role
from portal.store.db import Moment

CONFIRM = "bevestigen"
INVITATION = "uitnodiging"
RESET = "herstel"
_ROLE = Enum(Role, native_enum=False, length=30, values_callable=lambda roles: [r.value for r in roles])


class Registration(SQLModel, table=True):
    """A new aanbieder whose mail is not confirmed yet; with `aanbieder_id`, someone who gave a KvK number in use."""

    __tablename__ = "registration"

    id: int | None = Field(default=None, primary_key=True)
    kvk: str = Field(sa_column=Column(String(8), nullable=False))
    naam: str = Field(sa_column=Column(String(200), nullable=False))
    website: str = Field(sa_column=Column(String(300), nullable=False))
    email: str = Field(sa_column=Column(String(254), nullable=False))
    telefoon: str = Field(sa_column=Column(String(30), nullable=False))
    contact_naam: str = Field(sa_column=Column(String(100), nullable=False))
    contact_email: str = Field(sa_column=Column(String(254), nullable=False))
    aanbieder_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("aanbieder.id"), nullable=True, index=True)
    )
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class Invitation(SQLModel, table=True):
    """Someone is asked to make an account: what it will be allowed is fixed here, not in the link."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(sa_column=Column(String(100), nullable=False))
    email: str = Field(sa_column=Column(String(254), nullable=False))
    role: Role = Field(sa_column=Column(_ROLE, nullable=False))
    aanbieder_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("aanbieder.id"), nullable=True, index=True)
    )
    regelingen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    gemeenten: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    invited_by: int | None = Field(default=None, sa_column=Column(ForeignKey("account.id"), nullable=True))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class OneTimeToken(SQLModel, table=True):
    """A link that works once until `expires_at`. Only its hash is kept; the row goes when it is used."""

    __tablename__ = "one_time_token"

    token_hash: str = Field(sa_column=Column(String(64), primary_key=True))
    purpose: str = Field(sa_column=Column(String(20), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ForeignKey("account.id"), nullable=True, index=True))
    registration_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("registration.id"), nullable=True, index=True)
    )
    invitation_id: int | None = Field(
        default=None, sa_column=Column(ForeignKey("invitation.id"), nullable=True, index=True)
    )
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
