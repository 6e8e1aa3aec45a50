"""How often something was tried, shared by all workers and kept over a restart (reliability.md P26)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, Column, String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from portal.store.db import Moment


class Throttle(SQLModel, table=True):
    """The moments (seconds since 1970) of the latest tries under one key. A key is an HMAC: it names nobody."""

    __tablename__ = "throttle"

    key: str = Field(sa_column=Column(String(64), primary_key=True))
    moments: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    last_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


def take(session: Session, key: str, most: int, window: timedelta, now: datetime) -> bool:
    """Count a try under this key; False, and not counted, when there were `most` in the window up to now.

    The row is locked until the commit, so two workers cannot both take the last try.
    """
    _make_sure(session, key, now)
    row = session.exec(select(Throttle).where(Throttle.key == key).with_for_update()).one()
    since = now.timestamp() - window.total_seconds()
    recent = [moment for moment in row.moments if moment > since]
    if len(recent) >= most:
        return False
    row.moments = [*recent, now.timestamp()]
    row.last_at = now
    session.add(row)
    session.flush()
    return True


def give_back(session: Session, key: str) -> None:
    """The latest try was right: it does not count."""
    row = session.exec(select(Throttle).where(Throttle.key == key).with_for_update()).first()
    if row is not None:
        row.moments = row.moments[:-1]
        session.add(row)


def clear(session: Session, key: str) -> None:
    """No try under this key counts any more."""
    session.connection().execute(delete(Throttle).where(col(Throttle.key) == key))


def forget(session: Session, before: datetime) -> int:
    """Take away keys not used since that moment; returns how many."""
    return int(session.connection().execute(delete(Throttle).where(col(Throttle.last_at) < before)).rowcount)


def _make_sure(session: Session, key: str, now: datetime) -> None:
    """The row exists: made by us or by another worker at the same moment."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Throttle).values(key=key, moments=[], last_at=now)
    session.connection().execute(statement.on_conflict_do_nothing(index_elements=["key"]))
