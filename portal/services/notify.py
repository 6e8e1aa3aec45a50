"""Put a mail in the outbox, in the same commit as what it is about. Nobody waits for a mail server here."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session

from portal.services.mail_texts import MAILS
from portal.store import mail
from portal.store.vault import vault_of


def queue(session: Session, now: datetime, template: str, to: str, **values: str) -> None:
    """Add a mail to the running transaction; the caller commits. `template` is a key of `mail_texts.MAILS`.

    `values` are those in the address of its link, and nothing else; a wrong one raises ValueError here, not at sending.
    """
    MAILS[template].address(values)
    if any(c in to for c in "\r\n"):
        raise ValueError("a mail address has one line")
    vault = vault_of(session)
    mail.put(session, template, vault.encrypt(to), vault.encrypt(json.dumps(values)), now)
