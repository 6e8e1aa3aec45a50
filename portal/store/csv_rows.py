"""Read a CSV file of `data/` row by row, with the line in every complaint."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from portal.store.data_error import DataError

T = TypeVar("T")


def read_rows(path: Path, make: Callable[[Mapping[str, str]], T]) -> Iterator[tuple[str, T]]:
    """("line 12", what `make` made of that row) for each row. The first line names the columns; `#` starts a note.

    `make` complains with a ValueError; this and anything wrong with the file becomes a `DataError`.
    """
    file = path.name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header: list[str] = []
            for cells in reader:
                if cells and cells[0].startswith("#"):
                    continue
                if not header:
                    header = cells
                    continue
                yield from _row(file, f"line {reader.line_num}", header, cells, make)
    except OSError as error:
        raise DataError(file, "file", f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(file, "file", f"is not a CSV file in UTF-8 ({error})") from error


def _row(
    file: str, where: str, header: list[str], cells: list[str], make: Callable[[Mapping[str, str]], T]
) -> Iterator[tuple[str, T]]:
    if len(cells) != len(header):
        raise DataError(file, where, f"{len(cells)} columns, expected {len(header)}")
    try:
        yield where, make(dict(zip(header, cells, strict=True)))
    except KeyError as error:
        raise DataError(file, where, f"the column {error.args[0]} is missing") from error
    except ValueError as error:
        raise DataError(file, where, str(error)) from error
