"""Text as a person wrote it, made fit to keep: no control characters, one kind of line end, no spaces at the ends."""

from __future__ import annotations

import unicodedata

LONGEST_ANSWER = 20_000  # characters; two typeset pages hold about 8,000
_KEPT = "\n\t"


def as_written(text: str) -> str:
    """The text of one or more lines. NUL and other control characters go: nobody typed them, PostgreSQL refuses NUL."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(as_written(text).split())
