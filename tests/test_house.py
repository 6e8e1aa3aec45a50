"""The house rules that no other tool checks."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN = ("portal", "indexer", "tests", "static", ".ci")
LONGEST = 300
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
VENDORED = ("static/vendor/", "tests/vendor/")


def _own_files(*endings: str) -> list[str]:
    paths = (path for folder in OWN for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    names = sorted(path.relative_to(ROOT).as_posix() for path in paths if path.is_file())
    return [name for name in names if not name.startswith(VENDORED)]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_no_file_is_longer_than_300_lines() -> None:
    names = [name for name in _own_files(".py", ".html", ".js", ".css") if "/migrations/" not in name]
    assert {name: n for name in names if (n := _text(name).count("\n")) > LONGEST} == {}


def test_no_room_is_named_for_what_is_left_over() -> None:
    bad = re.compile(r"(^|[/_])(utils?|helpers?|common|misc)([/_.]|$)")
    assert [name for name in _own_files(".py", ".html", ".js") if bad.search(name)] == []


def _names(name: str) -> set[str]:
    nodes = ast.walk(ast.parse(_text(name)))
    return {
        value
        for node in nodes
        for key in ("name", "id", "arg", "attr")
        if isinstance(value := getattr(node, key, None), str)
    }


def test_every_identifier_is_ascii() -> None:
    assert {name: bad for name in _own_files(".py") if (bad := [n for n in _names(name) if not n.isascii()])} == {}


@pytest.mark.parametrize("lock", ["runtime", "test", "build"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = _text(f".ci/locks/{lock}.txt")
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert all("--hash=sha256:" in package and "==" in package for package in packages)
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("test", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"]]),
        ("build", PROJECT["dependency-groups"]["build"]),
    ],
)
def test_every_dependency_is_in_its_lock(lock: str, wanted: list[object]) -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", _text(f".ci/locks/{lock}.txt"), re.MULTILINE))
    names = {re.split(r"[\[>=<]", item)[0] for item in wanted if isinstance(item, str)}
    assert names - locked == set()


def test_make_help_names_every_target_that_a_person_calls() -> None:
    makefile = _text("Makefile")
    targets = {"demo", "test", "proof", "bench", "lint", "clean"}
    assert targets <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert targets <= set(re.findall(r'@echo "make ([a-z]+)', makefile))
