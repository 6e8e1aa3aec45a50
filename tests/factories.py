"""Valid rows, with only what a test names being different. Everything is added to the session that is handed over."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from portal.domain.review import PlanState
from portal.store.tables import (
    Aanbieder,
    LocalityException,
    Offer,
    Plan,
    PlanApproval,
    PlanVersion,
    Werkplek,
    WerkplekVersion,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)

Free = int | None


@dataclass
class Published:
    """The rows of one published werkplek."""

    aanbieder: Aanbieder
    plan: Plan
    version: PlanVersion
    werkplek: Werkplek
    werkplek_version: WerkplekVersion


def published(
    session: Session,
    *,
    regeling: str = "werkt-mee-apeldoorn",
    gemeenten: Sequence[str] = ("GM0200",),
    products: dict[str, Free] | None = None,
    start: date = date(2026, 1, 1),
    eind: date = date(2027, 12, 31),
    confirmed_at: date = TODAY,
    paused: bool = False,
    aanbieder_naam: str = "Stichting Voorbeeld",
    public_id: str = "",
    exceptions: Sequence[tuple[str, date, date]] = (),
    **werkplek: Any,
) -> Published:
    """An approved plan with one werkplek in Apeldoorn; `products` maps token to free places, `werkplek` its texts."""
    number = next(_numbers)
    products = {"op-trede-3": 2} if products is None else products
    aanbieder = _add(
        session,
        Aanbieder(
            public_id=f"a{number}",
            naam=aanbieder_naam,
            kvk=f"{70_000_000 + number}",
            website="https://voorbeeld.example",
            email="aanmelden@voorbeeld.example",
            telefoon="055 000 00 00",
            created_at=NOW,
            updated_at=NOW,
        ),
    )
    plan = _add(session, Plan(aanbieder_id=aanbieder.id, regeling=regeling, created_at=NOW))
    version = _add(
        session,
        PlanVersion(
            plan_id=plan.id,
            number=1,
            state=PlanState.GOEDGEKEURD,
            live=True,
            answers={"v1": "Wij bieden werk in het groen."},
            products=list(products),
            gemeenten=list(gemeenten),
            submitted_at=NOW,
            updated_at=NOW,
            reviewed_at=NOW,
        ),
    )
    for gemeente in gemeenten:
        for product in products:
            session.add(
                PlanApproval(version_id=version.id, gemeente_code=gemeente, product=product, start=start, eind=eind)
            )
    place = _add(
        session,
        Werkplek(public_id=public_id or f"w{number}", plan_id=plan.id, paused=paused, confirmed_at=confirmed_at),
    )
    text = _werkplek_version(version.id, place.id, list(products), werkplek)
    session.add(text)
    for product, free in products.items():
        session.add(Offer(werkplek_id=place.id, product=product, capacity=5, free=free, capacity_at=TODAY))
    for gemeente, begin, end in exceptions:
        session.add(
            LocalityException(werkplek_id=place.id, gemeente_code=gemeente, reden="uniek", start=begin, eind=end)
        )
    session.flush()
    return Published(aanbieder, plan, version, place, text)


def _werkplek_version(
    version_id: int | None, werkplek_id: int | None, products: list[str], given: dict[str, Any]
) -> WerkplekVersion:
    values: dict[str, Any] = {
        "naam": "Kwekerij De Zon",
        "straat": "Voorbeeldweg",
        "huisnummer": "1",
        "postcode": "7311 AA",
        "woonplaats": "Apeldoorn",
        "gemeente_code": "GM0200",
        "lat": 52.21,
        "lon": 5.97,
        "taken": ["planten verzorgen"],
        "omschrijving": "U werkt in een kleine groep met planten.",
        "branches": ["groen"],
        "producten": products,
        "capaciteit": dict.fromkeys(products, 5),
        "dagdelen": ["ma-ochtend"],
        "begeleiding": ["nabij"],
        "talen": ["nl"],
    }
    return WerkplekVersion(version_id=version_id, werkplek_id=werkplek_id, **(values | given))


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
