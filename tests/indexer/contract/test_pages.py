"""Statements 19 to 21: pages, marked words, cut texts."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.engine import Engine, Filter, SearchQuery
from tests.indexer.contract.documents import document


def marked(engine: Engine, words: str, **asked: Any) -> dict[str, str | list[str]]:
    """What is marked in the first hit."""
    query = SearchQuery(words, **({"highlight": ("title", "tasks", "description")} | asked))
    return dict(engine.search(query).hits[0].marked)


@pytest.mark.parametrize(("page", "size"), [(1, 10), (3, 3), (4, 0), (99999999, 0)])
def test_totals_are_exact_on_every_page(engine: Engine, page: int, size: int) -> None:
    """Statement 19: a page past the end is empty with the same total."""
    engine.upsert([document(f"d{n}", talen=["nl" if n < 23 else "pl"]) for n in range(40)])
    result = engine.search(SearchQuery(filters=(Filter("talen", ("nl",)),), page=page, per_page=10))
    assert (result.total, len(result.hits)) == (23, size)


def test_no_hits_asked_gives_totals_only(engine: Engine) -> None:
    """Statement 19."""
    engine.upsert([document("a", title="bijl")])
    result = engine.search(SearchQuery("bijl", per_page=0))
    assert (result.total, result.hits) == (1, ())


def test_a_hit_is_the_whole_document(engine: Engine) -> None:
    """Statement 19: carried fields too."""
    whole = document("a", title="bijl", products=[{"token": "x", "free": None}], werkgebied=["GM0200"], paused=False)
    engine.upsert([whole])
    assert engine.search(SearchQuery("bijl")).hits[0].document == whole


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("zaagblad ", "Groot <mark>Zaagblad</mark> hier"),
        ("zaagbalD ", "Groot <mark>Zaagblad</mark> hier"),  # a typo marks the whole word
        ("zaagb", "Groot <mark>Zaagb</mark>lad hier"),  # a prefix only what was typed
        ("groot hier ", "<mark>Groot</mark> Zaagblad <mark>hier</mark>"),
        ('"zaagblad hier"', "Groot <mark>Zaagblad</mark> <mark>hier</mark>"),
        ("", "Groot Zaagblad hier"),
    ],
)
def test_matched_words_are_marked(engine: Engine, words: str, title: str) -> None:
    """Statement 20."""
    engine.upsert([document("a", title="Groot Zaagblad hier")])
    assert marked(engine, words)["title"] == title


def test_lists_stay_lists(engine: Engine) -> None:
    """Statement 20."""
    engine.upsert([document("a", tasks=["Met de bijl", "Zonder"])])
    assert marked(engine, "bijl ")["tasks"] == ["Met de <mark>bijl</mark>", "Zonder"]


def test_letters_with_accents_are_marked_whole(engine: Engine) -> None:
    """Statement 20: what folds to more letters is not cut in half."""
    engine.upsert([document("a", title="Œuvre in café")])
    assert marked(engine, "caf")["title"] == "Œuvre in <mark>caf</mark>é"
    assert marked(engine, "oeuv")["title"] == "<mark>Œuv</mark>re in café"


def test_text_is_escaped_once_and_tags_are_not(engine: Engine) -> None:
    """Statement 20; the private markers cannot be smuggled in."""
    engine.upsert([document("a", title="<b>bijl</b> &amp; 'zeef' \ue001x\ue002")])
    html = marked(engine, "bijl ", tags=("<em>", "</em>"))["title"]
    assert html == "&lt;b&gt;<em>bijl</em>&lt;/b&gt; &amp;amp; &#x27;zeef&#x27; x"


LONG = "een twee drie vier vijf zes zeven acht negen tien elf twaalf bijl dertien veertien vijftien"


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("bijl ", "…twaalf <mark>bijl</mark> dertien veertien…"),
        ("", "een twee drie vier…"),
        ("een ", "<mark>een</mark> twee drie vier…"),
        ("vijftien ", "…bijl dertien veertien <mark>vijftien</mark>"),
    ],
)
def test_cut_around_the_first_match(engine: Engine, words: str, cut: str) -> None:
    """Statement 21; which window is free, these hold at most 4 words and the match."""
    engine.upsert([document("a", description=LONG)])
    html = marked(engine, words, highlight=(), crop={"description": 4})["description"]
    assert isinstance(html, str)
    assert len(html.replace("…", " ").split()) == 4
    assert ("<mark>" in html) == ("<mark>" in cut)
    assert (html.startswith("…"), html.endswith("…")) == (cut.startswith("…"), cut.endswith("…"))


def test_a_short_text_is_not_cut(engine: Engine) -> None:
    """Statement 21."""
    engine.upsert([document("a", description="Kort & goed.")])
    assert marked(engine, "", highlight=(), crop={"description": 4})["description"] == "Kort &amp; goed."
