"""The supervisor takes everything down again: children, what they started, and those that do not listen."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.supervisor import Command, StartFailed, Supervisor, free_port, is_free, python_environ

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({0!r}, 'w').write('x'); time.sleep(60)"
PARENT = """
import os, sys
from portal.supervisor import Command, Supervisor
supervisor = Supervisor()
supervisor.start(Command("sleeper", [sys.executable, "-c", {child!r}], os.environ))
supervisor.listen_for_stop()
supervisor.wait(print)
supervisor.stop()
"""


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor(stop_seconds=0.5)
    yield made
    made.stop()


def python(code: str) -> Command:
    return Command("child", [sys.executable, "-c", code], os.environ)


def wait_for(path: Path) -> str:
    """The content of a file that a child is about to write."""
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path.name} was not written"
        time.sleep(0.02)
    return path.read_text()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be read is not alive."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    """Whether a process is gone within a few seconds."""
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def test_stopping_ends_a_child(supervisor: Supervisor) -> None:
    supervisor.start(python("import time; time.sleep(60)"))
    assert supervisor.stop() == []


def held(path: Path) -> Command:
    code = f"import sys; open({str(path)!r}, 'w').write(repr(sys.stdin.buffer.read(1)))"
    return Command("child", [sys.executable, "-c", code], os.environ, held=True)


def test_a_held_child_goes_on_at_our_word(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(held(tmp_path / "read"))
    supervisor.let_go()
    assert wait_for(tmp_path / "read") == repr(b"\n")


def test_a_held_child_without_our_word_never_goes_on(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(held(tmp_path / "read"))
    supervisor.stop()
    assert not (tmp_path / "read").exists()


def test_a_child_that_does_not_listen_is_killed(supervisor: Supervisor, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    supervisor.start(python(DEAF.format(str(ready))))
    wait_for(ready)
    assert supervisor.stop() == ["child"]


def test_what_a_child_started_goes_with_it(supervisor: Supervisor, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    grandchild = [sys.executable, "-c", "import time; time.sleep(60)"]
    code = (
        f"import subprocess; p = subprocess.Popen({grandchild!r}); open({str(pid)!r}, 'w').write(str(p.pid)); p.wait()"
    )
    supervisor.start(python(code))
    number = int(wait_for(pid))
    supervisor.stop()
    assert ends(number)


def test_a_child_that_ends_while_starting_is_told(supervisor: Supervisor) -> None:
    supervisor.start(python("raise SystemExit(3)"))
    with pytest.raises(StartFailed, match="exit code 3"):
        supervisor.wait_until_up("127.0.0.1", 9, "/", seconds=20)


def test_a_server_that_never_answers_is_told(supervisor: Supervisor) -> None:
    supervisor.start(python("import time; time.sleep(60)"))
    with pytest.raises(StartFailed, match="no answer"):
        supervisor.wait_until_up("127.0.0.1", 9, "/", seconds=0.2)


def test_a_child_that_ends_later_ends_the_wait(supervisor: Supervisor) -> None:
    supervisor.start(python("pass"))
    said: list[str] = []
    assert supervisor.wait(said.append) == 1
    assert "child stopped by itself (exit code 0)" in said[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_orphan_stays_however_the_parent_ends(number: signal.Signals, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    environ = python_environ(os.environ)
    parent = subprocess.Popen([sys.executable, "-c", PARENT.format(child=child)], env=environ)
    number_of_child = int(wait_for(pid))
    parent.send_signal(number)
    parent.wait(20)
    assert ends(number_of_child)


def test_a_port_in_use_is_seen_and_the_next_is_offered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert free_port("127.0.0.1", port) != port


def test_a_child_imports_the_same_portal_from_any_folder(tmp_path: Path) -> None:
    code = "import portal.config; print(portal.config.__file__)"
    environ = python_environ({"PATH": os.environ["PATH"]})
    found = subprocess.check_output([sys.executable, "-c", code], env=environ, cwd=tmp_path, text=True)
    assert found.strip() == str(Path(__file__).parent.parent / "portal" / "config.py")
