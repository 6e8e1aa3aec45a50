"""What every engine refuses in a document, and the values it reads from a field."""

from __future__ import annotations

import math
import re
from typing import Any

from indexer import schema
from indexer.engine import Document, DocumentRefused

_ID = re.compile(r"[A-Za-z0-9_-]{1,511}")


def identity_of(document: Document) -> str:
    """The id. Raises DocumentRefused when it is none."""
    identity = document.get("id")
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        raise DocumentRefused(f"document id must match [A-Za-z0-9_-]{{1,511}}: {identity!r}", [str(identity)])
    return identity


def position_of(document: Document) -> tuple[float | None, float | None]:
    """Degrees north and east, or None twice. Raises DocumentRefused for a place that is not on earth."""
    geo = document.get(schema.GEO)
    if geo is None:
        return None, None
    try:
        lat, lng = float(geo["lat"]), float(geo["lng"])
    except (TypeError, ValueError, KeyError):
        lat, lng = math.nan, math.nan
    if not (math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180):
        identity = identity_of(document)
        raise DocumentRefused(f"document {identity!r} has impossible coordinates: {geo!r}", [identity])
    return lat, lng


def number_of(document: Document, field: str) -> float:
    """A finite number. Raises DocumentRefused for anything else."""
    try:
        number = float(document[field])
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        identity = identity_of(document)
        raise DocumentRefused(f"document {identity!r}: {field} is not a number", [identity])
    return number


def values_of(value: Any) -> list[str]:
    """The distinct values of a filtered field: one, several or none."""
    several = value if isinstance(value, (list, tuple, set, frozenset)) else () if value is None else (value,)
    return list(dict.fromkeys(("true" if v else "false") if isinstance(v, bool) else str(v) for v in several))
