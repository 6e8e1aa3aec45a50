"""Guessing against the running portal: few tries are really checked, however many ask (reliability.md rows 20, 22)."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

import pytest
import requests
from argon2 import PasswordHasher

from portal.domain.actor import Role
from portal.services import own_account, passwords, signing_in, throttling
from portal.services.context import Context
from portal.services.identity import LocalClaim
from portal.services.signing_in import Refusal, Step
from portal.store.accounts import Account
from portal.store.db import Database
from portal.store.sessions import STAGE_CODE, STAGE_FULL
from tests.factories import NOW
from tests.faults.web_people import Portal, asked_until
from tests.people import PASSWORD, account, code_now, session_of
from tests.services.postbox import last_token

TRIES = 10_000
PROCESSES = 4
WINDOW = 290.0  # seconds: the five minutes of the portal, less what an answer may take to come here
CODES = 50
AT_ONCE = 20
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass
class Guesser:
    """Sends wrong passwords as fast as the portal answers; keeps when one was really checked."""

    portal: Portal
    checked: list[tuple[float, str]] = field(default_factory=list)
    asked: int = 0

    def run(self, tries: list[tuple[str, str]]) -> None:
        """Each try is (mail address, internet address)."""
        threads = [threading.Thread(target=self._some, args=(tries[n::PROCESSES],)) for n in range(PROCESSES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _some(self, tries: list[tuple[str, str]]) -> None:
        cookie, token = self._form()
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        for email, address in tries:
            body = urlencode({"csrf": token, "email": email, "wachtwoord": "dit is het zeker niet", "naar": ""})
            headers = {"Cookie": cookie, "X-Forwarded-For": address}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", "/inloggen", body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            assert answer.status == 422, answer.status
            self.asked += 1
            if "horen niet bij elkaar" in page:
                self.checked.append((monotonic(), email))
            else:
                assert "te vaak geprobeerd" in page
        connection.close()

    def _form(self) -> tuple[str, str]:
        page = asked_until(lambda: requests.get(f"{self.portal.url}/inloggen", timeout=30))
        found = _TOKEN.search(page.text)
        assert found
        return f"formulier={page.cookies['formulier']}", found[1]

    def most_in_a_window(self, email: str = "") -> int:
        """Real checks, of one account or of all, in the worst five minutes."""
        moments = sorted(moment for moment, who in self.checked if email in who)
        return max((sum(m <= other < m + WINDOW for other in moments) for m in moments), default=0)


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> Iterator[Portal]:
    """Four processes behind a proxy that names the visitor's address."""
    running = Portal(database_url, tmp_path, workers=PROCESSES, PROXY_HOPS="1")
    yield running
    running.stop()


def accounts(database: Database, count: int, **given: bool) -> list[Account]:
    """Some that a guesser might know of."""
    with database.write() as session:
        found = [account(session, Role.TOEGANG, **given) for _ in range(count)]  # type: ignore[arg-type]
        session.commit()
    return found


@pytest.mark.proof
def test_of_ten_thousand_guesses_ten_are_checked_per_account_in_five_minutes(
    database: Database, portal: Portal, scale: Callable[[int], int], record_figure: Callable[..., None]
) -> None:
    """On one account, from one address and from a thousand; on many accounts from one address; restarted midway."""
    one, other, *many = [row.email for row in accounts(database, 42)]
    guesser, part = Guesser(portal), scale(TRIES) // 4
    addresses = [f"198.51.{n // 250}.{n % 250 + 1}" for n in range(1000)]
    guesser.run([(one, "192.0.2.1")] * part)
    guesser.run([(other, addresses[n % 1000]) for n in range(part)])
    portal.restart_web()
    guesser.run([(other, addresses[n % 1000]) for n in range(part)])
    guesser.run([(many[n % len(many)], "192.0.2.2") for n in range(part)])
    worst = max(guesser.most_in_a_window(email) for email in (one, other, *many))
    of_one_address = sum(email in many for _, email in guesser.checked)
    database_name = database.engine.dialect.name
    record_figure(f"password guesses, 4 processes, restart midway, {database_name}: tries", guesser.asked, f"{TRIES}")
    record_figure(f"password guesses, {database_name}: most real checks per account in 5 minutes", worst, "<= 10")
    record_figure(f"password guesses, {database_name}: real checks of one address on 40 accounts", of_one_address, "60")
    assert guesser.asked == part * 4
    assert worst == 10
    assert of_one_address <= throttling.PASSWORD_ADDRESS.most


