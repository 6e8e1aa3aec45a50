"""Text as a person wrote it, made fit to keep: no control characters, one kind of line end, no spaces at the ends."""

from __future__ import annotations

import re

LONGEST_ANSWER = 20_000  # characters; two typeset pages hold about 8,000
# The Unicode categories Cc and Cs, but for line end and tab. One pass of `re`: a form of 30 kB is read several times.
_NOT_KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def as_written(text: str) -> str:
    """The text of one or more lines. NUL and other control characters go: nobody typed them, PostgreSQL refuses NUL."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_KEPT.sub("", lines).strip()


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(as_written(text).split())
