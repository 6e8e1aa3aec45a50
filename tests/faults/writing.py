"""Changes as the portal makes them: something about a werkplek and its outbox row, in one commit."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from portal.store import outbox
from portal.store.db import Database
from portal.store.tables import Offer, Plan, Werkplek, WerkplekVersion
from tests.factories import published


class Writer:
    """Makes random changes; same seed, same changes."""

    def __init__(self, database: Database, seed: int) -> None:
        self._database = database
        self._random = random.Random(seed)
        self.ids: list[str] = []
        self.written = 0

    def add(self, count: int) -> None:
        """That many new werkplekken in one commit."""
        with self._database.write() as session:
            new = [published(session).werkplek.public_id for _ in range(count)]
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, new, datetime.now(UTC))
            session.commit()
        self.ids += new
        self.written += count

    def change(self) -> None:
        """One random change."""
        if self._random.random() < 0.1 or not self.ids:
            self.add(1)
            return
        public_id = self._random.choice(self.ids)
        how = self._random.choice((_rename, _free, _pause, _withdraw_or_return))
        with self._database.write() as session:
            werkplek = session.exec(select(Werkplek).where(col(Werkplek.public_id) == public_id)).one()
            how(session, werkplek, self._random)
            outbox.enqueue(session, outbox.INDEX_WERKPLEK, [public_id], datetime.now(UTC))
            session.commit()
        self.written += 1


def _rename(session: Session, werkplek: Werkplek, rnd: random.Random) -> None:
    text = session.exec(select(WerkplekVersion).where(WerkplekVersion.werkplek_id == werkplek.id)).one()
    text.naam = f"Kwekerij {rnd.randrange(10**6)}"
    session.add(text)


def _free(session: Session, werkplek: Werkplek, rnd: random.Random) -> None:
    offer = session.exec(select(Offer).where(Offer.werkplek_id == werkplek.id)).first()
    if offer:
        offer.free = rnd.randrange(6)
        session.add(offer)


def _pause(session: Session, werkplek: Werkplek, rnd: random.Random) -> None:
    werkplek.paused = rnd.random() < 0.5
    session.add(werkplek)


def _withdraw_or_return(session: Session, werkplek: Werkplek, _rnd: random.Random) -> None:
    plan = session.get_one(Plan, werkplek.plan_id)
    plan.withdrawn_at = None if plan.withdrawn_at else datetime.now(UTC)
    session.add(plan)
