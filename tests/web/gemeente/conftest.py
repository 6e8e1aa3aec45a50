"""The portal with an aanbieder and reviewers, on an empty database; plans are brought as far as a test needs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import load_settings
from portal.domain.actor import Actor, Role
from portal.services import review, review_steps
from portal.services.context import Context
from portal.store.accounts import Account
from tests.people import Browser, account, actor
from tests.services import plan_world

GEMEENTEN = ("GM0202", "GM0275")  # Arnhem and Rheden


@dataclass
class World:
    """`reviewer` and `colleague` are of Arnhem, `elsewhere` of another regeling; `aanbieder` is a member of one."""

    app: Flask
    context: Context
    aanbieder: Actor
    reviewer: Account
    colleague: Account
    elsewhere: Account

    def browser(self, who: Account | None = None) -> Browser:
        """Signed in as the reviewer, or as someone else."""
        return Browser(self.app).sign_in(who or self.reviewer)

    def actor(self, who: Account | None = None) -> Actor:
        """The account as the rules see it."""
        with self.context.database.read() as session:
            return actor(session, who or self.reviewer)

    def submitted(self, gemeenten: tuple[str, ...] = GEMEENTEN) -> int:
        """A plan that was handed in."""
        plan_id = plan_world.draft(self.context, self.aanbieder, plan_world.ARNHEM, gemeenten)
        plan_world.submit(self.context, self.aanbieder, plan_id)
        return plan_id

    def in_review(self, who: Account | None = None) -> int:
        """A plan that the reviewer has in review."""
        plan_id = self.submitted()
        review_steps.start(self.context, self.actor(who), plan_id, self.lock(plan_id))
        return plan_id

    def approved(self) -> int:
        """A published plan."""
        plan_id = self.in_review()
        review_steps.approve(self.context, self.actor(), plan_id, self.lock(plan_id))
        return plan_id

    def view(self, plan_id: int) -> review.ReviewView:
        """As the reviewer sees it."""
        return review.open_review(self.context, self.actor(), plan_id)

    def lock(self, plan_id: int) -> int:
        """The lock that a page would hold."""
        return self.view(plan_id).lock


def text_of(answer: TestResponse) -> str:
    """The words on the page."""
    page = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", answer.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(html.unescape(page).split())


@pytest.fixture
def world(context: Context, tmp_path: Path) -> World:
    """The portal on the empty database of this test."""
    app = create_app(load_settings({"STATE_DIR": str(tmp_path)}), context)
    member = plan_world.new_aanbieder(context)
    with context.database.write() as session:
        both = {"regelingen": [plan_world.ARNHEM], "gemeenten": GEMEENTEN, "with_code": True}
        reviewer, colleague = (account(session, Role.BEOORDELAAR, **both) for _ in range(2))
        other = {"regelingen": ["participatie-noord-limburg"], "gemeenten": ["GM0983"], "with_code": True}
        elsewhere = account(session, Role.BEOORDELAAR, **other)
        session.commit()
    return World(app, context, member, reviewer, colleague, elsewhere)
