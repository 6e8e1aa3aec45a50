"""Data and static files are found beside the package and inside it."""

from pathlib import Path

import pytest

from portal import resources


def test_a_checkout_keeps_them_beside_the_package() -> None:
    assert resources.data_path("reference", "gemeenten.csv").is_file()
    assert resources.static_path().name == "static"


def test_a_wheel_packs_them_into_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_static").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.data_path("branches.toml") == tmp_path / "_data" / "branches.toml"
    assert resources.static_path() == tmp_path / "_static"
