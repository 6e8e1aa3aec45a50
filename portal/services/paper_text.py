"""Text that a PDF/UA may hold: every letter is in the font, nothing steers, no word is wider than the page.

PDF/UA-1 has no room for a letter without a shape: one emoji in an answer would refuse the whole document. What the font
lacks is written in letters it has, or left out.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

_STEP = 25  # characters; in the widest letters that fits on a line
# Where a line would not break (UAX 14, rules 13 to 15): no white space, or a blank before a sign that does not open
# ("a ?") or after one that does not close ("( a").
_UNBROKEN = re.compile(r"(?:\S| (?=[^\w\s(\[{„«‘“–-])|(?<=[^\w\s)\]}.,;:!?»”’/…%–-]) ){46,}")
_BREAK = "\u200b"  # the line may break here; it is not seen
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@lru_cache(maxsize=8)
def letters_of(font: Path) -> frozenset[str]:
    """The characters the font has a shape for: its `cmap` of format 4 (OpenType, "cmap", platform 3, encoding 1)."""
    data = font.read_bytes()
    tables = (struct.unpack_from(">4s4xLL", data, 12 + 16 * i) for i in range(struct.unpack_from(">H", data, 4)[0]))
    start = next(offset for tag, offset, _ in tables if tag == b"cmap")
    parts = [struct.unpack_from(">HHL", data, start + 4 + 8 * i) for i in range(_u16(data, start + 2))]
    table = start + next(offset for platform, encoding, offset in parts if (platform, encoding) == (3, 1))
    if _u16(data, table) != 4:
        raise ValueError(f"{font.name}: no cmap of format 4")
    return frozenset(chr(code) for code in _codes(data, table))


def _codes(data: bytes, table: int) -> list[int]:
    count = _u16(data, table + 6) // 2
    ends, starts = table + 14, table + 16 + 2 * count
    deltas, ranges = starts + 2 * count, starts + 4 * count
    found = []
    for i in range(count):
        first, last = _u16(data, starts + 2 * i), _u16(data, ends + 2 * i)
        delta, offset = _u16(data, deltas + 2 * i), _u16(data, ranges + 2 * i)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = _u16(data, ranges + 2 * i + offset + 2 * (code - first)) if offset else code
            if glyph and (glyph + delta) % 0x10000:
                found.append(code)
    return found


def _u16(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 2], "big")


def printable(text: str, letters: frozenset[str]) -> str:
    """The text in these letters: line ends stay, other white space is a blank, signs that steer are gone.

    A character that is not there is written by its plain form (full-width A -> A), a letter without one as `?`, a
    picture not at all.
    """
    joined = unicodedata.normalize("NFC", re.sub(r"\r\n?|\u2028|\u2029", "\n", text))
    shown = "".join(_shown(c, letters) for c in joined)
    return _UNBROKEN.sub(lambda found: _with_breaks(found[0]), shown)


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs (parted by empty lines) of lines, without blanks at the ends; empty ones are left out."""
    parts = re.split(r"\n\s*\n", text)
    found = [[line for raw in part.split("\n") if (line := raw.strip())] for part in parts]
    return [lines for lines in found if lines]


def _shown(character: str, letters: frozenset[str]) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN:
        return ""
    if character in letters:
        return character
    plain = unicodedata.normalize("NFKD", character)
    if plain != character and (kept := "".join(c for c in plain if c in letters)):
        return unicodedata.normalize("NFC", kept)
    return "?" if unicodedata.category(character)[0] in "LN" else ""


def _with_breaks(text: str) -> str:
    words = (_BREAK.join(word[i : i + _STEP] for i in range(0, len(word), _STEP)) for word in text.split(" "))
    return f"{_BREAK} ".join(words)
