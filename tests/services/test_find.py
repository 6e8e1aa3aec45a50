"""Search from request to page, on the real data files, database and embedded engine."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from indexer import sync
from portal.services.context import Context
from portal.services.find import find
from portal.services.search import SearchPage, SearchRequest
from tests.factories import TODAY, published

Publish = Callable[..., str]


@pytest.fixture
def publish(context: Context) -> Publish:
    """Publish a werkplek and bring the index up to date; answers its id."""

    def _publish(**given: object) -> str:
        with context.database.write() as session:
            made = published(session, **given)  # type: ignore[arg-type]
            session.commit()
        sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
        return made.werkplek.public_id

    return _publish


def ids(page: SearchPage) -> list[str]:
    """The ids on the page, in order."""
    return [card.id for card in page.cards]


def test_a_werkplek_in_the_own_gemeente_is_found_with_the_reason(context: Context, publish: Publish) -> None:
    made = publish()
    page = find(context, SearchRequest(plaats="Apeldoorn"))
    assert ids(page) == [made]
    assert (page.cards[0].oordeel, page.cards[0].lokaal_reden) == ("eigen_gemeente", "In uw woonplaats")


def test_a_werkplek_too_far_away_is_not_found(context: Context, publish: Publish) -> None:
    publish()
    assert find(context, SearchRequest(plaats="Arnhem")).totaal == 0


def test_without_a_place_the_page_lists_nothing_and_counts_per_gemeente(context: Context, publish: Publish) -> None:
    publish()
    page = find(context, SearchRequest())
    assert (page.cards, page.totaal) == ((), 1)
    assert [(v.waarde, v.naam, v.aantal) for v in page.facets["gemeente"]] == [("GM0200", "Apeldoorn", 1)]


def test_the_api_lists_all_without_verdicts(context: Context, publish: Publish) -> None:
    made = publish()
    page = find(context, SearchRequest(), list_without_place=True)
    assert ids(page) == [made]
    assert (page.cards[0].oordeel, page.cards[0].afstand_meters) == (None, None)


def test_an_ambiguous_place_lists_nothing_and_asks(context: Context, publish: Publish) -> None:
    publish()
    page = find(context, SearchRequest(plaats="Bergen"))
    assert page.cards == ()
    assert len(page.place_candidates) >= 2


def test_an_unknown_place_lists_nothing(context: Context, publish: Publish) -> None:
    publish()
    page = find(context, SearchRequest(plaats="xqzzyw"), list_without_place=True)
    assert (page.place_unknown, page.totaal, page.cards) == (True, 0, ())


def test_products_never_cross_match_between_gemeenten(context: Context, publish: Publish) -> None:
    """Approved for product A everywhere and B only in the neighbour: B is not offered here (domain.md, "Units")."""
    publish(
        regeling="activerend-werk-arnhem",
        gemeenten=["GM0275"],
        products={"op-trede-3": 1, "op-trede-4": 1},
        producten=["op-trede-3"],
        woonplaats="Velp",
        gemeente_code="GM0275",
    )
    request = SearchRequest(plaats="Velp (Rheden)", product=("op-trede-4",))
    assert find(context, request).totaal == 0


def test_ladder_and_product_are_one_filter(context: Context, publish: Publish) -> None:
    """An offer with "op trede 3" and "naar trede 4" is no answer to trede=4 with product=naar-trede-4."""
    publish(products={"op-trede-3": 1, "op-trede-4": 1, "naar-trede-4": 1})
    request = SearchRequest(plaats="Apeldoorn", trede=4, product=("naar-trede-4",))
    assert find(context, request).totaal == 0


def test_a_free_place_must_be_on_the_product_asked_for(context: Context, publish: Publish) -> None:
    publish(products={"op-trede-3": 2, "op-trede-4": 0})
    free = SearchRequest(plaats="Apeldoorn", vrij=True)
    assert find(context, free).totaal == 1
    assert find(context, SearchRequest(plaats="Apeldoorn", vrij=True, product=("op-trede-4",))).totaal == 0


def test_each_facet_is_counted_without_its_own_filter(context: Context, publish: Publish) -> None:
    publish(branches=["groen"])
    publish(branches=["horeca"])
    page = find(context, SearchRequest(plaats="Apeldoorn", branche=("groen",)))
    assert page.totaal == 1
    assert {v.waarde: (v.aantal, v.gekozen) for v in page.facets["branche"]} == {
        "groen": (1, True),
        "horeca": (1, False),
    }


def test_a_chosen_value_stays_visible_at_zero(context: Context, publish: Publish) -> None:
    publish(branches=["groen"])
    page = find(context, SearchRequest(plaats="Apeldoorn", branche=("ict",)))
    assert [(v.waarde, v.aantal, v.gekozen) for v in page.facets["branche"] if v.gekozen] == [("ict", 0, True)]


def test_nothing_found_says_which_filter_to_drop(context: Context, publish: Publish) -> None:
    publish(branches=["groen"])
    page = find(context, SearchRequest(plaats="Apeldoorn", branche=("horeca",), q="planten"))
    assert [(r.key, r.value, r.aantal) for r in page.relaxations] == [("branche", "horeca", 1)]


def test_no_product_for_the_trede_gives_the_signpost(context: Context, publish: Publish) -> None:
    publish()
    page = find(context, SearchRequest(plaats="Apeldoorn", trede=1))
    assert page.totaal == 0
    assert page.signposts


def test_a_later_step_says_which_one_it_was(context: Context, publish: Publish) -> None:
    publish(taken=["meubels schilderen"], branches=["horeca"])
    page = find(context, SearchRequest(plaats="Apeldoorn", q="schildert meubeltjes "))
    assert (page.totaal, page.stap) == (1, "woordvormen")


def test_a_filter_cannot_bring_in_a_later_step(context: Context, publish: Publish) -> None:
    """engine.md section 5: the step is chosen on words and place alone, so a filter only narrows."""
    publish(taken=["meubels lijmen"], branches=["horeca"])
    publish(taken=["meubel schuren"], branches=["ict"])
    literal = find(context, SearchRequest(plaats="Apeldoorn", q="meubels lijmen "))
    narrowed = find(context, SearchRequest(plaats="Apeldoorn", q="meubels lijmen ", branche=("ict",)))
    assert (literal.totaal, narrowed.totaal, narrowed.stap) == (1, 0, "letterlijk")


def test_free_places_older_than_the_threshold_say_call_first(context: Context, publish: Publish) -> None:
    publish()
    object.__setattr__(context, "clock", lambda: context_now(31))
    assert find(context, SearchRequest(plaats="Apeldoorn")).cards[0].bel_eerst


def context_now(days: int):  # type: ignore[no-untyped-def]
    """`factories.NOW`, that many days later."""
    from tests.factories import NOW

    return NOW + timedelta(days=days)


def test_paging_gives_each_hit_once_and_as_many_as_the_total(context: Context, publish: Publish) -> None:
    for _ in range(6):
        publish()
    publish()
    pages = [find(context, SearchRequest(plaats="Apeldoorn", pagina=n, per_pagina=3)) for n in (1, 2, 3, 4)]
    seen = [card for page in pages for card in ids(page)]
    assert (len(seen), len(set(seen)), pages[0].totaal, pages[0].paginas) == (7, 7, 7, 3)
    assert pages[3].totaal == 7


def test_pairs_are_offered_where_the_regeling_has_them(context: Context, publish: Publish) -> None:
    publish(products={"op-trede-3": 1, "naar-trede-4": 1})
    page = find(context, SearchRequest(plaats="Apeldoorn", trede=3, doel=4))
    assert ("naar-trede-4", "op-trede-3") in [(a, b) for a, b, _ in page.pairs]


def test_regelingen_that_end_a_product_elsewhere_are_told_apart_without_a_place(
    context: Context, publish: Publish
) -> None:
    """In Apeldoorn "naar trede 5" also serves 6 (S0); in Arnhem it ends on 5 (domain.md)."""
    here = publish(products={"naar-trede-5": 1})
    publish(
        regeling="activerend-werk-arnhem",
        gemeenten=["GM0202"],
        products={"naar-trede-5": 1},
        woonplaats="Arnhem",
        gemeente_code="GM0202",
    )
    assert ids(find(context, SearchRequest(doel=6), list_without_place=True)) == [here]
    assert find(context, SearchRequest(doel=5), list_without_place=True).totaal == 2
