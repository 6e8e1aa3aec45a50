"""What is in the mail outbox of a test, read as the sender reads it."""

from __future__ import annotations

import json

from sqlmodel import col, select

from portal.services.context import Context
from portal.store.mail import Mail
from portal.store.vault import vault_of


def mails(context: Context) -> list[tuple[str, str, dict[str, str]]]:
    """(template, recipient, values) of every mail that is not sent, oldest first."""
    with context.database.read() as session:
        vault = vault_of(session)
        rows = session.exec(select(Mail).where(Mail.state == "open").order_by(col(Mail.id))).all()
        return [(row.template, vault.decrypt(row.recipient), json.loads(vault.decrypt(row.payload))) for row in rows]


def last_token(context: Context) -> str:
    """The one-time token of the latest mail that has one."""
    return next(values["token"] for _, _, values in reversed(mails(context)) if "token" in values)
