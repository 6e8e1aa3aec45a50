"""Vectors of documents: written with the index, kept by content, found by exact cosine under the filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engine import Document, Filter
from indexer.meaning import SentenceEncoder, parts_of
from indexer.nearest import Meaning
from tests.indexer.contract.documents import document
from tests.indexer.meant import Broken, Synonyms

HERE = Filter("serves", ("GM0200",))


def offer(identity: str, *tasks: str, **fields: Any) -> Document:
    """A document that serves Apeldoorn."""
    return document(identity, tasks=list(tasks), serves=["GM0200"], **fields)


def nearest(meaning: Meaning, text: str, *hits: str, filters: tuple[Filter, ...] = (HERE,)) -> list[str]:
    """Ids by meaning; ties in the order of the ids."""
    return meaning.nearest(text, hits, filters, 100, lambda identity: identity)


def level(meaning: Meaning, *documents: Document) -> None:
    """Bring the vectors level with these."""
    assert meaning.vectors.catch_up(documents, lambda _: None)


@pytest.fixture
def encoder() -> Synonyms:
    """Sees through synonyms."""
    return Synonyms()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vectors stand."""
    return tmp_path / "vectors.db"


@pytest.fixture
def meaning(path: Path, encoder: Synonyms) -> Iterator[Meaning]:
    """Vectors of three offers."""
    opened = Meaning(path, encoder)
    level(opened, offer("dog", "honden uitlaten"), offer("garden", "planten"), offer("cook", "soep"))
    yield opened
    opened.close()


def test_other_words_for_the_same_work_are_found(meaning: Meaning) -> None:
    assert nearest(meaning, "iets met dieren") == ["dog"]


def test_what_means_nothing_finds_nothing(meaning: Meaning) -> None:
    assert nearest(meaning, "xqzwvk") == []


def test_hits_are_not_repeated(meaning: Meaning) -> None:
    assert nearest(meaning, "dieren", "dog") == []


def test_what_the_hits_mean_counts_too(meaning: Meaning) -> None:
    meaning.vectors.put([offer("name", "fietsen"), offer("alike", "fietsen", "fietsen")])
    assert nearest(meaning, "de Trapper") == []
    assert nearest(meaning, "de Trapper", "name") == ["alike"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ((HERE,), ["a", "b"]),
        ((Filter("serves", ("GM0200", "GM0202")),), ["a", "b", "c"]),
        ((HERE, Filter("talen", ("pl", "en"))), ["b"]),
        ((Filter("serves", ()),), []),
        ((Filter("serves", ("GM9999",)),), []),
    ],
)
def test_filters_hold(path: Path, filters: tuple[Filter, ...], ids: list[str]) -> None:
    meaning = Meaning(path, Synonyms())
    away = document("c", tasks=["honden"], serves=["GM0202"])
    level(meaning, offer("a", "honden", talen=["nl"]), offer("b", "katten", talen=["pl"]), away)
    assert nearest(meaning, "dieren", filters=filters) == ids


def test_the_rank_key_decides_among_equals_also_at_the_cut(meaning: Meaning) -> None:
    meaning.vectors.put([offer(identity, "honden uitlaten") for identity in ("a", "b", "z")])
    assert meaning.nearest("dieren", (), (HERE,), 2, lambda identity: identity) == ["a", "b"]
    backwards = {"a": "2", "b": "1", "dog": "3", "z": "0"}
    assert meaning.nearest("dieren", (), (HERE,), 2, backwards.__getitem__) == ["z", "b"]


def test_only_new_texts_are_encoded(meaning: Meaning, encoder: Synonyms) -> None:
    encoder.texts.clear()
    level(meaning, offer("dog", "honden uitlaten", free=["GM0200"]), offer("garden", "planten", "fietsen"))
    assert encoder.texts == ["planten, fietsen"]


def test_another_process_sees_changes(meaning: Meaning, path: Path) -> None:
    other = Meaning(path, Synonyms())
    assert nearest(other, "dieren") == ["dog"]
    meaning.vectors.put([offer("cat", "katten"), offer("garden", "honden")])
    meaning.vectors.delete(["dog"])
    assert nearest(other, "dieren") == ["cat", "garden"]
    assert nearest(other, "tuin") == []


