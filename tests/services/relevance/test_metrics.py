"""The figures against cases worked out by hand."""

from __future__ import annotations

import pytest

from portal.services.relevance.metrics import Score, dcg, ndcg, score, summary

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


@pytest.mark.parametrize(
    ("grades", "gain"),
    [
        ([], 0.0),
        ([3], 3.0),  # 3 / log2(2)
        ([0, 3], 1.892789),  # 3 / log2(3)
        ([3, 2, 1], 4.761860),  # 3 + 2/1.584963 + 1/2
        ([1, 2, 3], 3.761860),  # 1 + 2/1.584963 + 3/2
    ],
)
def test_gain_shrinks_with_the_rank(grades: list[int], gain: float) -> None:
    assert dcg(grades) == pytest.approx(gain, abs=1e-6)


@pytest.mark.parametrize(
    ("ranked", "figure"),
    [
        (["a", "b", "c"], 1.0),
        (["a", "b", "c", "d", "x"], 1.0),  # grade 0 and unjudged below the good ones cost nothing
        (["c", "b", "a"], 0.789998),  # 3.761860 / 4.761860
        (["x", "a"], 0.397489),  # 1.892789 / 4.761860
        (["d", "x"], 0.0),
        ([], 0.0),
    ],
)
def test_ndcg_of_one_query(ranked: list[str], figure: float) -> None:
    assert ndcg(ranked, GRADES) == pytest.approx(figure, abs=1e-6)


def test_ndcg_looks_no_further_than_the_cut() -> None:
    assert ndcg(["x", "y", "a"], GRADES, cut=2) == 0.0


def test_the_best_possible_is_cut_as_well() -> None:
    grades = {f"g{n}": 3 for n in range(12)}
    assert ndcg([f"g{n}" for n in range(10)], grades) == pytest.approx(1.0)


def test_without_any_use_there_is_no_gain() -> None:
    assert ndcg(["a"], {"a": 0}) == 0.0


@pytest.mark.parametrize(
    ("ranked", "good"),
    [
        (["x", "x2", "x3", "x4", "b"], True),
        (["x", "x2", "x3", "x4", "x5", "b"], False),  # sixth
        (["c"], False),  # related is not good
        ([], False),
    ],
)
def test_a_good_hit_stands_among_the_first_five(ranked: list[str], good: bool) -> None:
    assert score(ranked, GRADES).good is good


def test_a_query_without_good_offers_says_nothing_about_the_first_five() -> None:
    assert score(["c"], {"c": 1}).good is None


def test_nothing_found_is_not_found() -> None:
    assert not score([], GRADES).found


def test_the_share_that_was_judged_is_of_the_first_ten() -> None:
    assert score(["a", "x", "b", "y"], GRADES).judged == 0.5


def test_the_summary_is_the_mean() -> None:
    of = summary([Score(1.0, True, True, 1.0), Score(0.0, False, False, 1.0), Score(0.5, True, None, 0.25)])
    assert (of.queries, of.ndcg, of.none, of.good, of.judged) == (3, 0.5, pytest.approx(1 / 3), 0.5, 0.75)


def test_the_summary_of_nothing_is_zero() -> None:
    assert summary([]).ndcg == 0.0
