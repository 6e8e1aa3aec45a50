"""Where the files that travel with the code are (`data/`, `static/`), in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """A path under `data/`, e.g. `data_path("reference", "gemeenten.csv")`. It need not exist: the reader says so."""
    return _root("data").joinpath(*parts)


def static_path() -> Path:
    """The folder that the web serves under `/static`."""
    return _root("static")


def _root(name: str) -> Path:
    # The wheel packs both folders into the package with a leading underscore; a checkout has them beside it.
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
