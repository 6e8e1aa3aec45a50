"""Mail against a real SMTP server on this machine: nothing lost, one Message-ID, one duplicate at most after a kill."""

from __future__ import annotations

import email
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import col, select

from portal.config import Settings, load_settings
from portal.services import mailing, notify
from portal.services.context import Context
from portal.services.mail_texts import MAILS
from portal.store import mail
from portal.store.db import Database
from tests.factories import NOW
from tests.plugins.running import unused_port

KILLS = 50
GUEST = "gast@voorbeeld.example"
VALUES = {"token": "abc-DEF_1", "plan": "1", "aanbieder": "1", "version": "1", "werkplek": "1"}


class Server:
    """Takes mail, or answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answer = ""
        self.port = unused_port()
        self._running: Controller | None = None

    def start(self) -> None:
        """Listen."""
        self._running = Controller(self, hostname="127.0.0.1", port=self.port)
        self._running.start()

    def stop(self) -> None:
        """Be away."""
        if self._running is not None:
            self._running.stop()
        self._running = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """One message."""
        if self.answer:
            return self.answer
        self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that runs."""
    found = Server()
    found.start()
    yield found
    found.stop()


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    """Settings that name it."""
    environ = {
        "SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "PUBLIC_URL": "https://werkplek.example",
        "STATE_DIR": str(tmp_path),
    }
    return load_settings(environ)


def queue(
    database: Database, template: str = "uitnodiging", to: str = "gast@voorbeeld.example", count: int = 1
) -> None:
    """Mails in one commit."""
    with database.write() as session:
        for _ in range(count):
            notify.queue(session, NOW, template, to, **{n: VALUES[n] for n in MAILS[template].fields})
        session.commit()


def send(context: Context, settings: Settings, after: timedelta = timedelta()) -> int:
    """One round of the sender, at that time."""
    moment = NOW + after
    return mailing.send_due(replace(context, clock=lambda: moment), settings, mailing.transport_of(settings))


def states(context: Context) -> list[str]:
    """The states of all mails."""
    with context.database.read() as session:
        return list(session.exec(select(mail.Mail.state).order_by(col(mail.Mail.id))).all())


