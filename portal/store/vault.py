"""The two keys at work: what is encrypted at rest (CONTACT_KEY), what only has to be recognised (SECRET_KEY).

A database carries the vault, so that whoever has a session can put something away without being handed keys.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import Session


class Unreadable(Exception):
    """A text that was encrypted with another CONTACT_KEY, or was changed."""


class Vault:
    """Encrypts short texts (AES-128-CBC with HMAC, Fernet) and makes keyed marks (HMAC-SHA256, 64 hex digits)."""

    def __init__(self, contact_key: str, secret_key: str) -> None:
        self._fernet = Fernet(contact_key.encode())
        self._secret = secret_key.encode()

    def encrypt(self, text: str) -> str:
        """The text, unreadable without the key; another result each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, kept: str) -> str:
        """The text again; raises Unreadable."""
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken as error:
            raise Unreadable("a text in the database was encrypted with another CONTACT_KEY") from error

    def mark(self, purpose: str, text: str) -> str:
        """Recognises a text without holding it; the purpose keeps marks of different things apart."""
        return hmac.new(self._secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    def mark_of_the_day(self, purpose: str, text: str, day: date) -> str:
        """The same, useless tomorrow (reliability.md section 5: HMAC of an address with a daily key)."""
        return self.mark(f"{purpose}\0{day.isoformat()}", text)


def vault_of(session: Session) -> Vault:
    """The vault of the database that this session is on."""
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise RuntimeError("this database was opened without keys: Database(url, vault)")
    return vault
