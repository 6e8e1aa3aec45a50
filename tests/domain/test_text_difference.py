"""Word by word: what went, what came, and that both texts can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text_difference import Kind, text_difference

TEXT = st.text(alphabet="ab \n", max_size=40)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("een twee", "een twee", [(Kind.SAME, "een twee")]),
        ("een twee", "een drie", [(Kind.SAME, "een "), (Kind.GONE, "twee"), (Kind.NEW, "drie")]),
        ("", "nieuw", [(Kind.NEW, "nieuw")]),
        ("weg", "", [(Kind.GONE, "weg")]),
        ("a b c", "a c", [(Kind.SAME, "a "), (Kind.GONE, "b "), (Kind.SAME, "c")]),
        ("", "", []),
        ("wij doen dit goed", "soms doen we dit", [(Kind.GONE, "wij doen dit goed"), (Kind.NEW, "soms doen we dit")]),
    ],
)
def test_pieces(old: str, new: str, expected: list[tuple[Kind, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in text_difference(old, new)] == expected


@given(TEXT, TEXT)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = text_difference(old, new)
    assert "".join(p.text for p in pieces if p.kind is not Kind.NEW) == old
    assert "".join(p.text for p in pieces if p.kind is not Kind.GONE) == new


def test_a_long_rewrite_is_one_piece_each() -> None:
    old, new = " ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))
    assert len(text_difference(old, new)) == 2
