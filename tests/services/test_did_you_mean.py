"""Did you mean: only when it gives more and good results, only towards words of the work, never towards a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer import sync
from portal.services.context import Context
from portal.services.correcting import MINIMUM_BESIDE, PLENTY, correction, respelt
from portal.services.find import find
from portal.services.search import SearchPage, SearchRequest
from portal.store.woorden import Words
from tests.factories import TODAY, published

WORDS = Words(frozenset(["ik", "wil", "graag", "iets", "met", "in", "de", "het"]), {"groen": ("tuin",)})


@pytest.fixture
def searched(context: Context) -> Callable[..., SearchPage]:
    """Search in Apeldoorn among offers with the names of persons in every free text."""
    with context.database.write() as session:
        for number in range(4):
            published(
                session,
                naam=("Bakkerij Jansen", "Kwekerij Visser", "Atelier De Boer", "Werkplaats Koens")[number],
                aanbieder_naam=("Stichting Smit", "Familie Tuinstra", "Willems en Zn", "Van Kokkelen")[number],
                branches=[("horeca", "groen", "kunst", "hout")[number]],
                taken=["werken met mevrouw Zaagmans"],
                omschrijving="Onze begeleider heet Keukels.",
            )
        session.commit()
    sync.rebuild(context.database, context.engine, context.catalogue, TODAY)
    return lambda q, **given: find(context, SearchRequest(q=q, plaats="Apeldoorn", **given))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tiun", "tuin"),
        ("hotu", "hout"),
        ("kokn en tiun", None),  # no place does both
        ("ik wil graag in de tiun", "ik wil graag in de tuin"),  # the rest as typed
        ("geen hotu, graag tiun", "geen hotu, graag tuin"),  # what is not wanted is let be
        ("geen tiun", None),
        ("tiun liever niet", None),
        ('"tiun"', None),  # a phrase is meant as it stands
        ("tuin", None),
        ("zaah", "zaag"),
        ("qqqqqqqq", None),
        ("12345", None),
        ("", None),
    ],
)
def test_a_spelling_is_offered_for_an_unknown_word(
    searched: Callable[..., SearchPage], typed: str, meant: str | None
) -> None:
    assert searched(typed).suggestie == meant


@pytest.mark.parametrize(
    "typed",
    ["jansem", "jonsen", "visset", "smitt", "tuinstar", "wilems", "kokelen", "zaagmens", "keukel", "koenz", "de boet"],
)
def test_no_spelling_is_the_name_of_a_person(searched: Callable[..., SearchPage], typed: str) -> None:
    names = {"jansen", "visser", "smit", "tuinstra", "willems", "kokkelen", "zaagmans", "keukels", "koens", "boer"}
    assert not names & set((searched(typed).suggestie or "").split())


def test_the_number_is_what_the_spelling_gives_and_the_total_stays_that_of_what_was_asked(
    searched: Callable[..., SearchPage],
) -> None:
    page = searched("tiun")
    assert (page.totaal, page.suggestie, page.suggestie_aantal) == (0, "tuin", searched("tuin").totaal)


def test_a_spelling_that_gives_nothing_under_these_filters_is_not_offered(
    searched: Callable[..., SearchPage],
) -> None:
    assert searched("tiun", branche=("horeca",)).suggestie is None


class Speller:
    """Knows one word."""

    def suggest(self, word: str) -> str | None:
        """As an engine does."""
        return "tuin" if word == "tiun" else None


@pytest.mark.parametrize(
    ("step", "total", "gives", "offered"),
    [
        ("letterlijk", 0, 1, True),
        ("letterlijk", 0, 0, False),
        ("letterlijk", 2, 2, False),  # not more
        ("letterlijk", 1, MINIMUM_BESIDE - 1, False),  # more, but too few
        ("letterlijk", 1, MINIMUM_BESIDE, True),
        ("letterlijk", PLENTY - 1, PLENTY, True),
        ("letterlijk", PLENTY, 100, False),  # plenty: understood
        ("woordvormen", 1, 100, False),  # understood in another form
        ("woordvormen", 0, 1, True),
        ("minder-woorden", 50, 1, True),  # as a whole it found nothing
        ("minder-woorden", 50, 0, False),
    ],
)
def test_only_when_it_gives_more_and_good_results(step: str, total: int, gives: int, offered: bool) -> None:
    found = correction(Speller(), "tiun", WORDS, step, total, lambda _q: gives)  # type: ignore[arg-type]
    assert (found is not None) is offered


def test_a_very_long_query_is_looked_at_in_part() -> None:
    asked: list[str] = []
    speller = replace_suggest(asked)
    assert respelt(speller, "tiun " * 1600, WORDS) is None  # type: ignore[arg-type]
    assert len(asked) <= 6


def replace_suggest(asked: list[str]) -> object:
    """A speller that remembers what it was asked."""

    class Remembering:
        def suggest(self, word: str) -> None:
            asked.append(word)

    return Remembering()


def test_without_an_engine_there_is_no_spelling(context: Context, searched: Callable[..., SearchPage]) -> None:
    from portal.services.fallback import without_engine

    away = without_engine(context)
    assert find(replace(context, engine=away.engine), SearchRequest(q="tiun", plaats="Apeldoorn")).suggestie is None
