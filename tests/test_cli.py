"""The command line: what it names, and how it stops."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal.cli import COMMANDS, main
from portal.launch import demo_environ
from portal.supervisor import StartFailed, python_environ
from tests.plugins.running import unused_port


def test_help_names_every_command_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert ended.value.code == 0
    assert all(any(line.split() == [command.name, *command.line.split()] for line in shown) for command in COMMANDS)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_tells_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"portal {command}" in capsys.readouterr().out


def test_a_command_line_is_read_without_what_the_commands_need() -> None:
    """A start within seconds: each command imports its own when it runs."""
    script = "import sys; from portal.cli import _parser; _parser(); print('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False\n"


def test_the_web_server_collects_garbage_again_when_it_is_loaded() -> None:
    """It does not while it loads: a quicker start must not become a process that grows."""
    script = (
        "import gc; from unittest.mock import MagicMock; import portal.gunicorn_settings as settings;"
        "print(gc.isenabled(), end=' '); settings.when_ready(MagicMock()); print(gc.isenabled())"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False True\n"


@pytest.mark.parametrize("arguments", [[], ["serve"], ["worker", "--twice"], ["demo", "--port", "x"]])
def test_a_wrong_command_line_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize("command", ["init", "demo", "run", "worker", "health"])
def test_a_wrong_setting_stops_the_start_with_its_name(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOCODER", "google")
    assert main([command]) == 2
    told = capsys.readouterr().err
    assert 'GEOCODER: "google" is not known' in told
    assert "offline, pdok" in told


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_wrong_data_file_stops_the_start_in_one_line(command: str, tmp_path: Path) -> None:
    state = tmp_path / ("demo" if command == "demo" else "")
    (state / "regelingen").mkdir(parents=True)
    (state / "regelingen" / "fout.toml").write_text("kleur = 'blauw'\n")
    environ = python_environ({**os.environ, "STATE_DIR": str(tmp_path), "PORT": str(unused_port())})
    arguments = [sys.executable, "-m", "portal", command]
    ended = subprocess.run(arguments, check=False, env=environ, capture_output=True, text=True)
    assert ended.returncode == 1
    assert [line.partition(",")[0] for line in ended.stderr.splitlines()] == ["fout.toml"]


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_port_in_use_is_told_with_a_way_on(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("PORT", str(server.getsockname()[1]))
        assert main([command]) == 1
    assert "PORT" in capsys.readouterr().err


def test_a_demo_keeps_to_a_state_of_its_own() -> None:
    environ = {"STATE_DIR": "/srv/portal", "DATABASE_URL": "postgresql+psycopg://h/real", "PORT": "80"}
    assert demo_environ(environ, 8001, 10_000, 7) == {"STATE_DIR": "/srv/portal/demo-10000-7", "PORT": "8001"}
    assert demo_environ(environ, None, None, 7) == {"STATE_DIR": "/srv/portal/demo", "PORT": "80"}


@pytest.mark.parametrize(
    ("environ", "offers", "word"),
    [({"PORTAL_ENV": "production"}, None, "PORTAL_ENV"), ({}, 0, "OFFERS"), ({}, 100_001, "OFFERS")],
)
def test_a_demo_that_cannot_be_is_refused(environ: dict[str, str], offers: int | None, word: str) -> None:
    with pytest.raises(StartFailed, match=word):
        demo_environ(environ, None, offers, 1)
