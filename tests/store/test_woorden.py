"""Branches and everyday words: what is in the files, and what a slip in them says."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.store.branches import Branche, Branches, load_branches
from portal.store.data_error import DataError
from portal.store.woorden import Words, folded, load_words

TWO = Branches((Branche("groen", "Groen", "U tuint."), Branche("hout", "Hout", "U zaagt.")))


def _folder(tmp_path: Path, **files: str) -> Path:
    texts = {"groen": "tuin\n", "hout": "plank\n", "vulwoorden": "iets\nmet\n", "vakken": "groen: tuin, hark\n"} | files
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def _error(folder: Path) -> tuple[str, str, str]:
    with pytest.raises(DataError) as caught:
        load_words(TWO, folder)
    return caught.value.file, caught.value.where, caught.value.reason


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [
        ("tuin\nhark\ntuin\n", "line 3", "already on line 1"),
        ("tuin\nTuin\n", "line 2", "already on line 1"),
        ("café\ncafe\n", "line 2", "already on line 1"),
        ("# remark\n\nmet de hand\niets\n", "line 4", "also in vulwoorden.txt"),
        ("!!!\n", "line 1", "not a word"),
        ("tuin, hark\n", "line 1", "not a word"),
        ("2024\n", "line 1", "not a word"),
        ("knip- en naaiwerk\n", "line 1", "not a word"),
        ("een heel lange zin over tuinen\n", "line 1", "more than 5 words"),
    ],
)
def test_a_slip_in_a_branche_file_says_where_and_why(tmp_path: Path, text: str, where: str, part: str) -> None:
    file, found, reason = _error(_folder(tmp_path, groen=text))
    assert (file, found) == ("groen.txt", where)
    assert part in reason


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [("iets\nIets\n", "line 2", "already"), ("iets\nop zoek\n", "line 2", "not one word"), ("?\n", "line 1", "not a")],
)
def test_a_slip_in_the_filler_words_says_where_and_why(tmp_path: Path, text: str, where: str, part: str) -> None:
    file, found, reason = _error(_folder(tmp_path, vulwoorden=text))
    assert (file, found) == ("vulwoorden.txt", where)
    assert part in reason


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [
        ("tuin, hark\n", "line 1", "no branche"),
        ("# remark\ngroeen: tuin, hark\n", "line 2", "'groeen' is no branche"),
        ("groen: tuin,, hark\n", "line 1", "'' is not a word"),
        ("groen: tuin; hark, schep\n", "line 1", "not a word"),
        ("groen: tuin\n", "line 1", "at least two"),
    ],
)
def test_a_slip_in_the_trades_says_where_and_why(tmp_path: Path, text: str, where: str, part: str) -> None:
    file, found, reason = _error(_folder(tmp_path, vakken=text))
    assert (file, found) == ("vakken.txt", where)
    assert part in reason


def test_trades_are_groups_of_words_per_branche(tmp_path: Path) -> None:
    trades = load_words(TWO, _folder(tmp_path, vakken="groen: tuin, gras  maaien\ngroen: bos, boom\n")).trades
    assert trades == {"groen": (("tuin", "gras maaien"), ("bos", "boom")), "hout": ()}


def test_known_are_the_single_words_without_capitals_and_accents(tmp_path: Path) -> None:
    words = load_words(TWO, _folder(tmp_path, groen="Café\ngras maaien\n", vakken="hout: zagen, hout bewerken\n"))
    assert words.known == {"groen", "hout", "cafe", "plank", "zagen"}


def test_a_file_of_an_unknown_branche_is_refused(tmp_path: Path) -> None:
    assert _error(_folder(tmp_path, groeen="gras\n"))[0] == "groeen.txt"


@pytest.mark.parametrize("name", ["hout.txt", "vulwoorden.txt"])
def test_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = _folder(tmp_path)
    (folder / name).unlink()
    assert _error(folder)[0] == name


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "hout.txt").write_bytes(b"plank\xff\n")
    assert _error(folder)[0] == "hout.txt"


def test_remarks_blank_lines_and_a_windows_mark_are_passed_over(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "groen.txt").write_bytes(b"\xef\xbb\xbf# remark\r\n\r\n  kleine   tuin \r\n")
    assert load_words(TWO, folder).keywords["groen"] == ("kleine tuin",)


def test_filler_words_are_kept_folded(tmp_path: Path) -> None:
    assert load_words(TWO, _folder(tmp_path, vulwoorden="Cliënt\n")).fillers == {"client"}


def test_folding_takes_case_and_accents_off() -> None:
    assert folded("Coöperatie É") == "cooperatie e"


@pytest.fixture(scope="module")
def shipped() -> Words:
    return load_words(load_branches())


def test_there_are_about_twenty_five_branches_with_a_sentence_each() -> None:
    branches = load_branches().all
    assert 23 <= len(branches) <= 30
    assert all(b.description.startswith("U ") and b.description.endswith(".") for b in branches)


def test_every_branche_has_sixty_words_or_more(shipped: Words) -> None:
    assert {token: len(words) for token, words in shipped.keywords.items() if len(words) < 60} == {}


@pytest.mark.parametrize(
    ("word", "branches"),
    [
        ("sleutelen", {"techniek"}),
        ("bakken", {"bakkerij"}),
        ("honden", {"dieren"}),
        ("strijken", {"was"}),
        ("buiten", {"groen", "natuur", "dieren"}),
        ("koffie schenken", {"horeca", "zorg", "receptie"}),
        ("rolstoel", set()),  # says what somebody needs, not what the work is
    ],
)
def test_a_word_leads_to_its_branches_and_no_other(shipped: Words, word: str, branches: set[str]) -> None:
    assert {token for token, words in shipped.keywords.items() if word in words} == branches


BAD_BRANCHES = [
    ('token = "Groen"\nnaam = "G"\nomschrijving = "U."', "branche[0].token"),
    ('token = "groen"\nnaam = "G"', "branche[0].omschrijving"),
    ('token = "groen"\nnaam = "G"\nomschrijving = "U."\nkleur = "g"', "branche[0].kleur"),
]


@pytest.mark.parametrize(("row", "where"), BAD_BRANCHES)
def test_a_slip_in_the_branches_says_where(tmp_path: Path, row: str, where: str) -> None:
    (tmp_path / "branches.toml").write_text(f"[[branche]]\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_branches(tmp_path)
    assert (caught.value.file, caught.value.where) == ("branches.toml", where)


@pytest.mark.parametrize("key", ["token", "naam"])
def test_a_branche_that_is_there_twice_is_refused(tmp_path: Path, key: str) -> None:
    rows = [{"token": "a", "naam": "A", "omschrijving": "U."}, {"token": "b", "naam": "B", "omschrijving": "U."}]
    rows[1][key] = rows[0][key]
    text = "".join("[[branche]]\n" + "".join(f'{k} = "{v}"\n' for k, v in row.items()) for row in rows)
    (tmp_path / "branches.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_branches(tmp_path)
    assert caught.value.where == f"branche[1].{key}"


def test_a_token_that_left_the_list_is_its_own_label() -> None:
    assert (load_branches().label("oud"), load_branches().get("oud")) == ("oud", None)
