"""Starts the web server and the worker as children, waits, and takes them all down again: no orphan, no zombie.

Each child leads a process group of its own, so that a Ctrl-C in the terminal reaches only us and the children are
asked to stop once, in order; and so that what a child itself started (gunicorn's workers) goes with it.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

STOP_SECONDS = 10.0  # from asking to killing (reliability.md 38: the worker stops within 10 s)
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
START_SECONDS = 60.0  # until the web server answers
HELD = "PORTAL_HELD"  # set for a child that waits for our word


class StartFailed(Exception):
    """A child stopped, or did not answer, before the portal was up. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Command:
    """A child: its name for the log, its arguments and its environment.

    A `held` child is started to load what it needs, and serves only after `Supervisor.let_go`: it finds HELD in its
    environment and waits for a byte of its standard input. An end without one means that it is not wanted any more.
    """

    name: str
    arguments: Sequence[str]
    environ: Mapping[str, str]
    held: bool = False


def python_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child that must import the same `portal` as we do, from whatever folder we were called."""
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *filter(None, environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUNBUFFERED": "1"}


def gunicorn_arguments() -> list[str]:
    """How to start the web server: everything else is in `portal.gunicorn_settings`."""
    python = [sys.executable, "-m", "gunicorn"]
    return [*python, "--config", "python:portal.gunicorn_settings", "portal.gunicorn_settings:application()"]


def free_port(host: str, port: int, tries: int = 50) -> int | None:
    """The first port from `port` on that nobody listens on, or None."""
    return next((candidate for candidate in range(port, min(port + tries, 65536)) if is_free(host, candidate)), None)


def is_free(host: str, port: int) -> bool:
    """Whether we may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Supervisor:
    """Runs children until one ends or we are told to stop."""

    def __init__(self, stop_seconds: float = STOP_SECONDS) -> None:
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._stop_seconds = stop_seconds
        self._told_to_stop = False

    def start(self, command: Command) -> None:
        """Start a child in a process group of its own; it dies with us even when we are killed (Linux)."""
        child = subprocess.Popen(
            list(command.arguments),
            env={**command.environ, HELD: "1"} if command.held else dict(command.environ),
            stdin=subprocess.PIPE if command.held else subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  before any thread
        )
        self._children.append((command.name, child))

    def let_go(self) -> None:
        """What was held may serve. One that ended meanwhile is noticed by `wait_until_up`."""
        for _, child in self._children:
            if child.stdin is not None:
                with contextlib.suppress(BrokenPipeError):
                    child.stdin.write(b"\n")
                    child.stdin.close()

    def listen_for_stop(self) -> None:
        """INT, TERM and HUP stop us; from now on they do not raise in the middle of something."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def wait_until_up(self, host: str, port: int, path: str, seconds: float = START_SECONDS) -> bool:
        """Wait until the web server answers. False: told to stop meanwhile. Raises StartFailed when a child ends."""
        deadline = time.monotonic() + seconds
        while not self._told_to_stop:
            ended = self._ended()
            if ended:
                raise StartFailed(f"{ended[0]} stopped while starting (exit code {ended[1]}). The lines above say why.")
            if _answers(host, port, path):
                return True
            if time.monotonic() > deadline:
                raise StartFailed(f"The web server gave no answer on {host}:{port} within {seconds:.0f} seconds.")
            time.sleep(0.05)
        return False

    def wait(self, report: Callable[[str], None]) -> int:
        """Wait for a signal (0) or for a child that ends by itself (1); stop the rest either way."""
        code = 0
        while not self._told_to_stop:
            ended = self._ended()
            if ended:
                report(f"{ended[0]} stopped by itself (exit code {ended[1]}); stopping the rest.")
                code = 1
                break
            time.sleep(0.2)
        return code

    def stop(self) -> list[str]:
        """Ask every child to stop, last started first; kill what stays. Returns the names that had to be killed."""
        for _, child in reversed(self._children):
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + self._stop_seconds
        killed = []
        for name, child in reversed(self._children):
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                killed.append(name)
            _signal_group(child, signal.SIGKILL)  # also a grandchild that its parent left behind
            child.wait()
            if child.stdin is not None:
                with contextlib.suppress(BrokenPipeError):
                    child.stdin.close()
        self._children.clear()
        return killed

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _ended(self) -> tuple[str, int] | None:
        for name, child in self._children:
            if (code := child.poll()) is not None:
                return name, code
        return None


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _die_with_parent() -> None:
    """PR_SET_PDEATHSIG: the kernel sends TERM when the supervisor is killed outright, so nothing keeps the port."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _answers(host: str, port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if host in ("0.0.0.0", "") else host, port, timeout=5)  # noqa: S104
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
