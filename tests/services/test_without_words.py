"""When no word of a search is left, page and API say so and why; otherwise they say nothing of it."""

from __future__ import annotations

import pytest

from indexer import sync
from portal.services.context import Context
from portal.services.find import find
from portal.services.search import SearchRequest
from tests.factories import TODAY, published

NOT_WANTED = "Wij zoeken niet op woorden na “geen” of “niet”. Er blijft geen zoekwoord over."
A_FILTER = "Wij zoeken niet op woorden die een filter zijn, zoals “ochtend”. Er blijft geen zoekwoord over."
ONLY_FILLERS = "Geen werkplek past bij uw woorden. Ze zeggen niet welk werk u zoekt."


@pytest.fixture
def here(context: Context) -> Context:
    """One werkplek in Apeldoorn."""
    with context.database.write() as session:
        published(session)
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
    return context


@pytest.mark.parametrize(
    ("q", "why"),
    [
        ("geen dieren", NOT_WANTED),
        ("niet te druk", NOT_WANTED),
        ("dieren vind ik niet leuk", NOT_WANTED),
        ("in de ochtend", A_FILTER),
        ("ik wil graag werken", ONLY_FILLERS),
        ("?!", "Wij lezen geen woord in wat u typte."),
    ],
)
def test_no_word_left_says_why_and_what_is_listed(here: Context, q: str, why: str) -> None:
    page = find(here, SearchRequest(q=q, plaats="Apeldoorn"))
    assert page.totaal == 1
    assert page.zonder_woorden == (
        why,
        "Wij zochten daarom zonder woorden.",
        "U ziet alle werkplekken voor inwoners van uw gemeente.",
    )


@pytest.mark.parametrize("q", ["", "  ", "planten", "geen dieren, liever planten", "zzzzz qqqqq", "-dieren"])
def test_words_that_were_searched_or_none_at_all_say_nothing(here: Context, q: str) -> None:
    assert find(here, SearchRequest(q=q, plaats="Apeldoorn")).zonder_woorden == ()


def test_with_a_filter_on_it_does_not_say_that_all_are_listed(here: Context) -> None:
    page = find(here, SearchRequest(q="geen dieren", plaats="Apeldoorn", branche=("groen",)))
    assert page.zonder_woorden == (NOT_WANTED, "Wij zochten daarom zonder woorden.")


def test_where_nothing_is_listed_it_does_not_say_that_all_are(here: Context) -> None:
    page = find(here, SearchRequest(q="geen dieren", plaats="Arnhem"))
    assert page.zonder_woorden == (NOT_WANTED, "Wij zochten daarom zonder woorden.")


def test_without_a_place_the_list_of_the_api_holds_all(here: Context) -> None:
    page = find(here, SearchRequest(q="geen dieren"), list_without_place=True)
    assert page.zonder_woorden[-1] == "U ziet alle werkplekken."
