"""Text as a person wrote it."""

import unicodedata

import pytest

from portal.domain.written import as_written, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("  a \n", "a"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("a\tb", "a\tb"),
        ("é😀", "é😀"),
        ("\ud800", ""),
    ],
)
def test_as_written(typed: str, kept: str) -> None:
    assert as_written(typed) == kept


def test_every_control_character_goes_and_no_other() -> None:
    gone = {c for c in map(chr, range(0x110000)) if as_written(f"x{c}x") == "xx"}
    control = {c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cc", "Cs")}
    assert gone == control - {"\n", "\t", "\r"}


def test_one_line() -> None:
    assert one_line(" a\r\n\tb  c ") == "a b c"
