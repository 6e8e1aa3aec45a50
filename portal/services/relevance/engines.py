"""The engines that a yardstick is held against, each filled with its offers and thrown away afterwards.

Embedded always. Meilisearch when there is one: the server that MEILISEARCH_URL names (with MEILISEARCH_MASTER_KEY), or
one of our own when a program `meilisearch` is on the PATH. Indexes there have names of their own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from meilisearch import Client

from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine, SearchUnavailable
from indexer.meili import MeiliEngine
from indexer.meili_server import typed_errors
from portal.services.relevance.judged import Query
from portal.services.relevance.metrics import CUT

_START_SECONDS = 60.0
_TASK_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is and the key to everything on it."""

    url: str
    key: str = field(repr=False)

    def client(self) -> Client:
        """A client with all rights."""
        return Client(self.url, self.key, timeout=30)


@contextmanager
def embedded(folder: Path) -> Iterator[Engine]:
    """An empty embedded engine in that folder."""
    engine = EmbeddedEngine(folder / "search.sqlite")
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def meilisearch(server: Server) -> Iterator[Engine]:
    """An empty index with our settings; removed afterwards."""
    index = f"relevance-{uuid.uuid4().hex}"
    engine = MeiliEngine(server.url, server.key, server.key, index, search_timeout=30)
    try:
        yield engine
    finally:
        engine.close()
        with typed_errors():
            server.client().delete_index(index)


@contextmanager
def plain(server: Server, documents: list[dict[str, Any]]) -> Iterator[Any]:
    """An index that knows nothing but the documents, with every setting as the server has it by itself."""
    index = f"relevance-{uuid.uuid4().hex}"
    client = server.client()
    try:
        with typed_errors():
            task = client.index(index).add_documents(documents, "id")
            done = client.wait_for_task(task.task_uid, timeout_in_ms=_TASK_MILLISECONDS)
            if done.status != "succeeded":
                raise SearchUnavailable(f"Meilisearch did not take the offers: {done.error}")
        yield lambda query: _ask(client, index, query)
    finally:
        with typed_errors():
            client.delete_index(index)


def _ask(client: Client, index: str, query: Query) -> tuple[str, ...]:
    with typed_errors():
        hits = client.index(index).search(query.words, {"limit": 2 * CUT})["hits"]
    return tuple(hit["id"] for hit in hits)


@contextmanager
def server(folder: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Server | None]:
    """A Meilisearch server, or None when there is none."""
    program = shutil.which("meilisearch", path=environ.get("PATH"))
    if url := environ.get("MEILISEARCH_URL"):
        yield Server(url.rstrip("/"), environ.get("MEILISEARCH_MASTER_KEY", ""))
    elif program:
        with _own(program, folder) as own:
            yield own
    else:
        yield None


@contextmanager
def _own(program: str, folder: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = Server(f"http://127.0.0.1:{port}", uuid.uuid4().hex)
    command = [program, "--db-path", str(folder / "db"), "--dump-dir", str(folder / "dumps"), "--no-analytics"]
    command += ["--http-addr", f"127.0.0.1:{port}", "--env", "production", "--log-level", "WARN"]
    command += ["--max-indexing-memory", "256Mb"]
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "MEILI_MASTER_KEY": own.key}, stdout=log, stderr=log, cwd=folder
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(own):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SearchUnavailable(f"meilisearch did not start: {(folder / 'log.txt').read_text()[-500:]}")
            time.sleep(0.05)
        yield own
    finally:
        process.kill()
        process.wait(30)


def _answers(own: Server) -> bool:
    try:
        return requests.get(f"{own.url}/health", timeout=1).ok
    except requests.RequestException:
        return False
