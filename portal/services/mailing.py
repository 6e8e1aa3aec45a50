"""Send what is in the mail outbox: one mail at a time, each with the same Message-ID however often it is tried.

A mail is claimed, sent and marked, in that order, with a commit after the first and the last. Killed in between, it is
sent once more later: nothing is lost, and a kill makes one duplicate at most.
"""

from __future__ import annotations

import json
import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from html import escape
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.config import Settings
from portal.services.context import Context
from portal.services.mail_texts import MAILS, MailText
from portal.store import mail
from portal.store.mail import Mail
from portal.store.vault import Unreadable, Vault, vault_of

log = logging.getLogger("mail")

SENDER_NAME = "Werkplekvinder"
TIMEOUT_SECONDS = 10
LEASE = timedelta(minutes=2)  # longer than one mail can take; after it, a mail of a killed sender is tried again
FIRST_WAIT = timedelta(seconds=30)  # doubles with each try
LONGEST_WAIT = timedelta(hours=1)
SERVER_AWAY = timedelta(minutes=1)
MOST_TRIES = 120  # about five days of a server that says "later"


class Refused(Exception):
    """The server takes this mail never (5xx) or cannot be given it; no use in trying again."""


class TryLater(Exception):
    """The server said "not now" about this mail (4xx)."""


class ServerAway(Exception):
    """No server answers; it is nobody's fault, and all mails wait."""


class Transport(Protocol):
    """Hands one message over, or raises one of the three above."""

    def send(self, message: EmailMessage) -> None:
        """Returns when the other side has taken it."""


@dataclass(frozen=True, slots=True)
class Console:
    """Without SMTP_URL: shows the mail where the worker runs."""

    write: Callable[[str], object] = print

    def send(self, message: EmailMessage) -> None:
        """Print who it is for and the plain text."""
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        self.write(f"--- mail to {message['To']}: {message['Subject']}\n{text}---")


class Smtp:
    """A mail server: STARTTLS when it offers that; a password is never sent in the clear."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._implicit_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._implicit_tls else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """One connection a mail: there are few."""
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code(min((code for code, _ in error.recipients.values()), default=450)) from error
        except smtplib.SMTPAuthenticationError as error:
            raise ServerAway("the mail server refuses user and password of SMTP_URL") from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _by_code(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            tls = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=tls)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            elif self._user:
                server.close()
                raise ServerAway("the mail server offers no STARTTLS: a password is not sent in the clear")
        if self._user:
            server.login(self._user, self._password)
        return server


def transport_of(settings: Settings) -> Transport:
    """The mail server of SMTP_URL, or the console."""
    return Smtp(settings.smtp_url) if settings.smtp_url else Console()


def send_due(
    context: Context, settings: Settings, transport: Transport, stop: Callable[[], bool] = lambda: False
) -> int:
    """Send every mail that is due; returns how many went out. Ends at once when the server is away."""
    sent = 0
    while not stop():
        now = context.now()
        with context.database.write() as session:
            row = mail.claim(session, now, now + LEASE)
            session.commit()
            vault = vault_of(session)
        if row is None or row.id is None:
            break
        try:
            transport.send(compose(row, vault, settings))
            outcome, error = "sent", ""
        except ServerAway as away:
            outcome, error = "away", str(away)
        except TryLater as later:
            outcome, error = "later", str(later)
        except (Refused, Unreadable, KeyError, ValueError) as refused:
            outcome, error = "refused", str(refused) if isinstance(refused, Refused) else type(refused).__name__
        _settle(context, row, outcome, error)
        if outcome == "away":
            log.warning("mail waits, no server: %s", error)
            break
        sent += outcome == "sent"
    return sent


def compose(row: Mail, vault: Vault, settings: Settings) -> EmailMessage:
    """The message: text and HTML with the same link, made under PUBLIC_URL only."""
    text = MAILS[row.template]
    address = settings.public_url + text.address(json.loads(vault.decrypt(row.payload)))
    message = EmailMessage()
    message["Subject"] = text.subject
    message["From"] = formataddr((SENDER_NAME, settings.mail_from))
    message["To"] = vault.decrypt(row.recipient)
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.message_id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    message.set_content(_plain(text, address))
    message.add_alternative(_html(text, address), subtype="html")
    return message


def _plain(text: MailText, address: str) -> str:
    greeting = ("Met vriendelijke groet,", SENDER_NAME)
    return "\n".join(["Beste lezer,", "", *text.sentences, "", f"{text.link}:", address, "", *greeting]) + "\n"


def _html(text: MailText, address: str) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in text.sentences)
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(text.subject)}</title></head>'
        f'<body><p>Beste lezer,</p>{sentences}<p><a href="{escape(address)}">{escape(text.link)}</a></p>'
        f"<p>Met vriendelijke groet,<br>{SENDER_NAME}</p></body></html>\n"
    )


def _settle(context: Context, row: Mail, outcome: str, error: str) -> None:
    """Write down how it went."""
    if row.id is None:
        return
    now = context.now()
    with context.database.write() as session:
        if outcome == "sent":
            mail.mark_sent(session, row.id, now)
        elif outcome == "away":
            mail.not_tried(session, row.id, now + SERVER_AWAY, error)
        elif outcome == "later" and row.attempts < MOST_TRIES:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts - 1, 10))
            mail.put_off(session, row.id, now + wait, error)
        else:
            mail.park(session, row.id, error)
            log.error("mail %s is parked: %s", row.message_id, error)
        session.commit()


def _by_code(code: int) -> Exception:
    return Refused(f"SMTP {code}") if code >= 500 else TryLater(f"SMTP {code}")
