"""Statements 1 to 9: which documents a text finds."""

from __future__ import annotations

import pytest

from indexer.engine import Engine, SearchQuery, UnknownField
from tests.indexer.contract.documents import document, found, texts


@pytest.mark.parametrize(
    ("text", "words", "hit"),
    [
        ("een Café hier", "CAFE", True),
        ("een cafe hier", "café", True),
        ("de Coöperatie", "cooperatie", True),
        ("de Coo\u0308peratie", "cooperatie", True),
        ("Œuvre en Ægir", "oeuvre aegir", True),
        ("bij Søren", "soren", True),
        ("een straße", "strasse ", False),
        ("een straße", "STRAßE", True),
    ],
)
def test_case_and_accents_fold(engine: Engine, text: str, words: str, hit: bool) -> None:
    """Statement 1."""
    texts(engine, text)
    assert bool(found(engine, words)) is hit


@pytest.mark.parametrize("text", ["re-zaaien", "re/zaaien", "re.zaaien", "re,zaaien", "re'zaaien", "re(zaaien)re"])
def test_marks_separate_words(engine: Engine, text: str) -> None:
    """Statement 2."""
    texts(engine, text)
    assert found(engine, "zaaien ") == ["t0"]


@pytest.mark.parametrize(
    ("text", "words"), [("auto's", "auto"), ("zaag_blad", "blad"), ("a&blik", "blik"), ("x@y", "y")]
)
def test_words_inside_marks_are_found(engine: Engine, text: str, words: str) -> None:
    """Statement 2."""
    texts(engine, text)
    assert found(engine, f"{words} ") == ["t0"]


@pytest.mark.parametrize("words", ["paarden ", "Zadel"])
def test_no_stemming_and_no_camel_case(engine: Engine, words: str) -> None:
    """Statement 2."""
    texts(engine, "paardje hoefZadel")
    assert found(engine, words) == []


@pytest.mark.parametrize(
    ("indexed", "words", "hit"),
    [
        ("werk", "werc ", False),  # 4 letters: none
        ("fiets", "fiats ", True),  # 5: one
        ("fiets", "fiat ", False),  # 4 typed letters: none
        ("keramiek", "keramik ", True),
        ("keramiek", "kramik ", False),  # two typos in 6 letters
        ("keramiek", "karamiak ", False),
        ("bloemkool", "blomkol ", False),  # 7 letters: one typo, two needed
        ("bloemkool", "bloamkoal ", True),  # 9 letters: two
        ("bloemkool", "bliamkial ", False),  # three typos
        ("dubbelzout", "dubbelzuot ", True),
        ("73115", "73116 ", False),  # a number is no word with a typo
    ],
)
def test_typos_by_length_of_the_typed_word(engine: Engine, indexed: str, words: str, hit: bool) -> None:
    """Statement 3."""
    texts(engine, f"het {indexed} daar")
    assert bool(found(engine, words)) is hit


@pytest.mark.parametrize(
    ("indexed", "words", "hit"),
    [
        ("fiets", "feits ", True),  # a swap is one
        ("fiets", "giets ", False),  # the first letter counts as two
        ("fiets", "iets ", False),
        ("bloemkool", "gloemkool ", True),
        ("bloemkool", "loemkool ", False),  # 8 typed letters
        ("bloemkool", "lboemkool ", True),
        ("bloemkool", "gloemkoop ", False),  # two for the first letter, and one more
    ],
)
def test_swaps_and_first_letters(engine: Engine, indexed: str, words: str, hit: bool) -> None:
    """Statement 4."""
    texts(engine, f"het {indexed} daar")
    assert bool(found(engine, words)) is hit


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("groenv", True),
        ("groenv ", False),
        ("groenv.", False),
        ("g", True),
        ("greonv", True),  # one typo in 6 typed letters
        ("groenv daar", False),  # an earlier word is never a prefix
        ("daar groenv", True),
    ],
)
def test_last_word_is_a_prefix(engine: Engine, words: str, hit: bool) -> None:
    """Statement 5."""
    texts(engine, "groenvoorziening daar")
    assert bool(found(engine, words)) is hit