@pytest.mark.parametrize("template", MAILS)
def test_every_mail_has_text_html_and_one_link_under_public_url(
    context: Context, settings: Settings, server: Server, template: str
) -> None:
    queue(context.database, template)
    assert send(context, settings) == 1
    taken = server.taken[0]
    plain, html = (taken.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[attr-defined]
    link = "https://werkplek.example" + MAILS[template].address({n: VALUES[n] for n in MAILS[template].fields})
    assert plain.count("http") == 1
    assert link in plain
    assert f'href="{link}"' in html
    assert taken["To"] == "gast@voorbeeld.example"


def test_nothing_of_the_mail_is_readable_in_the_database(context: Context, tmp_path: Path) -> None:
    queue(context.database, to="kanarie@voorbeeld.example")
    with context.database.read() as session:
        row = session.get(mail.Mail, 1)
        assert row is not None
        assert "kanarie" not in repr(row)
        assert "abc-DEF" not in repr(row)


def test_the_link_is_gone_once_it_is_sent(context: Context, settings: Settings, server: Server) -> None:
    queue(context.database)
    send(context, settings)
    with context.database.read() as session:
        row = session.get(mail.Mail, 1)
        assert row is not None
        assert (row.state, row.payload) == (mail.SENT, "")


def test_what_is_rolled_back_is_not_mailed(context: Context, settings: Settings, server: Server) -> None:
    with context.database.write() as session:
        notify.queue(session, NOW, "wachtwoord-herstel", "x@voorbeeld.example", token="t")
    assert send(context, settings) == 0


@pytest.mark.parametrize("values", [{}, {"token": "a", "meer": "b"}, {"token": "../../evil"}, {"token": "a?b=c"}])
def test_a_mail_takes_only_what_its_link_needs(context: Context, values: dict[str, str]) -> None:
    with context.database.write() as session, pytest.raises(ValueError, match="letters and digits"):
        notify.queue(session, NOW, "uitnodiging", "x@voorbeeld.example", **values)


def test_no_second_line_in_an_address(context: Context) -> None:
    with context.database.write() as session, pytest.raises(ValueError, match="one line"):
        notify.queue(session, NOW, "uitnodiging", "x@voorbeeld.example\nBcc: y@z.example", token="t")


def test_a_server_that_is_away_for_a_day_loses_nothing(context: Context, settings: Settings, server: Server) -> None:
    server.stop()
    queue(context.database, count=3)
    for hour in range(24):
        assert send(context, settings, timedelta(hours=hour)) == 0
    server.start()
    assert send(context, settings, timedelta(hours=25)) == 3
    assert len({message["Message-ID"] for message in server.taken}) == 3


def test_later_is_tried_again_with_the_same_message_id(context: Context, settings: Settings, server: Server) -> None:
    queue(context.database)
    ids = []
    with context.database.read() as session:
        row = session.get(mail.Mail, 1)
        ids.append(row.message_id if row else "")
    server.answer = "451 not now"
    assert send(context, settings) == 0
    assert send(context, settings, timedelta(seconds=5)) == 0
    server.answer = ""
    assert send(context, settings, timedelta(minutes=1)) == 1
    assert server.taken[0]["Message-ID"] == f"<{ids[0]}@werkplek.example>"


def test_never_is_kept_for_a_person_and_holds_nothing_up(context: Context, settings: Settings, server: Server) -> None:
    queue(context.database)
    server.answer = "550 no such mailbox"
    send(context, settings)
    server.answer = ""
    queue(context.database)
    assert send(context, settings, timedelta(hours=1)) == 1
    assert states(context) == [mail.PARKED, mail.SENT]


def test_a_password_is_not_sent_without_encryption(context: Context, settings: Settings, server: Server) -> None:
    queue(context.database)
    open_url = (settings.smtp_url or "").replace("smtp://", "smtp://user:geheim@")
    assert send(context, replace(settings, smtp_url=open_url)) == 0
    assert states(context) == [mail.OPEN]


_SENDER = """
import os, time
from datetime import UTC, datetime, timedelta
from portal.config import load_settings
from portal.services import mailing
from portal.services.context import open_context
settings = load_settings(os.environ)
now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC) + timedelta(minutes=int(os.environ["LATER"]))
context = open_context(settings, clock=lambda: now)
print("up", flush=True)
mailing.send_due(context, settings, mailing.transport_of(settings))
"""


@pytest.mark.proof
def test_a_killed_sender_loses_nothing_and_doubles_one_at_most(
    context: Context,
    settings: Settings,
    server: Server,
    seed: int,
    scale: Callable[[int], int],
    record_figure: Callable[..., None],
) -> None:
    """Row 39: kill -9 at a random moment, then a start after the claim ran out."""
    chance, kills = random.Random(seed), scale(KILLS)
    mails = 12 * kills
    queue(context.database, count=mails)
    environ = {
        **os.environ,
        "DATABASE_URL": context.database.url,
        "SMTP_URL": settings.smtp_url or "",
        "STATE_DIR": str(settings.state_dir),
    }
    for turn in range(kills + 1):
        sender = subprocess.Popen(
            [sys.executable, "-c", _SENDER], env={**environ, "LATER": str(3 * turn)}, stdout=subprocess.PIPE
        )
        assert sender.stdout is not None
        sender.stdout.readline()
        if turn < kills:
            time.sleep(chance.random() * 0.1)
            sender.send_signal(signal.SIGKILL)
        sender.wait(60)
    ids = [message["Message-ID"] for message in server.taken]
    name = f"mail sender killed -9, {context.database.engine.dialect.name}"
    record_figure(f"{name}: mails, kills", (mails, kills), f"{KILLS} kills")
    record_figure(f"{name}: lost, doubled", (mails - len(set(ids)), len(ids) - mails), "0, one per kill at most")
    assert len(set(ids)) == mails
    assert len(ids) - mails <= kills
