"""A task is accepted and then fails, or the answer never comes (reliability.md row 5): 50 scripts, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from indexer import sync
from indexer.meili import MeiliEngine
from portal.store.tables import PlanApproval
from tests.factories import TODAY
from tests.faults.conftest import Bench, Faulty
from tests.faults.scripted_server import NEVER, ScriptedServer

ON_SENDING = ("429", "500", "502", "503", "403", "cut body", "no answer", "lost answer", "something else", "html")
ON_ASKING = ("failed", "canceled", "unheard-of", "429", "500", "503", "404", "cut body", "no answer", "html")
SCRIPTS = [
    *([f"send {fault}"] * times for fault in ON_SENDING for times in (1, 2)),
    *([f"task {fault}"] * times for fault in ON_ASKING for times in (1, 2)),
    *([f"task {status}"] * NEVER for status in ("processing", "enqueued")),
    *([f"send {first}", f"task {second}"] for first, second in (("500", "failed"), ("no answer", "500"))),
    *([f"task {first}", f"send {second}"] for first, second in (("canceled", "429"), ("cut body", "cut body"))),
    ["task processing"] * 3 + ["task failed"],
    ["send slow", "task failed"],
    ["task enqueued", "task processing", "task canceled", "task failed"],
    ["send 429", "send 429", "send 503", "send no answer", "task failed"],
]
MOST_SECONDS = 0.3  # for a task; the portal's own limit is a minute


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """All is well until it gets a script."""
    running = ScriptedServer()
    yield running
    running.close()


@pytest.fixture
def scripted(bench: Bench, server: ScriptedServer) -> Bench:
    """The bench with the engine on that server."""
    engine = MeiliEngine(server.url, "search", "index", "x", task_timeout=MOST_SECONDS)
    bench.engine = Faulty(engine)
    return bench


def test_there_are_fifty_scripts() -> None:
    assert len({tuple(script[:5]) for script in SCRIPTS}) == len(SCRIPTS) == 50


def drain(bench: Bench) -> sync.Drained:
    """One batch."""
    return sync.drain(bench.database, bench.engine, bench.catalogue, bench.now, TODAY)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{len(script)} x {script[0]}, {script[-1]}")
def test_nothing_counts_as_done_until_the_server_says_so(
    scripted: Bench, server: ScriptedServer, script: list[str]
) -> None:
    ids = scripted.add(3)
    server.script = list(script)
    assert drain(scripted).away
    assert sorted((row.subject, row.attempts, row.parked) for row in scripted.rows()) == [
        (i, 0, False) for i in sorted(ids)
    ]
    for _ in range(4):
        scripted.later(seconds=20).drain()
    server.script = []
    scripted.later(seconds=20).drain()
    assert (set(server.documents), scripted.rows()) == (set(ids), [])


def test_a_slow_server_is_waited_for(scripted: Bench, server: ScriptedServer) -> None:
    ids = scripted.add(3)
    server.script = ["send slow", "task processing", "task slow"]
    assert drain(scripted).done == 3
    assert set(server.documents) == set(ids)


def test_a_task_that_fails_on_one_document_is_halved_until_it_is_found(scripted: Bench, server: ScriptedServer) -> None:
    ids = scripted.add(20)
    server.poison = {ids[7]}
    batch = drain(scripted)
    assert (batch.done, batch.refused) == (19, 1)
    assert set(server.documents) == set(ids) - server.poison


def test_a_body_that_is_too_large_is_sent_in_parts(scripted: Bench, server: ScriptedServer) -> None:
    ids = scripted.add(8)
    server.script = ["send 413"]
    scripted.drain()
    for _ in range(2):
        scripted.later(seconds=20).drain()
    assert (set(server.documents), scripted.rows()) == (set(ids), [])


def test_taking_out_is_not_done_either_until_the_server_says_so(scripted: Bench, server: ScriptedServer) -> None:
    (only,) = scripted.add()
    scripted.drain()
    with scripted.database.write() as session:
        for approval in session.exec(select(PlanApproval)).all():
            session.delete(approval)
        session.commit()
    scripted.change(only)
    server.script = ["task failed"]
    assert drain(scripted).away
    scripted.later(seconds=20).drain()
    assert (server.documents, scripted.rows()) == ({}, [])
