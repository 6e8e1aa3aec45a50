"""A real server that lost its data, its key or its version (reliability.md row 8): one command, named by the error."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.engine import SearchQuery, SearchUnavailable
from indexer.meili import MeiliEngine
from indexer.meili_keys import make_keys
from portal.services import indexing
from portal.services.context import Context
from tests.factories import published
from tests.plugins.meilisearch import OwnServer, Server

INDEX = "mishaps"


def on(context: Context, server: Server) -> Context:
    """The services with the keys that `portal meilisearch-keys` prints."""
    keys = make_keys(server.url, server.master_key, INDEX)
    engine = MeiliEngine(server.url, keys.search, keys.index, INDEX, search_timeout=30)
    return replace(context, engine=engine)


@pytest.fixture
def well(context: Context, own_meilisearch: OwnServer) -> Context:
    """One werkplek, findable on a server of this test alone."""
    with context.database.write() as session:
        published(session)
        session.commit()
    services = on(context, own_meilisearch.server)
    indexing.drain(services)
    assert total(services) == 1
    return services


def total(context: Context) -> int:
    """How many are found."""
    return context.engine.search(SearchQuery()).total


def started_empty(own: OwnServer, folder: Path) -> None:
    """Stop it, take its database away, start it."""
    own.stop()
    shutil.rmtree(folder / "db")
    own.start()


def test_wiped(well: Context, own_meilisearch: OwnServer, tmp_path: Path) -> None:
    """The keys went with the data; made again they are the same, and the worker fills the index by itself."""
    started_empty(own_meilisearch, tmp_path)
    with pytest.raises(SearchUnavailable, match="portal meilisearch-keys"):
        total(well)
    assert well.engine.health().trouble == "key"
    make_keys(own_meilisearch.server.url, own_meilisearch.server.master_key, INDEX)
    assert well.engine.health().trouble == "missing"
    indexing.drain(well)
    assert total(well) == 1


def test_only_the_index_is_gone(well: Context, own_meilisearch: OwnServer) -> None:
    client = own_meilisearch.server.client()
    client.wait_for_task(client.delete_index(INDEX).task_uid, timeout_in_ms=30_000)
    with pytest.raises(SearchUnavailable, match="portal init"):
        total(well)
    assert indexing.rebuild(well) == total(well) == 1


def test_another_master_key(well: Context, own_meilisearch: OwnServer) -> None:
    own_meilisearch.stop()
    own_meilisearch.server = replace(own_meilisearch.server, master_key="another-master-key-0123456789")
    own_meilisearch.start()
    with pytest.raises(SearchUnavailable, match="portal meilisearch-keys"):
        total(well)
    assert total(on(well, own_meilisearch.server)) == 1


def test_a_database_of_another_version(well: Context, own_meilisearch: OwnServer, tmp_path: Path) -> None:
    """The server does not start on it, so the engine is away; on an empty folder it is as wiped."""
    own_meilisearch.stop()
    (tmp_path / "db" / "VERSION").write_text("1.12.0")
    with pytest.raises(AssertionError, match="version"):
        own_meilisearch.start()
    assert well.engine.health().trouble == "away"
    started_empty(own_meilisearch, tmp_path)
    services = on(well, own_meilisearch.server)
    indexing.drain(services)
    assert total(services) == 1
