"""Werkplekken and their offers. What is reviewed stands in a version; what changes daily stands beside it.

`Werkplek` is the place itself with its live facts (pause, "klopt nog"); `WerkplekVersion` is how a plan version
describes it; `Offer` is one product on it with capacity and free places (domain.md, "Facts that change daily are not
the plan").
"""

from datetime import date

from sqlalchemy import JSON, Column, ForeignKey, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Werkplek(SQLModel, table=True):
    """A place where people work. `public_id`: lower-case letters and digits, never changes, never reused."""

    __tablename__ = "werkplek"

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(sa_column=Column(String(20), unique=True, nullable=False))
    plan_id: int = Field(sa_column=Column(ForeignKey("plan.id"), nullable=False, index=True))
    paused: bool = Field(default=False, nullable=False)
    confirmed_at: date = Field(nullable=False, index=True)


class WerkplekVersion(SQLModel, table=True):
    """How one plan version describes a werkplek. Address or werkgebied; a werkgebied has no point.

    `capaciteit`: places per product, reviewed; on approval it becomes `Offer.capacity`. `lock` counts saves.
    """

    __tablename__ = "werkplek_version"
    __table_args__ = (UniqueConstraint("version_id", "werkplek_id", name="uq_werkplek_version"),)

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(sa_column=Column(ForeignKey("plan_version.id"), nullable=False))
    werkplek_id: int = Field(sa_column=Column(ForeignKey("werkplek.id"), nullable=False, index=True))
    naam: str = Field(sa_column=Column(String(200), nullable=False))
    straat: str = Field(default="", sa_column=Column(String(120), nullable=False))
    huisnummer: str = Field(default="", sa_column=Column(String(20), nullable=False))
    postcode: str = Field(default="", sa_column=Column(String(7), nullable=False))
    woonplaats: str | None = Field(default=None, sa_column=Column(String(80), nullable=True))
    gemeente_code: str | None = Field(default=None, sa_column=Column(String(6), nullable=True))
    lat: float | None = Field(default=None, nullable=True)
    lon: float | None = Field(default=None, nullable=True)
    werkgebied: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    taken: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    omschrijving: str = Field(default="", sa_column=Column(Text, nullable=False))
    branches: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    producten: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    capaciteit: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    dagdelen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    begeleiding: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    groep_min: int | None = Field(default=None, nullable=True)
    groep_max: int | None = Field(default=None, nullable=True)
    regulier: bool = Field(default=False, nullable=False)
    toegankelijk: bool = Field(default=False, nullable=False)
    toegankelijkheid: str = Field(default="", sa_column=Column(Text, nullable=False))
    talen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    locatie_van: str | None = Field(default=None, sa_column=Column(String(200), nullable=True))
    lock: int = Field(default=0, nullable=False)


class Offer(SQLModel, table=True):
    """One product on one werkplek. `free` None: not known; changes at once, without review, dated by `capacity_at`.

    `capacity` is that of the approved version (`WerkplekVersion.capaciteit`).
    """

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("werkplek_id", "product", name="uq_offer_werkplek_product"),)

    id: int | None = Field(default=None, primary_key=True)
    werkplek_id: int = Field(sa_column=Column(ForeignKey("werkplek.id"), nullable=False))
    product: str = Field(sa_column=Column(String(30), nullable=False))
    capacity: int | None = Field(default=None, nullable=True)
    free: int | None = Field(default=None, nullable=True)
    capacity_at: date | None = Field(default=None, nullable=True)
