"""The outbox: what must still reach the index, written in the same commit as the change (reliability.md P11-P12).

A row carries an id, never a payload: whoever handles it reads the present state. A row is done or it is not; nobody
remembers "the last id seen", because a late commit would then be lost.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, String, Text, delete, func
from sqlmodel import Field, Session, SQLModel, col, select

from portal.store.db import Moment

INDEX_WERKPLEK = "index-werkplek"
_PARAMETERS = 5000  # in one statement; both databases stop somewhere above


class OutboxRow(SQLModel, table=True):
    """One thing to do after a commit. `available_at` moves forward after a failure; `parked` rows wait for a person."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "kind", "parked", "available_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_column=Column(String(30), nullable=False))
    subject: str = Field(sa_column=Column(String(40), nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    available_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    attempts: int = Field(default=0, nullable=False)
    parked: bool = Field(default=False, nullable=False)
    error: str = Field(default="", sa_column=Column(Text, nullable=False))


def enqueue(session: Session, kind: str, subjects: Iterable[str], now: datetime) -> int:
    """Add a row per subject to the running transaction; returns how many."""
    rows = [OutboxRow(kind=kind, subject=s, created_at=now, available_at=now) for s in subjects]
    session.add_all(rows)
    return len(rows)


def open_rows(session: Session, kind: str, now: datetime, limit: int) -> list[OutboxRow]:
    """The oldest open rows that may be tried now."""
    statement = (
        select(OutboxRow)
        .where(OutboxRow.kind == kind, col(OutboxRow.parked).is_(False), OutboxRow.available_at <= now)
        .order_by(col(OutboxRow.id))
        .limit(limit)
    )
    return list(session.exec(statement).all())


def open_ids(session: Session, kind: str) -> list[int]:
    """The ids of all open rows, also those put off."""
    statement = select(OutboxRow.id).where(OutboxRow.kind == kind, col(OutboxRow.parked).is_(False))
    return [row_id for row_id in session.exec(statement).all() if row_id is not None]


def put_off(session: Session, ids: Iterable[int], now: datetime, longest: timedelta, error: str) -> None:
    """Try these later: the wait doubles with each attempt, up to `longest`."""
    rows = session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(list(ids)))).all()
    for row in rows:
        row.attempts += 1
        row.available_at = now + min(longest, timedelta(seconds=2 ** min(row.attempts - 1, 20)))
        row.error = error[:500]
        session.add(row)


def done(session: Session, ids: Iterable[int]) -> None:
    """Remove rows whose work the index has confirmed."""
    wanted = list(ids)
    for start in range(0, len(wanted), _PARAMETERS):
        part = wanted[start : start + _PARAMETERS]
        session.execute(delete(OutboxRow).where(col(OutboxRow.id).in_(part)))


def waiting(session: Session, kind: str) -> tuple[int, datetime | None]:
    """How many open rows there are, and since when the oldest waits."""
    statement = select(func.count(), func.min(OutboxRow.created_at)).where(
        OutboxRow.kind == kind, col(OutboxRow.parked).is_(False)
    )
    count, oldest = session.exec(statement).one()
    return int(count), oldest
