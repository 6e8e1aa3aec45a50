"""Sessions of signed-in people, kept here so that they can be ended here (reliability.md P21)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from portal.store.db import Moment

STAGE_FULL = "full"
STAGE_CODE = "code"  # the password was right, the code is still asked
STAGE_ENROL = "enrol"  # signed in for the first time in a role that must have a code


class WebSession(SQLModel, table=True):
    """One browser. Only the hash of its id is kept: who reads the table cannot use it."""

    __tablename__ = "web_session"

    id_hash: str = Field(sa_column=Column(String(64), primary_key=True))
    account_id: int = Field(sa_column=Column(ForeignKey("account.id"), nullable=False, index=True))
    stage: str = Field(sa_column=Column(String(10), nullable=False))
    goal: str = Field(default="", sa_column=Column(String(300), nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    last_seen_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


def get(session: Session, id_hash: str) -> WebSession | None:
    """One session by the hash of its id."""
    return session.get(WebSession, id_hash)


def of_account(session: Session, account_id: int) -> list[WebSession]:
    """The sessions of one account, latest first."""
    statement = select(WebSession).where(WebSession.account_id == account_id)
    return list(session.exec(statement.order_by(col(WebSession.last_seen_at).desc())).all())


def touch(session: Session, id_hash: str, now: datetime) -> None:
    """Note that the session was used."""
    session.connection().execute(update(WebSession).where(col(WebSession.id_hash) == id_hash).values(last_seen_at=now))


def end(session: Session, id_hash: str) -> bool:
    """End one session; False when it had ended. Of two that end the same session only one gets True."""
    statement = delete(WebSession).where(col(WebSession.id_hash) == id_hash)
    return int(session.connection().execute(statement).rowcount) == 1


def end_all(session: Session, account_id: int, but: str = "") -> int:
    """End every session of an account, one excepted when given; returns how many."""
    statement = delete(WebSession).where(col(WebSession.account_id) == account_id, col(WebSession.id_hash) != but)
    return int(session.connection().execute(statement).rowcount)


def forget(session: Session, created_before: datetime) -> int:
    """Take away sessions that began before that moment; returns how many."""
    statement = delete(WebSession).where(col(WebSession.created_at) < created_before)
    return int(session.connection().execute(statement).rowcount)
