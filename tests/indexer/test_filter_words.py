"""Words that are filters: which are recognised, and what remains of the search (filter_queries.tsv)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.filter_words import MOST_CHARACTERS, Reading, quoted, read
from indexer.pieces import pieces_of, unwanted
from indexer.words import content_words, says_nothing
from portal.domain.dagdelen import DAGDELEN
from portal.domain.regeling import PRODUCT_TOKENS
from portal.store.catalogue import Catalogue, load_catalogue

_TABLE = Path(__file__).with_name("filter_queries.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in _TABLE if not line.startswith("#")]
_WISHES = ["ochtend", "op", "trede", "3", "naar", "Engels", "weekend", "in een", "groep", "rolstoel", "avonden"]
_OTHERS = [
    "tuin",
    "geen",
    "niet",
    "en",
    "of",
    "maar",
    "liever",
    "de",
    ",",
    "dieren.",
    '"trede 3"',
    "-tuin",
    "druk",
    "'s",
]
_SAID = [*_WISHES, *_OTHERS, "vrije plek"]
SENTENCES = st.lists(st.sampled_from(_SAID), max_size=12).map(" ".join)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The data files of the portal."""
    return load_catalogue()


def reading(q: str, place: str = "-") -> Reading:
    """What is read where these products exist."""
    known = catalogue()
    regelingen = known.regelingen.for_gemeente(place) if place != "-" else ()
    products = [product.token for regeling in regelingen for product in regeling.offered] or list(PRODUCT_TOKENS)
    return read(q, known.words, known.filter_words, products)


def written(key: str, values: tuple[str, ...], wanted: str) -> bool:
    """Whether the values are those of the table, where a * is any."""
    patterns = wanted.removeprefix(f"{key}=").split()
    if key != "dagdeel":
        return list(values) == patterns
    return values == tuple(one for one in DAGDELEN if any(fnmatchcase(one, pattern) for pattern in patterns))


@pytest.mark.parametrize(("q", "place", "wanted", "rest"), ROWS)
def test_words_that_are_filters(q: str, place: str, wanted: str, rest: str) -> None:
    found = reading(q, place).meant
    if not wanted:
        assert found == ()
    else:
        assert [(one.rest, written(one.wish.key, one.wish.values, wanted)) for one in found] == [(rest, True)]


def test_each_filter_leaves_the_words_of_the_others() -> None:
    found = reading("in een groep koken, ochtend, ik sta op trede 3 en wil naar trede 4").meant
    assert [(one.wish.key, one.rest) for one in found] == [
        ("product", "koken, ochtend, ik sta op trede 3 en wil naar trede 4"),
        ("dagdeel", "in een groep koken, ik sta op trede 3 en wil naar trede 4"),
        ("trede", "in een groep koken, ochtend, en wil naar trede 4"),
        ("doel", "in een groep koken, ochtend, ik sta op trede 3"),
    ]


@pytest.mark.parametrize(
    ("q", "tip"),
    [
        ("niet te druk", True),
        ("rustig werk met dieren", True),
        ("een kleine groep", True),
        ("druk", False),
        ("geen rust", False),
        ('"rustig"', False),
    ],
)
def test_what_no_filter_expresses_has_a_sentence(q: str, tip: bool) -> None:
    assert bool(reading(q).tips) is tip


def test_the_words_themselves_are_searched_between_quotes() -> None:
    q = "koken op trede 3 in de ochtend"
    again = quoted(q, [span for one in reading(q).meant for span in one.spans])
    assert (again, reading(again).meant) == ('koken "op trede 3" in de "ochtend"', ())


@given(SENTENCES)
@example("geen ochtend -tuin 's")
def test_what_is_not_wanted_is_not_searched_without_the_filter_word(q: str) -> None:
    known = catalogue().words
    pieces = list(pieces_of(q))
    flags = unwanted(pieces, known.fillers)
    wanted = {piece.word for piece, no in zip(pieces, flags, strict=True) if not no}
    only_unwanted = {piece.word for piece, no in zip(pieces, flags, strict=True) if no} - wanted
    for one in reading(q).meant:
        assert not only_unwanted & set(content_words(one.rest, known).split()), one


@given(SENTENCES)
def test_the_rest_names_that_filter_no_more(q: str) -> None:
    for one in reading(q).meant:
        again = {other.wish.key: other.wish.values for other in reading(one.rest).meant}
        assert one.wish.key in ("trede", "doel", "product") or again.get(one.wish.key) != one.wish.values


@given(SENTENCES)
def test_what_says_nothing_leaves_nothing(q: str) -> None:
    assert all(one.rest == "" or not says_nothing(one.rest, catalogue().words) for one in reading(q).meant)


@given(st.text(max_size=300))
def test_any_text_is_read(q: str) -> None:
    assert len(reading(q).meant) <= 9


@pytest.mark.parametrize("part", ["geen trede 3 ", "zaterdag ", '" ', "-a ", "'s ", "ochtend"])
def test_eight_thousand_characters_are_read_in_part(part: str) -> None:
    found = reading(part * (8_000 // len(part)))
    assert all(len(one.rest) <= MOST_CHARACTERS for one in found.meant)
