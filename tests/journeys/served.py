"""Every page of the access table in a real browser: an application served from this process, and people signed in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.domain.actor import Actor, Role
from portal.services import plan_steps, plannen, review_steps, suspension
from portal.store import accounts
from portal.store.sessions import STAGE_FULL
from tests.people import session_of
from tests.plugins.browser import elsewhere
from tests.services import plan_world
from tests.web.access.row import PUBLIC, Row
from tests.web.access.world import VISITOR, World

SMALL, LARGE = {"width": 390, "height": 900}, {"width": 1280, "height": 900}
_SEND = """([address, fields]) => {
    const form = document.createElement('form');
    form.method = 'post'; form.action = address;
    const csrf = document.querySelector('input[name=csrf]');
    for (const [name, value] of Object.entries({csrf: csrf ? csrf.value : '', ...fields})) {
        const input = document.createElement('input');
        input.type = 'hidden'; input.name = name; input.value = value; form.append(input);
    }
    document.body.append(form); form.submit();
}"""  # built by the test itself, so the page's Content-Security-Policy has no say in it


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers, from a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@dataclass
class Window:
    """One browser window of one person; `seen` is what went wrong in it."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def opens(self, address: str) -> int:
        """Go there; the status."""
        answer = self.page.goto(address)
        return answer.status if answer else 0

    def sends(self, address: str, fields: dict[str, str]) -> int:
        """Send a form to that address, with the token of the page that is open; the status."""
        with self.page.expect_navigation() as moved:
            self.page.evaluate(_SEND, [address, fields])
        return moved.value.status if moved.value else 0


class People:
    """Windows of the people of a world, one per person and stage, opened when first asked for."""

    def __init__(self, world: World, chromium: Chromium, url: str) -> None:
        self.world, self.chromium, self.url = world, chromium, url
        self._windows: dict[str, Window] = {}

    def of(self, row: Row) -> Window:
        """Whoever may open this row."""
        if isinstance(row.who, frozenset):
            return self.person(sorted(row.who, reverse=True)[0])
        return self.person(VISITOR) if row.who == PUBLIC else self.person(Role.BEOORDELAAR, row.who)

    def person(self, person: str, stage: str = STAGE_FULL) -> Window:
        """A window of this person of the world."""
        raw = "" if person == VISITOR else session_of(self.world.context, self.world.accounts[Role(person)], stage)[0]
        return self._window(f"{person} {stage}", raw)

    def member(self, actor: Actor) -> Window:
        """A window of a member of another aanbieder."""
        with self.world.context.database.read() as session:
            row = accounts.by_id(session, actor.account_id)
        assert row is not None
        return self._window(f"account {actor.account_id}", session_of(self.world.context, row)[0])

    def close(self) -> None:
        """Close all windows."""
        for window in self._windows.values():
            window.page.context.close()

    def _window(self, name: str, raw: str) -> Window:
        if name not in self._windows:
            context = self.chromium.new_context(base_url=self.url, locale="nl-NL", viewport=LARGE)
            if raw:
                context.add_cookies([{"name": "sessie", "value": raw, "url": self.url}])
            window = Window(context.new_page())
            window.page.on("console", lambda m: window.seen.append(m.text) if _matters(m) else None)
            window.page.on("pageerror", lambda error: window.seen.append(f"script: {error}"))
            window.page.on("request", lambda r: window.seen.append(r.url) if elsewhere(r.url) else None)
            self._windows[name] = window
        return self._windows[name]


def _matters(message: Any) -> bool:
    """The browser itself logs each answer above 399, and those are what these tests ask for."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@dataclass(frozen=True)
class PlanState:
    """A plan of an aanbieder of its own, with the member who keeps it."""

    actor: Actor
    plan_id: int
    werkplek: str


def plans(world: World) -> dict[str, PlanState]:
    """A plan in every state that an aanbieder can find it in."""
    context, reviewer = world.context, plan_world.REVIEWER
    found: dict[str, PlanState] = {}

    def made(name: str, number: int) -> tuple[Actor, int]:
        actor = plan_world.new_aanbieder(context, number)
        plan_id = plan_world.draft(context, actor)
        werkplek = next(iter(plannen.view(context, actor, plan_id).content.werkplekken))
        found[name] = PlanState(actor, plan_id, werkplek)
        return actor, plan_id

    made("ready", 51)
    plan_world.submit(context, *made("submitted", 52))
    for number, name in enumerate(("returned", "rejected", "approved", "suspended", "withdrawn", "new version"), 53):
        actor, plan_id = made(name, number)
        plan_world.submit(context, actor, plan_id)
        review_steps.start(context, reviewer, plan_id, plan_world.lock_of(context, plan_id))
        lock = plan_world.lock_of(context, plan_id)
        if name == "returned":
            why = {"vraag.taken": "Noem een voorbeeld.", f"werkplek.{found[name].werkplek}": "Welke straat is dit?"}
            review_steps.return_with_reasons(context, reviewer, plan_id, lock, why)
        elif name == "rejected":
            review_steps.reject(context, reviewer, plan_id, lock, "Er is al genoeg aanbod in het groen.")
        else:
            review_steps.approve(context, reviewer, plan_id, lock)
        if name == "suspended":
            suspension.suspend(context, reviewer, plan_id, reason="Geen toezicht op de werkvloer.")
        elif name == "withdrawn":
            plan_steps.withdraw(context, actor, plan_id, "Wij stoppen.")
        elif name == "new version":
            plan_steps.new_version(context, actor, plan_id)
    return found
