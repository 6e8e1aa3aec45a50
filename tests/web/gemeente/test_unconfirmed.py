"""After 120 days without a word of the aanbieder the reviewer sees which werkplekken it is about (domain.md)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.store.werkplekken import Werkplek
from tests.factories import TODAY
from tests.web.gemeente.conftest import World, text_of


def confirmed(world: World, days_ago: int) -> int:
    """A published plan whose only werkplek was confirmed so long ago."""
    plan_id = world.approved()
    with world.context.database.write() as session:
        session.exec(select(Werkplek)).one().confirmed_at = TODAY - timedelta(days=days_ago)
        session.commit()
    return plan_id


@pytest.mark.parametrize(("days_ago", "seen"), [(0, False), (120, False), (121, True), (181, True)])
def test_what_was_not_confirmed_for_long_is_listed_and_stands_at_the_plan(
    world: World, days_ago: int, seen: bool
) -> None:
    plan_id, browser = confirmed(world, days_ago), world.browser()
    page = text_of(browser.get("/gemeente/niet-bevestigd"))
    assert ("Tuin De Es" in page, "Nee, tot de aanbieder bevestigt" in page) == (seen, days_ago > 180)
    plan = text_of(browser.get(f"/gemeente/plannen/{plan_id}"))
    assert ("laatst bevestigd op" in plan, "vinden deze werkplek niet meer" in plan) == (seen, days_ago > 180)


def test_a_reviewer_of_another_regeling_does_not_see_it(world: World) -> None:
    confirmed(world, 200)
    assert "Tuin De Es" not in text_of(world.browser(world.elsewhere).get("/gemeente/niet-bevestigd"))
