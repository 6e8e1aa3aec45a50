"""The outbox: what must still reach the index, written in the same commit as the change (reliability.md P11-P12).

A row carries an id, never a payload: whoever handles it reads the present state. A row is done or it is not; nobody
remembers "the last id seen", because a late commit would then be lost.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Index, String, Text, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from portal.store import jobs
from portal.store.db import Moment

INDEX_WERKPLEK = "index-werkplek"
REMOVED_MARK = "outbox-removed"
_LONGEST_ERROR = 500  # characters
_PARAMETERS = 5000  # in one statement; both databases stop somewhere above


class OutboxRow(SQLModel, table=True):
    """One thing to do after a commit. `attempts` counts refusals; `available_at` moves forward after a failure.

    A `parked` row was refused too often and waits for a person, or for a newer row of the same subject.
    """

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


def rows_of(session: Session, kind: str, subjects: Iterable[str]) -> list[OutboxRow]:
    """All rows of these subjects, in order: also those put off and parked."""
    wanted = list(subjects)
    found: list[OutboxRow] = []
    for start in range(0, len(wanted), _PARAMETERS):
        part = wanted[start : start + _PARAMETERS]
        statement = select(OutboxRow).where(OutboxRow.kind == kind, col(OutboxRow.subject).in_(part))
        found += session.exec(statement.order_by(col(OutboxRow.id))).all()
    return found


def subjects_by_row(session: Session, kind: str) -> dict[int, str]:
    """The subject of every row that is not done, parked ones included."""
    statement = select(OutboxRow.id, OutboxRow.subject).where(OutboxRow.kind == kind)
    return {row_id: subject for row_id, subject in session.exec(statement).all() if row_id is not None}


def put_off_all(session: Session, kind: str, until: datetime, error: str) -> int:
    """The index is away: no open row is tried before that moment. It is nobody's fault, so no attempt is counted."""
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.kind) == kind, col(OutboxRow.parked).is_(False), col(OutboxRow.available_at) < until)
        .values(available_at=until, error=error[:_LONGEST_ERROR])
    )
    return int(session.connection().execute(statement).rowcount)


def refused(session: Session, row_id: int, now: datetime, longest: timedelta, most: int, error: str) -> bool:
    """The index refused this one: try later, the wait doubles up to `longest`; parked at the attempt `most`.

    Returns True when the row is parked by this.
    """
    row = session.get(OutboxRow, row_id)
    if row is None:
        return False
    row.attempts += 1
    row.available_at = now + min(longest, timedelta(seconds=2 ** min(row.attempts - 1, 20)))
    row.parked = row.attempts >= most
    row.error = error[:_LONGEST_ERROR]
    session.add(row)
    return row.parked


def unpark(session: Session, kind: str, now: datetime, subject: str = "") -> int:
    """Give every parked row a new start, or with `subject` only those of that one; returns how many."""
    statement = (
        update(OutboxRow)
        .where(col(OutboxRow.kind) == kind, col(OutboxRow.parked).is_(True))
        .values(parked=False, attempts=0, available_at=now)
    )
    if subject:
        statement = statement.where(col(OutboxRow.subject) == subject)
    return int(session.connection().execute(statement).rowcount)


def done(session: Session, ids: Iterable[int]) -> None:
    """Remove rows whose work the index has confirmed."""
    wanted = list(ids)
    for start in range(0, len(wanted), _PARAMETERS):
        part = wanted[start : start + _PARAMETERS]
        session.execute(delete(OutboxRow).where(col(OutboxRow.id).in_(part)))
    if wanted:
        jobs.set_mark(session, REMOVED_MARK, secrets.token_hex(8))


def removed_mark(session: Session) -> str:
    """Another text each time that rows are removed: with the same mark, every change since is still among the rows."""
    return jobs.detail(session, REMOVED_MARK)


def waiting(session: Session, kind: str) -> tuple[int, datetime | None]:
    """How many open rows there are, and since when the oldest waits."""
    statement = select(func.count(), func.min(OutboxRow.created_at)).where(
        OutboxRow.kind == kind, col(OutboxRow.parked).is_(False)
    )
    count, oldest = session.exec(statement).one()
    return int(count), oldest


def parked_rows(session: Session, kind: str) -> list[OutboxRow]:
    """The rows that wait for a person, oldest first."""
    statement = select(OutboxRow).where(OutboxRow.kind == kind, col(OutboxRow.parked).is_(True))
    return list(session.exec(statement.order_by(col(OutboxRow.id))).all())
