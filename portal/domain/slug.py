"""The readable tail of an address. The id before it finds the page; the tail may change with the name."""

from __future__ import annotations

import re
import unicodedata

_MOST = 60  # characters


def slug(name: str) -> str:
    """Lower-case ASCII words with hyphens between, at most 60 characters; "werkplek" when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:_MOST].strip("-") or "werkplek"
