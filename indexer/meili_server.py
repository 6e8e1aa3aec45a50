"""Talking to a Meilisearch server: every fault becomes one of our errors, and a task counts only when it succeeded."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task, TaskInfo

from indexer.breaker import Breaker
from indexer.engine import DocumentRefused, SearchUnavailable

MISSING = "the search index is missing on the server: run 'portal init', or wait for 'portal worker' to rebuild it"
_DOCUMENT_CODES = (
    "invalid_document",  # the beginning of several: _id, _geo_field, _fields
    "missing_document_id",
    "max_fields_limit_exceeded",
    "malformed_payload",
    "payload_too_large",
)


class IndexMissing(SearchUnavailable):
    """The server is well, but has no such index."""

    trouble = "missing"


class KeyRefused(SearchUnavailable):
    """The server does not know our key, or does not allow it what we ask."""

    trouble = "key"


def api_error(error: MeilisearchApiError) -> Exception:
    """What an answer with an error status means to the caller."""
    code, message = str(error.code or ""), str(error.message)
    if code == "index_not_found":
        return IndexMissing(MISSING)
    if error.status_code in (401, 403):
        return KeyRefused(f"the search server refuses our key ({code}): make new ones with 'portal meilisearch-keys'")
    if code.startswith(_DOCUMENT_CODES):
        return DocumentRefused(f"{code}: {message}")
    return SearchUnavailable(f"search server answered {error.status_code} {code}: {message[:500]}")


@contextmanager
def typed_errors() -> Iterator[None]:
    """Only SearchUnavailable and DocumentRefused come out of a conversation with the server."""
    try:
        yield
    except MeilisearchApiError as error:
        raise api_error(error) from error
    except (MeilisearchError, requests.RequestException) as error:
        raise SearchUnavailable(f"search server not reached: {error}") from error
    except (SearchUnavailable, DocumentRefused):
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # an answer that is cut off or not Meilisearch's
        raise SearchUnavailable(f"search server answered something else: {type(error).__name__} {error}") from error


class Searcher:
    """Asks with a short timeout and a circuit breaker. Only POST, so that threads may share the client."""

    def __init__(self, url: str, key: str, timeout: float, breaker: Breaker) -> None:
        self._client = Client(url, key or None, timeout=timeout)  # type: ignore[arg-type]
        self._breaker = breaker

    def ask(self, queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers to several queries, asked in one request."""
        if not self._breaker.allows():
            raise SearchUnavailable("search server did not answer a moment ago; not asked again yet")
        try:
            with typed_errors():
                results = self._client.multi_search(queries)["results"]
                if len(results) != len(queries):
                    raise ValueError(f"{len(results)} answers to {len(queries)} queries")
        except SearchUnavailable as error:
            if _is_about_the_server(error):
                self._breaker.failed()
            else:
                self._breaker.succeeded()
            raise
        self._breaker.succeeded()
        return list(results)


def _is_about_the_server(error: SearchUnavailable) -> bool:
    cause = error.__cause__
    return not isinstance(cause, MeilisearchApiError) or cause.status_code == 429 or cause.status_code >= 500


class Tasks:
    """Writes of one caller: sent one after the other, waited for together. A task that failed raises its reason."""

    def __init__(self, client: Client, seconds: float) -> None:
        self._client = client
        self._seconds = seconds
        self._sent: list[tuple[int, bool]] = []

    def sent(self, info: TaskInfo, *, may_be_missing: bool = False) -> None:
        """Remember a task that the server has accepted, which says nothing yet."""
        self._sent.append((info.task_uid, may_be_missing))

    def wait(self) -> None:
        """Wait for the last task, then look at every one: they run in the order of sending."""
        sent, self._sent = self._sent, []
        deadline = time.monotonic() + self._seconds
        for uid, may_be_missing in reversed(sent):
            try:
                _check(self._finished(uid, deadline))
            except IndexMissing:
                if not may_be_missing:
                    raise

    def _finished(self, uid: int, deadline: float) -> Task:
        pause = 0.01
        while True:
            task = self._client.get_task(uid)
            if task.status not in ("enqueued", "processing"):
                return task
            if time.monotonic() > deadline:
                raise SearchUnavailable(f"task {uid} of the search server is not done after {self._seconds:.0f} s")
            time.sleep(pause)
            pause = min(0.25, pause * 1.5)


def _check(task: Task) -> None:
    if task.status == "succeeded":
        return
    error = task.error or {}
    code, message = str(error.get("code", "")), str(error.get("message", ""))
    if code == "index_not_found":
        raise IndexMissing(MISSING)
    if code.startswith(_DOCUMENT_CODES):
        raise DocumentRefused(f"{code}: {message}")
    raise SearchUnavailable(f"task {task.uid} of the search server {task.status}: {code} {message[:500]}")
