"""A new index beside the old one, filled, compared, swapped; the old one removed (docs/search.md, statement 24)."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError

from indexer.engine import Document, SearchUnavailable
from indexer.meili_codes import WRITTEN
from indexer.meili_server import Tasks
from indexer.meili_settings import is_foreign, settings

_log = logging.getLogger(__name__)
_SENT_AT_ONCE = 2_000
_READ_AT_ONCE = 5_000


def stored(client: Client, index: str, fields: list[str] | None = None, condition: str = "") -> Iterator[Document]:
    """Documents as the server holds them; nothing when there is no such index. Nobody may write meanwhile."""
    asked: dict[str, Any] = {"limit": _READ_AT_ONCE}
    asked |= {"fields": fields} if fields else {}
    asked |= {"filter": condition} if condition else {}
    at = 0
    while True:
        try:
            found = client.index(index).get_documents({**asked, "offset": at})
        except MeilisearchApiError as error:
            if error.code == "index_not_found":
                return
            raise
        yield from (dict(one) for one in found.results)
        at += _READ_AT_ONCE
        if at >= found.total:
            return


def these(ids: Iterable[str]) -> str:
    """The condition for documents by id."""
    return f"id IN {json.dumps(sorted(ids))}"


def held_settings(client: Client, index: str) -> dict[str, Any] | None:
    """The settings of an index, None when there is no such index."""
    try:
        return dict(client.index(index).get_settings())
    except MeilisearchApiError as error:
        if error.code == "index_not_found":
            return None
        raise


class Rebuild:
    """One rebuild of `index`, in `<index>_new`. A failure leaves the old index as it was."""

    def __init__(self, client: Client, index: str, seconds: float) -> None:
        self._client = client
        self._old = index
        self._new = f"{index}_new"
        self._tasks = Tasks(client, seconds)

    def run(self, documents: Iterable[Document]) -> int:
        """Fill and swap; returns the number of documents. Whatever a killed rebuild left is thrown away first."""
        self._remove_new()
        started = time.time_ns() // 1_000_000
        held = held_settings(self._client, self._old)
        comparable = held is not None and not is_foreign(held)
        before = {one["id"] for one in stored(self._client, self._old, ["id"])} if comparable else None
        try:
            count = self._fill(documents)
            changed = 0 if before is None else self._carry_over(before, started)
            self._swap(rename=held is None)
        except BaseException:
            with contextlib.suppress(Exception):
                self._remove_new()
            raise
        self._remove_new()
        _log.info("swapped in %d documents, %d of them changed meanwhile", count, changed)
        return count

    def _fill(self, documents: Iterable[Document]) -> int:
        self._tasks.sent(self._client.create_index(self._new, {"primaryKey": "id"}))
        self._tasks.sent(self._client.index(self._new).update_settings(settings(complete=True)))
        self._tasks.wait()
        ids: set[str] = set()
        source = iter(documents)
        while batch := list(islice(source, _SENT_AT_ONCE)):
            ids.update(one["id"] for one in batch)
            self._tasks.sent(self._client.index(self._new).add_documents(batch, "id"))
        self._tasks.wait()
        held = int(self._client.index(self._new).get_stats().number_of_documents)
        if held != len(ids):
            raise SearchUnavailable(f"the new index holds {held} documents of {len(ids)}; the old one stays")
        return held

    def _carry_over(self, before: set[str], started: int) -> int:
        """What was written to the old index while the new one filled: other writers than the one that rebuilds."""
        changed = list(stored(self._client, self._old, condition=f"{WRITTEN} >= {started}"))
        gone = before - {one["id"] for one in stored(self._client, self._old, ["id"])}
        if changed:
            self._tasks.sent(self._client.index(self._new).add_documents(changed, "id"))
        if gone:
            self._tasks.sent(self._client.index(self._new).delete_documents(filter=these(gone)))
        self._tasks.wait()
        return len(changed) + len(gone)

    def _swap(self, *, rename: bool) -> None:
        self._tasks.sent(self._client.swap_indexes([{"indexes": [self._new, self._old], "rename": rename}]))
        self._tasks.wait()

    def _remove_new(self) -> None:
        # Also when it is not there: what a killed rebuild sent may still stand in the server's queue.
        self._tasks.sent(self._client.delete_index(self._new), may_be_missing=True)
        self._tasks.wait()
