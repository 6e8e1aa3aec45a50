"""Query strings of the search page."""

import pytest

from portal.services.search import SearchRequest
from portal.web.links import FILTERS, page_window, search_values, with_query, without_filters, without_value

VALUES = {"q": ("tuin & zo",), "plaats": ("7311",), "branche": ("groen", "dieren"), "vrij": ("true",), "pagina": ("3",)}


def test_values_hold_only_what_is_not_the_default() -> None:
    request = SearchRequest(
        q="tuin", trede=2, branche=("groen",), vrij=True, volgorde="afstand", pagina=4, per_pagina=50
    )
    assert search_values(request) == {
        "q": ("tuin",), "trede": ("2",), "branche": ("groen",), "vrij": ("true",), "volgorde": ("afstand",),
        "pagina": ("4",), "perPagina": ("50",),
    }  # fmt: skip
    assert search_values(SearchRequest()) == {}


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({}, "?q=tuin+%26+zo&plaats=7311&branche=groen&branche=dieren&vrij=true"),
        ({"pagina": 5}, "?q=tuin+%26+zo&plaats=7311&branche=groen&branche=dieren&vrij=true&pagina=5"),
        ({"branche": None, "vrij": None}, "?q=tuin+%26+zo&plaats=7311"),
        ({"q": "", "plaats": "Épe", "branche": ["a", "b"], "vrij": None}, "?plaats=%C3%89pe&branche=a&branche=b"),
    ],
)
def test_a_change_keeps_the_rest_and_leads_to_page_one(changes: dict[str, object], query: str) -> None:
    assert with_query(VALUES, **changes) == query


def test_without_anything_the_address_loses_its_query() -> None:
    assert with_query({}) == "?"


@pytest.mark.parametrize(
    ("key", "value", "query"),
    [
        ("branche", "groen", "?q=tuin+%26+zo&plaats=7311&vrij=true&branche=dieren"),
        ("vrij", "true", "?q=tuin+%26+zo&plaats=7311&branche=groen&branche=dieren"),
        ("q", "another text", "?plaats=7311&branche=groen&branche=dieren&vrij=true"),
    ],
)
def test_one_value_can_be_taken_away(key: str, value: str, query: str) -> None:
    assert without_value(VALUES, key, value) == query


def test_without_filters_words_and_place_stay() -> None:
    assert without_filters({**VALUES, **dict.fromkeys(FILTERS, ("x",))}) == "?q=tuin+%26+zo&plaats=7311"


@pytest.mark.parametrize(
    ("number", "pages", "window"),
    [
        (1, 1, [1]),
        (1, 5, [1, 2, 3, None, 5]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (4, 5, [1, 2, 3, 4, 5]),
        (5000, 5000, [1, None, 4998, 4999, 5000]),
        (99, 3, [1, None, 3]),
    ],
)
def test_paging_shows_the_ends_and_the_neighbours(number: int, pages: int, window: list[int | None]) -> None:
    assert page_window(number, pages) == window
