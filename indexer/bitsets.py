"""Sets of documents as Python integers: bit n is document n. Intersections and counts run at memory speed."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import TypeAlias

Posting: TypeAlias = "int | array[int]"  # a bit mask, or for few documents their sorted numbers

_BITS = bytes(1 if code == 49 else 0 for code in range(256))  # "0" -> 0, "1" -> 1


def mask_of(numbers: Sequence[int], size: int) -> int:
    """The mask of these numbers, each below `size`."""
    if len(numbers) * 32 < size:
        packed = bytearray((size >> 3) + 1)
        for n in numbers:
            packed[n >> 3] |= 1 << (n & 7)
        return int.from_bytes(packed, "little")
    flags = bytearray(b"0") * size
    for n in numbers:
        flags[n] = 49
    flags.reverse()
    return int(flags.decode("ascii"), 2)


def numbers_of(mask: int) -> Iterator[int] | list[int]:
    """The numbers in a mask, ascending."""
    size = mask.bit_length()
    if mask.bit_count() * 64 < size:
        few = []
        while mask:
            low = mask & -mask
            few.append(low.bit_length() - 1)
            mask ^= low
        return few
    return compress(range(size), flags_of(mask))


def flags_of(mask: int) -> bytes:
    """One byte per document, 0 or 1, up to the highest in the mask."""
    return bin(mask)[:1:-1].encode("ascii").translate(_BITS)


def posting_of(numbers: array[int], size: int) -> Posting:
    """Kept as a mask unless that takes more than about twice the room of the numbers themselves."""
    return mask_of(numbers, size) if len(numbers) * 64 >= size else numbers


def as_mask(posting: Posting, size: int) -> int:
    """The mask of a posting in either form."""
    return posting if isinstance(posting, int) else mask_of(posting, size)


def with_number(posting: Posting, n: int) -> Posting:
    """The posting with document n; the old one stays as it was."""
    if isinstance(posting, int):
        return posting | (1 << n)
    return array("I", sorted({*posting, n}))


def without_number(posting: Posting, n: int) -> Posting:
    """The posting without document n; the old one stays as it was."""
    if isinstance(posting, int):
        return posting & ~(1 << n)
    return array("I", (other for other in posting if other != n))


def count_in(posting: Posting, mask: int, flags: bytes) -> int:
    """How many documents of the posting are in the mask; `flags` are `flags_of(mask)`."""
    if isinstance(posting, int):
        return (posting & mask).bit_count()
    reach = len(flags)
    return sum(flags[n] for n in posting if n < reach)
