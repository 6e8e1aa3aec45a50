"""Aanbieders: the organisations that offer werkplekken. One public aanmeldpunt each, no persons (domain.md)."""

import secrets
from datetime import datetime

from sqlalchemy import Column, String
from sqlmodel import Field, Session, SQLModel, select

from portal.store.db import Moment


class Aanbieder(SQLModel, table=True):
    """A provider organisation. `public_id` never changes; `kvk` is 8 digits; the contact is a function mailbox."""

    __tablename__ = "aanbieder"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(sa_column=Column(String(20), unique=True, nullable=False))
    naam: str = Field(sa_column=Column(String(200), nullable=False))
    kvk: str = Field(sa_column=Column(String(8), unique=True, nullable=False))
    website: str = Field(default="", sa_column=Column(String(300), nullable=False))
    email: str = Field(default="", sa_column=Column(String(200), nullable=False))
    telefoon: str = Field(default="", sa_column=Column(String(30), nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))


def by_ids(session: Session, ids: set[int]) -> dict[int, Aanbieder]:
    """Aanbieders by primary key."""
    rows = session.exec(select(Aanbieder).where(Aanbieder.id.in_(ids))).all()  # type: ignore[union-attr]
    return {row.id: row for row in rows if row.id is not None}


def by_id(session: Session, aanbieder_id: int) -> Aanbieder | None:
    """One aanbieder by primary key."""
    return session.get(Aanbieder, aanbieder_id)


def by_kvk(session: Session, kvk: str) -> Aanbieder | None:
    """The aanbieder with this KvK number."""
    return session.exec(select(Aanbieder).where(Aanbieder.kvk == kvk)).first()


def new_public_id() -> str:
    """A new id for addresses: lower-case letters and digits, never reused (40 bits)."""
    return "a" + "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))


def names(session: Session) -> list[tuple[int, str]]:
    """(primary key, name) of every aanbieder, by name."""
    rows = session.exec(select(Aanbieder.id, Aanbieder.naam).order_by(Aanbieder.naam)).all()
    return [(key, naam) for key, naam in rows if key is not None]
