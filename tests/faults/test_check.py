"""What changed behind the portal's back is found and mended (reliability.md row 6)."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import comparing
from indexer.comparing import Checked
from portal.store import jobs
from tests.factories import TODAY
from tests.faults.conftest import Bench, Faulty
from tests.plugins.meilisearch import Server


@pytest.fixture
def check(bench: Bench, tmp_path: Path) -> Callable[..., Checked]:
    """`check(repair=True)`."""

    def run(**how: bool) -> Checked:
        parts = (bench.database, bench.engine, bench.catalogue)
        return comparing.check(*parts, bench.now, TODAY, tmp_path / "lock", **how)

    return run


Check = Callable[..., Checked]


def test_an_index_that_is_right_has_no_drift(bench: Bench, check: Check) -> None:
    bench.add(3)
    bench.drain()
    assert check() == Checked(missing=0, ghost=0, different=0, left=0, documents=3)


def test_missing_ghost_and_different_are_told_apart(bench: Bench, check: Check) -> None:
    first, second, _ = bench.add(3)
    bench.drain()
    changed = next(d for d in bench.engine.documents() if d["id"] == second) | {"title": "Iets anders"}
    bench.engine.delete([first])
    bench.engine.upsert([changed, {**changed, "id": "spook"}])
    assert check() == Checked(missing=1, ghost=1, different=1, left=3, documents=3)


def test_what_still_waits_in_the_outbox_is_no_drift(bench: Bench, check: Check) -> None:
    bench.add(2)
    assert check().found == 0


def test_a_check_without_repair_changes_nothing(bench: Bench, check: Check) -> None:
    (only,) = bench.add()
    bench.drain()
    bench.engine.delete([only])
    check()
    assert (bench.engine.ids(), bench.rows()) == (set(), [])


def test_yesterdays_index_is_no_drift_just_after_midnight(bench: Bench, tmp_path: Path) -> None:
    from datetime import timedelta

    bench.add(2)
    bench.drain()
    with bench.database.write() as session:
        jobs.set_last_day(session, "index-daily", TODAY)
        session.commit()
    parts = (bench.database, bench.engine, bench.catalogue)
    tomorrow = TODAY + timedelta(days=1)
    assert comparing.check(*parts, bench.now, tomorrow, tmp_path / "lock").found == 0


def test_the_figure_is_kept(bench: Bench, check: Check) -> None:
    (only,) = bench.add()
    bench.drain()
    bench.engine.delete([only])
    checked = check(repair=True)
    with bench.database.read() as session:
        assert Checked.read(jobs.detail(session, comparing.CHECK_JOB)) == checked == Checked(1, 0, 0, 0, 1)


@pytest.fixture(params=["embedded", "meilisearch"])
def either(request: pytest.FixtureRequest, bench: Bench) -> Bench:
    """The same on an engine of each kind."""
    if request.param == "meilisearch":
        server: Server = request.getfixturevalue("meilisearch_server")
        bench.engine = Faulty(server.engine(request.getfixturevalue("meilisearch_index")))
    return bench


@pytest.mark.proof
def test_every_change_behind_its_back_is_found_and_mended(
    either: Bench, check: Check, scale: Callable[[int], int], seed: int, record_figure: Callable[..., None]
) -> None:
    changes = scale(1000)
    ids = either.add(changes)
    either.drain()
    right = {document["id"]: document for document in either.engine.documents()}
    _spoil(either, ids, random.Random(seed), changes)
    checked = check(repair=True)
    engine = either.engine.name
    record_figure(f"index check, {engine}: changes behind its back found, of 1,000", checked.found, "1000")
    record_figure(f"index check, {engine}: left after mending", checked.left, "0")
    assert (checked.found, checked.left) == (changes, 0)
    assert {document["id"]: document for document in either.engine.documents()} == right


def _spoil(bench: Bench, ids: list[str], rnd: random.Random, changes: int) -> None:
    """A third taken out, a third changed in one field, a third added."""
    documents = {document["id"]: document for document in bench.engine.documents()}
    chosen = rnd.sample(ids, 2 * (changes // 3))
    bench.engine.delete(chosen[: changes // 3])
    changed = []
    for public_id in chosen[changes // 3 :]:
        field, value = rnd.choice(
            [("title", "x"), ("serves", ["GM0001"]), ("free_places", 99), ("_geo", {"lat": 50.0, "lng": 4.0})]
        )
        changed.append({**documents[public_id], field: value})
    ghosts = [{**documents[ids[0]], "id": f"spook{n}"} for n in range(changes - len(chosen))]
    bench.engine.upsert(changed + ghosts)
