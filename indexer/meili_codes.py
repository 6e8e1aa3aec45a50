"""Documents as Meilisearch keeps them, and back.

Meilisearch compares the values of a filter without regard to capitals and accents, and cuts them at 468 bytes; codes
are exact (statement 14). So a value that is not a plain code is kept as hexadecimal digits, or when it is long as a
hash with the text beside it. Real offers have plain codes only; what is sent in a filter is letters, digits, `.-=#`.

Added to a document: `_written` (ms since 1970, for `meili_rebuild`), `_words` (for suggestions), `_long` (hash: text).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from indexer import checked, schema
from indexer.embedded_text import items, words
from indexer.engine import Document, DocumentRefused
from indexer.suggesting import KNOWN, WORK

WRITTEN = "_written"
WORDS = "_words"
LONG = "_long"
FORMATTED, SCORES = "_formatted", "_rankingScoreDetails"  # what the server adds to a hit
ADDED = frozenset({WRITTEN, WORDS, LONG, FORMATTED, SCORES, "_geoDistance"})

OF_THE_WORK = "="  # before a word in `_words`: it may be suggested; without: it is there, so it needs no correction

# Codes of a gemeente and NL are written in capitals in these, everything else in small letters.
_TOKEN_FIELDS = frozenset({"serves", "free"})
_TOKEN = re.compile(r"(?:GM[0-9]{4}|NL)(?:\.[a-z0-9-]{1,60})?")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_HEX, _HASH = "=", "#"
_APART = ". "  # between stems: that two stand next to each other says nothing, and the server would find a phrase there
_LONGEST = 200  # bytes; twice that in hexadecimal digits


def encode(field: str, value: str) -> str:
    """The value as it stands in filters and in the index; equal exactly when the values are equal."""
    if (_TOKEN if field in _TOKEN_FIELDS else _CODE).fullmatch(value):
        return value
    raw = value.encode("utf-8", "surrogatepass")
    if len(raw) <= _LONGEST:
        return _HEX + raw.hex()
    return _HASH + hashlib.sha256(raw).hexdigest()


def decode(value: str, long: Mapping[str, str]) -> str:
    """The value back; `long` holds the texts of hashed values."""
    if value.startswith(_HEX):
        return bytes.fromhex(value[1:]).decode("utf-8", "surrogatepass")
    return long.get(value, value)


def is_hash(value: str) -> bool:
    """Whether the text must be looked up in a document."""
    return value.startswith(_HASH)


def to_server(document: Document) -> Document:
    """The document to send. Raises DocumentRefused for one that no engine can index."""
    identity = checked.identity_of(document)
    checked.position_of(document)
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        raise DocumentRefused(f"document {identity!r} cannot be sent as text: {error}", [identity]) from error
    for field in schema.NUMERIC:
        if document.get(field) is not None:
            checked.number_of(document, field)
    sent = {**document, WRITTEN: time.time_ns() // 1_000_000, WORDS: _words(document)}
    long: dict[str, str] = {}
    for field in schema.FILTERED:
        if document.get(field) is not None:
            sent[field] = _encoded(field, document[field], long)
    if long:
        sent[LONG] = long
    if isinstance(sent.get("stems"), str) and "." not in sent["stems"]:
        sent["stems"] = sent["stems"].replace(" ", _APART)
    return sent


def _encoded(field: str, value: Any, long: dict[str, str]) -> Any:
    if isinstance(value, bool):
        return value
    several = value if isinstance(value, (list, tuple)) else [value]
    encoded = [encode(field, str(one)) for one in several]
    long.update({key: str(one) for key, one in zip(encoded, several, strict=True) if is_hash(key)})
    return encoded if isinstance(value, (list, tuple)) else encoded[0]


def _words(document: Document) -> list[str]:
    there = set(_words_in(document, KNOWN))
    return sorted(there | {OF_THE_WORK + word for word in _words_in(document, WORK)})


def _words_in(document: Document, fields: Iterable[str]) -> Iterator[str]:
    found = (word for field in fields for text in items(document.get(field)) for word in words(text))
    return (word for word in found if 2 < len(word) <= 60 and not word.isdigit())


def from_server(sent: Document) -> Document:
    """The document as it was given."""
    long = sent.get(LONG) or {}
    document = {name: value for name, value in sent.items() if name not in ADDED}
    for field in schema.FILTERED:
        value = document.get(field)
        if isinstance(value, list):
            document[field] = [decode(one, long) for one in value]
        elif isinstance(value, str):
            document[field] = decode(value, long)
    if isinstance(document.get("stems"), str):
        document["stems"] = document["stems"].replace(_APART, " ")
    return document
