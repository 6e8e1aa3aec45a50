"""The regelingen: `data/regelingen/*.toml` into values, refused as a whole when anything in them is wrong.

The keys are explained in `docs/regelingen.md`; the shapes are those of `portal.domain.regeling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol

from portal.domain.regeling import PRODUCT_TOKENS, Regeling
from portal.store.data_error import DataError
from portal.store.regeling_checks import check
from portal.store.regeling_reader import read_regeling
from portal.store.toml_table import toml_file


class HasGemeenten(Protocol):
    """What is asked of the reference data: the gemeenten by CBS code."""

    @property
    def gemeenten(self) -> Mapping[str, Any]:
        """Every gemeente by its CBS code."""


@dataclass(frozen=True, slots=True)
class Regelingen:
    """All regelingen of this installation, in the order of their files. Never changes while the process runs."""

    all: tuple[Regeling, ...]

    def __iter__(self) -> Iterator[Regeling]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def get(self, regeling_id: str) -> Regeling | None:
        """The regeling with that id, or None."""
        return next((r for r in self.all if r.id == regeling_id), None)

    def for_gemeente(self, gemeente_code: str) -> tuple[Regeling, ...]:
        """The regelingen that gemeente takes part in; mostly one, and none for most gemeenten."""
        return tuple(r for r in self.all if gemeente_code in r.gemeenten)

    def products_label(self, gemeente_code: str | None, token: str) -> str:
        """What the searcher's gemeente calls the product; without a gemeente, or without that product there: neutral.

        An unknown token comes back as it is: a label never stops a page.
        """
        here = self.for_gemeente(gemeente_code) if gemeente_code else ()
        product = next((p for p in (r.product(token) for r in here) if p), None)
        return product.naam if product else PRODUCT_TOKENS.get(token, token)


def load_regelingen(
    reference: HasGemeenten | Mapping[str, Any], folder: Path | None = None, extra: Sequence[Path] = ()
) -> Regelingen:
    """Every `*.toml` in `folder` (default `data/regelingen`) by name, then the `extra` files, each checked.

    `reference` gives the known gemeenten. Raises `DataError` with file, key path and reason.
    """
    known = reference if isinstance(reference, Mapping) else reference.gemeenten
    source = folder if folder is not None else _default_folder()
    found: dict[str, Regeling] = {}
    files = [*sorted(source.glob("*.toml")), *extra]
    if not files:
        raise DataError(source.name, "the folder", "holds no regeling (*.toml)")
    for path in files:
        regeling = load_regeling(path, known)
        if regeling.id in found:
            raise DataError(path.name, "id", f"{regeling.id!r} is already the id of another regeling")
        found[regeling.id] = regeling
    return Regelingen(tuple(found.values()))


def load_regeling(path: Path, known_gemeenten: Mapping[str, Any]) -> Regeling:
    """One file, read and checked. Raises `DataError`."""
    with toml_file(path) as table:
        regeling = read_regeling(table, known_gemeenten)

    def fail(where: str, reason: str) -> NoReturn:
        raise DataError(path.name, where, reason)

    check(regeling, known_gemeenten, fail)
    return regeling


def _default_folder() -> Path:
    from portal.resources import data_path

    return data_path("regelingen")
