"""Signing in: throttled for all workers together, the same for known and unknown, and each code once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.config import DEVELOPMENT_CONTACT_KEY, DEVELOPMENT_SECRET
from portal.domain.actor import Role
from portal.services import browser_sessions, codes, own_account, signing_in
from portal.services.context import Context
from portal.services.identity import LocalClaim
from portal.services.signing_in import Refusal, Step
from portal.store.db import Database
from portal.store.sessions import STAGE_CODE, STAGE_ENROL, STAGE_FULL
from tests.factories import NOW
from tests.people import PASSWORD, account, code_now, session_of
from tests.services.postbox import last_token


@pytest.fixture
def email(database: Database) -> str:
    """The address of a toegang account with a code."""
    with database.write() as session:
        row = account(session, Role.TOEGANG, with_code=True)
        session.commit()
    return row.email


def at(context: Context, moment: datetime) -> Context:
    """The same portal at another moment."""
    return replace(context, clock=lambda: moment)


def test_a_right_password_asks_for_the_code_next(context: Context, email: str) -> None:
    step = signing_in.with_password(context, LocalClaim(email, PASSWORD), "192.0.2.1")
    assert isinstance(step, Step)
    assert step.stage == STAGE_CODE


def test_capitals_in_the_address_do_not_matter(context: Context, email: str) -> None:
    assert isinstance(signing_in.with_password(context, LocalClaim(f" {email.upper()} ", PASSWORD), "::1"), Step)


@pytest.mark.parametrize("wrong", ["x" * 20, "", PASSWORD + " "])
def test_a_wrong_password_is_refused(context: Context, email: str, wrong: str) -> None:
    assert signing_in.with_password(context, LocalClaim(email, wrong), "192.0.2.1") is Refusal.WRONG


def test_staff_without_an_app_must_set_one_up(context: Context) -> None:
    with context.database.write() as session:
        row = account(session, Role.BEOORDELAAR)
        session.commit()
    step = signing_in.with_password(context, LocalClaim(row.email, PASSWORD), "192.0.2.1")
    assert isinstance(step, Step)
    assert step.stage == STAGE_ENROL


def test_a_switched_off_account_is_an_unknown_one(context: Context, email: str) -> None:
    with context.database.write() as session:
        row = account(session, Role.MEDEWERKER)
        row.disabled_at = NOW
        session.commit()
    assert signing_in.with_password(context, LocalClaim(row.email, PASSWORD), "192.0.2.1") is Refusal.WRONG


@pytest.mark.parametrize("known", [True, False])
def test_ten_wrong_tries_are_checked_and_then_none(context: Context, email: str, known: bool) -> None:
    """Row 20 and 21: also from a thousand addresses, and the same for an account that does not exist."""
    claim = LocalClaim(email if known else "niemand@voorbeeld.example", "verkeerd")
    answers = [signing_in.with_password(context, claim, f"192.0.2.{n}") for n in range(14)]
    assert answers == [Refusal.WRONG] * 10 + [Refusal.TOO_OFTEN] * 4


def test_the_right_password_is_not_checked_when_tried_too_often(context: Context, email: str) -> None:
    for _ in range(10):
        signing_in.with_password(context, LocalClaim(email, "verkeerd"), "192.0.2.1")
    assert signing_in.with_password(context, LocalClaim(email, PASSWORD), "198.51.100.1") is Refusal.TOO_OFTEN
    later = at(context, NOW + timedelta(minutes=5, seconds=1))
    assert isinstance(signing_in.with_password(later, LocalClaim(email, PASSWORD), "198.51.100.1"), Step)


def test_tries_never_exceed_ten_in_any_five_minutes(context: Context, email: str) -> None:
    """A window that slides: not ten at the end of one and ten at the start of the next."""
    moments = [NOW + timedelta(seconds=20 * n) for n in range(60)]
    claim = LocalClaim(email, "verkeerd")
    checked = [m for m in moments if signing_in.with_password(at(context, m), claim, "::1") is Refusal.WRONG]
    assert all(sum(m <= other < m + timedelta(minutes=5) for other in checked) <= 10 for m in checked)


def test_signing_in_rightly_uses_nothing_up(context: Context, email: str) -> None:
    claim = LocalClaim(email, PASSWORD)
    assert all(isinstance(signing_in.with_password(context, claim, "::1"), Step) for _ in range(12))


_TRY = """
import sys
from datetime import UTC, datetime, timedelta
from portal.services import throttling
from portal.store.db import Database
from portal.store.vault import Vault
database = Database(sys.argv[1], Vault(sys.argv[2], sys.argv[3]))
now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
for _ in range(20):
    with database.write() as session:
        print(int(throttling.may_try(session, {"k": throttling.PASSWORD}, now)))
        session.commit()
