"""Actors and steps that the tests of plans share: an aanbieder, reviewers, and a plan brought as far as needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from indexer import sync
from portal.domain.actor import Actor, Role
from portal.domain.plan import Declaration, declared
from portal.services import plan_steps, plan_werkplekken, plannen, review, review_steps
from portal.services.context import Context
from portal.services.paper import Length
from portal.services.werkplek_form import WerkplekForm
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.db import Database
from tests.factories import NOW

APELDOORN = "werkt-mee-apeldoorn"
ARNHEM = "activerend-werk-arnhem"
_REVIEWER = Actor(901, "Riet Rood", Role.BEOORDELAAR, regelingen=frozenset({APELDOORN, ARNHEM}))
REVIEWER = replace(_REVIEWER, gemeenten=frozenset({"GM0200", "GM0202", "GM0275"}))
COLLEAGUE = replace(REVIEWER, account_id=902, naam="Bas Blauw")
OTHER_REGELING = replace(REVIEWER, account_id=903, regelingen=frozenset({"participatie-noord-limburg"}))
TOEGANG = Actor(904, "Toos", Role.TOEGANG, gemeenten=frozenset({"GM0200"}))


class Clock:
    """A clock that a test moves."""

    def __init__(self, start: datetime = NOW) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, days: int = 0, **more: int) -> None:
        """Let time pass."""
        self.now += timedelta(days=days, **more)


def new_aanbieder(context: Context, number: int = 1) -> Actor:
    """An aanbieder in the database, and a member of it with an account."""
    with context.database.write() as session:
        aanbieder = _aanbieder(session, number)
        account = Account(
            naam=f"Lid {number}",
            email=f"lid{number}@voorbeeld.example",
            role=Role.MEDEWERKER,
            aanbieder_id=aanbieder.id,
            created_at=NOW,
        )
        session.add(account)
        session.commit()
        return Actor(account.id or 0, account.naam, Role.MEDEWERKER, aanbieder_id=aanbieder.id)


def _aanbieder(session: Session, number: int) -> Aanbieder:
    row = Aanbieder(
        public_id=f"pw{number}",
        naam=f"Stichting Nieuw {number}",
        kvk=f"{90000000 + number}",
        email="aanmelden@voorbeeld.example",
        telefoon="055 123 45 67",
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def form(**changes: Any) -> WerkplekForm:
    """A complete werkplek in Apeldoorn."""
    whole = WerkplekForm(
        naam="Tuin De Es",
        straat="Voorbeeldweg",
        huisnummer="12",
        postcode="7311 KZ",
        taken=("planten verzorgen",),
        omschrijving="U werkt in een tuin.",
        branches=("groen",),
        producten={"op-trede-3": 5},
        dagdelen=("ma-ochtend",),
        begeleiding=("nabij",),
        talen=("nl",),
    )
    return replace(whole, **changes)


def draft(
    context: Context,
    actor: Actor,
    regeling: str = APELDOORN,
    gemeenten: tuple[str, ...] = ("GM0200",),
    products: tuple[str, ...] = ("op-trede-3",),
) -> int:
    """A complete draft with one werkplek; returns the plan's id."""
    plan_id = plannen.open_draft(context, actor, regeling)
    whole = context.catalogue.regelingen.get(regeling)
    assert whole is not None
    plannen.save_products(context, actor, plan_id, products, lock=0)
    plannen.save_gemeenten(context, actor, plan_id, gemeenten, lock=0)
    plannen.save_answers(context, actor, plan_id, {q.id: f"Antwoord {q.id}" for q in whole.questions}, lock=0)
    given = {r.id: Declaration(True, date(2026, 1, 1), date(2026, 2, 1)) for r in declared(whole)}
    plannen.save_declarations(context, actor, plan_id, given, lock=0)
    plan_werkplekken.add_werkplek(context, actor, plan_id, form(producten=dict.fromkeys(products, 5)))
    return plan_id


def submit(context: Context, actor: Actor, plan_id: int) -> None:
    """Hand it in as it is now."""
    lock = plannen.view(context, actor, plan_id).lock
    plan_steps.submit(context, actor, plan_id, lock, measure=lambda paper: Length(1, 1.0, 0.0, 0, paper.max_pages))


def lock_of(context: Context, plan_id: int, reviewer: Actor = REVIEWER) -> int:
    """The lock as this reviewer sees it."""
    return review.open_review(context, reviewer, plan_id).lock


def in_review(context: Context, actor: Actor, **given: Any) -> int:
    """A plan that REVIEWER has in review."""
    plan_id = draft(context, actor, **given)
    submit(context, actor, plan_id)
    review_steps.start(context, REVIEWER, plan_id, lock_of(context, plan_id))
    return plan_id


def approved(context: Context, actor: Actor, **given: Any) -> int:
    """A published plan."""
    plan_id = in_review(context, actor, **given)
    review_steps.approve(context, REVIEWER, plan_id, lock_of(context, plan_id))
    return plan_id


def drain(context: Context) -> None:
    """Bring the index up to date."""
    sync.drain_all(context.database, context.engine, context.catalogue, context.now(), context.today())


def commits_of(database: Database) -> Counter[str]:
    """A count of the commits on this database from now on, whoever makes them in this process."""
    counted: Counter[str] = Counter()
    event.listen(database.engine, "commit", lambda _connection: counted.update(commits=1))
    return counted


def renew(context: Context) -> None:
    """What the worker does in one round: the new day, then the outbox."""
    sync.renew(context.database, context.engine, context.catalogue, context.now(), context.today())
    drain(context)
