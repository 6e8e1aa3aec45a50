"""Values of filters as Meilisearch keeps them: equal only when they are equal, and back as they were."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.meili_codes import decode, encode

PLAIN = re.compile(r"[A-Za-z0-9.=#-]+")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("serves", "GM0200"),
        ("serves", "GM0200.op-trede-3"),
        ("free", "NL"),
        ("talen", "nl"),
        ("dagdelen", "ma-ochtend"),
    ],
)
def test_codes_stand_as_they_are(field: str, value: str) -> None:
    assert encode(field, value) == value


@pytest.mark.parametrize(("field", "value"), [("serves", "gm0200"), ("serves", "nl"), ("talen", "NL"), ("talen", "é")])
def test_what_only_looks_like_a_code_does_not(field: str, value: str) -> None:
    assert encode(field, value) != value


@given(st.sampled_from(["serves", "talen"]), st.text())
def test_nothing_but_letters_digits_and_four_marks_is_sent(field: str, value: str) -> None:
    assert PLAIN.fullmatch(encode(field, value))


@given(st.sampled_from(["serves", "talen"]), st.text(max_size=60), st.text(max_size=60))
def test_equal_without_regard_to_capitals_only_when_equal(field: str, one: str, other: str) -> None:
    assert (encode(field, one).lower() == encode(field, other).lower()) == (one == other)


@given(st.sampled_from(["serves", "talen"]), st.text())
def test_back_as_it_was(field: str, value: str) -> None:
    sent = encode(field, value)
    assert decode(sent, {sent: value} if sent.startswith("#") else {}) == value
