"""Word forms: which belong together, which must stay apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import snowballstemmer

from indexer.stemming import sound, stem, stem_parts, stems, stems_for

FORMS = Path(__file__).with_name("word_forms.txt")


@pytest.mark.parametrize(
    "forms",
    [
        "paard paarden paardje paardjes Paarden",
        "schilder schilderen schildert geschilderd schilderwerk schilderwerkzaamheden",
        "lopen loop loopt",
        "werven werf",
        "verven verf geverfd",
        "fiets fietsen fietsje fietsenmaker",
        "bakfiets bakfietsen",
        "kind kinderen kindje",
        "plant planten plantje plantjes",
        "beest beesten beestje beestjes",
        "poets poetsen",
        "auto auto's autootje",
        "pony pony's pony’s",
        "repareren repareert gerepareerd reparatie",
        "timmeren timmert timmerwerk",
        "naaien naait naaiwerk",
        "hout houten houtbewerking",
        "varken varkens",
        "tuin tuinen tuintje tuinonderhoud",
        "kopiëren kopieren kopieert",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1, [(form, stem(form)) for form in forms.split()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paar", "paard"),
        ("plan", "plant"),
        ("kast", "kas"),
        ("taart", "taak"),
        ("kaars", "kaart"),
        ("handwerk", "hand"),
        ("drukwerk", "druk"),
        ("huiswerk", "huis"),
        ("netwerk", "net"),
        ("kok", "kook"),
        ("bos", "boos"),
        ("dans", "dan"),
        ("pakket", "pak"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_compound_gives_the_stem_of_its_tail_too() -> None:
    assert stem_parts("dierenverzorging") == ("dier", "verzorg")


def test_stems_are_each_there_once_in_order() -> None:
    assert stems(["Paarden, en een paardje!", "stallen"]) == "paard en een stal"


def test_parts_may_be_texts_and_lists() -> None:
    assert stems_for(["Groen en tuin"], "tuinen", ("planten",)) == "groen en tuin plant"


@pytest.mark.parametrize("word", ["", "'", "-", "3d", "ß", "x" * 5000, "’s"])
def test_odd_words_do_not_raise(word: str) -> None:
    assert isinstance(stem(word), str)


def _together(stem_of: object) -> float:
    groups = [line.split() for line in FORMS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert callable(stem_of)
    alike = sum(Counter(stem_of(form) for form in forms).most_common(1)[0][1] for forms in groups)
    return alike / sum(len(forms) for forms in groups)


def test_nearly_all_forms_come_together_and_more_than_with_snowball_alone() -> None:
    ours = _together(stem)
    assert ours >= 0.93
    assert ours > _together(snowballstemmer.stemmer("dutch").stemWord) + 0.1


@pytest.mark.parametrize(
    ("heard", "spelt"),
    [
        ("sgilder", "schilder"),
        ("bakerei", "bakkerij"),
        ("masjine", "machine"),
        ("receptsie", "receptie"),
        ("kafe", "cafe"),
        ("fotografie", "photografie"),
        ("goud", "gaud"),
    ],
)
def test_what_sounds_alike_has_one_sound(heard: str, spelt: str) -> None:
    assert sound(heard) == sound(spelt)


@pytest.mark.parametrize(("one", "other"), [("kaas", "kas"), ("boot", "bot"), ("brood", "boord")])
def test_what_sounds_otherwise_stays_apart(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_stems_hold_the_sound_of_a_long_word_too() -> None:
    assert stems(["Bakkerij"]).split() == ["bak", "bakerei"]
