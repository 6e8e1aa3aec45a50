"""The readable tail of an address."""

import pytest

from portal.domain.slug import slug

CASES = [
    ("Kwekerij De Zon", "kwekerij-de-zon"),
    ("Café ’t Hoekje & Co.", "cafe-t-hoekje-co"),
    ("  --  ", "werkplek"),
    ("東京", "werkplek"),
    ("a" * 59 + " b", "a" * 59),
]


@pytest.mark.parametrize(("name", "tail"), CASES)
def test_slug(name: str, tail: str) -> None:
    assert slug(name) == tail