def test_many_changes_are_followed(meaning: Meaning) -> None:
    for turn in range(40):
        meaning.vectors.put([offer(f"n{number}", "honden") for number in range(turn, turn + 30)])
        meaning.vectors.delete([f"n{turn}"])
        assert len(nearest(meaning, "dieren")) == 30  # dog, and 29 of this turn


def test_catching_up_forgets_what_is_gone(meaning: Meaning) -> None:
    level(meaning, offer("cook", "soep"))
    assert nearest(meaning, "dieren") == []
    assert nearest(meaning, "koken") == ["cook"]


def test_catching_up_leaves_what_was_written_meanwhile(meaning: Meaning) -> None:
    def documents() -> Iterator[Document]:
        meaning.vectors.put([offer("dog", "soep"), offer("new", "katten")])
        meaning.vectors.delete(["garden"])
        yield from [offer("dog", "honden"), offer("garden", "planten")]

    assert meaning.vectors.catch_up(documents(), lambda _: None)
    assert (nearest(meaning, "dieren"), nearest(meaning, "koken"), nearest(meaning, "tuin")) == (["new"], ["dog"], [])


def test_stopped_halfway_it_is_still_behind(meaning: Meaning) -> None:
    meaning.vectors.mark_behind()
    assert not meaning.vectors.catch_up([offer("dog", "honden")], lambda _: None, stop=lambda: True)
    assert meaning.vectors.behind


def test_another_encoder_finds_nothing_until_all_is_made_again(meaning: Meaning, path: Path) -> None:
    newer = Meaning(path, Synonyms("synonyms 2"))
    assert (newer.vectors.behind, nearest(newer, "dieren")) == (True, [])
    level(newer, offer("dog", "honden uitlaten"))
    assert (newer.vectors.behind, nearest(newer, "dieren")) == (False, ["dog"])
    assert nearest(meaning, "dieren") == []


def test_a_damaged_file_is_made_again_without_a_search_before(path: Path, encoder: Synonyms) -> None:
    path.write_bytes(b"no database at all" * 500)
    opened = Meaning(path, encoder)
    level(opened, offer("dog", "honden uitlaten"))
    assert nearest(opened, "iets met dieren") == ["dog"]
    opened.close()


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_damaged_file_finds_nothing_and_is_made_again(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    meaning = Meaning(path, Synonyms())
    assert nearest(meaning, "dieren") == []
    assert meaning.vectors.behind
    level(meaning, offer("dog", "honden"))
    assert nearest(meaning, "dieren") == ["dog"]


def test_a_row_that_is_no_vector_finds_nothing_and_is_made_again(meaning: Meaning, path: Path) -> None:
    with meaning._file.writing() as conn:
        conn.execute("UPDATE doc SET vector = x'00' WHERE id = 'dog'")
    other = Meaning(path, Synonyms())
    assert nearest(other, "dieren") == []
    assert meaning.vectors.behind


def test_an_encoder_that_fails_leaves_the_vectors_behind(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    meaning = Meaning(path, Broken())
    level(meaning)
    meaning.vectors.put([offer("dog", "honden")])
    assert meaning.vectors.behind
    assert "no weights" in caplog.text


def test_without_a_file_nothing_is_found(path: Path) -> None:
    meaning = Meaning(path, Synonyms())
    assert (nearest(meaning, "dieren"), meaning.vectors.behind) == ([], True)


def test_neither_the_aanbieder_nor_the_description_is_encoded() -> None:
    written = document("a", title="De Hof", tasks=["wieden"], aanbieder="Groot BV", description="honden mogen niet")
    assert [part for part in parts_of(written) if part] == ["De Hof", "wieden"]


def test_the_real_encoder_knows_dutch() -> None:
    animals, same, other = SentenceEncoder().encode(["dieren verzorgen", "voor de geiten zorgen", "software schrijven"])
    assert animals @ same > 0.4 > animals @ other


def test_many_texts_give_the_vectors_of_each_alone() -> None:
    encoder = SentenceEncoder()
    texts = [f"{work} {number}" for number in range(30) for work in ("wieden in de moestuin", "koken", "fiets")]
    together = encoder.encode(texts)
    assert [float(together[n] @ encoder.encode([texts[n]])[0]) for n in (0, 44, 89)] == pytest.approx(
        [1, 1, 1], abs=1e-3
    )
