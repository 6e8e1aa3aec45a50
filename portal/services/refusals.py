"""Why a service did not do what was asked. A page turns each into its answer: 404, 409, or the form with its errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.review import Refused

__all__ = ["Conflict", "EditConflict", "Invalid", "NotFound", "Refused"]


class NotFound(Exception):
    """There is no such thing, or it is not this actor's: nobody can tell which (reliability.md row 12)."""


class Invalid(Exception):
    """Some fields cannot be taken as they are. `errors`: per field what to do, in Dutch."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that someone else changed meanwhile: what this actor sent, and what is kept now."""

    field: str  # a part (`portal.domain.plan`), or the field of a werkplek
    mine: object
    theirs: object


class EditConflict(Exception):
    """Someone else saved the same meanwhile; nothing was written. Send `lock` to overwrite it knowingly."""

    def __init__(self, conflicts: tuple[Conflict, ...], lock: int) -> None:
        super().__init__("Iemand anders heeft dit intussen ook gewijzigd.")
        self.conflicts = conflicts
        self.lock = lock
