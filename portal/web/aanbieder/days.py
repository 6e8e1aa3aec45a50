"""Days as people type them: 31-1-2026."""

from __future__ import annotations

import re
from datetime import date

from portal.domain.said import said

WHAT_TO_DO = said("Vul een datum in met dag, maand en jaar, zoals 31-01-2026.")
_TYPED = re.compile(r"\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4})\s*")


def day_of(typed: str) -> date | None:
    """The day that was typed; None for nothing and for what is no day."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def as_typed(day: date | None) -> str:
    """ "31-01-2026", or "" for none."""
    return f"{day:%d-%m-%Y}" if day else ""
