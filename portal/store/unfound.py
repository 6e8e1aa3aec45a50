"""How often people found nothing: counts per month, gemeente, branche and reason. No words, no moment, no person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Column, Integer, String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from portal.domain.unfound import Reason


class Cell(NamedTuple):
    """What is counted together. `month` "2026-11"; `gemeente` a CBS code or NL; `branche` a token or UNKNOWN."""

    month: str
    gemeente: str
    branche: str
    reason: Reason


UNKNOWN = "onbekend"  # the words name no branche, or several alike


class Unfound(SQLModel, table=True):
    """One cell and its count."""

    __tablename__ = "unfound"

    month: str = Field(sa_column=Column(String(7), primary_key=True))
    gemeente: str = Field(sa_column=Column(String(6), primary_key=True))
    branche: str = Field(sa_column=Column(String(60), primary_key=True))
    reason: str = Field(sa_column=Column(String(20), primary_key=True))
    count: int = Field(sa_column=Column(Integer, nullable=False))


def add(session: Session, counts: Mapping[Cell, int]) -> None:
    """Add to what is there, in the running transaction; workers that do so at the same moment lose nothing."""
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
    for cell, count in sorted(counts.items()):  # in one order, so that two workers cannot wait for each other
        statement = insert(Unfound).values(**(cell._asdict() | {"reason": cell.reason.value}), count=count)
        key = ["month", "gemeente", "branche", "reason"]
        more = {"count": col(Unfound.count) + count}
        session.connection().execute(statement.on_conflict_do_update(index_elements=key, set_=more))


def counted(session: Session, gemeenten: Collection[str], since: str, before: str) -> dict[Cell, int]:
    """The counts of these gemeenten in the months from `since` up to, not with, `before`; small ones too."""
    rows = session.exec(
        select(Unfound).where(col(Unfound.gemeente).in_(gemeenten), Unfound.month >= since, Unfound.month < before)
    )
    return {Cell(row.month, row.gemeente, row.branche, Reason(row.reason)): row.count for row in rows}


def forget(session: Session, oldest: str, open_month: str, least: int) -> int:
    """Delete months before `oldest`, and counts below `least` of months before `open_month`; returns how many."""
    small = (col(Unfound.month) < open_month) & (col(Unfound.count) < least)
    gone = session.connection().execute(delete(Unfound).where((col(Unfound.month) < oldest) | small))
    return int(gone.rowcount)
