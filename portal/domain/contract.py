"""From when to when an approval holds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def contract_end(start: date, months: int) -> date:
    """The last day of a contract of so many months: the day before the same day of the month, or the month's end."""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])) - timedelta(days=1)
