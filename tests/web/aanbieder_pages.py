"""An aanbieder at its pages: the application on an empty state, a member's browser, forms as a browser sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Actor
from portal.services.context import Context
from portal.store import accounts
from tests.people import Browser
from tests.services import plan_world

_TEXT_TYPES = ("text", "hidden", "email", "tel")


@dataclass
class Desk:
    """A member of an aanbieder behind a browser."""

    context: Context
    actor: Actor
    browser: Browser

    def get(self, path: str) -> str:
        """A page that answers 200."""
        answer = self.browser.get(path)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def send(self, path: str, *, by_script: bool = False, **changes: Any) -> TestResponse:
        """The draft form of a page, with these inputs changed; None takes an input out."""
        return self.post(path, {**self.form(path), **changes}, by_script=by_script)

    def form(self, path: str) -> dict[str, Any]:
        """Every input of the draft form as the browser would send it."""
        return inputs(self.get(path))

    def post(self, path: str, fields: dict[str, Any], *, by_script: bool = False) -> TestResponse:
        """Send exactly these inputs."""
        headers = {"X-Concept": "1"} if by_script else {}
        data = {name: value for name, value in fields.items() if value is not None}
        return self.browser.client.post(path, data=data, headers=headers)


def desk(context: Context, number: int = 1) -> Desk:
    """A new aanbieder with a signed-in member."""
    app = create_app(load_settings({}), context)
    actor = plan_world.new_aanbieder(context, number)
    return Desk(context, actor, colleague_of(app, context, actor))


def colleague_of(app: Any, context: Context, actor: Actor) -> Browser:
    """Another browser, signed in as that account."""
    with context.database.read() as session:
        account = accounts.by_id(session, actor.account_id)
        assert account is not None
        return Browser(app).sign_in(account)


def tree(html: str) -> Element:
    """The page, parsed strictly."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def inputs(html: str) -> dict[str, Any]:
    """The inputs of the draft form of a page: names to values, to a list for boxes with the same name."""
    form = next(f for f in tree(html).iter("form") if f.get("data-concept"))
    found: dict[str, Any] = {}
    for field in form.iter("input"):
        name = field.get("name", "")
        if field.get("type") == "checkbox":
            if field.get("checked") is not None:
                found.setdefault(name, []).append(field.get("value"))
        elif field.get("type", "text") in _TEXT_TYPES:
            found[name] = field.get("value", "")
    for area in form.iter("textarea"):
        found[area.get("name", "")] = (area.text or "").removeprefix("\n")
    return found
