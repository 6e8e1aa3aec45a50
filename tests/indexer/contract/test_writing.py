"""Statements 22 to 27: writing, rebuilding, health. Processes and kills: see test_embedded_processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.engine import Document, Engine, FacetQuery, Filter, SearchQuery
from tests.indexer.contract.documents import at, document, found


def test_upsert_replaces_the_whole_document(engine: Engine) -> None:
    """Statement 22: fields that are missing disappear."""
    engine.upsert([document("a", title="bijl", talen=["nl"], _geo=at(52, 6), extra=1)])
    engine.upsert([{"id": "a", "rank_key": "k", "tasks": ["zeef"]}])
    assert found(engine, "bijl") == found(engine, "", filters=(Filter("talen", ("nl",)),)) == []
    assert engine.search(SearchQuery("zeef")).hits[0].document == {"id": "a", "rank_key": "k", "tasks": ["zeef"]}


def test_upsert_twice_is_upsert_once(engine: Engine) -> None:
    """Statement 22; also twice in one batch: the last one counts."""
    engine.upsert([document("a", title="zeef"), document("a", title="bijl")])
    engine.upsert([document("a", title="bijl")])
    result = engine.search(SearchQuery(facets=(FacetQuery("r", "regulier"),)))
    assert (result.total, result.facets["r"]) == (1, {"false": 1})
    assert found(engine, "zeef") == []


def test_delete_is_idempotent(engine: Engine) -> None:
    """Statement 22."""
    engine.upsert([document("a", title="bijl"), document("b", title="bijl")])
    engine.delete(["a", "nobody"])
    engine.delete(["a"])
    assert found(engine, "bijl") == found(engine, "") == ["b"]
    assert engine.ids() == {"b"}


@pytest.mark.parametrize("identity", ["a", "A-z_09", "x" * 511])
def test_allowed_ids(engine: Engine, identity: str) -> None:
    """Statement 22."""
    engine.upsert([document(identity)])
    assert engine.ids() == {identity}


@pytest.mark.parametrize("identity", ["", "a b", "é", "x" * 512, "a.b", None, 7])
def test_refused_ids(engine: Engine, identity: object) -> None:
    """Statements 22 and 23: nothing of the batch is visible."""
    with pytest.raises(ValueError, match="id"):
        engine.upsert([document("good"), {"id": identity}])
    assert engine.ids() == set()


@pytest.mark.parametrize("geo", [at(91, 5), at(52, 181), at(float("nan"), 5)])
def test_impossible_coordinates_refuse_the_batch(engine: Engine, geo: dict[str, float]) -> None:
    """Statement 23."""
    with pytest.raises(ValueError, match="coordinates"):
        engine.upsert([document("good"), document("bad", _geo=geo)])
    assert engine.ids() == set()


def test_another_reader_sees_a_change_at_once(engine: Engine, other: Engine) -> None:
    """Statement 23: words, filters, order and distance."""
    engine.upsert([document("a", title="bijl", rank_key="2"), document("b", title="bijl", rank_key="1")])
    assert found(other, "bijl") == ["b", "a"]
    engine.upsert([document("c", title="spatel bijl", talen=["pl"], rank_key="0", _geo=at(52, 6))])
    engine.delete(["b"])
    assert found(other, "spatell ") == ["c"]
    assert found(other, "bijl") == ["c", "a"]
    assert found(other, "", filters=(Filter("talen", ("pl",)),)) == ["c"]


def test_a_reader_catches_up_with_several_changes_of_one_document(engine: Engine, other: Engine) -> None:
    """Statement 23: changed twice, made and removed, removed and made again since the reader looked."""
    engine.upsert([document("a", talen=["nl"]), document("b", talen=["nl"])])
    assert len(found(other, "")) == 2
    engine.upsert([document("a", talen=["pl"])])
    engine.upsert([document("a", talen=["ar"]), document("c", talen=["tr"])])
    engine.delete(["b", "c"])
    engine.upsert([document("b", talen=["en"])])
    assert other.search(SearchQuery(facets=(FacetQuery("t", "talen"),))).facets["t"] == {"ar": 1, "en": 1}


def test_rank_keys_alone(engine: Engine, other: Engine) -> None:
    """Only the key changes, in the order and in the document; unknown ids are passed over."""
    engine.upsert([document("a", rank_key="1", title="bijl"), document("b", rank_key="2", title="bijl")])
    assert found(other, "bijl") == ["a", "b"]
    engine.set_rank_keys({"a": "9", "nobody": "0"})
    assert found(other, "bijl") == found(engine, "") == ["b", "a"]
    assert [hit.document["rank_key"] for hit in other.search(SearchQuery()).hits] == ["2", "9"]


def test_rebuild_replaces_everything(engine: Engine, other: Engine) -> None:
    """Statement 24."""
    engine.upsert([document("old", title="bijl")])
    assert found(other, "") == ["old"]
    assert engine.rebuild([document("new", title="zeef"), document("too", title="mossel")]) == 2
    assert found(other, "") == ["new", "too"]
    assert found(other, "bijl") == []


def _breaks() -> Iterator[Document]:
    yield document("new")
    raise RuntimeError("the database went away")


def test_a_failed_rebuild_leaves_the_old_set(engine: Engine, other: Engine) -> None:
    """Statement 24."""
    engine.rebuild([document("old")])
    with pytest.raises(RuntimeError):
        engine.rebuild(_breaks())
    assert engine.ids() == other.ids() == {"old"}


def test_changes_during_a_rebuild_survive_the_swap(engine: Engine, other: Engine) -> None:
    """Statement 24: what is written while the new index fills is in it afterwards."""
    engine.rebuild([document("a", title="oud"), document("b"), document("c", rank_key="1")])

    def documents() -> Iterator[Document]:
        yield document("a", title="oud")
        other.upsert([document("a", title="spatel"), document("d", title="mossel")])
        other.delete(["b"])
        other.set_rank_keys({"c": "0"})
        yield from (document("b"), document("c", rank_key="1"))
        assert found(other, "mossel") == ["d"]

    engine.rebuild(documents())
    assert engine.ids() == {"a", "c", "d"}
    assert found(engine, "spatel") == ["a"]
    assert found(engine, "")[0] == "c"


def test_health_counts_documents(engine: Engine) -> None:
    """Statement 27."""
    engine.rebuild([document("a"), document("b")])
    health = engine.health()
    assert (health.engine, health.ok, health.documents) == (engine.name, True, 2)
    assert health.last_write is not None


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("keramiekk", "keramiek"),
        ("eramiek", "keramiek"),  # wider than the search: the first letter
        ("zaaf", "zaag"),
        ("bloeman", "bloemen"),
        ("qqqqqqqq", None),
        ("zaag", None),  # is there
        ("janson", None),  # is there, in a name
        ("ab", None),
    ],
)
def test_suggestions(engine: Engine, word: str, near: str | None) -> None:
    """Spelling: the nearest word of the work, or nothing."""
    engine.upsert([document("a", keywords=["keramiek"], branche=["zaag"], trades=["bloemen"], title="Janson")])
    assert engine.suggest(word) == near


@pytest.mark.parametrize("field", ["title", "tasks", "description", "aanbieder"])
def test_no_suggestion_is_the_name_of_a_person(engine: Engine, field: str) -> None:
    """Free text may hold one; the words of the work do not."""
    name = "Bakkerij Jansen"
    engine.upsert([document("a", **{field: [name] if field == "tasks" else name}, keywords=["dansen"])])
    assert [engine.suggest(word) for word in ("jansem", "jonsen")] == ["dansen", "dansen"]
    assert [engine.suggest(word) for word in ("bakkerih", "jansen")] == [None, None]


def test_a_suggestion_prefers_the_frequent_word(engine: Engine) -> None:
    """At the same distance."""
    documents = [("a", "bakker"), ("b", "bakken"), ("c", "bakken")]
    engine.upsert([document(identity, keywords=[word]) for identity, word in documents])
    assert engine.suggest("bakkel") == "bakken"
