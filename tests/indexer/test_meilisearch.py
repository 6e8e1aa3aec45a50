"""What only the Meilisearch adapter has: settings, rights, rebuilding, a server that hangs. On a real server."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from indexer.breaker import Breaker
from indexer.engine import Document, DocumentRefused, SearchQuery, SearchUnavailable
from indexer.meili import MeiliEngine
from indexer.meili_keys import make_keys
from indexer.meili_settings import settings
from tests.indexer.contract.documents import document, found
from tests.plugins.meilisearch import OwnServer, Server


@pytest.fixture
def engine(meilisearch_server: Server, meilisearch_index: str) -> MeiliEngine:
    """On an index that does not exist yet."""
    return meilisearch_server.engine(meilisearch_index)


def settings_tasks(server: Server, index: str) -> int:
    """How often settings were sent to an index."""
    return len(server.client().get_tasks({"indexUids": [index], "types": ["settingsUpdate"]}).results)


def test_a_missing_index_names_the_command(engine: MeiliEngine) -> None:
    with pytest.raises(SearchUnavailable, match="portal init"):
        engine.search(SearchQuery("bijl"))
    assert engine.needs_rebuild
    assert not engine.health().ok


def test_settings_are_sent_once(engine: MeiliEngine, meilisearch_server: Server, meilisearch_index: str) -> None:
    for n in range(3):
        engine.upsert([document(f"d{n}")])
    assert settings_tasks(meilisearch_server, meilisearch_index) == 1


def test_only_a_whole_rebuild_makes_an_index_complete(engine: MeiliEngine) -> None:
    engine.upsert([document("a")])
    assert engine.needs_rebuild
    engine.rebuild([document("a")])
    assert not engine.needs_rebuild
    engine.upsert([document("b")])
    assert not engine.needs_rebuild


@pytest.mark.parametrize(
    "change", [{"dictionary": ["werkplekken-schema-0-1-complete"]}, {"searchableAttributes": ["*"]}]
)
def test_other_settings_or_another_schema_need_a_rebuild(
    engine: MeiliEngine, meilisearch_server: Server, meilisearch_index: str, change: dict[str, list[str]]
) -> None:
    engine.rebuild([document("a", title="bijl")])
    client = meilisearch_server.client()
    client.wait_for_task(client.index(meilisearch_index).update_settings(change).task_uid, 30_000)
    assert engine.needs_rebuild
    engine.rebuild([document("a", title="bijl")])
    assert not engine.needs_rebuild


def test_an_index_that_somebody_else_made_is_replaced(
    engine: MeiliEngine, meilisearch_server: Server, meilisearch_index: str
) -> None:
    client = meilisearch_server.client()
    task = client.index(meilisearch_index).add_documents([{"id": "x", "title": "bijl"}], "id")
    client.wait_for_task(task.task_uid, 30_000)
    engine.rebuild([document("a", title="zeef")])
    assert engine.ids() == {"a"}


def test_what_a_killed_rebuild_left_is_thrown_away(
    engine: MeiliEngine, meilisearch_server: Server, meilisearch_index: str
) -> None:
    client = meilisearch_server.client()
    client.index(f"{meilisearch_index}_new").add_documents([document("left")], "id")
    engine.rebuild([document("a")])
    assert engine.ids() == {"a"}
    indexes = {one.uid for one in client.get_indexes({"limit": 1000})["results"]}
    assert f"{meilisearch_index}_new" not in indexes


def test_a_document_that_the_server_refuses_is_named_as_such(engine: MeiliEngine) -> None:
    engine.upsert([document("good")])
    with pytest.raises(DocumentRefused):
        engine.upsert([document("new"), document("bad", title="\ud800")])
    assert engine.ids() == {"good"}


def test_what_the_adapter_adds_is_not_seen(engine: MeiliEngine) -> None:
    given = document(
        "a", title="bijl", stems="bijl zeef", talen=["NL", "nl", "x" * 900], _geo={"lat": 52.5, "lng": 6.0}
    )
    engine.upsert([given])
    assert engine.search(SearchQuery("bijl", highlight=("title",))).hits[0].document == given
    assert list(engine.documents()) == [given]


def test_stems_next_to_each_other_are_no_phrase(engine: MeiliEngine) -> None:
    """The server looks for a phrase in all fields at once, also those that are not asked."""
    engine.upsert([document("a", title="bijl of zeef", stems="bijl zeef")])
    assert found(engine, '"bijl zeef"') == []


def test_the_keys_are_the_same_each_time_and_do_what_they_are_for(
    meilisearch_server: Server, meilisearch_index: str
) -> None:
    where = (meilisearch_server.url, meilisearch_server.master_key, meilisearch_index)
    keys = make_keys(*where)
    assert make_keys(*where) == keys
    engine = MeiliEngine(meilisearch_server.url, keys.search, keys.index, meilisearch_index, search_timeout=30)
    engine.rebuild([document("a", title="bijl")])
    engine.rebuild([document("b", title="bijl"), document("c", title="bijl", rank_key="z")])
    engine.set_rank_keys({"c": "a"})
    engine.delete(["b"])
    assert (found(engine, "bijl"), engine.ids(), engine.needs_rebuild) == (["c"], {"c"}, False)
    assert engine.health().last_write is not None


def test_the_key_of_the_web_only_searches(meilisearch_server: Server, meilisearch_index: str) -> None:
    keys = make_keys(meilisearch_server.url, meilisearch_server.master_key, meilisearch_index)
    meilisearch_server.engine(meilisearch_index).rebuild([document("a", title="bijl", keywords=["bijl"])])
    web = MeiliEngine(meilisearch_server.url, keys.search, "", meilisearch_index, search_timeout=30)
    assert (found(web, "bijl"), web.suggest("bijlen"), web.health().documents) == (["a"], "bijl", 1)
    forged = MeiliEngine(meilisearch_server.url, keys.search, keys.search, meilisearch_index)
    for write in (lambda: web.upsert([document("b")]), lambda: forged.upsert([document("b")])):
        with pytest.raises(SearchUnavailable):
            write()


def test_a_wrong_key_names_the_command(meilisearch_server: Server, meilisearch_index: str) -> None:
    engine = MeiliEngine(meilisearch_server.url, "wrong", "wrong", meilisearch_index)
    with pytest.raises(SearchUnavailable, match="portal meilisearch-keys"):
        engine.search(SearchQuery())
    with pytest.raises(SearchUnavailable, match="portal meilisearch-keys"):
        engine.upsert([document("a")])
    with pytest.raises(SearchUnavailable, match="master key"):
        make_keys(meilisearch_server.url, "wrong", meilisearch_index)


def test_a_server_that_hangs_is_left_alone_and_comes_back(own_meilisearch: OwnServer) -> None:
    """Reliability P15. After the breaker opens nothing is sent; one trial finds the server well again."""
    clock = [0.0]
    breaker = Breaker(failures=2, seconds=5, clock=lambda: clock[0])
    server = own_meilisearch.server
    writer = server.engine("hang")
    writer.rebuild([document("a", title="bijl")])
    engine = MeiliEngine(server.url, server.master_key, index="hang", search_timeout=0.5, breaker=breaker)
    own_meilisearch.process.send_signal(signal.SIGSTOP)
    try:
        for message in ("not reached", "not reached", "not asked again yet"):
            with pytest.raises(SearchUnavailable, match=message):
                engine.search(SearchQuery("bijl"))
        assert not engine.health().ok
    finally:
        own_meilisearch.process.send_signal(signal.SIGCONT)
    clock[0] = 6
    assert found(writer, "bijl") == found(engine, "bijl") == ["a"]


def test_a_stopped_server_is_out_of_reach_and_keeps_its_documents(own_meilisearch: OwnServer) -> None:
    engine = own_meilisearch.server.engine("stop")
    engine.rebuild([document("a", title="bijl")])
    own_meilisearch.stop()
    for ask in (lambda: engine.search(SearchQuery()), lambda: engine.upsert([document("b")]), engine.ids):
        with pytest.raises(SearchUnavailable):
            ask()
    with pytest.raises(SearchUnavailable):
        _ = engine.needs_rebuild
    own_meilisearch.start()
    assert found(engine, "bijl") == ["a"]


def test_a_fault_of_the_database_during_a_rebuild_is_not_blamed_on_the_server(engine: MeiliEngine) -> None:
    def documents() -> Iterator[Document]:
        yield document("a")
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="database"):
        engine.rebuild(documents())


def test_the_settings_allow_more_than_an_index_is_meant_to_hold() -> None:
    wanted = settings(complete=True)
    assert wanted["pagination"]["maxTotalHits"] >= 200_000
    assert wanted["faceting"]["maxValuesPerFacet"] >= 5000
