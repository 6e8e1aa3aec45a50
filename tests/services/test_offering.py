"""Filters that words ask for: the number is exact, nothing is applied unasked, the toegang has some at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer import sync
from indexer.engine import SearchUnavailable
from portal.services.context import Context
from portal.services.fallback import without_engine
from portal.services.find import find
from portal.services.offering import MOST_OFFERED, Wishes, search_and_offer
from portal.services.search import SearchRequest
from tests.factories import TODAY, published

Asked = Callable[..., Wishes]


@pytest.fixture
def offers(context: Context) -> Context:
    """Three werkplekken in Apeldoorn: on a saturday morning, in Turkish, with only "naar trede 4"."""
    with context.database.write() as session:
        published(session, public_id="w1", dagdelen=["za-ochtend"], products={"op-trede-3": 1})
        published(session, public_id="w2", dagdelen=["ma-middag"], talen=["nl", "tr"], products={"op-trede-3": 0})
        published(session, public_id="w3", dagdelen=["ma-ochtend", "ma-avond"], products={"naar-trede-4": 1})
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
    return context


@pytest.fixture
def asked(offers: Context) -> Asked:
    """What is offered for words in Apeldoorn."""
    return lambda q, **given: search_and_offer(offers, SearchRequest(q=q, plaats="Apeldoorn", **given))[1]


def told(wishes: Wishes) -> list[tuple[str, str, int]]:
    """(key, what is left of the query, how many) per offer."""
    return [(one.key, one.q, one.aantal) for one in wishes.offered]


@pytest.mark.parametrize(
    ("q", "offered"),
    [
        ("ochtend", [("dagdeel", "", 2)]),
        ("zaterdagochtend", [("dagdeel", "", 1)]),
        ("geen avonden", [("dagdeel", "", 3)]),
        ("planten in het Turks", [("taal", "planten", 1)]),
        ("op trede 3", [("product", "", 2)]),
        ("planten, vrije plek, trede 2", [("vrij", "planten, trede 2", 2), ("trede", "planten, vrije plek", 1)]),
        ("Zweeds", []),  # nobody
        ("oriëntatie", []),  # no product of this gemeente
        ("planten", []),
        ("niet te druk", []),
    ],
)
def test_what_is_offered_with_how_many_that_gives(asked: Asked, q: str, offered: list[tuple[str, str, int]]) -> None:
    assert told(asked(q)) == offered


def test_at_most_three_are_offered(asked: Asked) -> None:
    assert len(asked("ochtend, Turks, vrije plek, op trede 3, trede 3").offered) <= MOST_OFFERED


def test_nothing_is_applied_and_the_query_stays_as_typed(offers: Context) -> None:
    page, _ = search_and_offer(offers, SearchRequest(q="planten in de ochtend", plaats="Apeldoorn"))
    assert (page.request.q, page.request.dagdeel, page.totaal) == ("planten in de ochtend", (), 3)


def test_without_a_place_nothing_is_offered(offers: Context) -> None:
    assert search_and_offer(offers, SearchRequest(q="ochtend"))[1].offered == ()


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"dagdeel": ("za-ochtend", "za-middag")}, [("za-ochtend",)]),  # only what both say
        ({"dagdeel": ("ma-middag",)}, []),
        ({"taal": ("tr",)}, []),  # a filter that is on and leaves nobody
    ],
)
def test_a_filter_that_is_on_is_never_widened(asked: Asked, given: dict[str, object], values: list[object]) -> None:
    assert [one.values for one in asked("ochtend", **given).offered] == values


@pytest.mark.parametrize(("given", "offered"), [({"trede": 3}, 1), ({"trede": 4}, 0), ({"vrij": True}, 1)])
def test_another_trede_is_no_offer_over_the_one_chosen(asked: Asked, given: dict[str, object], offered: int) -> None:
    assert len(asked("trede 3", **given).offered) == offered


def test_for_the_toegang_product_and_trede_are_on_at_once(offers: Context) -> None:
    request = SearchRequest(q="planten op trede 3 in de ochtend", plaats="Apeldoorn")
    page, wishes = search_and_offer(offers, request, at_once=True)
    assert (page.request.product, page.request.q, page.totaal) == (("op-trede-3",), "planten in de ochtend", 2)
    assert [(one.said, one.namen) for one in wishes.taken] == [("op trede 3", ("Werkt mee op trede 3",))]
    assert told(wishes) == [("dagdeel", "planten", 1)]


def test_the_toegang_can_search_the_words_themselves(offers: Context) -> None:
    request = SearchRequest(q="planten op trede 3", plaats="Apeldoorn")
    (taken,) = search_and_offer(offers, request, at_once=True)[1].taken
    page, wishes = search_and_offer(offers, request.changed(q=taken.q), at_once=True)
    assert (taken.q, page.request.product, wishes.taken) == ('planten "op trede 3"', (), ())


def test_both_treden_of_a_sentence_are_taken(offers: Context) -> None:
    request = SearchRequest(q="staat op trede 3 en wil naar trede 4", plaats="Apeldoorn", pagina=2)
    page, wishes = search_and_offer(offers, request, at_once=True)
    assert (page.request.trede, page.request.doel, page.request.q, page.request.pagina) == (3, 4, "", 2)
    assert len(wishes.taken) == 2


def test_a_word_that_contradicts_the_filter_that_is_on_stays_a_word(offers: Context) -> None:
    request = SearchRequest(q="trede 4", plaats="Apeldoorn", trede=3)
    page, wishes = search_and_offer(offers, request, at_once=True)
    assert (page.request.trede, page.request.q, wishes.taken) == (3, "trede 4", ())


def test_from_the_database_the_numbers_are_as_exact(offers: Context) -> None:
    class Away:
        def search(self, query: object) -> None:
            raise SearchUnavailable("connection refused")

    away = replace(offers, engine=Away())  # type: ignore[arg-type]
    page, wishes = search_and_offer(away, SearchRequest(q="planten in de ochtend", plaats="Apeldoorn"))
    (offered,) = wishes.offered
    narrow = SearchRequest(q=offered.q, plaats="Apeldoorn", dagdeel=offered.values)
    assert (page.degraded, find(away, narrow).totaal) == (True, offered.aantal)


@pytest.mark.parametrize(
    "q", ["geen planten", "planten liever niet", "zonder planten", "liever geen planten, wel hout"]
)
def test_from_the_database_what_is_not_wanted_is_not_searched(offers: Context, q: str) -> None:
    page = find(replace(offers, engine=without_engine(offers).engine), SearchRequest(q=q, plaats="Apeldoorn"))
    assert "planten" not in page.woorden_gebruikt
