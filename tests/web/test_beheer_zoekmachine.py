"""The beheerder's page about the search engine: each state in words that say what to do, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from indexer.comparing import CHECK_JOB, Checked
from indexer.engine import Engine, EngineHealth, SearchUnavailable, Trouble
from indexer.meili import MeiliEngine
from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.services import indexing
from portal.services.context import Context
from portal.services.indexing import Finding
from portal.store import jobs, outbox
from portal.web.beheer.zoekmachine import NOTICES
from tests.factories import NOW, TODAY, published
from tests.people import Browser, account
from tests.web.gemeente.conftest import text_of

PAGE = "/beheer/zoekmachine"
Seen = Callable[[Context], str]


@pytest.fixture
def well(context: Context) -> Context:
    """One werkplek in the index, checked today."""
    with context.database.write() as session:
        published(session, naam="Kwekerij De Linde")
        session.commit()
    indexing.rebuild(context)
    indexing.check(context)
    return context


@pytest.fixture
def browser_on(tmp_path: Path) -> Callable[[Context], Browser]:
    """A beheerder's browser on a portal with that context."""

    def on(context: Context) -> Browser:
        app: Flask = create_app(load_settings({"STATE_DIR": str(tmp_path)}), context)
        with context.database.write() as session:
            row = account(session, Role.BEHEERDER, with_code=True)
            session.commit()
        return Browser(app).sign_in(row)

    return on


@pytest.fixture
def seen(browser_on: Callable[[Context], Browser]) -> Seen:
    """The words of the page."""
    return lambda context: text_of(browser_on(context).get(PAGE))


def park(context: Context, *public_ids: str) -> None:
    """As after ten refusals, because of a place that is not on earth."""
    with context.database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, public_ids, context.now())
        for row in outbox.rows_of(session, outbox.INDEX_WERKPLEK, public_ids):
            row.parked, row.attempts, row.error = True, 10, "impossible coordinates"
        session.commit()


def parked(context: Context) -> set[str]:
    """What is parked now."""
    return {row.werkplek for row in indexing.status(context).parked}


class Troubled:
    """An engine that cannot search, for a reason."""

    name = "meilisearch"

    def __init__(self, trouble: Trouble) -> None:
        self._trouble = trouble

    def health(self) -> EngineHealth:
        """Not well."""
        return EngineHealth(self.name, False, detail="connection refused", trouble=self._trouble)

    def __getattr__(self, name: str) -> object:
        raise SearchUnavailable("connection refused")


def on(context: Context, engine: object) -> Context:
    """The same with another engine."""
    return replace(context, engine=engine)  # type: ignore[arg-type]


def test_all_is_well(well: Context, seen: Seen) -> None:
    words = seen(well)
    assert "Alles is in orde U hoeft niets te doen." in words
    assert "Ingebouwd in het portaal geeft antwoord" in words
    assert "Wachtrij Leeg Vastgelopen Geen Laatst opgebouwd Vandaag" in words
    assert "Vandaag: geen verschillen in 1 werkplek" in words


@pytest.mark.parametrize(
    ("trouble", "to_do"),
    [("away", "Start de zoekmachine"), ("key", "portal meilisearch-keys"), ("missing", "python -m indexer rebuild")],
)
def test_an_engine_that_cannot_search(well: Context, seen: Seen, trouble: Trouble, to_do: str) -> None:
    words = seen(on(well, Troubled(trouble)))
    assert NOTICES[Finding(trouble)].title in words
    assert to_do in words
    assert "Meilisearch geeft geen antwoord connection refused" in words
    assert "Alles is in orde" not in words


def test_a_server_that_is_really_not_there(well: Context, seen: Seen) -> None:
    engine: Engine = MeiliEngine("http://127.0.0.1:1", "key")
    assert NOTICES[Finding.AWAY].title in seen(on(well, engine))


def test_an_index_that_is_gone(well: Context, seen: Seen, tmp_path: Path) -> None:
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    well.engine.close()
    assert NOTICES[Finding.NO_INDEX].title in seen(well)


def test_an_index_that_was_never_filled_as_a_whole(context: Context, seen: Seen) -> None:
    context.engine.upsert([{"id": "a1", "title": "los"}])
    assert NOTICES[Finding.PARTIAL].title in seen(context)


def test_a_queue_that_is_worked_at_is_no_fault(well: Context, seen: Seen) -> None:
    with well.database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ["a1", "b2"], NOW - timedelta(seconds=20))
        session.commit()
    words = seen(well)
    assert "Wachtrij 2 wijzigingen, de oudste van" in words
    assert NOTICES[Finding.NOBODY_WORKS].title not in words


def test_a_queue_that_nobody_works_at(well: Context, seen: Seen) -> None:
    with well.database.write() as session:
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, ["a1"], NOW - timedelta(minutes=5))
        session.commit()
    assert NOTICES[Finding.NOBODY_WORKS].title in seen(well)


def test_drift_that_is_left(well: Context, seen: Seen) -> None:
    checked(well, Checked(1, 2, 3, 4, 100))
    words = seen(well)
    assert NOTICES[Finding.DRIFT_LEFT].title in words
    assert "6 verschillen in 100 werkplekken (1 ontbrak, 2 te veel, 3 anders), 4 niet hersteld" in words


def test_drift_that_was_mended(well: Context, seen: Seen) -> None:
    checked(well, Checked(1, 0, 0, 0, 100))
    assert NOTICES[Finding.DRIFT_MENDED].title in seen(well)


def test_a_check_that_was_missed(well: Context, seen: Seen) -> None:
    checked(well, Checked(0, 0, 0, 0, 100), days_ago=2)
    assert NOTICES[Finding.NOT_CHECKED].title in seen(well)


def checked(context: Context, found: Checked, days_ago: int = 0) -> None:
    """As the daily check notes it."""
    with context.database.write() as session:
        jobs.set_last_day(session, CHECK_JOB, TODAY - timedelta(days=days_ago), found.note())
        session.commit()


def test_a_parked_werkplek_has_its_name_and_its_reason(well: Context, seen: Seen) -> None:
    park(well, *well.engine.ids(), "zz9")
    words = seen(well)
    assert NOTICES[Finding.PARKED].title in words
    assert "Kwekerij De Linde Stichting Voorbeeld, nummer" in words
    assert "Niet meer gepubliceerd nummer zz9" in words
    assert "impossible coordinates" in words


def test_one_is_tried_again(well: Context, browser_on: Callable[[Context], Browser]) -> None:
    park(well, "a1", "b2")
    answer = browser_on(well).post(f"{PAGE}/opnieuw", werkplek="a1")
    assert (answer.status_code, answer.headers["Location"], parked(well)) == (302, PAGE, {"b2"})


def test_all_are_tried_again(well: Context, browser_on: Callable[[Context], Browser]) -> None:
    park(well, "a1", "b2")
    browser_on(well).post(f"{PAGE}/opnieuw")
    assert parked(well) == set()


def test_one_that_is_parked_no_more_changes_nothing(well: Context, browser_on: Callable[[Context], Browser]) -> None:
    park(well, "a1")
    assert browser_on(well).post(f"{PAGE}/opnieuw", werkplek="a").status_code == 302
    assert parked(well) == {"a1"}


def test_many_are_shown_in_part(well: Context, seen: Seen) -> None:
    park(well, *(f"p{n}" for n in range(103)))
    assert "En nog 3." in seen(well)


def test_every_finding_has_words_here_and_in_the_command() -> None:
    from indexer.__main__ import WHAT_TO_DO

    assert set(NOTICES) == set(WHAT_TO_DO) == set(Finding)
