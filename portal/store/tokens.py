"""What a mail link stands for: registrations that wait, invitations, and the one-time tokens themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Enum, ForeignKey, String, delete
from sqlmodel import Field, Session, SQLModel, col, select

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


def valid(session: Session, token_hash: str, purpose: str, now: datetime) -> OneTimeToken | None:
    """The token while it works; looking does not use it."""
    row = session.get(OneTimeToken, token_hash)
    return row if row is not None and row.purpose == purpose and row.expires_at > now else None


def use(session: Session, token_hash: str) -> bool:
    """Take the token; of two at once only one gets True."""
    statement = delete(OneTimeToken).where(col(OneTimeToken.token_hash) == token_hash)
    return int(session.connection().execute(statement).rowcount) == 1


def cancel_resets(session: Session, account_id: int) -> None:
    """All links for a new password of this account stop working."""
    session.connection().execute(delete(OneTimeToken).where(col(OneTimeToken.account_id) == account_id))


def cancel_invitation(session: Session, invitation_id: int) -> None:
    """Take away an invitation and its links."""
    session.connection().execute(delete(OneTimeToken).where(col(OneTimeToken.invitation_id) == invitation_id))
    session.connection().execute(delete(Invitation).where(col(Invitation.id) == invitation_id))


def remove_registration(session: Session, registration_id: int) -> None:
    """Take away a registration and its links."""
    session.connection().execute(delete(OneTimeToken).where(col(OneTimeToken.registration_id) == registration_id))
    session.connection().execute(delete(Registration).where(col(Registration.id) == registration_id))


def invitations_of(session: Session, aanbieder_id: int | None) -> list[Invitation]:
    """Open invitations of one aanbieder, or with None those of staff; latest first."""
    where = Invitation.aanbieder_id == aanbieder_id if aanbieder_id else col(Invitation.aanbieder_id).is_(None)
    return list(session.exec(select(Invitation).where(where).order_by(col(Invitation.id).desc())).all())


def asked_to_join(session: Session, aanbieder_id: int) -> list[Registration]:
    """People who gave this aanbieder's KvK number and wait for its organisatiebeheerder; oldest first."""
    statement = select(Registration).where(Registration.aanbieder_id == aanbieder_id).order_by(col(Registration.id))
    return list(session.exec(statement).all())


def forget(session: Session, now: datetime, created_before: datetime) -> None:
    """Take away tokens that ran out, and registrations and invitations from before that moment."""
    connection = session.connection()
    old_registrations = select(Registration.id).where(Registration.created_at < created_before)
    old_invitations = select(Invitation.id).where(Invitation.created_at < created_before)
    connection.execute(
        delete(OneTimeToken).where(
            (col(OneTimeToken.expires_at) <= now)
            | col(OneTimeToken.registration_id).in_(old_registrations)
            | col(OneTimeToken.invitation_id).in_(old_invitations)
        )
    )
    connection.execute(delete(Registration).where(col(Registration.created_at) < created_before))
    connection.execute(delete(Invitation).where(col(Invitation.created_at) < created_before))
