"""Bring changes to the engine. One bad document fails its whole batch (P14): halve until it stands alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from indexer.engine import Document, DocumentRefused, Engine

_Item = TypeVar("_Item")


def deliver(engine: Engine, documents: Sequence[Document], gone: Sequence[str]) -> dict[str, str]:
    """Returns id and reason of what the engine refuses; all others are in, confirmed.

    Raises SearchUnavailable when the engine is away: then nothing is sure, and doing it all again does no harm.
    """
    refused = _send(engine.upsert, documents, lambda document: str(document["id"]))
    return refused | _send(engine.delete, gone, str)


def _send(
    send: Callable[[Sequence[_Item]], None], items: Sequence[_Item], id_of: Callable[[_Item], str]
) -> dict[str, str]:
    if not items:
        return {}
    try:
        send(items)
        return {}
    except DocumentRefused as error:
        if len(items) == 1:
            return {id_of(items[0]): str(error)}
        first, second = _parted(items, id_of, set(error.ids))
    return _send(send, first, id_of) | _send(send, second, id_of)


def _parted(
    items: Sequence[_Item], id_of: Callable[[_Item], str], blamed: set[str]
) -> tuple[Sequence[_Item], Sequence[_Item]]:
    """Those the engine blames apart from the rest; when it blames none or all, two halves."""
    bad = [item for item in items if id_of(item) in blamed]
    if bad and len(bad) < len(items):
        return bad, [item for item in items if id_of(item) not in blamed]
    half = len(items) // 2
    return items[:half], items[half:]
