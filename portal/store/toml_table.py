"""Reading a TOML file strictly: every key is asked for by name and type, and a key nobody asked for is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from portal.store.data_error import DataError

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")


class Table:
    """One table of a TOML file, with the path that leads to it (`product[2].tariff[0]`).

    Each method takes one key out; its error is a `DataError` with file, key path and reason. Call `done` at the end.
    """

    def __init__(self, file: str, path: str, data: dict[str, Any]) -> None:
        self.file = file
        self.path = path
        self._left = dict(data)

    def fail(self, key: str, reason: str) -> NoReturn:
        """Raise the error for this key ("" for the table as a whole)."""
        raise DataError(self.file, self._where(key), reason)

    def done(self) -> None:
        """Refuse what was not asked for: mostly a typing error in a key."""
        if self._left:
            key = sorted(self._left)[0]
            self.fail(key, "this key is not known here; see docs/regelingen.md")

    def text(self, key: str, default: str | None = None, *, empty: bool = False) -> str:
        """A text without white space around it. A blank one is refused unless `empty` or it may be left out."""
        if self._absent(key, default is not None):
            return default or ""
        value = self._take(key, str, "a text").strip()
        if not value and not empty:
            self.fail(key, "is empty")
        return value

    def whole(self, key: str, *, lowest: int = 0) -> int:
        """A whole number of at least `lowest`."""
        value = self._take(key, int, "a whole number")
        if value < lowest:
            self.fail(key, f"is {value}, but must be at least {lowest}")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        if self._absent(key, default is not None):
            return bool(default)
        return self._take(key, bool, "true or false")

    def day(self, key: str) -> date:
        """A date, written 2021-01-01 without quotes."""
        return self._take(key, date, "a date such as 2021-01-01 (no quotes)")

    def amount(self, key: str) -> Decimal:
        """Euro as a text with two decimals, so that 6.60 stays 6.60."""
        value = self._take(key, str, 'an amount in quotes such as "9.00"')
        if not _AMOUNT.fullmatch(value):
            self.fail(key, f'{value!r} is not an amount such as "9.00"')
        return Decimal(value)

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """One value of that enumeration."""
        if default is not None and key not in self._left:
            return default
        value = self._take(key, str, "a text")
        return self._member(key, value, kind)

    def choices(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """Values of that enumeration; empty when left out."""
        return tuple(self._member(key, value, kind) for value in self.texts(key, optional=True))

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts; empty only when left out and `optional`."""
        return self._list(key, str, "texts", optional)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; it may be empty."""
        return self._list(key, int, "whole numbers", optional=False)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of lists of two texts; empty when left out."""
        values = self._list(key, list, "pairs", optional=True)
        if not all(len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in values):
            self.fail(key, 'must hold pairs such as ["GM0200", "GM0213"]')
        return tuple((pair[0], pair[1]) for pair in values)

    def table(self, key: str, *, optional: bool = False) -> Table:
        """A table inside this one; empty when left out and `optional`. Its own `done` is for the caller."""
        data = {} if self._absent(key, optional) else self._take(key, dict, "a table")
        return Table(self.file, self._where(key), data)

    def each(self, key: str, read: Callable[[Table], T], *, optional: bool = True) -> tuple[T, ...]:
        """Every `[[key]]` read by `read`, each checked for keys that are too many."""
        rows = self._list(key, dict, "tables", optional)
        found = []
        for number, row in enumerate(rows):
            table = Table(self.file, f"{self._where(key)}[{number}]", row)
            found.append(read(table))
            table.done()
        return tuple(found)

    def has(self, key: str) -> bool:
        """True when the key is there and not yet taken."""
        return key in self._left

    def names(self) -> tuple[str, ...]:
        """The keys not yet taken, for a table whose keys are data."""
        return tuple(self._left)

    def raw(self, key: str) -> Any:
        """The value as it stands, for a key that may hold more than one type."""
        return self._take(key, object, "a value")

    def _member(self, key: str, value: str, kind: type[E]) -> E:
        try:
            return kind(value)
        except ValueError:
            self.fail(key, f"{value!r} is not one of {', '.join(str(member.value) for member in kind)}")

    def _list(self, key: str, kind: type[T], plural: str, optional: bool) -> tuple[T, ...]:
        if self._absent(key, optional):
            return ()
        values = self._take(key, list, f"a list of {plural}")
        if not all(_is(value, kind) for value in values):
            self.fail(key, f"must be a list of {plural}")
        return tuple(values)

    def _absent(self, key: str, optional: bool) -> bool:
        return optional and key not in self._left

    def _take(self, key: str, kind: type[T], wanted: str) -> T:
        if key not in self._left:
            self.fail(key, "is missing")
        value: T = self._left.pop(key)
        if not _is(value, kind):
            self.fail(key, f"must be {wanted}")
        return value

    def _where(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part) or "the file"


@contextmanager
def toml_file(path: Path) -> Iterator[Table]:
    """The file as a table; on leaving, keys that were not read are refused. Broken TOML or text is a `DataError`."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path.name, "the file", f"is not TOML in UTF-8: {error}") from error
    except OSError as error:
        raise DataError(path.name, "the file", f"cannot be read: {error.strerror}") from error
    table = Table(path.name, "", data)
    yield table
    table.done()


def _is(value: object, kind: type[Any]) -> bool:
    # In Python a bool is an int and a datetime is a date; in a data file each of these is a mistake.
    if (isinstance(value, bool) and kind is int) or (isinstance(value, datetime) and kind is date):
        return False
    return isinstance(value, kind)
