"""A real Meilisearch server for the tests: the one that MEILISEARCH_URL names, or one of our own.

Our own is started on a free port with its own folder when a `meilisearch` program is on the PATH, once per test
process. Every test has indexes of its own, which are removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from meilisearch import Client

from indexer.meili import MeiliEngine
from tests.plugins.running import unused_port

PROGRAM = shutil.which("meilisearch")
NAMED = os.environ.get("MEILISEARCH_URL", "")
WHY_NOT = "no Meilisearch: no program `meilisearch` on the PATH, and MEILISEARCH_URL is not set"
START_SECONDS = 60
# Writes take a tenth of the time: with its default of two thirds of the memory the server sets that aside each time.
OPTIONS = ("--no-analytics", "--max-indexing-memory", "256Mb", "--log-level", "WARN")


@dataclass(frozen=True)
class Server:
    """Where it is and the key to everything on it."""

    url: str
    master_key: str

    def client(self) -> Client:
        """A client with all rights."""
        return Client(self.url, self.master_key, timeout=30)

    def engine(self, index: str) -> MeiliEngine:
        """An engine on an index; the limits on rights are a test of their own."""
        return MeiliEngine(self.url, self.master_key, self.master_key, index, search_timeout=30)


class OwnServer:
    """A server that we start and stop; `folder` holds its database."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = unused_port()
        self.server = Server(f"http://127.0.0.1:{self.port}", "only-for-tests-0123456789")
        self._folder = folder
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again on the same folder, and wait until it answers."""
        assert PROGRAM
        command = [PROGRAM, "--db-path", str(self._folder / "db"), "--dump-dir", str(self._folder / "dumps")]
        command += ["--http-addr", f"127.0.0.1:{self.port}", "--env", "production", *OPTIONS, *self._options]
        environ = {**os.environ, "MEILI_MASTER_KEY": self.server.master_key}
        with (self._folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=self._folder)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"meilisearch did not start:\n{(self._folder / 'log.txt').read_text()}")
            time.sleep(0.05)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process; a test may stop or hang it by signal."""
        assert self._process is not None
        return self._process

    def stop(self) -> None:
        """Stop it; the folder stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(30)
            self._process = None

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.server.url}/health", timeout=1).ok
        except requests.RequestException:
            return False


@pytest.fixture(scope="session")
def meilisearch_server() -> Iterator[Server]:
    """The server of this test process."""
    if NAMED:
        yield Server(NAMED.rstrip("/"), os.environ.get("MEILISEARCH_MASTER_KEY", ""))
        return
    if not PROGRAM:
        pytest.skip(WHY_NOT)
    folder = Path(tempfile.mkdtemp(prefix="meilisearch-"))
    own = OwnServer(folder)
    try:
        own.start()
        yield own.server
    finally:
        own.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def meilisearch_index(meilisearch_server: Server) -> Iterator[str]:
    """The name of an index of this test alone; it does not exist yet."""
    name = f"test-{uuid.uuid4().hex}"
    yield name
    remove_indexes(meilisearch_server, name)


def remove_indexes(server: Server, name: str) -> None:
    """Remove an index and what a broken rebuild left; not waited for."""
    client = server.client()
    for index in (name, f"{name}_new"):
        client.delete_index(index)


@pytest.fixture
def own_meilisearch(tmp_path: Path) -> Iterator[OwnServer]:
    """A server of this test alone, started, which it may stop, hang and start again."""
    if not PROGRAM:
        pytest.skip(WHY_NOT)
    own = OwnServer(tmp_path)
    own.start()
    yield own
    own.stop()


def pytest_report_header() -> str:
    """Say which engines this run is about to use."""
    server = NAMED or (f"a server of our own ({PROGRAM})" if PROGRAM else "")
    return f"search engines: embedded, meilisearch on {server}" if server else f"search engines: embedded; {WHY_NOT}"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which engines ran, by the tests that name them."""
    ran = [r.nodeid for outcome in ("passed", "failed") for r in terminalreporter.stats.get(outcome, [])]
    counts = {
        name: sum("/indexer/" in node and f"[{name}" in node for node in ran) for name in ("embedded", "meilisearch")
    }
    if any(counts.values()):
        terminalreporter.line("engines: " + ", ".join(f"{name} {count} tests" for name, count in counts.items()))
