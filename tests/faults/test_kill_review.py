"""Web and worker killed with -9 while people hand in and approve over HTTP: each step is there whole, or not at all.

Each plan is handed in, started and approved in browsers that really signed in. At one of these forms the web server's
processes are killed, at a random moment of its answer; at half of them the worker too. Who sees the connection break
sends the same form again, as people do, and goes on from what the page then says (reliability.md row 2).
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from indexer import comparing
from indexer.embedded import EmbeddedEngine
from portal.domain.actor import Actor, Role
from portal.domain.review import Action, PlanState
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.store import outbox
from portal.store.accounts import Account
from portal.store.db import Database
from portal.store.mail import Mail
from portal.store.plannen import PlanApproval, PlanEvent, PlanVersion
from portal.store.werkplekken import Werkplek
from tests.faults.processes import CATALOGUE
from tests.faults.test_worker import until
from tests.faults.web_people import Person, Portal
from tests.people import account
from tests.plugins.databases import VAULT
from tests.services import plan_world

KILLS = 50
# What must have happened, once each, for a version in this state.
STEPS = {
    PlanState.CONCEPT: [],
    PlanState.INGEDIEND: [Action.INDIENEN],
    PlanState.IN_BEOORDELING: [Action.INDIENEN, Action.STARTEN],
    PlanState.GOEDGEKEURD: [Action.INDIENEN, Action.STARTEN, Action.GOEDKEUREN],
}
# Rows of the outbox go when they are done: a trigger, in this test only, keeps what was ever written.
_LOG = {
    "sqlite": (
        "CREATE TABLE outbox_seen (subject TEXT)",
        "CREATE TRIGGER seen AFTER INSERT ON outbox BEGIN INSERT INTO outbox_seen VALUES (new.subject); END",
    ),
    "postgresql": (
        "CREATE TABLE outbox_seen (subject TEXT)",
        """CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO outbox_seen VALUES (new.subject); RETURN new; END $$""",
        "CREATE TRIGGER seen AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION seen()",
    ),
}


@dataclass
class Round:
    """The people, the portal, and what was seen so far."""

    context: Context
    portal: Portal
    reviewer: Person
    random: random.Random
    longest: dict[str, float] = field(default_factory=dict)
    broken: int = 0

    def send(self, person: Person, page: str, form: str, kill: Callable[[], None] | None) -> None:
        """Press the button of that form, while (`kill`) a moment later everything is shot down."""
        shown = person.page(page)
        step = form.rpartition("/")[2]
        shot = threading.Timer(self.random.uniform(0, self.longest.get(step, 0.1)), kill) if kill else None
        if shot:
            shot.start()
        started = time.monotonic()
        answer = person.send(form, shown)
        if shot:
            shot.join()
        else:
            self.longest[step] = time.monotonic() - started
        if answer is None:
            self.broken += 1
            person.page(page)  # somebody answers again
            answer = person.send(form, shown)
            assert answer is not None
            assert answer.status_code in (302, 409), answer.status_code  # 409: the first time had come through
        else:
            assert answer.status_code == 302, answer.text


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """As the web has it; the clock is the real one."""
    database = Database(database_url, VAULT)
    with database.write() as session:
        for statement in _LOG[session.get_bind().dialect.name]:
            session.connection().execute(text(statement))
        session.commit()
    engine = EmbeddedEngine(tmp_path / "index.db")
    yield Context(database, engine, CATALOGUE, OfflineGeocoder(CATALOGUE.reference), tmp_path / "index.lock")
    engine.close()
    database.close()


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> Iterator[Portal]:
    """Web server and worker."""
    running = Portal(database_url, tmp_path)
    running.start_worker()
    yield running
    running.stop()


@pytest.mark.proof
def test_every_step_is_whole_or_not_there(
    context: Context,
    portal: Portal,
    scale: Callable[[int], int],
    seed: int,
    record_figure: Callable[..., None],
) -> None:
    with context.database.write() as session:
        who = {"regelingen": [plan_world.APELDOORN], "gemeenten": ["GM0200"], "with_code": True}
        email = account(session, Role.BEOORDELAAR, **who).email  # type: ignore[arg-type]
        session.commit()
    going = Round(context, portal, Person(portal.url).sign_in(email, with_code=True), random.Random(seed))
    kills = scale(KILLS)
    plans = [bring_through(going, number, kills=number > 0) for number in range(kills + 1)]
    until(lambda: _waiting(context) == 0)
    portal.kill_worker()
    checked = comparing.check(
        context.database, context.engine, CATALOGUE, context.now(), context.today(), context.lock_path
    )
    database = context.database.engine.dialect.name
    name = f"web and worker killed -9 in submit and approve, {database}"
    record_figure(f"{name}: half written or doubled steps; lost, ghost, stale in the index", (0, checked.found), "0, 0")
    record_figure(f"{name}: kills, of which in the middle of an answer", (kills, going.broken), f"{KILLS} kills")
    assert [check(context, plan_id) for plan_id in plans] == [PlanState.GOEDGEKEURD] * len(plans)
    assert checked.found == 0
    assert mails(context) == {"plan-ingediend": len(plans), "plan-beslist": len(plans)}
    assert going.broken > 0


def bring_through(going: Round, number: int, kills: bool) -> int:
    """One plan from draft to approved, with one shot on the way; returns its id."""
    actor, email = new_member(going.context, number)
    plan_id = plan_world.draft(going.context, actor)
    member = Person(going.portal.url).sign_in(email)
    mine, theirs = f"/aanbieder/plannen/{plan_id}", f"/gemeente/plannen/{plan_id}"
    steps = [
        (member, mine, f"{mine}/indienen"),
        *((going.reviewer, f"{theirs}/{step}", f"{theirs}/{step}") for step in ("starten", "goedkeuren")),
    ]
    hit = going.random.choice((0, 2, 2, 0, 1)) if kills else None

    def shoot() -> None:
        going.portal.kill_web()
        if number % 2:
            going.portal.kill_worker()

    for place, (person, page, form) in enumerate(steps):
        going.send(person, page, form, shoot if place == hit else None)
        check(going.context, plan_id)
        going.portal.start_worker()
    return plan_id


def new_member(context: Context, number: int) -> tuple[Actor, str]:
    """An aanbieder, and the mail address of who signs in for it."""
    actor = plan_world.new_aanbieder(context, number)
    with context.database.write() as session:
        passwordless = session.get_one(Account, actor.account_id)
        passwordless.disabled_at = context.now()
        row = account(session, Role.ORGANISATIEBEHEERDER, aanbieder_id=actor.aanbieder_id)
        session.commit()
        return actor, row.email


def check(context: Context, plan_id: int) -> PlanState:
    """One event for each step, and an outbox row; with an approval its contract. Whatever was killed."""
    with context.database.read() as session:
        version = session.exec(select(PlanVersion).where(PlanVersion.plan_id == plan_id)).one()
        events = session.exec(select(PlanEvent.action).where(PlanEvent.plan_id == plan_id).order_by(col(PlanEvent.id)))
        steps = [action for action in events.all() if action != Action.BEGINNEN]
        assert steps == STEPS[version.state]
        approved = version.state is PlanState.GOEDGEKEURD
        assert version.live is approved
        assert bool(session.exec(select(PlanApproval).where(PlanApproval.version_id == version.id)).all()) is approved
        [public_id] = session.exec(select(Werkplek.public_id).where(Werkplek.plan_id == plan_id)).all()
        seen = text("SELECT count(*) FROM outbox_seen WHERE subject = :id")
        assert session.connection().execute(seen, {"id": public_id}).scalar_one() >= len(steps)
        return version.state


def mails(context: Context) -> dict[str, int]:
    """How many of each kind were ever queued."""
    with context.database.read() as session:
        found = session.exec(select(Mail.template)).all()
    return {template: found.count(template) for template in set(found)}


def _waiting(context: Context) -> int:
    with context.database.read() as session:
        return outbox.waiting(session, outbox.INDEX_WERKPLEK)[0]
