"""Sessions of signed-in people, kept here so that they can be ended here (reliability.md P21)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String
from sqlmodel import Field, SQLModel

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
