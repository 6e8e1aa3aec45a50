"""A review at size: `python -m tests.bench.review_figures [--database URL] [--plans 5000]`; prints a table.

The queue with 5,000 plans of about 6,000 characters, as a reviewer opens it with each filter, order and search; and a
plan of 30 kB, as its aanbieder saves it. Whole requests in one process, without a network, on a database of their own.
The processor time is what it takes on cores that nobody else uses (on PostgreSQL: without what the server takes).
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlmodel import Session

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.domain.plan import question_part
from portal.domain.review import PlanState
from portal.services.context import Context, open_context
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.migrate import upgrade
from portal.store.plannen import Plan, PlanVersion
from tests.bench.load import percentile
from tests.factories import NOW
from tests.people import Browser, account

REGELING = "activerend-werk-arnhem"
STATES = (PlanState.INGEDIEND, PlanState.IN_BEOORDELING, PlanState.AANVULLING_GEVRAAGD, PlanState.GOEDGEKEURD)
FORM = 30_000  # bytes of one form
TURNS = 40
_BATCH = 250
Times = list[tuple[float, float]]  # per request: milliseconds on the clock, and of the processor
_WORDS = (
    "planten",
    "hout",
    "metaal",
    "keuken",
    "linnen",
    "fietsen",
    "winkel",
    "tuin",
    "koffie",
    "papier",
    "zorg",
    "oever",
)
QUEUE = {
    "as it opens": "",
    "one gemeente": "?gemeente=GM0202",
    "one gemeente, all states": "?gemeente=GM0221&status=alle",
    "all states": "?status=alle",
    "one state": "?status=ingediend",
    "search": "?zoek=tuin",
    "search, nothing found": "?zoek=zzzz",
    "mine": "?van=mij",
    "nobody's": "?van=niemand",
    "newest first": "?volgorde=nieuwste",
    "by aanbieder": "?volgorde=aanbieder&status=alle",
    "by state": "?volgorde=status&status=alle",
    "last page": "?status=alle&pagina=100",
    "all at once": "?gemeente=GM0202&status=alle&zoek=koffie&van=niemand&volgorde=aanbieder",
}


def main(url: str | None, plans: int) -> None:
    """Measure and print."""
    with _portal(url) as (app, context):
        reviewer, member = _fill(context, plans)
        browser = Browser(app).sign_in(reviewer)
        print("| request | p50 ms | p95 ms | p95 processor ms | target |\n|---|---|---|---|---|")
        for name, query in QUEUE.items():
            times = _times(lambda query=query: _get(browser, f"/gemeente{query}"))  # type: ignore[misc]
            print(_row(f"queue of {plans} plans, {name}", times, "p95 <= 100 ms"), flush=True)
        print(_row("a plan form of 30 kB is saved", _saves(app, context, member), "p95 <= 50 ms"), flush=True)


@contextmanager
def _portal(url: str | None) -> Iterator[tuple[Flask, Context]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-review-"))
    settings = load_settings({"STATE_DIR": str(folder), "DATABASE_URL": url or f"sqlite:///{folder / 'portal.db'}"})
    context = replace(open_context(settings), clock=lambda: NOW)
    upgrade(context.database)
    try:
        yield create_app(settings, context), context
    finally:
        context.close()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(context: Context, plans: int) -> tuple[Account, Account]:
    rnd = random.Random(7)
    with context.database.write() as session:
        reviewer = account(session, Role.BEOORDELAAR, regelingen=[REGELING], gemeenten=["GM0202"], with_code=True)
        session.commit()
    for start in range(0, plans, _BATCH):
        with context.database.write() as session:
            for number in range(start, min(start + _BATCH, plans)):
                _plan(session, context, rnd, number, reviewer.id or 0)
            session.commit()
    with context.database.write() as session:
        owner = _aanbieder(session, "Stichting De Lange Tekst", plans)
        member = account(session, Role.ORGANISATIEBEHEERDER, aanbieder_id=owner.id)
        session.commit()
    return reviewer, member


def _plan(session: Session, context: Context, rnd: random.Random, number: int, reviewer_id: int) -> None:
    regeling = context.catalogue.regelingen.get(REGELING)
    assert regeling is not None
    owner = _aanbieder(session, f"Stichting {rnd.choice(_WORDS).title()} en {rnd.choice(_WORDS)} {number}", number)
    plan = Plan(aanbieder_id=owner.id or 0, regeling=REGELING, created_at=NOW)
    session.add(plan)
    session.flush()
    state = rnd.choice(STATES)
    version = PlanVersion(
        plan_id=plan.id or 0,
        number=1,
        state=state,
        answers={q.id: " ".join(rnd.choices(_WORDS, k=100)) for q in regeling.questions},
        products=[product.token for product in rnd.sample(regeling.offered, 3)],
        gemeenten=sorted(rnd.sample(regeling.gemeenten, rnd.randint(1, 6))),
        reviewer_id=rnd.choice((None, reviewer_id)) if state is not PlanState.INGEDIEND else None,
        submitted_at=NOW - timedelta(hours=rnd.randrange(2000)),
        updated_at=NOW,
    )
    session.add(version)


def _aanbieder(session: Session, naam: str, number: int) -> Aanbieder:
    contact = {"email": "aanmelden@voorbeeld.example", "telefoon": "055 123 45 67"}
    row = Aanbieder(
        public_id=f"b{number}", naam=naam, kvk=f"{80_000_000 + number}", created_at=NOW, updated_at=NOW, **contact
    )
    session.add(row)
    session.flush()
    return row


def _get(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200


def _saves(app: Flask, context: Context, member: Account) -> Times:
    """Every question in one form, each time with other texts."""
    browser = Browser(app).sign_in(member)
    browser.post("/aanbieder/plannen", regeling=REGELING)
    path = browser.post("/aanbieder/plannen", regeling=REGELING).headers["Location"]
    regeling = context.catalogue.regelingen.get(REGELING)
    assert regeling is not None
    turns = iter(range(TURNS * 2))

    def save() -> None:
        turn, each = next(turns), FORM // len(regeling.questions)
        texts = {question_part(q.id): (f"{turn} " + "woord " * each)[: each - 20] for q in regeling.questions}
        answer = browser.post(f"{path}/vragen", lock=str(turn), **texts)
        assert answer.status_code == 302, answer.status_code

    return _times(save)


def _times(one: Callable[[], None]) -> Times:
    one()
    found = []
    for _ in range(TURNS):
        started, busy = time.perf_counter(), time.process_time()
        one()
        found.append(((time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000))
    return found


def _row(name: str, times: Times, target: str) -> str:
    took, busy = ([pair[n] for pair in times] for n in (0, 1))
    p50, p95 = percentile(took, 50), percentile(took, 95)
    return f"| {name} | {p50:.1f} | {p95:.1f} | {percentile(busy, 95):.1f} | {target} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.bench.review_figures")
    parser.add_argument("--database", help="an empty database; default: SQLite in a temporary folder")
    parser.add_argument("--plans", type=int, default=5000)
    given = parser.parse_args()
    main(given.database, given.plans)
