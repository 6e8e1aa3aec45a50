"""Masks that a process keeps between searches."""

from indexer.snapshot import Masks


def test_the_one_longest_not_asked_for_makes_room() -> None:
    masks = Masks(2)
    masks.keep("a", 1)
    masks.keep("b", 2)
    masks.get("a")
    masks.keep("c", 3)
    assert [masks.get(key) for key in "abc"] == [1, None, 3]


def test_a_mask_of_few_documents_is_not_kept() -> None:
    masks = Masks(2, least=2)
    assert (masks.keep("few", 0b100), masks.keep("many", 0b110)) == (0b100, 0b110)
    assert (masks.get("few"), masks.get("many")) == (None, 0b110)
