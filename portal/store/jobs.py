"""When each daily job last ran, so that it runs once a day and catches up after a week of absence."""

from datetime import date

from sqlalchemy import Column, String
from sqlmodel import Field, Session, SQLModel


class JobRun(SQLModel, table=True):
    """The last day (Europe/Amsterdam) on which a job finished, and what it was done with."""

    __tablename__ = "job_run"

    name: str = Field(sa_column=Column(String(40), primary_key=True))
    last_day: date = Field(nullable=False)
    detail: str = Field(default="", sa_column=Column(String(80), nullable=False))


def last_day(session: Session, name: str) -> date | None:
    """The last day a job finished, or None when it never did."""
    row = session.get(JobRun, name)
    return row.last_day if row else None


def detail(session: Session, name: str) -> str:
    """What the job was last done with; "" when it never was."""
    row = session.get(JobRun, name)
    return row.detail if row else ""


def set_last_day(session: Session, name: str, day: date, detail: str = "") -> None:
    """Note that a job finished for a day; in the running transaction."""
    row = session.get(JobRun, name) or JobRun(name=name, last_day=day)
    row.last_day, row.detail = day, detail
    session.add(row)


def set_mark(session: Session, name: str, mark: str) -> None:
    """Leave a mark that is of no day, such as one that changes when something happened; in the running transaction."""
    set_last_day(session, name, date(2000, 1, 1), mark)
