"""Words that are filters: the file of the portal, and what a slip in it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.store.catalogue import load_catalogue
from portal.store.data_error import DataError
from portal.store.filter_words import FilterWords, Wish, load_filter_words


def _load(folder: Path, text: str) -> FilterWords:
    (folder / "filters.txt").write_text(text, encoding="utf-8")
    return load_filter_words((), folder)


@pytest.mark.parametrize(
    ("text", "where", "part"),
    [
        ("vrij: plek vrij\n# remark\nvrij: plek, Plek vrij\n", "line 3", "already on line 1"),
        ("vrij plek\n", "line 1", "a colon and the words"),
        (": plek\n", "line 1", "a colon and the words"),
        ("vrij: plek,, plaats\n", "line 1", "not a word"),
        ("vrij: plek!\n", "line 1", "not a word"),
        ("vrij: geen\n", "line 1", "not a word"),
        ("vrij:\n", "line 1", "not a word"),
        ("vrij true: plek\n", "line 1", "on or off"),
        ("vrijheid: plek\n", "line 1", "'vrijheid' is no filter: choose dagdeel"),
        ("dagdeel: ochtend\n", "line 1", "a value of 'dagdeel'"),
        ("dagdeel *-nacht: nacht\n", "line 1", "'*-nacht' is no value"),
        ("dagdeel ma-* xx-*: maandag\n", "line 1", "'xx-*' is no value"),
        ("trede 7: top\n", "line 1", "'7' is no value"),
        ("trede *: trede\n", "line 1", "one value of 'trede'"),
        ("taal klingon: klingon\n", "line 1", "'klingon' is no value"),
        ("product op-trede-9: negen\n", "line 1", "no value of 'product'"),
    ],
)
def test_a_slip_says_where_and_why(tmp_path: Path, text: str, where: str, part: str) -> None:
    with pytest.raises(DataError) as caught:
        _load(tmp_path, text)
    assert (caught.value.file, caught.value.where) == ("filters.txt", where)
    assert part in caught.value.reason


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_filter_words((), tmp_path)


def test_days_and_parts_of_the_day_are_put_together(tmp_path: Path) -> None:
    found = _load(tmp_path, "dagdeel za-*: zaterdag\ndagdeel *-ochtend: ochtend\n").wanted
    saturday_morning = (Wish("dagdeel", ("za-ochtend",)),)
    assert (found["zaterdag", "ochtend"], found["zaterdagochtend",]) == (saturday_morning, saturday_morning)


def test_a_phrase_with_geen_stands_apart(tmp_path: Path) -> None:
    found = _load(tmp_path, "vrij: plek vrij, geen wachtlijst\ntip Kijk bij de groep: rustig, geen drukte\n")
    assert (("wachtlijst",) in found.unwanted, ("geen", "wachtlijst") in found.wanted) == (True, False)
    assert found.tips == {("rustig",): "Kijk bij de groep", ("geen", "drukte"): "Kijk bij de groep"}


def test_every_product_and_language_is_named_without_being_written() -> None:
    catalogue = load_catalogue()
    wanted = catalogue.filter_words.wanted
    for regeling in catalogue.regelingen:
        for product in regeling.offered:
            phrase = tuple(product.naam.lower().replace(":", "").replace("ë", "e").split())
            assert Wish("product", (product.token,)) in wanted[phrase]
    assert wanted["oekraiens",] == (Wish("taal", ("uk",)),)


def test_a_changed_list_of_filters_needs_no_new_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are in no document."""
    from portal.store import catalogue

    before = catalogue._fingerprint(())
    monkeypatch.setattr(catalogue, "FILTERS_FILE", "vakken.txt")
    assert catalogue._fingerprint(()) != before
