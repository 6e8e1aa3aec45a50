"""From what people type to the questions for the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import schema
from indexer.words import StepQuery, content_words, keywords_for, stem_query, steps, trades_for, without_last_word
from portal.store.woorden import Words

FILLERS = "ik wil graag iets met van doen werken werk de een te in wel graag liever en heel"
WORDS = Words(frozenset(FILLERS.split()), {"groen": ("tuin", "kas", "planten"), "winkel": ("kassa", "tuin")})


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ("dieren", "dieren"),
        ("ik wil graag iets met dieren", "dieren"),
        ("ik wil iets met dieren doen", "dieren "),  # a word with more behind it is complete: no prefix
        ("Iets, met: dieren!", "dieren!"),
        ("tuin ", "tuin "),
        ("tuin  \t", "tuin "),
        ("  tuin", "tuin"),
        ("iets met", "iets met"),  # nothing else left: they count again
        ("werk", "werk"),
        ("Graag ", "Graag "),
        ("", ""),
        ("   ", ""),
        ("!!! ... - \" '", ""),
        ("dieren ???", "dieren "),
        ("graag/liever", "graag/liever"),
        ("met/zonder", "met/zonder"),
        ("pony's", "pony's"),
        ('"iets met dieren"', '"iets met dieren"'),
        ('ik wil "met de hand" werken', '"met de hand" '),
        ("tuin -werk", "tuin -werk"),
        ('tuin -"heel druk"', 'tuin -"heel druk"'),
        ('"half open', '"half open'),
        ("IK WIL TUIN", "TUIN"),
        ("re-integratie", "re-integratie"),
    ],
)
def test_filler_words_are_taken_out(typed: str, content: str) -> None:
    assert content_words(typed, WORDS) == content


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ("geen dieren", ""),
        ("ik wil geen dieren", ""),
        ("werken zonder computer", ""),
        ("niet te druk", ""),
        ("geen zwaar werk, graag dieren", "dieren"),
        ("geen dieren of kinderen", ""),
        ("geen dieren en kinderen", ""),
        ("niet binnen en graag buiten", "buiten"),
        ("geen dieren, wel tuin", "tuin"),
        ("tuin geen dieren", "tuin "),
        ('geen "oude mensen"', ""),
        ("geen dieren -honden", "-honden"),
        ("Niet achter een computer. Tuin", "Tuin"),
        ("nietmachine", "nietmachine"),
    ],
)
def test_what_somebody_does_not_want_is_not_searched(typed: str, content: str) -> None:
    assert content_words(typed, WORDS) == content


@pytest.mark.parametrize(
    ("typed", "stemmed"),
    [
        ("paarden verzorgen", "paard verzorg"),
        ("paardjes ", "paard "),
        ('"twee paarden" lopen', '"twee paarden" loop'),
        ("lopen -paarden", "loop -paarden"),
        ("auto's/fietsen", "auto fiets"),
        ("", ""),
    ],
)
def test_every_word_becomes_its_stem(typed: str, stemmed: str) -> None:
    assert stem_query(typed) == stemmed


@pytest.mark.parametrize(
    ("typed", "fewer"),
    [
        ("groen xyz", "groen "),
        ("een twee drie", "een twee "),
        ("groen", ""),
        ("", ""),
        ('groen "twee woorden"', "groen "),
        ("groen xyz -dieren", "groen -dieren"),
        ("groen -dieren", ""),
    ],
)
def test_the_last_word_is_dropped_once(typed: str, fewer: str) -> None:
    assert without_last_word(typed) == fewer


def test_the_steps_in_their_order() -> None:
    assert list(steps("iets met planten zaaien", WORDS)) == [
        StepQuery("letterlijk", "planten zaaien", schema.FIRST_STEP),
        StepQuery("woordvormen", "plant zaai ", schema.SEARCHED),
        StepQuery("minder-woorden", "planten ", schema.FIRST_STEP),
        StepQuery("minder-woorden", "plant ", schema.SEARCHED),
    ]


def test_one_word_has_no_step_with_fewer() -> None:
    assert [step.name for step in steps("planten", WORDS)] == ["letterlijk", "woordvormen"]


@pytest.mark.parametrize("typed", ["", "  ", "?!", "geen dieren"])
def test_nothing_to_search_is_one_step_that_matches_everything(typed: str) -> None:
    assert list(steps(typed, WORDS)) == [StepQuery("letterlijk", "", schema.FIRST_STEP)]


def test_filler_words_alone_end_with_everything() -> None:
    assert [(step.name, step.words) for step in steps("ik wil werken", WORDS)][-1] == ("minder-woorden", "")


@pytest.mark.parametrize(
    ("typed", "first"), [("kas", "kas "), ("KAS", "KAS "), ("ka", "ka"), ("tuin", "tuin "), ("planten", "planten")]
)
def test_a_short_everyday_word_is_complete(typed: str, first: str) -> None:
    assert next(iter(steps(typed, WORDS))).words == first


@pytest.mark.parametrize(("typed", "stemmed"), [("kapster", "kap "), ("konijntje", "konijn"), ("tuintje ", "tuin ")])
def test_a_short_stem_is_complete(typed: str, stemmed: str) -> None:
    assert list(steps(typed, WORDS))[1].words == stemmed


def test_keywords_of_two_branches_are_each_there_once() -> None:
    assert keywords_for(["groen", "winkel", "weg"], WORDS) == ["tuin", "kas", "planten", "kassa"]


@given(st.text(max_size=200))
def test_any_text_gives_steps(typed: str) -> None:
    found = list(steps(typed, WORDS))
    assert 1 <= len(found) <= 6
    assert found[0].name == "letterlijk"


@given(st.lists(st.sampled_from(["tuin", "geen", "iets", "-werk", '"met de"', ",", "dieren"]), max_size=8))
def test_taking_fillers_out_twice_changes_nothing(parts: list[str]) -> None:
    once = content_words(" ".join(parts), WORDS)
    assert content_words(once, WORDS) == once


TRADES = Words(
    frozenset({"met", "werk"}),
    {"dieren": ("inpakwerk",), "was": ()},
    {"dieren": (("paard", "manege", "stal uitmesten"), ("fiets", "boek")), "was": (("wassen", "wasserij"),)},
)
HORSES = ["paard", "manege", "stal uitmesten"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("paardjes borstelen", HORSES),  # by stem
        ("Manegehulp", HORSES),  # a compound says its first part
        ("de stallen van het erf uitmesten", HORSES),  # all words of a phrase
        ("stallen schilderen", []),  # not half a phrase
        ("boekhouding", []),  # too short a part to start a compound
        ("De Wasserij", []),  # a trade of another branche
        ("", []),
    ],
)
def test_a_werkplek_answers_to_all_words_of_a_trade_it_names(text: str, found: list[str]) -> None:
    assert trades_for(["dieren"], [text], TRADES) == found


def test_a_phrase_is_looked_for_in_one_text() -> None:
    assert trades_for(["dieren"], ["stal", "uitmesten"], TRADES) == []


@pytest.mark.parametrize(
    ("typed", "content"), [("inpak werk", "inpakwerk"), ("graaf werk", "graaf "), ("met inpak", "inpak")]
)
def test_an_everyday_word_typed_apart_is_put_together(typed: str, content: str) -> None:
    assert content_words(typed, TRADES) == content


def test_after_the_stems_they_are_asked_as_they_sound() -> None:
    found = [step.words for step in steps("schilderen bakkerij", WORDS) if step.name == "woordvormen"]
    assert found == ["schilder bak ", "sgilder bak "]
