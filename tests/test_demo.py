"""`portal demo` and `make demo`: progress, address, a clean stop, and a state that stays."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.store.db import Database
from portal.supervisor import is_free
from tests.plugins.running import RunningPortal, unused_port

ROOT = Path(__file__).parent.parent


@pytest.fixture
def own_demo(tmp_path: Path, demo_portal: RunningPortal) -> Iterator[RunningPortal]:
    """A running demo that the test may stop; its state is a copy, so that it starts quickly."""
    shutil.copytree(demo_portal.folder, tmp_path / "state", ignore=shutil.ignore_patterns("*.lock", "printed.txt"))
    portal = RunningPortal(tmp_path / "state")
    portal.wait_until_up()
    yield portal
    portal.stop()


def descendants(pid: int) -> set[int]:
    """All processes under a process, from /proc."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def command_of(pid: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def gone(pids: set[int]) -> bool:
    """Whether all of them end within a few seconds."""
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def enter_something(portal: RunningPortal) -> None:
    """Change the state as a person would, in one row."""
    database = Database(f"sqlite:///{portal.folder / 'demo' / 'portal.db'}")
    with database.write() as session:
        session.execute(text("UPDATE aanbieder SET naam = 'Ingevoerd'"))
        session.commit()
    database.close()


def names(portal: RunningPortal) -> set[str]:
    """The names of the aanbieders in the state."""
    database = Database(f"sqlite:///{portal.folder / 'demo' / 'portal.db'}")
    with database.read() as session:
        found = {str(name) for name in session.execute(text("SELECT naam FROM aanbieder")).scalars()}
    database.close()
    return found


def test_progress_is_numbered_and_the_address_is_printed(demo_portal: RunningPortal) -> None:
    lines = [line for line in demo_portal.printed.splitlines() if re.match(r" *\d+\. \[ *[\d.]+ s\]", line)]
    assert [int(line.split(".")[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert f"Ready: {demo_portal.url}/" in lines[-1]


def test_the_search_page_answers(demo_portal: RunningPortal) -> None:
    assert demo_portal.get("/zoeken?plaats=Apeldoorn")[0] == 200


def test_web_and_worker_run(demo_portal: RunningPortal) -> None:
    commands = " ".join(command_of(pid) for pid in descendants(demo_portal.process.pid))
    assert "gunicorn" in commands
    assert "portal worker" in commands


def test_nothing_of_the_state_is_open_before_the_fork(demo_portal: RunningPortal) -> None:
    demo_portal.get("/zoeken?plaats=Apeldoorn")
    web = [pid for pid in descendants(demo_portal.process.pid) if "gunicorn" in command_of(pid)]
    master = next(pid for pid in web if descendants(pid))
    opened = [str(link.readlink()) for link in Path(f"/proc/{master}/fd").iterdir() if link.is_symlink()]
    assert [path for path in opened if path.startswith(str(demo_portal.folder / "demo"))] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_with_its_children(own_demo: RunningPortal, number: signal.Signals) -> None:
    children = descendants(own_demo.process.pid)
    assert len(children) >= 3
    assert own_demo.stop(number) == 0
    assert gone(children)
    assert is_free("127.0.0.1", own_demo.port)


def test_a_killed_demo_leaves_no_orphan(own_demo: RunningPortal) -> None:
    children = descendants(own_demo.process.pid)
    own_demo.stop(signal.SIGKILL)
    assert gone(children)


def test_a_second_start_keeps_what_was_entered_and_reset_starts_over(own_demo: RunningPortal) -> None:
    enter_something(own_demo)
    own_demo.stop()
    again = RunningPortal(own_demo.folder)
    again.wait_until_up()
    again.stop()
    assert names(again) == {"Ingevoerd"}
    anew = RunningPortal(own_demo.folder, "--reset")
    anew.wait_until_up()
    anew.stop()
    assert "Ingevoerd" not in names(anew)


def test_a_second_demo_on_the_same_state_is_refused(demo_portal: RunningPortal) -> None:
    environ = {**os.environ, "STATE_DIR": str(demo_portal.folder)}
    command = [sys.executable, "-m", "portal", "demo", "--reset", "--port", str(unused_port())]
    refused = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 1
    assert "Another demo runs" in refused.stderr


def test_make_passes_a_stop_on(tmp_path: Path, demo_portal: RunningPortal) -> None:
    shutil.copytree(demo_portal.folder / "demo", tmp_path / "demo")
    port = unused_port()
    arguments = ["-o", "runtime-packages", "demo", f"PORT={port}", f"in_venv={sys.executable} -m"]
    make = subprocess.Popen(
        ["make", *arguments], env={**os.environ, "STATE_DIR": str(tmp_path)}, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while is_free("127.0.0.1", port):
        assert make.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    children = descendants(make.pid)
    make.terminate()
    make.wait(30)
    assert gone(children)
