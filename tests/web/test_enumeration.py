"""Who has an account is told by nothing: same status, same page, same work (reliability.md row 21)."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.services import passwords, throttling
from portal.services.context import Context
from portal.store import accounts
from tests.factories import published
from tests.people import Browser, account

ORGANISATION = {
    "naam": "Stichting Nieuw",
    "telefoon": "055 123 45 67",
    "email": "aanmelden@nieuw.example",
    "website": "",
    "contact_naam": "Nina Nieuw",
}
TRIES = 500
KNOWN, UNKNOWN = "bekend{}@voorbeeld.example", "vreemd{}@voorbeeld.example"


class Work:
    """What the portal did: statements to the database, and Argon2."""

    def __init__(self, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        event.listen(context.database.engine, "before_cursor_execute", self._statement)
        real = passwords._hasher

        class Counting:
            """The same hasher, noted."""

            def __getattr__(_, name: str) -> object:  # noqa: N805
                self.done.append(f"argon2 {name}")
                return getattr(real, name)

        passwords._dummy()
        monkeypatch.setattr(passwords, "_hasher", Counting())

    def _statement(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.done.append(" ".join(statement.split()[:3]))

    def of(self, call: Callable[[], object]) -> list[str]:
        """All of it, for one call."""
        self.done = []
        call()
        return sorted(one for one in self.done if not one.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")))


@pytest.fixture
def app(context: Context, tmp_path: Path) -> Flask:
    """With accounts bekend0@... and so on, and one organisatiebeheerder to invite others."""
    return create_app(load_settings({"STATE_DIR": str(tmp_path)}), context)


def people(context: Context, count: int) -> None:
    """Known accounts; the last is an organisatiebeheerder of the aanbieder with KvK 90000001."""
    with context.database.write() as session:
        aanbieder = published(session).aanbieder
        aanbieder.kvk = "90000001"
        for number in range(count):
            account(session, Role.MEDEWERKER, aanbieder_id=aanbieder.id, email=KNOWN.format(number))
        account(session, Role.ORGANISATIEBEHEERDER, aanbieder_id=aanbieder.id, email="chef@voorbeeld.example")
        session.commit()


def sign_in(app: Flask, email: str) -> tuple[int, str]:
    """A wrong password."""
    return answer(Browser(app), "/inloggen", email, email=email, wachtwoord="dit is het zeker niet")


def reset(app: Flask, email: str) -> tuple[int, str]:
    """A mail for a new password."""
    return answer(Browser(app), "/wachtwoord-vergeten", email, email=email)


def register(app: Flask, email: str) -> tuple[int, str]:
    """An organisation that is new, by someone with this mail address."""
    return answer(Browser(app), "/registreren", email, **ORGANISATION, kvk="90000099", contact_email=email)


def register_kvk(app: Flask, email: str) -> tuple[int, str]:
    """A KvK number that is known for the known, by someone new."""
    kvk = "90000001" if email.startswith("bekend") else "90000098"
    return answer(
        Browser(app), "/registreren", email, **ORGANISATION, kvk=kvk, contact_email=email.replace("bekend", "anders")
    )


def invite(app: Flask, email: str) -> tuple[int, str]:
    """By an organisatiebeheerder."""
    context = app.extensions["context"]
    with context.database.read() as session:
        chief = accounts.by_email(session, "chef@voorbeeld.example")
    assert chief is not None
    sent = Browser(app).sign_in(chief).post("/aanbieder/leden", naam="Gast", email=email, rol="medewerker")
    return sent.status_code, sent.headers.get("Location", "") + plain(sent.get_data(as_text=True), email)


def answer(browser: Browser, path: str, who: str, /, **fields: str) -> tuple[int, str]:
    """Status, and where it sends to with the page, without what differs by itself."""
    sent = browser.fill_in(path, **fields)
    return sent.status_code, sent.headers.get("Location", "") + plain(sent.get_data(as_text=True), who)


def plain(page: str, email: str) -> str:
    """Without the address and the token of the form."""
    return re.sub(r'value="[0-9a-f]{64}"', "", page.replace(email, "EMAIL"))


CALLS = [sign_in, reset, register, register_kvk, invite]


@pytest.mark.parametrize("call", CALLS)
def test_known_and_unknown_get_the_same_answer_for_the_same_work(
    app: Flask, context: Context, monkeypatch: pytest.MonkeyPatch, call: Callable[[Flask, str], tuple[int, str]]
) -> None:
    people(context, 2)
    work = Work(context, monkeypatch)
    for who in (UNKNOWN, KNOWN):
        call(app, who.format(0))  # what is loaded once
    answers: list[tuple[int, str]] = []
    unknown = work.of(lambda: answers.append(call(app, UNKNOWN.format(1))))
    known = work.of(lambda: answers.append(call(app, KNOWN.format(1))))
    assert answers[0] == answers[1]
    assert unknown == known


@pytest.mark.proof
@pytest.mark.parametrize("call", CALLS)
def test_the_time_of_an_answer_is_measured(
    app: Flask,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[Flask, str], tuple[int, str]],
    scale: Callable[[int], int],
    record_figure: Callable[..., None],
) -> None:
    """The figure goes into docs/proof.md; here only that every answer was the same."""
    for name in ("PASSWORD_ADDRESS", "RESET_ADDRESS", "REGISTER_ADDRESS", "INVITE"):
        monkeypatch.setattr(throttling, name, throttling.Limit(10**6, throttling.PASSWORD.window))
    tries = scale(TRIES) // 10  # in turn, so that what else the machine does falls on both
    people(context, tries)
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    seen = set()
    for number in range(tries):
        for who in (KNOWN, UNKNOWN) if number % 2 else (UNKNOWN, KNOWN):
            started = time.process_time()
            seen.add(call(app, who.format(number)))
            took[who].append(time.process_time() - started)
    ratio = statistics.median(took[KNOWN]) / statistics.median(took[UNKNOWN])
    database = context.database.engine.dialect.name
    name = f"{call.__name__}: median time for a known against an unknown mail address, {database}"
    record_figure(name, f"{ratio:.3f} ({tries} each)", "0.95 to 1.05")
    assert len(seen) == 1
