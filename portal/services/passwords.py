"""Passwords: which ones may be chosen, and how they are kept and checked (reliability.md P30, P32)."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.domain.said import said
from portal.resources import data_path

SHORTEST = 15
LONGEST = 128
_ZXCVBN_READS = 72  # characters; it raises above
_SAFE_GUESSES = 10**10  # zxcvbn's own limit of "very unguessable": safe when the hashes are stolen and hashed slowly
_AT_ONCE = 2  # checks of 19 MiB and about 33 ms each in one process, so that guessing cannot fill the memory
_slots = threading.BoundedSemaphore(_AT_ONCE)
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least for Argon2id


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _hasher.hash("geen wachtwoord van iemand")


@lru_cache(maxsize=1)
def _dutch_words() -> tuple[str, ...]:
    """Words that a guesser in a gemeente tries first; zxcvbn itself knows no Dutch."""
    lines = data_path("wachtwoorden.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def fault(password: str, own_words: Iterable[str] = ()) -> str:
    """Why this password cannot be chosen, in plain Dutch; "" when it can. No rules of composition, no rotation.

    `own_words`: name, mail address, organisation, gemeenten of the person.
    """
    if len(password) < SHORTEST:
        return said(
            "Kies een wachtwoord van ten minste %(least)s tekens. Een zin van een paar woorden werkt goed.",
            least=SHORTEST,
        )
    if len(password) > LONGEST:
        return said("Kies een wachtwoord van ten hoogste %(most)s tekens.", most=LONGEST)
    words = [word.lower() for text in own_words for word in [text, *text.replace("@", " ").replace(".", " ").split()]]
    found = zxcvbn(password[:_ZXCVBN_READS], user_inputs=[*words, *_dutch_words()])
    if int(found["guesses"]) < _SAFE_GUESSES:
        return said(
            "Dit wachtwoord is te makkelijk te raden. Kies een paar woorden die niets met elkaar te maken hebben."
        )
    return ""


def make_hash(password: str) -> str:
    """Argon2id, with its parameters inside."""
    with _slots:
        return _hasher.hash(_same_form(password))


def is_right(password: str, kept: str | None) -> bool:
    """Check a password. Without a hash (unknown or unfinished account) a dummy is checked, so that it takes as long."""
    with _slots:
        try:
            right = _hasher.verify(kept or _dummy(), _same_form(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """The hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def _same_form(password: str) -> str:
    """The same characters typed on another keyboard or system give the same bytes."""
    return unicodedata.normalize("NFKC", password)
