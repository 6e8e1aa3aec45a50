"""Mail to send: a row in the same commit as what it is about; the text is made when it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, String, Text
from sqlmodel import Field, SQLModel

from portal.store.db import Moment

OPEN = "open"
SENT = "sent"
PARKED = "parked"


class Mail(SQLModel, table=True):
    """One mail to one person. `recipient` and `payload` (the values of the template) are encrypted; `payload` is
    emptied once sent, as it may hold a one-time link. `message_id` stays the same over every attempt.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_open", "state", "available_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(sa_column=Column(String(100), unique=True, nullable=False))
    template: str = Field(sa_column=Column(String(40), nullable=False))
    recipient: str = Field(sa_column=Column(Text, nullable=False))
    payload: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(default=OPEN, sa_column=Column(String(10), nullable=False))
    attempts: int = Field(default=0, nullable=False)
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    available_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    error: str = Field(default="", sa_column=Column(String(200), nullable=False))
