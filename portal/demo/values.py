"""Made-up aanbieders as plain values, dated: what the demo files and the generator both give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.places import Point


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """One product on a werkplek. `plekken`: capacity; `vrij`: free places, None when not known."""

    token: str
    plekken: int
    vrij: int | None


@dataclass(frozen=True, slots=True)
class DemoException:
    """A granted exception of eis 8c (S2), from `start` to `eind`, both included."""

    gemeente_code: str
    reden: str
    start: date
    eind: date


@dataclass(frozen=True, slots=True)
class DemoWerkplek:
    """One werkplek. Either an address (`woonplaats`, `gemeente_code`, `point`) or a `werkgebied` of CBS codes.

    `capacity_at`: the date of the free places, None when none is known. Tokens are those of design/api.md.
    """

    public_id: str
    naam: str
    straat: str
    huisnummer: str
    postcode: str  # "7325 AB", or "" without an address
    woonplaats: str | None
    gemeente_code: str | None
    point: Point | None
    werkgebied: tuple[str, ...]
    taken: tuple[str, ...]
    omschrijving: str
    branches: tuple[str, ...]
    producten: tuple[DemoProduct, ...]
    capacity_at: date | None
    confirmed_at: date
    dagdelen: tuple[str, ...]
    begeleiding: tuple[str, ...]
    groep_min: int | None
    groep_max: int | None
    regulier: bool
    toegankelijk: bool
    toegankelijkheid: str
    talen: tuple[str, ...]
    locatie_van: str | None
    gepauzeerd: bool
    exceptions: tuple[DemoException, ...]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """An approved plan: all `producten` approved for all `gemeenten`, from `start` to `eind`, both included."""

    regeling: str
    gemeenten: tuple[str, ...]
    producten: tuple[str, ...]
    reviewed_at: date
    start: date
    eind: date
    opgeschort: bool
    antwoorden: Mapping[str, str]  # question id of the regeling -> text
    werkplekken: tuple[DemoWerkplek, ...]


@dataclass(frozen=True, slots=True)
class DemoAanbieder:
    """One made-up organisation with its one public aanmeldpunt (a function mailbox under .example)."""

    naam: str
    kvk: str
    website: str
    email: str
    telefoon: str
    plannen: tuple[DemoPlan, ...]
