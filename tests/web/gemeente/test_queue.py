"""The queue of a regeling: what waits, for whom, filtered and searched."""

import pytest

from portal.services import review_steps
from portal.store.aanbieders import Aanbieder
from tests.services import plan_world
from tests.web.gemeente.conftest import World, text_of


@pytest.fixture
def two(world: World) -> World:
    """One plan in review with the reviewer, and one of "Stichting Nieuw 2" that nobody has, for Doesburg only."""
    world.in_review()
    other = plan_world.new_aanbieder(world.context, 2)
    plan_id = plan_world.draft(world.context, other, plan_world.ARNHEM, ("GM0221",))
    plan_world.submit(world.context, other, plan_id)
    return world


def names(world: World, query: str = "") -> list[str]:
    """The aanbieders on the page, in order."""
    text = text_of(world.browser().get(f"/gemeente{query}"))
    found = [(text.find(name), name) for name in ("Stichting Nieuw 1", "Stichting Nieuw 2")]
    return [name[-1] for place, name in sorted(found) if place >= 0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["1", "2"]),
        ("?volgorde=nieuwste", ["2", "1"]),
        ("?status=ingediend", ["2"]),
        ("?status=in_beoordeling", ["1"]),
        ("?status=goedgekeurd", []),
        ("?status=alle", ["1", "2"]),
        ("?status=bestaat-niet", ["1", "2"]),
        ("?gemeente=GM0221", ["2"]),
        ("?gemeente=GM0275", ["1"]),
        ("?van=mij", ["1"]),
        ("?van=niemand", ["2"]),
        ("?zoek=nieuw+2", ["2"]),
        ("?zoek=%25", []),
        ("?pagina=99", ["1", "2"]),
    ],
)
def test_filters_search_and_order(two: World, query: str, expected: list[str]) -> None:
    assert names(two, query) == expected


def test_a_row_says_who_has_it_and_how_long_it_waits(two: World) -> None:
    text = text_of(two.browser().get("/gemeente?van=mij"))
    assert "In beoordeling 0 dagen u" in text


def test_a_colleague_is_named(two: World) -> None:
    plan_id = two.browser().get("/gemeente?van=mij").get_data(as_text=True).partition("/gemeente/plannen/")[2]
    review_steps.take(two.context, two.actor(two.colleague), int(plan_id.partition('"')[0]))
    assert two.colleague.naam in text_of(two.browser().get("/gemeente"))


def test_another_regeling_is_not_there(two: World) -> None:
    assert two.browser(two.elsewhere).get("/gemeente?regeling=activerend-werk-arnhem").status_code == 404
    assert "0 plannen" in text_of(two.browser(two.elsewhere).get("/gemeente"))


def test_a_name_of_an_aanbieder_is_text(two: World) -> None:
    with two.context.database.write() as session:
        session.get_one(Aanbieder, two.aanbieder.aanbieder_id).naam = "<script>x</script>"
        session.commit()
    assert "&lt;script&gt;x&lt;/script&gt;" in two.browser().get("/gemeente").get_data(as_text=True)


def test_fifty_on_a_page(world: World) -> None:
    for number in range(2, 53):
        member = plan_world.new_aanbieder(world.context, number)
        plan_id = plan_world.draft(world.context, member, plan_world.ARNHEM, ("GM0202",))
        plan_world.submit(world.context, member, plan_id)
    page = world.browser().get("/gemeente?pagina=2&volgorde=oudste").get_data(as_text=True)
    assert page.count("/gemeente/plannen/") == 1
    assert "51 plannen" in page


def test_a_queue_in_which_nothing_waits_does_not_send_to_itself(world: World) -> None:
    assert "Er wacht nu geen plan." in text_of(world.browser().get("/gemeente"))
    assert "Er zijn geen plannen die hierbij passen." in text_of(world.browser().get("/gemeente?zoek=zz"))
