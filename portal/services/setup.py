"""Make a state ready to serve: database, data files, for a demo its made-up aanbieders, and the index."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session, select

from indexer import sync
from indexer.lock import index_lock
from portal.config import Settings
from portal.demo import rows, state
from portal.demo.files import load_demo
from portal.demo.made_up import made_up
from portal.services import demo_accounts, demo_plans, indexing
from portal.services.context import Context, open_context
from portal.store import migrate
from portal.store.aanbieders import Aanbieder

Report = Callable[[str], None]


def prepare(settings: Settings, report: Report, demo: bool, offers: int | None, seed: int) -> None:
    """Bring the state up to date; what was entered stays.

    Raises DataError when a file of `data/` is wrong. Safe to run at every start.
    """
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    if demo:
        state.begin(settings.state_dir, offers, reset=False)
    report("Reading places, regelingen, branches and words")
    context = open_context(settings)
    try:
        report("Bringing the database up to date")
        migrate.upgrade(context.database)
        if demo and _is_empty(context):
            _fill(context, report, offers, seed)
        if demo:
            demo_accounts.make(context)
        _index(context, report)
        _mean(context, report)
    finally:
        context.close()


def _is_empty(context: Context) -> bool:
    with context.database.read() as session:
        return session.exec(select(Aanbieder.id).limit(1)).first() is None


def _fill(context: Context, report: Report, offers: int | None, seed: int) -> None:
    today, now = context.today(), context.now()
    reference = context.catalogue.reference
    if offers is None:
        report("Entering the demo aanbieders (all made up)")
        points = {code: postcode.point for code, postcode in reference.postcodes.items()}
        aanbieders = iter(load_demo(today, points=points))
    else:
        report(f"Making up {offers} offers (seed {seed})")
        aanbieders = made_up(offers, seed, today, reference, context.catalogue.words.keywords)
    with context.database.write() as session:
        count = _insert(session, aanbieders, context, report)
        session.commit()
    report(f"{count} werkplekken entered, as of {now:%Y-%m-%d}")
    if offers is None:
        demo_plans.declare(context)
        report(f"{demo_plans.hand_in(context)} plans wait for a reviewer")


def _insert(session: Session, aanbieders: rows.Source, context: Context, report: Report) -> int:
    count = 0
    for done in rows.insert(session, aanbieders, context.now()):
        if done // 10_000 > count // 10_000:
            report(f"{done} werkplekken")
        count = done
    return count


def _mean(context: Context, report: Report) -> None:
    try:
        indexing.bring_meaning_level(context, report)
    except Exception as error:  # noqa: BLE001 - the portal is whole without it; the worker tries again
        report(f"Not now: {type(error).__name__}: {error}")


def _index(context: Context, report: Report) -> None:
    """Build the index when it is missing or of another version; else only what changed since."""
    parts = (context.database, context.engine, context.catalogue)
    with index_lock(context.lock_path):
        if why := sync.must_rebuild(*parts):
            report(f"Building the search index: {why}")
            report(f"{sync.rebuild(*parts, context.today())} werkplekken can be found")
        else:
            sync.renew(*parts, context.now(), context.today())
            sync.drain_all(*parts, context.now(), context.today())