@pytest.mark.parametrize("words", ["groen voorziening", "groen voor ziening", "groen voorz", "groen voor"])
def test_words_typed_apart_find_the_joined_word(engine: Engine, words: str) -> None:
    """Statement 6."""
    texts(engine, "groenvoorziening")
    assert found(engine, words) == ["t0"]


def test_words_typed_as_one_find_two_neighbours(engine: Engine) -> None:
    """Statement 6: not across the end of a sentence, and not across items."""
    texts(engine, "kaas winkel", "kaas. Winkel", "winkel kaas")
    engine.upsert([document("items", tasks=["oude kaas", "winkel open"])])
    assert found(engine, "kaaswinkel") == ["t0"]


@pytest.mark.parametrize(("words", "ids"), [("bijl zeef", ["a"]), ("bijl", ["a", "b"]), ("bijl zeef mossel", [])])
def test_all_words_must_match_in_any_field(engine: Engine, words: str, ids: list[str]) -> None:
    """Statement 7."""
    engine.upsert([document("a", tasks=["bijl"], description="zeef"), document("b", title="bijl")])
    assert found(engine, words) == ids


def test_fields_limit_where_words_are_sought(engine: Engine) -> None:
    """Statement 7; `stems` only takes part when it is asked."""
    engine.upsert([document("a", stems="bijl"), document("b", title="bijl")])
    assert found(engine, "bijl") == ["b"]
    assert found(engine, "bijl", fields=("stems",)) == ["a"]
    assert found(engine, "bijl", fields=("title", "stems")) == ["b", "a"]


def test_an_unknown_searched_field_is_an_error(engine: Engine) -> None:
    """Statement 7."""
    with pytest.raises(UnknownField):
        engine.search(SearchQuery("bijl", fields=("adres",)))


def test_words_beyond_the_tenth_are_ignored(engine: Engine) -> None:
    """Statement 8."""
    ten = "aker bijl citer dolk egge fles gong hark inkt juk"
    texts(engine, ten)
    assert found(engine, f"{ten} mossel") == ["t0"]
    assert found(engine, f"mossel {ten}") == []


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ('"rode bijl"', ["t0"]),
        ('"Rode bijl', ["t0"]),  # a quote that is not closed yet
        ('"rode bij"', []),  # no prefix
        ('"rodde bijl"', []),  # no typo
        ('"rode bijl" scherp', ["t0"]),
        ('"bijl scherp"', []),  # not across a sentence
        ("rode -bijl", ["t2"]),
        ("rode -bij", ["t0", "t1", "t2"]),  # exactly that word
        ('rode -"rode bijl"', ["t1", "t2"]),
        ("-bijl", ["t2"]),
        ("rode-bijl", ["t0", "t1"]),  # a hyphen inside is no minus
    ],
)
def test_phrases_and_minus(engine: Engine, words: str, ids: list[str]) -> None:
    """Statement 8."""
    texts(engine, "rode bijl. Scherp", "bijl rode", "rode zeef")
    assert sorted(found(engine, words)) == ids


@pytest.mark.parametrize("words", ["", "   ", "\t\n"])
def test_an_empty_query_matches_everything(engine: Engine, words: str) -> None:
    """Statement 9."""
    texts(engine, "bijl", "zeef")
    assert found(engine, words) == ["t0", "t1"]


@pytest.mark.parametrize("words", ["!?", "-", '"', '""', "--", "* %", "()", "\x00", "\ud800"])
def test_a_query_of_punctuation_does_not_raise(engine: Engine, words: str) -> None:
    """Statement 9."""
    texts(engine, "bijl")
    engine.search(SearchQuery(words))
