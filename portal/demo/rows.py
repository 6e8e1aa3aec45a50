"""Made-up aanbieders as rows of the database: approved plans, live versions, werkplekken, offers, events.

Written in batches of a hundred aanbieders, each table in one statement a batch, so that 100,000 offers take no hour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import insert as insert_into
from sqlmodel import Session, SQLModel

from portal.demo.values import DemoAanbieder, DemoPlan, DemoWerkplek
from portal.domain.review import Action, ExceptionState, PlanState
from portal.store.tables import (
    Aanbieder,
    ExceptionRequest,
    LocalityException,
    Offer,
    Plan,
    PlanApproval,
    PlanEvent,
    PlanVersion,
    Werkplek,
    WerkplekVersion,
)

Source = Iterable[DemoAanbieder]
Row = dict[str, Any]
_BATCH = 100
_ACTOR = "systeem"
_NOBODY = 0  # no account has this key


def insert(session: Session, aanbieders: Source, now: datetime) -> Iterator[int]:
    """Add all of them to the running transaction; yields the number of werkplekken so far after each batch."""
    count = 0
    source = iter(aanbieders)
    while batch := list(islice(source, _BATCH)):
        count += _insert_batch(session, batch, now)
        yield count


def _insert_batch(session: Session, batch: Sequence[DemoAanbieder], now: datetime) -> int:
    ids = _insert(session, Aanbieder, [_aanbieder(a, now) for a in batch])
    plans = [(owner, plan) for owner, a in zip(ids, batch, strict=True) for plan in a.plannen]
    plan_ids = _insert(session, Plan, [_plan(owner, plan, now) for owner, plan in plans])
    both = [(plan_id, plan) for plan_id, (_, plan) in zip(plan_ids, plans, strict=True)]
    version_ids = _insert(session, PlanVersion, [_version(plan_id, plan) for plan_id, plan in both])
    versions = list(zip(version_ids, both, strict=True))
    _insert(session, PlanApproval, [row for version, (_, plan) in versions for row in _approvals(version, plan)])
    _insert(session, PlanEvent, [_event(plan_id, version, plan) for version, (plan_id, plan) in versions])
    places = [(plan_id, version, w) for version, (plan_id, plan) in versions for w in plan.werkplekken]
    place_ids = _insert(session, Werkplek, [_werkplek(plan_id, w) for plan_id, _, w in places])
    placed = [(place_id, version, w) for place_id, (_, version, w) in zip(place_ids, places, strict=True)]
    _insert(session, WerkplekVersion, [_text(place_id, version, w) for place_id, version, w in placed])
    _insert(session, Offer, [row for place_id, _, w in placed for row in _offers(place_id, w)])
    _insert(session, LocalityException, [row for place_id, _, w in placed for row in _exceptions(place_id, w)])
    _insert(session, ExceptionRequest, [row for place_id, _, w in placed for row in _granted(place_id, w)])
    _insert(session, PlanEvent, [row for plan_id, _, w in places for row in _exception_events(plan_id, w)])
    return len(placed)


def _insert(session: Session, table: type[SQLModel], rows: Sequence[Row]) -> list[int]:
    """Insert and answer the new primary keys, in the order of the rows."""
    if not rows:
        return []
    key = table.__table__.c.id  # type: ignore[attr-defined]
    return list(session.execute(insert_into(table).returning(key, sort_by_parameter_order=True), rows).scalars())


def _aanbieder(made_up: DemoAanbieder, now: datetime) -> Row:
    return {
        "public_id": hashlib.blake2b(made_up.kvk.encode(), digest_size=5).hexdigest(),
        "naam": made_up.naam,
        "kvk": made_up.kvk,
        "website": made_up.website,
        "email": made_up.email,
        "telefoon": made_up.telefoon,
        "created_at": now,
        "updated_at": now,
    }


def _plan(owner: int, plan: DemoPlan, now: datetime) -> Row:
    return {
        "aanbieder_id": owner,
        "regeling": plan.regeling,
        "suspended": plan.opgeschort,
        "withdrawn_at": None,
        "expired_at": None,
        "created_at": now,
    }


def _version(plan_id: int, plan: DemoPlan) -> Row:
    reviewed = _noon(plan.reviewed_at)
    return {
        "plan_id": plan_id,
        "number": 1,
        "state": PlanState.GOEDGEKEURD,
        "live": True,
        "answers": dict(plan.antwoorden),
        "products": list(plan.producten),
        "gemeenten": list(plan.gemeenten),
        "lock": 0,
        "field_locks": {},
        "submitted_at": reviewed,
        "updated_at": reviewed,
        "reviewed_at": reviewed,
    }


def _approvals(version_id: int, plan: DemoPlan) -> Iterator[Row]:
    for gemeente in plan.gemeenten:
        for product in plan.producten:
            yield {
                "version_id": version_id,
                "gemeente_code": gemeente,
                "product": product,
                "start": plan.start,
                "eind": plan.eind,
                "suspended": False,
            }


def _event(plan_id: int, version_id: int, plan: DemoPlan) -> Row:
    return {
        "plan_id": plan_id,
        "version_id": version_id,
        "at": _noon(plan.reviewed_at),
        "actor": _ACTOR,
        "action": "goedkeuren",
        "from_state": str(PlanState.IN_BEOORDELING),
        "to_state": str(PlanState.GOEDGEKEURD),
        "reason": "Verzonnen voorbeeld",
        "details": {},
    }


def _werkplek(plan_id: int, made_up: DemoWerkplek) -> Row:
    return {
        "public_id": made_up.public_id,
        "plan_id": plan_id,
        "paused": made_up.gepauzeerd,
        "confirmed_at": made_up.confirmed_at,
    }


_SAME = ("naam", "straat", "huisnummer", "postcode", "woonplaats", "gemeente_code", "omschrijving", "regulier")
_SAME_TOO = ("groep_min", "groep_max", "toegankelijk", "toegankelijkheid", "locatie_van")
_LISTS = ("werkgebied", "taken", "branches", "dagdelen", "begeleiding", "talen")


def _text(werkplek_id: int, version_id: int, made_up: DemoWerkplek) -> Row:
    point = made_up.point
    return {
        "werkplek_id": werkplek_id,
        "version_id": version_id,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "lock": 0,
        "producten": [p.token for p in made_up.producten],
        "capaciteit": {p.token: p.plekken for p in made_up.producten},
        **{name: getattr(made_up, name) for name in (*_SAME, *_SAME_TOO)},
        **{name: list(getattr(made_up, name)) for name in _LISTS},
    }


def _offers(werkplek_id: int, made_up: DemoWerkplek) -> Iterator[Row]:
    for product in made_up.producten:
        yield {
            "werkplek_id": werkplek_id,
            "product": product.token,
            "capacity": product.plekken,
            "free": product.vrij,
            "capacity_at": made_up.capacity_at,
        }


def _exceptions(werkplek_id: int, made_up: DemoWerkplek) -> Iterator[Row]:
    for exception in made_up.exceptions:
        yield {
            "werkplek_id": werkplek_id,
            "gemeente_code": exception.gemeente_code,
            "reden": exception.reden,
            "start": exception.start,
            "eind": exception.eind,
        }


def _granted(werkplek_id: int, made_up: DemoWerkplek) -> Iterator[Row]:
    """The requests behind the exceptions: a reviewer sees them, and may end them early."""
    for exception in made_up.exceptions:
        moment = _noon(exception.start)
        yield {
            "werkplek_id": werkplek_id,
            "gemeente_code": exception.gemeente_code,
            "motivation": exception.reden,
            "transport": True,
            "state": ExceptionState.TOEGEKEND,
            "requested_by": _NOBODY,
            "requested_at": moment,
            "decided_at": moment,
            "reason": exception.reden,
            "eind": exception.eind,
        }


def _exception_events(plan_id: int, made_up: DemoWerkplek) -> Iterator[Row]:
    """What the history of the plan says of them, as asking and granting write it."""
    for exception in made_up.exceptions:
        where = {"werkplek": made_up.public_id, "gemeente": exception.gemeente_code}
        row = {"plan_id": plan_id, "version_id": None, "at": _noon(exception.start), "actor": _ACTOR}
        yield row | {
            "action": Action.UITZONDERING_VRAGEN,
            "from_state": None,
            "to_state": ExceptionState.GEVRAAGD,
            "reason": "",
            "details": where,
        }
        yield row | {
            "action": Action.UITZONDERING_TOEKENNEN,
            "from_state": ExceptionState.GEVRAAGD,
            "to_state": ExceptionState.TOEGEKEND,
            "reason": exception.reden,
            "details": where | {"eind": exception.eind.isoformat()},
        }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
