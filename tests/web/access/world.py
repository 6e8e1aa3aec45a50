"""The demo's state with one account per role, and aanbieders of one's own and of another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlmodel import Session, select

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Role
from portal.services import setup
from portal.services.context import Context, open_context
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.sessions import STAGE_FULL
from tests.factories import NOW
from tests.people import Browser, account
from tests.web.access.row import Row
from tests.web.access.things import THINGS

VISITOR = "visitor"
PEOPLE = [VISITOR, *Role]


class World:
    """People and things in the state of an application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.context: Context = app.extensions["context"]
        with self.context.database.write() as session:
            self.own, self.other = [row.id or 0 for row in session.exec(select(Aanbieder).limit(2)).all()]
            self.accounts = {role: self._account(session, role) for role in Role}
            session.commit()

    def _account(self, session: Session, role: Role) -> Account:
        member = role in (Role.ORGANISATIEBEHEERDER, Role.MEDEWERKER)
        return account(
            session,
            role,
            aanbieder_id=self.own if member else None,
            regelingen=["werkt-mee-apeldoorn"] if role is Role.BEOORDELAAR else [],
            gemeenten=["GM0200"] if role in (Role.BEOORDELAAR, Role.TOEGANG) else [],
            with_code=True,
        )

    def browser(self, person: str, stage: str = STAGE_FULL) -> Browser:
        """A browser of that person."""
        browser = Browser(self.app)
        return browser if person == VISITOR else browser.sign_in(self.accounts[Role(person)], stage)

    def address(self, row: Row, own: bool = True, unknown: bool = False) -> str:
        """The row's address with things made for it."""
        with self.context.database.write() as session:
            owner = self.own if own else self.other
            made = {name: "999999" if unknown else THINGS[name](session, owner, own) for name in row.things}
            session.commit()
        return row.address.format(**made)


@contextmanager
def opened(folder: Path) -> Iterator[Flask]:
    """The application on the demo's state, made in that folder."""
    settings = load_settings({"STATE_DIR": str(folder)})
    setup.prepare(settings, lambda _text: None, demo=True, offers=None, seed=1)
    app = create_app(settings, replace(open_context(settings), clock=lambda: NOW))
    yield app
    app.extensions["context"].close()
