"""Plannen van aanpak: one per aanbieder per regeling, in versions; what was approved; exceptions of eis 8c."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.domain.review import PlanState
from portal.store.db import Moment

# Kept as text with the enum's own words, so that both databases and a person with a SQL prompt read the same.
_STATE = Enum(PlanState, native_enum=False, length=30, values_callable=lambda states: [s.value for s in states])


_QUEUE = ("plan_id", "number", "state", "submitted_at", "reviewer_id")


class Plan(SQLModel, table=True):
    """One plan van aanpak. `suspended`: by a reviewer, resumable; `withdrawn_at`: ended by the aanbieder.

    `expired_at`: when the worker noted that the contract had ended. A new approval empties both moments.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("aanbieder_id", "regeling", name="uq_plan_aanbieder_regeling"),)

    id: int | None = Field(default=None, primary_key=True)
    aanbieder_id: int = Field(sa_column=Column(ForeignKey("aanbieder.id"), nullable=False, index=True))
    regeling: str = Field(sa_column=Column(String(60), nullable=False, index=True))
    suspended: bool = Field(default=False, nullable=False)
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    expired_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class PlanVersion(SQLModel, table=True):
    """One version: the answers as written, what was asked for, its state.

    `live`: the approved version that the public sees, at most one a plan, while a newer one may be under review.
    `lock` counts saves and decisions, so that two people cannot overwrite each other unseen (reliability.md P8);
    `field_locks` says at which count each answer or list last changed. `reviewer_id` is the account that has it in
    review; `returned_content` is what it said when it was last returned to the aanbieder.
    """

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("plan_id", "number", name="uq_plan_version_number"),
        # The queue is sorted, counted and filtered from an index alone: the rows hold whole plans. PostgreSQL keeps
        # long texts apart from the row, and has no order of JSON.
        Index("ix_plan_version_queue", *_QUEUE, info={"only": "postgresql"}).ddl_if(dialect="postgresql"),
        Index("ix_plan_version_queue_gemeenten", *_QUEUE, "gemeenten", info={"only": "sqlite"}).ddl_if(
            dialect="sqlite"
        ),
        Index("uq_plan_version_live", "plan_id", unique=True, sqlite_where=text("live"), postgresql_where=text("live")),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=Column(ForeignKey("plan.id"), nullable=False, index=True))
    number: int = Field(nullable=False)
    state: PlanState = Field(sa_column=Column(_STATE, nullable=False))
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    products: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    gemeenten: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    live: bool = Field(default=False, nullable=False)
    lock: int = Field(default=0, nullable=False)
    field_locks: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    returned_content: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    reviewer_id: int | None = Field(default=None, nullable=True)
    submitted_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    reviewed_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


class PlanApproval(SQLModel, table=True):
    """A version approved for one gemeente and one product, between two dates (both included)."""

    __tablename__ = "plan_approval"
    __table_args__ = (UniqueConstraint("version_id", "gemeente_code", "product", name="uq_plan_approval"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False, index=True))
    gemeente_code: str = Field(sa_column=Column(String(6), nullable=False))
    product: str = Field(sa_column=Column(String(30), nullable=False))
    start: date = Field(nullable=False)
    eind: date = Field(nullable=False, index=True)
    suspended: bool = Field(default=False, nullable=False)


class LocalityException(SQLModel, table=True):
    """Eis 8c (S2): one werkplek may serve one gemeente outside its area, granted by a reviewer of that gemeente."""

    __tablename__ = "locality_exception"
    __table_args__ = (UniqueConstraint("werkplek_id", "gemeente_code", "start", name="uq_locality_exception"),)

    id: int | None = Field(default=None, primary_key=True)
    werkplek_id: int = Field(sa_column=Column(ForeignKey("werkplek.id"), nullable=False, index=True))
    gemeente_code: str = Field(sa_column=Column(String(6), nullable=False))
    reden: str = Field(sa_column=Column(Text, nullable=False))
    start: date = Field(nullable=False)
    eind: date = Field(nullable=False, index=True)


class PlanEvent(SQLModel, table=True):
    """What happened to a plan: appended, never changed. `actor` is an account id or "systeem"; never an inwoner."""

    __tablename__ = "plan_event"
    __table_args__ = (Index("ix_plan_event_plan_moment", "plan_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(sa_column=Column(ForeignKey("plan.id"), nullable=False))
    version_id: int | None = Field(default=None, sa_column=Column(ForeignKey("plan_version.id"), nullable=True))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor: str = Field(sa_column=Column(String(60), nullable=False))
    action: str = Field(sa_column=Column(String(40), nullable=False))
    from_state: str | None = Field(default=None, sa_column=Column(String(30), nullable=True))
    to_state: str | None = Field(default=None, sa_column=Column(String(30), nullable=True))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
