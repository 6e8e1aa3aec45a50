"""Reading a folder of judged queries, and saying what is wrong with it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from portal.services.relevance.judged import Query, load_judged
from portal.store.data_error import DataError
from tests.services.relevance.folders import OFFER, write_folder

OWN = Path(__file__).parents[2] / "relevance"


def test_a_good_folder_is_read_whole(tmp_path: Path) -> None:
    judged = load_judged(write_folder(tmp_path))
    assert [query.words for query in judged.queries] == ["koken", "dieren"]
    assert judged.grades == {"q1": {"w1": 3}, "q2": {}}


def test_a_query_that_no_offer_answers_cannot_be_judged(tmp_path: Path) -> None:
    judged = load_judged(write_folder(tmp_path))
    assert [query.qid for query in judged.of("all")] == ["q1"]


@pytest.mark.parametrize(
    ("offers", "reason"),
    [
        ("{", "line 1: is not JSON"),
        ("[]", "line 1: is not an object"),
        (json.dumps({**OFFER, "id": "a b"}), "line 1: id must be"),
        (json.dumps({**OFFER, "aanbieder": "X"}), "line 1: aanbieder must be"),
        (json.dumps({**OFFER, "taken": "koken"}), "line 1: taken must be a list"),
        (json.dumps({k: v for k, v in OFFER.items() if k != "omschrijving"}), "line 1: omschrijving must be"),
        (f"{json.dumps(OFFER)}\n\n{json.dumps(OFFER)}", "line 3: id 'w1' is already on line 1"),
        ("", "the file: holds no offers"),
    ],
)
def test_a_wrong_offer_is_named_with_its_line(tmp_path: Path, offers: str, reason: str) -> None:
    with pytest.raises(DataError, match=f"offers.jsonl, {reason}"):
        load_judged(write_folder(tmp_path, offers=offers))


@pytest.mark.parametrize(
    ("queries", "reason"),
    [
        ("qid\tquery\n", "line 1: the columns must be"),
        ("qid\tkind\tquery\tplace\tneed\nq1\tk\tkoken\n", "line 2: has 3 values instead of 5"),
        ("qid\tkind\tquery\tplace\tneed\nq1\tk\t\t\tn\n", "line 2: qid, kind and query"),
        ("qid\tkind\tquery\tplace\tneed\nq1\tk\ta\t\tn\nq1\tk\tb\t\tn\n", "line 3: qid 'q1' is already on line 2"),
    ],
)
def test_a_wrong_query_is_named_with_its_line(tmp_path: Path, queries: str, reason: str) -> None:
    with pytest.raises(DataError, match=f"queries.tsv, {reason}"):
        load_judged(write_folder(tmp_path, queries=queries))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("q9\tw1\t1", "qid 'q9' is not in"),
        ("q1\tw9\t1", "id 'w9' is not in"),
        ("q1\tw1\t4", "grade '4' is not"),
        ("q1\tw1\t2\nq1\tw1\t3", "already judged"),
    ],
)
def test_a_wrong_grade_is_named_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(DataError, match=rf"qrels.tsv, line \d: .*{reason}"):
        load_judged(write_folder(tmp_path, qrels=f"qid\tid\tgrade\n{row}\n"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"offers\.jsonl, the file: cannot be read"):
        load_judged(tmp_path)


@pytest.mark.parametrize(
    ("qid", "half"),
    [("q001", "tuning"), ("q002", "figure"), ("2026-b10", "figure"), ("abc", "figure"), ("a", "tuning")],
)
def test_the_half_follows_from_the_qid(qid: str, half: str) -> None:
    assert Query(qid, "k", "w", "", "").half == half


def test_our_own_yardstick_is_as_large_as_it_must_be() -> None:
    judged = load_judged(OWN)
    assert len(judged.queries) >= 150
    assert len(judged.offers) >= 200
    assert {grade for of in judged.grades.values() for grade in of.values()} == {0, 1, 2, 3}


def test_every_query_of_ours_says_its_need_and_has_a_good_answer() -> None:
    judged = load_judged(OWN)
    assert [q.qid for q in judged.queries if not q.need or max(judged.grades[q.qid].values()) < 2] == []


def test_the_halves_hold_as_many_queries_of_each_kind() -> None:
    queries = load_judged(OWN).queries
    tuning, figure = (Counter(q.kind for q in queries if q.half == half) for half in ("tuning", "figure"))
    assert tuning == figure
    assert len(tuning) == 8
