"""Mail to send: a row in the same commit as what it is about; the text is made when it is sent."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, String, Text, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from portal.store.db import Moment

OPEN = "open"
SENT = "sent"
PARKED = "parked"
_LONGEST_ERROR = 200  # characters


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


def put(session: Session, template: str, recipient: str, payload: str, now: datetime) -> Mail:
    """Add a mail to the running transaction; recipient and payload come encrypted."""
    row = Mail(
        message_id=secrets.token_hex(16),
        template=template,
        recipient=recipient,
        payload=payload,
        created_at=now,
        available_at=now,
    )
    session.add(row)
    return row


def claim(session: Session, now: datetime, until: datetime) -> Mail | None:
    """The oldest mail that is due, for this sender alone until that moment; None when nothing is due.

    Commit before sending: a sender that is killed has then sent at most this one, and it is due again later.
    """
    due = (
        select(Mail)
        .where(Mail.state == OPEN, Mail.available_at <= now)
        .order_by(col(Mail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(due).first()
    if row is not None:
        row.available_at = until
        row.attempts += 1
        session.add(row)
    return row


def mark_sent(session: Session, mail_id: int, now: datetime) -> None:
    """The server has taken it; the values, which may hold a link that works once, go at once."""
    _set(session, mail_id, state=SENT, sent_at=now, payload="", error="")


def put_off(session: Session, mail_id: int, until: datetime, error: str) -> None:
    """Try again later."""
    _set(session, mail_id, available_at=until, error=error[:_LONGEST_ERROR])


def not_tried(session: Session, mail_id: int, until: datetime, error: str) -> None:
    """No server was there to try it with: it waits, and the try does not count."""
    values = {"available_at": until, "error": error[:_LONGEST_ERROR], "attempts": Mail.attempts - 1}
    _set(session, mail_id, **values)


def park(session: Session, mail_id: int, error: str) -> None:
    """It cannot be sent as it is: kept for a person to look at."""
    _set(session, mail_id, state=PARKED, error=error[:_LONGEST_ERROR])


def waiting(session: Session) -> tuple[int, datetime | None, int]:
    """How many mails wait, since when the oldest does, and how many are parked."""
    open_rows = select(func.count(), func.min(Mail.created_at)).where(Mail.state == OPEN)
    count, oldest = session.exec(open_rows).one()
    parked = session.exec(select(func.count()).select_from(Mail).where(Mail.state == PARKED)).one()
    return int(count), oldest, int(parked)


def forget(session: Session, sent_before: datetime, parked_before: datetime) -> int:
    """Take away mails sent, or parked, before these moments; returns how many."""
    sent = (col(Mail.state) == SENT) & (col(Mail.sent_at) < sent_before)
    parked = (col(Mail.state) == PARKED) & (col(Mail.created_at) < parked_before)
    return int(session.connection().execute(delete(Mail).where(sent | parked)).rowcount)


def _set(session: Session, mail_id: int, **values: Any) -> None:
    session.connection().execute(update(Mail).where(col(Mail.id) == mail_id).values(**values))
