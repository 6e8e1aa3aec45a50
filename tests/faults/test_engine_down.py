"""The engine goes away under load (reliability.md row 4): no error page, a notice, writes wait and are caught up.

With gunicorn, a worker and a Meilisearch of its own that is stopped, or that hangs: it accepts and never answers.
"""

from __future__ import annotations

import json
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.services.fallback import NOTICE
from portal.store import outbox, published
from portal.store.db import Database
from tests.faults.test_worker import until
from tests.faults.writing import Writer
from tests.plugins.meilisearch import OwnServer
from tests.plugins.running import RunningPortal
from tests.plugins.scale import in_full

PER_SECOND = 20
CAUGHT_UP_WITHIN = 60.0  # seconds
OUTAGE = {"stopped": 600.0, "hanging": 120.0}  # seconds in full: ten minutes in one piece (reliability.md row 4)
SHORT_OUTAGE = {"stopped": 60.0, "hanging": 10.0}  # in `make test`: a minute, and the shorter one for the other fault
PLACES = ("Apeldoorn", "Arnhem", "Zutphen", "Utrecht", "Rotterdam", "Deventer", "Zwolle", "Groningen")
WORDS = ("", "tuin", "schilder", "iets+met+dieren", "hout", "keuken")


@dataclass
class Load:
    """Asks all the time, from several threads; keeps what came back."""

    url: str
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    noticed: int = 0

    def run(self, seconds: float) -> None:
        """Twenty a second."""
        end = time.monotonic() + seconds
        askers = [threading.Thread(target=self._ask, args=(end, number)) for number in range(4)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()

    def _ask(self, end: float, number: int) -> None:
        pause = 4 / PER_SECOND
        turn = number
        while time.monotonic() < end:
            start = time.monotonic()
            turn += 4
            place, words = PLACES[turn % len(PLACES)], WORDS[turn % len(WORDS)]
            page = "/zoeken" if turn % 2 else "/api/v1/werkplekken"
            status, body = get(f"{self.url}{page}?plaats={place}&q={words}")
            self.statuses.append(status)
            self.seconds.append(time.monotonic() - start)
            self.noticed += NOTICE[:30] in body
            time.sleep(max(0.0, pause - (time.monotonic() - start)))


def get(url: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  our own address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def portal(
    own_meilisearch: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: Callable[[int], int]
) -> Iterator[RunningPortal]:
    """A portal with made-up offers on that server."""
    key = own_meilisearch.server.master_key
    monkeypatch.setenv("SEARCH_ENGINE", "meilisearch")
    monkeypatch.setenv("MEILISEARCH_URL", own_meilisearch.server.url)
    for name in ("MEILISEARCH_SEARCH_KEY", "MEILISEARCH_INDEX_KEY"):
        monkeypatch.setenv(name, key)
    folder = tmp_path / "portal"
    folder.mkdir()
    running = RunningPortal(folder, "--offers", str(scale(10_000)), workers=2)
    running.wait_until_up(600)
    yield running
    running.stop()


def waiting(database: Database) -> int:
    """Open rows."""
    with database.read() as session:
        return outbox.waiting(session, outbox.INDEX_WERKPLEK)[0]


@pytest.mark.proof
@pytest.mark.parametrize("how", ["stopped", "hanging"])
def test_searching_goes_on_and_everything_is_caught_up(
    own_meilisearch: OwnServer,
    portal: RunningPortal,
    how: str,
    seed: int,
    record_figure: Callable[..., None],
) -> None:
    (path,) = portal.folder.rglob("portal.db")
    database = Database(f"sqlite:///{path}")
    writer = Writer(database, seed)
    with database.read() as session:
        writer.ids = published.all_public_ids(session)
    own_meilisearch.stop() if how == "stopped" else own_meilisearch.process.send_signal(signal.SIGSTOP)
    load = Load(portal.url)
    seconds = (OUTAGE if in_full() else SHORT_OUTAGE)[how]
    end = time.monotonic() + seconds - 1
    changing = threading.Thread(target=_change_until, args=(writer, end, 1.0 if in_full() else 0.2))
    changing.start()
    load.run(seconds)
    changing.join()
    assert waiting(database) > 0
    own_meilisearch.start() if how == "stopped" else own_meilisearch.process.send_signal(signal.SIGCONT)
    caught_up = until(lambda: not waiting(database), CAUGHT_UP_WITHIN)
    until(lambda: not _melding(portal), CAUGHT_UP_WITHIN)
    ordered = sorted(load.seconds)
    name = f"engine {how} for {seconds:.0f} s under {PER_SECOND} searches/s"
    record_figure(f"{name}: answers of 500 and above", sum(s >= 500 for s in load.statuses), "0")
    record_figure(f"{name}: p95", f"{ordered[len(ordered) * 95 // 100]:.3f} s", "1 s")
    record_figure(f"{name}: slowest of all", f"{ordered[-1]:.3f} s ({len(ordered)} searches)", "-")
    record_figure(f"{name}: caught up after its return", f"{caught_up:.1f} s ({writer.written} changes)", "60 s")
    assert set(load.statuses) == {200}
    assert load.noticed == len(load.statuses)
    database.close()


def _change_until(writer: Writer, end: float, pause: float) -> None:
    while time.monotonic() < end:
        writer.change()
        time.sleep(pause)


def _melding(portal: RunningPortal) -> list[str]:
    status, body = get(f"{portal.url}/api/v1/werkplekken?plaats=Apeldoorn")
    assert status == 200
    return list(json.loads(body)["meldingen"])
