"""Which branche the words of a search name."""

import pytest

from indexer.branche_words import BrancheWords
from portal.store.catalogue import Catalogue


@pytest.fixture(scope="module")
def known(catalogue: Catalogue) -> BrancheWords:
    """The word lists of `data/woorden/`."""
    return BrancheWords(catalogue.branches, catalogue.words)


@pytest.mark.parametrize(
    ("typed", "branche"),
    [
        ("lassen", "metaal"),
        ("ik wil graag iets met koken doen", "horeca"),
        ("timmeren", "hout"),
        ("tuin", "groen"),
        ("Fietsen maken!", "techniek"),
        ("geen dieren, wel tuinieren", "groen"),
        ("sgoonmaken", "schoonmaak"),
    ],
)
def test_words_name_a_branche(known: BrancheWords, typed: str, branche: str) -> None:
    assert known.branche_of(typed) == branche


@pytest.mark.parametrize("typed", ["", "xqzzyw", "ik wil graag", "!!!", '"', "-lassen", "geen dieren", "0" * 500])
def test_words_that_name_none(known: BrancheWords, typed: str) -> None:
    assert known.branche_of(typed) is None