"""


def test_two_processes_share_the_tries_and_a_restart_keeps_them(database: Database) -> None:
    command = [sys.executable, "-c", _TRY, database.url, DEVELOPMENT_CONTACT_KEY, DEVELOPMENT_SECRET]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(process.communicate()[0].count("1") for process in both) == 10
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "1" not in again.stdout


def in_threads(count: int, work: Callable[[], object]) -> list[object]:
    """What `work` answered in threads that start together."""
    gate, answers = threading.Barrier(count), []

    def run() -> None:
        gate.wait()
        answers.append(work())

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_code_works_once_for_twenty_at_the_same_moment(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each from a browser of its own, with the right password: the code was looked at over a shoulder (row 22)."""
    monkeypatch.setattr(signing_in, "_may_try_code", lambda *_: True)
    with context.database.write() as session:
        row = account(session, Role.BEHEERDER, with_code=True)
        session.commit()
    browsers = iter([session_of(context, row, STAGE_CODE)[1] for _ in range(20)])
    lock = threading.Lock()

    def try_once() -> object:
        with lock:
            browser = next(browsers)
        return signing_in.with_code(context, browser, code_now(context), "::1")

    assert sum(isinstance(answer, Step) for answer in in_threads(20, try_once)) == 1


@pytest.mark.parametrize("step", [-1, 1])
def test_a_code_of_another_half_minute_is_refused(context: Context, step: int) -> None:
    with context.database.write() as session:
        row = account(session, Role.BEHEERDER, with_code=True)
        session.commit()
    _, browser = session_of(context, row, STAGE_CODE)
    other = code_now(at(context, NOW + step * timedelta(seconds=codes.STEP_SECONDS)))
    assert signing_in.with_code(context, browser, other, "::1") is Refusal.WRONG


def test_five_codes_and_then_none(context: Context) -> None:
    with context.database.write() as session:
        row = account(session, Role.BEHEERDER, with_code=True)
        session.commit()
    _, browser = session_of(context, row, STAGE_CODE)
    answers = [signing_in.with_code(context, browser, "000000", "::1") for _ in range(7)]
    assert answers == [Refusal.WRONG] * 5 + [Refusal.TOO_OFTEN] * 2
    assert signing_in.with_code(context, browser, code_now(context), "::1") is Refusal.TOO_OFTEN


def test_a_recovery_code_works_once(context: Context) -> None:
    with context.database.write() as session:
        row = account(session, Role.TOEGANG, with_code=True)
        session.commit()
    _, full = session_of(context, row, STAGE_FULL)
    paper = own_account.new_recovery_codes(context, full, PASSWORD)
    assert isinstance(paper, tuple)
    answers = []
    for _ in range(2):
        _, browser = session_of(context, row, STAGE_CODE)
        answers.append(signing_in.with_recovery_code(context, browser, f" {paper[3].upper()} ", "::1"))
    assert isinstance(answers[0], Step)
    assert answers[1] is Refusal.WRONG


def test_a_reset_lets_the_owner_in_while_a_guesser_keeps_trying_but_not_past_the_code(
    context: Context, email: str
) -> None:
    """Row 20: the owner is not locked out; P35: a reset does not skip the code."""
    for _ in range(11):
        signing_in.with_password(context, LocalClaim(email, "verkeerd"), "192.0.2.1")
    token = reset_token(context, email)
    step = own_account.reset(context, token, "een heel ander lang wachtwoord hier", "198.51.100.1")
    assert isinstance(step, Step)
    assert step.stage == STAGE_CODE
    signed_in = browser_sessions.recognise(context, step.raw)
    assert signed_in is not None
    assert signed_in.actor is None


def test_a_reset_link_works_once(context: Context, email: str) -> None:
    token = reset_token(context, email)
    assert isinstance(own_account.reset(context, token, "een heel ander lang wachtwoord hier", "::1"), Step)
    assert own_account.reset(context, token, "nog weer een ander lang wachtwoord", "::1") is Refusal.GONE


def test_when_the_mails_are_used_up_the_last_link_still_works(context: Context, email: str) -> None:
    """So that a guesser who asks for links all day cannot keep the owner out."""
    tokens = [reset_token(context, email) for _ in range(3)]
    assert own_account.ask_reset(context, email, "::1") is None
    later = at(context, NOW + timedelta(minutes=59))
    assert own_account.reset_works(later, tokens[-1])


def reset_token(context: Context, email: str) -> str:
    """Ask for a link and take it out of the mail."""
    assert own_account.ask_reset(context, email, "198.51.100.7") is None
    return last_token(context)
