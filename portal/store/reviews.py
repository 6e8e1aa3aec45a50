"""What belongs to a plan version besides its texts: declarations, review sheet, what was returned; exceptions asked.

Who is an account id without a foreign key: an account may be erased, what was decided stays (docs/privacy.md).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.domain.review import ExceptionState, Mark
from portal.store.db import Moment

_MARK = Enum(Mark, native_enum=False, length=20, values_callable=lambda marks: [m.value for m in marks])
_EXCEPTION = Enum(
    ExceptionState, native_enum=False, length=20, values_callable=lambda states: [s.value for s in states]
)


class PlanDeclaration(SQLModel, table=True):
    """The aanbieder declares: we have this, of that date, handed to the gemeente then. Never the paper itself."""

    __tablename__ = "plan_declaration"
    __table_args__ = (UniqueConstraint("version_id", "requirement", name="uq_plan_declaration"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False))
    requirement: str = Field(sa_column=Column(String(60), nullable=False))
    present: bool = Field(default=False, nullable=False)
    dated: date | None = Field(default=None, nullable=True)
    handed_over: date | None = Field(default=None, nullable=True)


class ReviewMark(SQLModel, table=True):
    """One line of the review sheet: does the version meet this requirement."""

    __tablename__ = "review_mark"
    __table_args__ = (UniqueConstraint("version_id", "requirement", name="uq_review_mark"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False))
    requirement: str = Field(sa_column=Column(String(60), nullable=False))
    mark: Mark = Field(sa_column=Column(_MARK, nullable=False))
    account_id: int = Field(nullable=False)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ReviewComment(SQLModel, table=True):
    """What a reviewer notes at one part of the plan (`portal.domain.plan`, "Parts"). For reviewers only."""

    __tablename__ = "review_comment"
    __table_args__ = (UniqueConstraint("version_id", "part", name="uq_review_comment"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False))
    part: str = Field(sa_column=Column(String(80), nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    account_id: int = Field(nullable=False)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ReturnedPart(SQLModel, table=True):
    """A part that was returned with a reason. `round` counts the times this version was; the last one counts."""

    __tablename__ = "returned_part"
    __table_args__ = (UniqueConstraint("version_id", "round", "part", name="uq_returned_part"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False))
    round: int = Field(nullable=False)
    part: str = Field(sa_column=Column(String(80), nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))


class ExceptionRequest(SQLModel, table=True):
    """The aanbieder asks one gemeente for an exception (S2 eis 8c); what is granted stands in `LocalityException`."""

    __tablename__ = "exception_request"
    __table_args__ = (Index("ix_exception_request_gemeente_state", "gemeente_code", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    werkplek_id: int = Field(sa_column=Column(ForeignKey("werkplek.id"), nullable=False, index=True))
    gemeente_code: str = Field(sa_column=Column(String(6), nullable=False))
    motivation: str = Field(sa_column=Column(Text, nullable=False))
    transport: bool = Field(nullable=False)
    state: ExceptionState = Field(sa_column=Column(_EXCEPTION, nullable=False))
    requested_by: int = Field(nullable=False)
    requested_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    decided_by: int | None = Field(default=None, nullable=True)
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    eind: date | None = Field(default=None, nullable=True)
