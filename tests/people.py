"""People with accounts, and browsers that are signed in: for tests of services and of pages.

`account(session, Role.BEOORDELAAR, ...)` adds a row; `Browser(app).sign_in(account)` begins a real session without
typing the password, and `browser.post(path, field="x")` sends a form with the token of that session.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, g
from sqlmodel import Session
from werkzeug.test import TestResponse

from portal.domain.actor import Actor, Role
from portal.services import browser_sessions, codes, identity, passwords
from portal.services.browser_sessions import SignedIn
from portal.services.context import Context
from portal.store import accounts
from portal.store.accounts import Account
from portal.store.sessions import STAGE_FULL
from portal.store.vault import vault_of
from portal.web import csrf
from tests.factories import NOW

PASSWORD = "vier losse woorden achter elkaar"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = itertools.count(1)
_hashes: dict[str, str] = {}


def account(
    session: Session,
    role: Role,
    *,
    aanbieder_id: int | None = None,
    regelingen: Iterable[str] = (),
    gemeenten: Iterable[str] = (),
    ties: Iterable[int] = (),
    email: str = "",
    with_code: bool = False,
) -> Account:
    """An account whose password is PASSWORD and, `with_code`, whose app holds SECRET."""
    number = next(_numbers)
    row = Account(
        naam=f"Persoon {number}",
        email=email or f"persoon{number}@voorbeeld.example",
        password_hash=_hashes.setdefault(PASSWORD, "") or _hash(),
        role=role,
        aanbieder_id=aanbieder_id,
        regelingen=list(regelingen),
        gemeenten=list(gemeenten),
        totp_secret=vault_of(session).encrypt(SECRET) if with_code else None,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    accounts.set_ties(session, row.id or 0, ties)
    session.flush()
    return row


def actor(session: Session, row: Account) -> Actor:
    """The account as the rules see it."""
    return identity.actor_of(session, row)


def code_now(context: Context) -> str:
    """The code of an account made `with_code`, at the clock of the context."""
    return codes.code_at(SECRET, codes.counter_at(context.now()))


def session_of(context: Context, row: Account, stage: str = STAGE_FULL) -> tuple[str, SignedIn]:
    """A session of the account: what the browser holds, and what the web knows about it."""
    with context.database.write() as session:
        found = accounts.by_id(session, row.id or 0)
        assert found is not None
        raw = browser_sessions.begin(session, found, stage, "", context.now())
        session.commit()
    signed_in = browser_sessions.recognise(context, raw)
    assert signed_in is not None
    return raw, signed_in


class Browser:
    """A browser without scripts, at one application (in development: cookies without prefix)."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.raw = ""

    def sign_in(self, row: Account, stage: str = STAGE_FULL) -> Browser:
        """Signed in as this account, without the sign-in page."""
        self.raw, _ = session_of(self.app.extensions["context"], row, stage)
        self.client.set_cookie("sessie", self.raw)
        return self

    def token(self) -> str:
        """The token that a page of ours holds for this session."""
        with self.app.test_request_context():
            g.session_raw = self.raw
            return csrf.token()

    def get(self, path: str, **options: Any) -> TestResponse:
        """A page."""
        return self.client.get(path, **options)

    def post(self, path: str, **fields: Any) -> TestResponse:
        """A form of a signed-in page."""
        return self.client.post(path, data={csrf.FIELD: self.token(), **fields})

    def fill_in(self, path: str, **fields: Any) -> TestResponse:
        """Open a page with a form, then send it to the same address, as a visitor does."""
        page = self.client.get(path).get_data(as_text=True)
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found, f"no form on {path}"
        return self.client.post(path, data={csrf.FIELD: found[1], **fields})


def _hash() -> str:
    _hashes[PASSWORD] = passwords.make_hash(PASSWORD)
    return _hashes[PASSWORD]
