"""Is the portal well? Asked by `portal health` and by whoever watches over it. Every check says what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from indexer.comparing import CHECK_JOB, Checked
from indexer.engine import SearchUnavailable
from indexer.sync import DAILY_JOB
from portal.config import Settings
from portal.services.context import Context, open_context
from portal.services.indexing import LONGEST_WAIT
from portal.store import jobs, mail, outbox
from portal.store.db import is_reachable
from portal.store.migrate import head, revision_of

LONGEST_MAIL_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `detail` is for the operator, in English, without personal data or secrets."""

    name: str
    ok: bool
    detail: str


def check(settings: Settings, open_it: Callable[[Settings], Context] = open_context) -> list[Check]:
    """Database, schema, index and worker; those that need the database are left out when it does not answer."""
    context = open_it(settings)
    try:
        if not is_reachable(context.database):
            return [Check("database", False, "does not answer; see DATABASE_URL"), index(context)]
        checks = [Check("database", True, "answers"), schema(context)]
        return [*checks, index(context), meaning(context), *(_of_the_worker(context) if checks[1].ok else [])]
    finally:
        context.close()


def _of_the_worker(context: Context) -> list[Check]:
    return [waiting(context), parked(context), drift(context), daily(context), post(context)]


def schema(context: Context) -> Check:
    """The tables are those of this version."""
    found, wanted = revision_of(context.database.engine), head()
    if found == wanted:
        return Check("schema", True, f"at revision {wanted}")
    return Check("schema", False, f"at revision {found or 'none'}, this version needs {wanted}: run 'portal init'")


def index(context: Context) -> Check:
    """The search engine answers."""
    state = context.engine.health()
    try:
        unusable = context.engine.needs_rebuild
    except SearchUnavailable:
        unusable = False
    if unusable:
        return Check("index", False, "missing, damaged or of another version: does 'portal worker' run?")
    return Check("index", state.ok, state.detail or f"{state.engine}, {state.documents} werkplekken")


def meaning(context: Context) -> Check:
    """What the offers mean is known. The search is whole without; only what resembles it is missing."""
    name = "found by meaning"
    if context.meaning is None:
        return Check(name, True, "switched off (MEANING)")
    behind = context.meaning.vectors.behind
    return Check(name, not behind, "behind the index: does 'portal worker' run?" if behind else "level with the index")


def waiting(context: Context) -> Check:
    """Changes reach the index in time."""
    with context.database.read() as session:
        count, oldest = outbox.waiting(session, outbox.INDEX_WERKPLEK)
    late = oldest is not None and context.now() - oldest > LONGEST_WAIT
    advice = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC: does 'portal worker' run?" if late else ""
    return Check("changes waiting for the index", not late, f"{count}{advice}")


def parked(context: Context) -> Check:
    """Nothing waits for a person."""
    with context.database.read() as session:
        rows = outbox.parked_rows(session, outbox.INDEX_WERKPLEK)
    advice = ": see 'python -m indexer status' and docs/index-sync.md" if rows else ""
    return Check("werkplekken refused by the index", not rows, f"{len(rows)}{advice}")


def drift(context: Context) -> Check:
    """The last daily check left nothing that differs from the database."""
    with context.database.read() as session:
        last, checked = jobs.last_day(session, CHECK_JOB), Checked.read(jobs.detail(session, CHECK_JOB))
    if checked is None:
        return Check("index drift", True, "not checked yet")
    advice = ": run 'python -m indexer check --repair'" if checked.left else ""
    return Check("index drift", not checked.left, f"{checked.found} found, {checked.left} left on {last}{advice}")


def post(context: Context) -> Check:
    """Mail goes out, and none waits for a person."""
    with context.database.read() as session:
        count, oldest, parked = mail.waiting(session)
    late = oldest is not None and context.now() - oldest > LONGEST_MAIL_WAIT
    advice = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC: see SMTP_URL" if late else ""
    return Check("mail", not late and not parked, f"{count} waiting{advice}; {parked} refused by the server")


def daily(context: Context) -> Check:
    """What happens after midnight has happened. The worker has a day before it counts as a fault."""
    with context.database.read() as session:
        last = jobs.last_day(session, DAILY_JOB)
    done = last is not None and last >= context.today() - timedelta(days=1)
    return Check(
        "daily jobs", done, f"last done for {last or 'no day yet'}" + ("" if done else ": run 'portal worker'")
    )
