"""What is wrong with a file under `data/`, said so that whoever keeps the file can mend it."""

from __future__ import annotations


class DataError(Exception):
    """A file of `data/` breaks its own rules; the start stops with it.

    `file` is a name such as "gemeenten.csv", `where` a line ("line 12") or a key ("products[2].start_treden").
    """

    def __init__(self, file: str, where: str, reason: str) -> None:
        super().__init__(f"{file}, {where}: {reason}")
        self.file = file
        self.where = where
        self.reason = reason

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str]]:
        return (DataError, (self.file, self.where, self.reason))
