"""Whoever hands plans in and approves them killed with -9 at random points: each step is there whole, or not at all."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest
from sqlmodel import col, select

from indexer.embedded import EmbeddedEngine
from portal.domain.actor import Actor
from portal.domain.review import Action, PlanState
from portal.services import review_steps
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.store.db import Database
from portal.store.mail import Mail
from portal.store.outbox import INDEX_WERKPLEK, OutboxRow
from portal.store.plannen import PlanApproval, PlanEvent, PlanVersion
from portal.store.werkplekken import Werkplek
from tests.factories import NOW
from tests.faults.processes import CATALOGUE, State
from tests.faults.test_worker import until
from tests.plugins.databases import VAULT
from tests.services import plan_world

KILLS = 50
PLANS = 6  # per round; more than one round gets through before it is killed
# What must have happened, once each, for a version in this state.
STEPS = {
    PlanState.CONCEPT: [],
    PlanState.INGEDIEND: [Action.INDIENEN],
    PlanState.IN_BEOORDELING: [Action.INDIENEN, Action.STARTEN],
    PlanState.GOEDGEKEURD: [Action.INDIENEN, Action.STARTEN, Action.GOEDKEUREN],
}


def services(database_url: str, folder: Path) -> Context:
    """As a process of the web has them."""
    database = Database(database_url, VAULT)
    geocoder = OfflineGeocoder(CATALOGUE.reference)
    engine = EmbeddedEngine(folder / "index.db")
    return Context(database, engine, CATALOGUE, geocoder, folder / "index.lock", clock=lambda: NOW)


def decide_until_killed(state: State, plans: list[tuple[int, Actor]]) -> None:
    """Hand in, start and approve, plan after plan."""
    context = services(state.database_url, state.folder)
    state.ready.touch()
    for plan_id, member in plans:
        plan_world.submit(context, member, plan_id)
        review_steps.start(context, plan_world.REVIEWER, plan_id, plan_world.lock_of(context, plan_id))
        review_steps.approve(context, plan_world.REVIEWER, plan_id, plan_world.lock_of(context, plan_id))
    time.sleep(60)


@pytest.mark.proof
def test_every_step_is_whole_or_not_there(
    database_url: str,
    tmp_path: Path,
    processes: BaseContext,
    scale: Callable[[int], int],
    seed: int,
    record_figure: Callable[..., None],
) -> None:
    state, rnd, members = State(database_url, tmp_path), random.Random(seed), 0
    context = services(database_url, tmp_path)
    found: Counter[PlanState] = Counter()
    for _ in range(scale(KILLS)):
        actors = [plan_world.new_aanbieder(context, members + n + 1) for n in range(PLANS)]
        members += PLANS
        plans = [(plan_world.draft(context, actor), actor) for actor in actors]
        process = processes.Process(target=decide_until_killed, args=(state, plans))  # type: ignore[attr-defined]
        state.ready.unlink(missing_ok=True)
        process.start()
        until(state.ready.exists)
        time.sleep(rnd.uniform(0.0, 0.6))
        process.kill()
        process.join()
        assert process.exitcode == -9
        found.update(check(context, plan_id) for plan_id, _ in plans)
    record_figure("killed -9 in submit and approve: half written steps", 0, f"0 in {KILLS} kills")
    assert found[PlanState.GOEDGEKEURD] > 0
    context.close()


def check(context: Context, plan_id: int) -> PlanState:
    """One event for each step and its outbox row, and with an approval its contract and its mail."""
    with context.database.read() as session:
        version = session.exec(select(PlanVersion).where(PlanVersion.plan_id == plan_id)).one()
        events = session.exec(select(PlanEvent.action).where(PlanEvent.plan_id == plan_id).order_by(col(PlanEvent.id)))
        steps = [action for action in events.all() if action != Action.BEGINNEN]
        assert steps == STEPS[version.state]
        approved = version.state is PlanState.GOEDGEKEURD
        assert version.live is approved
        assert bool(session.exec(select(PlanApproval).where(PlanApproval.version_id == version.id)).all()) is approved
        ids = session.exec(select(Werkplek.public_id).where(Werkplek.plan_id == plan_id)).all()
        rows = select(OutboxRow).where(OutboxRow.kind == INDEX_WERKPLEK, col(OutboxRow.subject).in_(ids))
        assert (len(session.exec(rows).all()) >= 1) is (version.state is not PlanState.CONCEPT)
        assert len(session.exec(select(Mail)).all()) >= approved
        return version.state
