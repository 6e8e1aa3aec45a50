"""Statements 10 to 12: the order of the hits."""

from __future__ import annotations

import random
from itertools import chain

import pytest
from geopy.distance import geodesic

from indexer.engine import Engine, SearchQuery
from portal.domain.places import Point
from tests.indexer.contract.documents import at, document, found

APELDOORN = Point(52.2112, 5.9699)


def test_fewer_typos_before_a_better_field(engine: Engine) -> None:
    """Statement 10."""
    engine.upsert([document("typo", branche=["keramik"]), document("exact", aanbieder="keramiek")])
    assert found(engine, "keramiek ") == ["exact", "typo"]


def test_better_field_first(engine: Engine) -> None:
    """Statement 10: the declared order, which was measured best."""
    order = ["trades", "branche", "tasks", "title", "keywords", "stems", "description", "aanbieder"]
    engine.upsert([document(name, rank_key=f"{9 - n}", **{name: "bijl"}) for n, name in enumerate(order)])
    assert found(engine, "bijl", fields=tuple(order)) == order


def test_best_field_per_word_summed(engine: Engine) -> None:
    """Statement 10: tasks + tasks stands before branche + description."""
    engine.upsert(
        [
            document("wide", branche=["bijl"], description="zeef"),
            document("near", tasks=["bijl", "zeef"]),
            document("far", description="bijl zeef"),
        ]
    )
    assert found(engine, "bijl zeef") == ["near", "wide", "far"]


def test_a_better_field_counts_only_with_as_few_typos(engine: Engine) -> None:
    """Statement 10."""
    engine.upsert([document("a", branche=["keramik"], aanbieder="keramiek"), document("b", description="keramiek")])
    assert found(engine, "keramiek ") == ["b", "a"]


def test_equal_text_by_distance_then_rank_key(engine: Engine) -> None:
    """Statement 10; documents without coordinates last, under a metre apart is equal."""
    engine.upsert(
        [
            document("far", title="bijl", rank_key="1", _geo=at(52.5, 5.9699)),
            document("nowhere", title="bijl", rank_key="0"),
            document("near-b", title="bijl", rank_key="3", _geo=at(52.22, 5.9699)),
            document("near-a", title="bijl", rank_key="2", _geo=at(52.220001, 5.9699)),
            document("text", tasks=["bijl"], rank_key="9"),
        ]
    )
    assert found(engine, "bijl", point=APELDOORN) == ["text", "near-a", "near-b", "far", "nowhere"]


def test_rank_key_decides_among_equals(engine: Engine) -> None:
    """Statement 10, also without words."""
    engine.upsert([document(key, title="bijl", rank_key=key) for key in ("m", "b", "z", "a")])
    assert found(engine, "bijl") == found(engine, "") == ["a", "b", "m", "z"]


def test_a_prefix_match_is_no_typo(engine: Engine) -> None:
    """Statement 11."""
    engine.upsert([document("whole", description="zaag"), document("longer", branche=["zaagsel"])])
    assert found(engine, "zaag") == ["longer", "whole"]


def test_a_split_word_counts_as_one_typo(engine: Engine) -> None:
    """Statements 6 and 10."""
    engine.upsert([document("apart", branche=["kaas winkel"]), document("whole", aanbieder="kaaswinkel")])
    assert found(engine, "kaaswinkel") == ["whole", "apart"]


@pytest.mark.parametrize("words", ['"de bijl"', "debijl", '"de bijl" -zeef'])
def test_a_phrase_has_the_field_it_stands_in(engine: Engine, words: str) -> None:
    """Statement 10: not the better field of its first word; a word typed as one is the phrase of its halves."""
    engine.upsert(
        [
            document("below", branche=["de bank"], description="bij de bijl", rank_key="1"),
            document("above", title="de bijl", description="bijl", rank_key="2"),
            document("best", tasks=["slijp de bijl"], rank_key="3"),
            document("last", tasks=["de zware bijl"], aanbieder="de bijl", rank_key="00"),
            document("not", tasks=["de zware bijl"], rank_key="0"),
        ]
    )
    assert found(engine, words) == ["best", "above", "below", "last"]
    assert found(engine, words, page=2, per_page=1) == ["above"]


@pytest.mark.parametrize("order", ["relevance", "distance"])
@pytest.mark.parametrize("words", ["", "bijl", "bijl zeef"])
def test_pages_concatenated_equal_one_big_page(engine: Engine, words: str, order: str) -> None:
    """Statement 11: no gaps, no repeats, the same on every call."""
    rnd = random.Random(5)
    fields = ("title", "tasks", "description", "aanbieder")
    documents = []
    for n in range(60):
        text = {rnd.choice(fields): "bijl", rnd.choice(fields): "zeef bijl"}
        documents.append(document(f"d{n}", _geo=at(52 + rnd.randrange(4) / 10, 6), **text))
    engine.upsert(documents)
    asked = {"order": order, "point": APELDOORN}
    whole = found(engine, words, per_page=100, **asked)
    pages = [found(engine, words, page=page, per_page=7, **asked) for page in range(1, 11)]
    assert [*chain(*pages)] == whole
    assert len(set(whole)) == 60


def test_order_by_distance_ignores_relevance(engine: Engine) -> None:
    """Statement 12: strictly nearest first over all matches, with words too."""
    engine.upsert(
        [
            document("best", branche=["bijl"], _geo=at(52.4, 6)),
            document("near", aanbieder="bijl", _geo=at(52.22, 6)),
            document("other", title="zeef", _geo=at(52.21, 6)),
            document("nowhere", branche=["bijl"]),
        ]
    )
    assert found(engine, "bijl", order="distance", point=APELDOORN) == ["near", "best", "nowhere"]


def test_distance_is_whole_metres_within_half_a_percent_of_the_geodesic(engine: Engine) -> None:
    """Statement 12; geopy is the oracle."""
    spots = {"a": (50.75, 5.7), "b": (53.45, 6.9), "c": (52.0, 3.5), "d": (52.2113, 5.97), "e": (51.44, 5.48)}
    engine.upsert([document(name, _geo=at(*spot)) for name, spot in spots.items()])
    for hit in engine.search(SearchQuery(point=APELDOORN)).hits:
        exact = geodesic(APELDOORN, spots[hit.id]).meters
        assert isinstance(hit.distance_m, int)
        assert abs(hit.distance_m - exact) <= max(1, exact * 0.005)


def test_no_distance_without_a_point_or_coordinates(engine: Engine) -> None:
    """Statement 12."""
    engine.upsert([document("a"), document("b", _geo=at(52, 6))])
    assert [hit.distance_m for hit in engine.search(SearchQuery()).hits] == [None, None]
    assert {hit.id for hit in engine.search(SearchQuery(point=APELDOORN)).hits if hit.distance_m is None} == {"a"}
