"""What a person typed in a form, with what is wrong beside each field; the page shows both again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

_LONGEST = 2000  # characters of one field; the pages that take long texts read their own


@dataclass(slots=True)
class Typed:
    """Values and faults by field name. The names of the fields are their ids on the page."""

    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed, or ""."""
        return self.values.get(name, "")

    def fault(self, name: str) -> str:
        """What to do about the field, or ""."""
        return self.faults.get(name, "")

    def wrong(self, name: str, what_to_do: str) -> None:
        """Note a fault."""
        if what_to_do:
            self.faults[name] = what_to_do

    def add(self, faults: Mapping[str, str]) -> None:
        """Note several."""
        self.faults.update(faults)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """For the summary above the form: (field id, sentence)."""
        return list(self.faults.items())


def read(*names: str) -> Typed:
    """The named fields of the form of this request; every other field is left unread (reliability.md row 13)."""
    return Typed({name: request.form.get(name, "")[:_LONGEST] for name in names})
