"""A portal that really runs: gunicorn and worker as `portal demo` starts them, on a port and a state of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.supervisor import python_environ

START_SECONDS = 120


class RunningPortal:
    """A started `portal demo`: its address, its folder, what it printed."""

    def __init__(self, folder: Path, *options: str, workers: int = 1) -> None:
        self.port = unused_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self._log = folder / "printed.txt"
        environ = python_environ({**os.environ, "STATE_DIR": str(folder), "WEB_WORKERS": str(workers)})
        command = [sys.executable, "-m", "portal", "demo", "--port", str(self.port), *options]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environ, cwd=folder, stdout=log, stderr=subprocess.STDOUT)

    @property
    def printed(self) -> str:
        """All that it printed so far."""
        return self._log.read_text(errors="replace")

    def wait_until_up(self, seconds: float = START_SECONDS) -> None:
        """Wait for the line that holds the address, as a person would."""
        deadline = time.monotonic() + seconds
        while f"Ready: {self.url}/" not in self.printed:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"portal demo did not start:\n{self.printed}")
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a GET."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:  # noqa: S310  our own address
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, as Ctrl-C or a service manager does; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(30)


def unused_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The demo, started once per test process. Read only: a test that writes starts its own."""
    portal = RunningPortal(tmp_path_factory.mktemp("demo"))
    portal.wait_until_up()
    yield portal
    portal.stop()
    shutil.rmtree(portal.folder, ignore_errors=True)
