"""Any text becomes text that a PDF/UA may hold, and stays the same text where it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.resources import data_path
from portal.services.paper_text import letters_of, paragraphs, printable

LETTERS = letters_of(data_path("paper", "carlito", "Carlito-Regular.ttf"))
BREAK = "\u200b"


@pytest.mark.parametrize("character", "aZ0é€ëŞЖΩ“”–•…")
def test_the_font_has_what_dutch_texts_and_names_need(character: str) -> None:
    assert character in LETTERS


@pytest.mark.parametrize("character", ["\U0001f600", "م", "中", "\x00", "\uffff"])
def test_the_font_lacks_the_rest(character: str) -> None:
    assert character not in LETTERS


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("*vet* $x$ #read(1) @bron \\n <b>", "*vet* $x$ #read(1) @bron \\n <b>"),
        ("e\u0301e\u0301n", "één"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\u00a0c", "a b c"),
        ("nul\x00 stuur\u202e surrogaat\ud800", "nul stuur surrogaat"),
        ("goed \U0001f600!", "goed !"),
        ("\uff21\uff22 \U0001d41a \u249c", "AB a (a)"),
        ("中م", "??"),
    ],
)
def test_printable(written: str, printed: str) -> None:
    assert printable(written, LETTERS) == printed


@pytest.mark.parametrize("hostile", ["w" * 300, "! " * 100, "( " * 100, "a ?( " * 60, "w\u00a0" * 100])
def test_a_line_can_break_everywhere(hostile: str) -> None:
    pieces = printable(hostile, LETTERS).replace(BREAK, "\n").split("\n")
    assert max(len(word) for piece in pieces for word in piece.split()) <= 25
    assert all(len(piece) <= 25 or piece.replace(" ", "").isalnum() for piece in pieces)


def test_ordinary_sentences_hold_no_breaks() -> None:
    text = "Wij bieden (ook) werk: planten, snoeien; harken! Komt u? Ja, op www.voorbeeld.example. " * 5
    assert BREAK not in printable(text, LETTERS)


@given(st.text())
def test_everything_printed_has_a_shape(text: str) -> None:
    assert set(printable(text, LETTERS)) <= LETTERS | {"\n", " ", BREAK}


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", []), ("a", [["a"]]), ("a\nb\n\n\n c ", [["a", "b"], ["c"]]), ("\n \n", []), ("a\n\t\nb", [["a"], ["b"]])],
)
def test_paragraphs(text: str, parts: list[list[str]]) -> None:
    assert paragraphs(text) == parts