def test_an_owner_with_a_code_gets_in_every_quarter_while_a_guesser_never_stops(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the guesser uses up the mails for a new password."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(throttling, "PASSWORD_ADDRESS", throttling.Limit(10**6, timedelta(minutes=5)))
    with context.database.write() as session:
        row = account(session, Role.TOEGANG, with_code=True)
        row.password_hash = passwords.make_hash(PASSWORD)
        session.commit()
    password = PASSWORD
    for minute in range(76):
        now = replace(context, clock=lambda at=NOW + timedelta(minutes=minute): at)  # type: ignore[misc]
        for n in range(12):
            signing_in.with_password(now, LocalClaim(row.email, "verkeerd"), f"198.51.100.{n}")
        own_account.ask_reset(now, row.email, f"198.51.{minute}.1")
        if minute % 15 == 0:
            password = f"heel andere losse woorden {minute}"
            assert gets_in(now, row, password), minute


def gets_in(context: Context, row: Account, password: str) -> bool:
    """By the password that is known, or by a new one through the last mail; the code is asked either way."""
    own_account.ask_reset(context, row.email, "192.0.2.9")
    step = own_account.reset(context, last_token(context), password, "192.0.2.9")
    if not isinstance(step, Step) or step.stage != STAGE_CODE:
        return False
    _, half_way = session_of(context, row, STAGE_CODE)
    done = signing_in.with_code(context, half_way, code_now(context), "192.0.2.9")
    return isinstance(done, Step) and done.stage == STAGE_FULL


@pytest.mark.proof
def test_each_code_of_the_app_lets_one_in_and_no_replay(
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    scale: Callable[[int], int],
    record_figure: Callable[..., None],
) -> None:
    """Twenty at the same moment per code, with the limit on tries out of the way, and once more afterwards."""
    for name in ("CODE", "CODE_LONG"):
        monkeypatch.setattr(throttling, name, throttling.Limit(10**6, timedelta(minutes=5)))
    [row] = accounts(context.database, 1, with_code=True)
    let_in, tried = [], 0
    for number in range(scale(CODES)):
        now = replace(context, clock=lambda at=NOW + timedelta(seconds=30 * number): at)  # type: ignore[misc]
        answers = at_once(now, row)
        again = signing_in.with_code(now, session_of(now, row, STAGE_CODE)[1], code_now(now), "192.0.2.1")
        let_in.append(sum(isinstance(answer, Step) for answer in [*answers, again]))
        tried += len(answers)
    database = context.database.engine.dialect.name
    name = f"a code of the app, {AT_ONCE} threads each, {database}: replays let in, of"
    record_figure(name, (sum(let_in) - len(let_in), tried), "0 of 1,000")
    assert let_in == [1] * len(let_in)


def at_once(context: Context, row: Account) -> list[Step | Refusal]:
    """The same code from that many browsers that all typed the password."""
    half_way = [session_of(context, row, STAGE_CODE)[1] for _ in range(AT_ONCE)]
    gate, answers = threading.Barrier(AT_ONCE), list[Step | Refusal]()
    code = code_now(context)

    def run(number: int) -> None:
        gate.wait()
        answers.append(signing_in.with_code(context, half_way[number], code, "192.0.2.1"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == AT_ONCE
    return answers
