"""The measuring itself: the real search over a small yardstick, with and without parts of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from portal.cli import main
from portal.resources import data_path
from portal.services.relevance.judged import load_judged
from portal.services.relevance.measure import catalogue_with, measure
from portal.services.relevance.pipelines import by_meaning
from portal.services.search import SearchPage, SearchRequest
from portal.store.data_error import DataError
from tests.services.relevance.folders import OFFER, write_folder

HEADER = "qid\tkind\tquery\tplace\tneed\n"
LOCAL = {"regeling": "werkt-mee-apeldoorn", "gemeente": {"code": "GM0200", "naam": "Apeldoorn"}}
LOCAL |= {"woonplaats": "Apeldoorn", "producten": ["op-trede-3"], "lat": 52.2, "lon": 5.96}


def _found(folder: Path, engine: str = "embedded") -> dict[str, tuple[str, ...]]:
    """What the one query finds, per way of searching."""
    judged = load_judged(folder)
    lines = measure(judged, judged.of("all"), catalogue_with(), engine)
    return {line.name: line.asked[0].ranked for line in lines}


@pytest.mark.parametrize(
    ("query", "by"),
    [
        ("koken", "as typed"),
        ("ik wil graag koken", "+ filler words out"),
        ("kokkerellen", "+ everyday words"),
        ("gekookt", "+ word forms"),
        ("koken onderwaterlassen", "+ fewer words"),
    ],
)
def test_each_part_finds_what_the_parts_before_it_do_not(tmp_path: Path, query: str, by: str) -> None:
    row = f"q1\tgewoon\t{query}\t\tWil koken.\n"
    found = _found(write_folder(tmp_path, queries=HEADER + row))
    names = list(found)
    assert [name for name in names if found[name]] == names[names.index(by) :]


def test_meilisearch_finds_the_same_as_the_embedded_engine(tmp_path: Path, meilisearch_server: Any) -> None:
    del meilisearch_server  # there is one, or this test is skipped; the yardstick starts or finds its own
    folder = write_folder(tmp_path, queries=f"{HEADER}q1\tgewoon\tkoken graag\t\tWil koken.\n")
    ours = _found(folder, "meilisearch")
    assert ours.pop("plain, its own settings") == ("w1",)
    assert ours == _found(folder)


@pytest.mark.parametrize(("place", "ids"), [("Apeldoorn", ("w1",)), ("Groningen", ()), ("", ("w1",))])
def test_a_place_searches_as_locally_as_the_portal(tmp_path: Path, place: str, ids: tuple[str, ...]) -> None:
    row = f"q1\tgewoon\tkoken\t{place}\tWil koken.\n"
    found = _found(write_folder(tmp_path, offers=json.dumps(OFFER | LOCAL), queries=HEADER + row))
    assert found["the whole"] == found["as typed"] == ids


def test_an_unknown_place_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, queries=f"{HEADER}q1\tgewoon\tkoken\tXyzzyx\tWil koken.\n")
    with pytest.raises(DataError, match=r"queries\.tsv, line 2: place 'Xyzzyx'"):
        _found(folder)


def test_what_is_found_by_meaning_stands_below_the_hits() -> None:
    assert by_meaning(SearchPage(SearchRequest())) == ()
    page = SimpleNamespace(verwant=(SimpleNamespace(id="w7"), SimpleNamespace(id="w3")))
    assert by_meaning(cast(SearchPage, page)) == ("w7", "w3")


def test_the_command_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path)
    assert main(["relevance", str(folder), "--half", "all", "--engine", "embedded", "--each"]) == 0
    shown = capsys.readouterr().out
    assert "1 of 2 queries (all), 1 offers, 1 grades" in shown
    assert "1.00  q1  koken  [3 Eetcafe De Lepel]" in shown


def test_the_command_says_what_is_wrong_with_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["relevance", str(write_folder(tmp_path, qrels="qid\tid\n"))]) == 1
    assert "qrels.tsv, line 1" in capsys.readouterr().err


def test_a_changed_word_list_shows_whom_it_helps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "woorden"
    shutil.copytree(data_path("woorden"), words)
    with (words / "horeca.txt").open("a", encoding="utf-8") as file:
        file.write("smikkelwerk\n")
    folder = write_folder(tmp_path, queries=f"{HEADER}q1\tgewoon\tsmikkelwerk\t\tWil koken.\n")
    assert main(["relevance", str(folder), "--half", "all", "--words", str(words)]) == 0
    shown = capsys.readouterr().out
    assert "Helped: 1\n0.00 -> 1.00  q1  smikkelwerk" in shown
    assert "Harmed: 0" in shown


@pytest.mark.parametrize(("left", "why"), [((), "is not there"), (("hout.txt",), "copy all of data/woorden")])
def test_a_folder_of_words_that_is_not_whole_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], left: tuple[str, ...], why: str
) -> None:
    words = tmp_path / "woorden"
    for name in left:
        words.mkdir()
        shutil.copy(data_path("woorden", name), words)
    assert main(["relevance", str(write_folder(tmp_path)), "--half", "all", "--words", str(words)]) == 1
    assert str(words) in (told := capsys.readouterr().err)
    assert why in told


def test_no_folder_at_all_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["relevance", str(tmp_path / "nergens")]) == 1
    assert f"offers.jsonl, the file: cannot be read in {tmp_path / 'nergens'}" in capsys.readouterr().err
