"""The same portal as an installed wheel: from another folder, with settings from the environment only."""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.running import unused_port

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a virtual environment with the wheel; other packages are lent from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder / "bin" / "python"),
        "install",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def environ(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A production environment, and nothing else of ours."""
    return {
        "PATH": f"{installed / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PORTAL_ENV": "production",
        "PUBLIC_URL": "https://werkplek.gemeente.example",
        "STATE_DIR": str(tmp_path_factory.mktemp("state")),
        "SECRET_KEY": "s" * 48,
        "CONTACT_KEY": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
        "SMTP_URL": "smtp://mail.gemeente.example:25",
        "PORT": str(unused_port()),
    }


def portal(environ: dict[str, str], cwd: Path, *arguments: str) -> str:
    """What the installed command prints."""
    return subprocess.check_output(["portal", *arguments], env=environ, cwd=cwd, text=True, stderr=subprocess.STDOUT)


@pytest.fixture(scope="module")
def served(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the installed portal, initialised and running."""
    cwd = tmp_path_factory.mktemp("elsewhere")
    portal(environ, cwd, "init")
    process = subprocess.Popen(["portal", "run"], env=environ, cwd=cwd)
    url = f"http://127.0.0.1:{environ['PORT']}"
    deadline = time.monotonic() + 60
    while not answers(url + "/readyz"):
        assert process.poll() is None, "portal run stopped"
        assert time.monotonic() < deadline, "portal run does not answer"
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)


def answers(url: str) -> bool:
    """Whether a GET gives 200."""
    try:
        return fetch(url)[0] == 200
    except OSError:
        return False


def fetch(url: str) -> tuple[int, str]:
    """Status and text of a GET."""
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  our own address
        return answer.status, answer.read().decode()


def test_the_wheel_holds_what_is_not_code(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in (
        "portal/_data/reference/",
        "portal/_data/regelingen/",
        "portal/_data/paper/carlito/",
        "portal/_static/css/",
        "portal/web/templates/",
    ):
        assert any(name.startswith(folder) for name in names), folder
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "var/", "docs/")) for name in names)


def test_the_command_is_installed(environ: dict[str, str], tmp_path: Path) -> None:
    assert "werkplekvinder 0.1.0" in portal(environ, tmp_path, "--version")


def test_the_code_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import portal, indexer; print(portal.__file__, indexer.__file__)"
    found = subprocess.check_output([installed / "bin" / "python", "-c", code], cwd=tmp_path, text=True)
    assert str(ROOT) not in found


def test_the_search_page_answers(served: str) -> None:
    status, text = fetch(served + "/zoeken?plaats=Apeldoorn")
    assert status == 200
    assert "<h1" in text


def test_a_static_file_named_on_the_page_is_there(served: str) -> None:
    _, text = fetch(served + "/")
    sheet = text.split('rel="stylesheet"', 1)[1].split('href="', 1)[1].split('"', 1)[0]
    assert fetch(served + sheet)[0] == 200


def test_health_is_well_after_init(served: str, environ: dict[str, str], tmp_path: Path) -> None:
    assert "FAULT" not in portal(environ, tmp_path, "health")
