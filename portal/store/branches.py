"""The branches (kinds of work) of `data/branches.toml`. The sources hold no list: this one is ours, and data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.resources import data_path
from portal.store.toml_table import Table, toml_file

_TOKEN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Branche:
    """`token` as in addresses and data, `label` as on screen, `description` one Dutch sentence: what you do there."""

    token: str
    label: str
    description: str


class Branches:
    """All branches in the order of the file."""

    def __init__(self, branches: tuple[Branche, ...]) -> None:
        self.all = branches
        self._by_token = {branche.token: branche for branche in branches}

    def __iter__(self) -> Iterator[Branche]:
        return iter(self.all)

    def __contains__(self, token: object) -> bool:
        return token in self._by_token

    def get(self, token: str) -> Branche | None:
        """The branche, or None for a token that is not in the list."""
        return self._by_token.get(token)

    def label(self, token: str) -> str:
        """The Dutch label; the token itself when the list no longer holds it, so that old data stays readable."""
        branche = self._by_token.get(token)
        return branche.label if branche else token


def load_branches(folder: Path | None = None) -> Branches:
    """Read `branches.toml` in `folder` (default: `data/`); raises DataError with file, key and reason."""
    path = (folder or data_path()) / "branches.toml"
    with toml_file(path) as table:
        found = table.each("branche", _branche, optional=False)
        _no_doubles(table, found)
    return Branches(found)


def _branche(row: Table) -> Branche:
    token = row.text("token")
    if not _TOKEN.fullmatch(token):
        row.fail("token", f"{token!r} is not kebab-case: lower-case letters and digits, with - between words")
    return Branche(token, row.text("naam"), row.text("omschrijving"))


def _no_doubles(table: Table, branches: tuple[Branche, ...]) -> None:
    tokens: set[str] = set()
    labels: set[str] = set()
    for number, branche in enumerate(branches):
        if branche.token in tokens:
            table.fail(f"branche[{number}].token", f"{branche.token!r} is there twice")
        if branche.label.casefold() in labels:
            table.fail(f"branche[{number}].naam", f"{branche.label!r} is there twice")
        tokens.add(branche.token)
        labels.add(branche.label.casefold())
