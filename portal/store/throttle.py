"""How often something was tried, shared by all workers and kept over a restart (reliability.md P26)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, String
from sqlmodel import Field, SQLModel

from portal.store.db import Moment


class Throttle(SQLModel, table=True):
    """The moments (seconds since 1970) of the latest tries under one key. A key is an HMAC: it names nobody."""

    __tablename__ = "throttle"

    key: str = Field(sa_column=Column(String(64), primary_key=True))
    moments: list[float] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    last_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
