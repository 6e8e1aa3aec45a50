"""The search engine of a region: a Meilisearch server (docs/search.md, "On Meilisearch").

Searches go with a search-only key, a short timeout and a circuit breaker. Writes go with the indexer's key, wait for
the server's task, and succeed only when the task did. Whoever writes holds `indexer.lock`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from meilisearch import Client

from indexer import meili_answer as answers
from indexer.answer import check
from indexer.breaker import Breaker
from indexer.engine import Document, EngineHealth, Hit, SearchQuery, SearchResult, SearchUnavailable
from indexer.meili_codes import LONG, OF_THE_WORK, WORDS, WRITTEN, from_server, to_server
from indexer.meili_query import Marks, Plan, apart, page_of, plan
from indexer.meili_rebuild import Rebuild, held_settings, stored, these
from indexer.meili_server import Searcher, Tasks, typed_errors
from indexer.meili_settings import differ, is_foreign, settings
from indexer.suggesting import nearest

_SENT_AT_ONCE = 10_000
_WORDS_KEPT = 300.0  # seconds that a process trusts its list of words for suggestions


class MeiliEngine:
    """`index_key` "" where nothing is written (the web), `search_key` "" where nothing is searched. Seconds throughout.

    Nothing is asked of the server here. `task_timeout`: for one write; `rebuild_timeout`: for all documents.
    """

    name = "meilisearch"

    def __init__(
        self,
        url: str,
        search_key: str,
        index_key: str = "",
        index: str = "werkplekken",
        *,
        search_timeout: float = 1.5,
        task_timeout: float = 60.0,
        rebuild_timeout: float = 3600.0,
        breaker: Breaker | None = None,
    ) -> None:
        self._url = url
        self._index = index
        self._search_key = search_key or index_key
        self._index_key = index_key
        self._searcher = Searcher(url, self._search_key, search_timeout, breaker or Breaker())
        self._task_timeout = task_timeout
        self._rebuild_timeout = rebuild_timeout
        self._words: tuple[float, dict[str, int]] | None = None

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, has other settings or another schema, or was never filled as a whole."""
        with typed_errors():
            held = held_settings(self._writer(), self._index)
        return held is None or differ(held, settings(complete=True))

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query in one request; two or three where the order is made here (`meili_query.plan`)."""
        check(query)
        marks = Marks()
        asked = plan(self._index, query, marks)
        got = self._searcher.ask(asked.queries) if asked.queries else []
        with typed_errors():
            facets = {
                facet.name: answers.counts_of(facet, None if at is None else got[at], self._long_text)
                for facet, at in asked.counted
            }
            if asked.main is None:
                return SearchResult(0, (), facets)
            main = got[asked.main]
            ids = self._order(query, asked, got, main)
            hits = answers.hits_of(main, query, marks) if ids is None else self._page(query, ids, marks)
            return SearchResult(answers.total_of(main), hits, facets)

    def suggest(self, word: str) -> str | None:
        """The nearest indexed word to a word that finds nothing, or None."""
        counts = self._known_words()
        work = [term[1:] for term in counts if term.startswith(OF_THE_WORK)]
        return nearest(word, work, lambda term: counts.get(OF_THE_WORK + term, 0), lambda typed: counts.get(typed, 0))

    def upsert(self, documents: Sequence[Document]) -> None:
        """Replace whole documents by id, all or none. Raises DocumentRefused for one that cannot be indexed."""
        sent = list({str(document.get("id")): to_server(document) for document in documents}.values())
        if sent:
            with self._writing() as (client, tasks):
                tasks.sent(client.index(self._index).add_documents(sent, "id"))

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents; an unknown id is no error."""
        if ids:
            with self._writing() as (client, tasks):
                tasks.sent(client.index(self._index).delete_documents(filter=these(ids)))

    def set_rank_keys(self, keys: Mapping[str, str]) -> None:
        """Change only `rank_key` of the documents named; unknown ids are passed over."""
        now = time.time_ns() // 1_000_000
        changed = [{"id": identity, "rank_key": key, WRITTEN: now} for identity, key in keys.items()]
        with self._writing() as (client, tasks):
            for at in range(0, len(changed), _SENT_AT_ONCE):
                part = changed[at : at + _SENT_AT_ONCE]
                tasks.sent(client.index(self._index).update_documents(part, "id", skip_creation=True))

    def ids(self) -> set[str]:
        """All document ids; none when there is no index."""
        return {document["id"] for document in self._stored(["id"])}

    def documents(self) -> Iterator[Document]:
        """All documents as they were given, in no particular order; for comparing with the database."""
        return map(from_server, self._stored())

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Fill a new index and swap: readers see the old or the new set. Returns the number of documents."""
        self._words = None
        try:
            with typed_errors():
                work = Rebuild(self._writer(), self._index, self._rebuild_timeout)
                return work.run(map(to_server, _with_own_errors(documents)))
        except _SourceFailed as failed:
            raise failed.error from None

    def health(self) -> EngineHealth:
        """Within a second; never raises. What searching needs is looked at with the key that searches."""
        started = time.monotonic()
        try:
            with typed_errors():
                probe = Client(self._url, self._search_key or None, timeout=(0.3, 0.6))  # type: ignore[arg-type]
                count = int(probe.index(self._index).search("", {"page": 1, "hitsPerPage": 0})["totalHits"])
        except Exception as error:  # noqa: BLE001 - a health report has to come out whatever is wrong
            trouble = error.trouble if isinstance(error, SearchUnavailable) else "away"
            return EngineHealth(self.name, False, detail=str(error), trouble=trouble)
        last_write = None
        if self._index_key and time.monotonic() - started < 0.5:
            with contextlib.suppress(SearchUnavailable), typed_errors():
                writer = Client(self._url, self._index_key, timeout=(0.1, 0.3))  # type: ignore[arg-type]
                last_write = str(writer.get_raw_index(self._index)["updatedAt"])
        return EngineHealth(self.name, True, count, last_write)

    def close(self) -> None:
        """Nothing is held open."""
        self._words = None

    def _order(
        self, query: SearchQuery, asked: Plan, got: Sequence[answers.Answer], main: answers.Answer
    ) -> list[str] | None:
        """The ids of the page where the order is made here; None: the server's order is right."""
        if asked.sorts_here:
            return answers.ordered(main, query, [got[at] for at in asked.by_field])
        pair = answers.split_of(main, query) if query.per_page else None
        if pair is None:
            return None
        two = apart(query, pair)
        phrase = plan(self._index, two, Marks())
        got = self._searcher.ask(phrase.queries)
        if phrase.main is None or answers.total_of(got[phrase.main]) != answers.total_of(main):
            return None  # also found with a typo: the server's order is the best there is
        return answers.ordered(got[phrase.main], two, [got[at] for at in phrase.by_field])

    def _page(self, query: SearchQuery, ids: list[str], marks: Marks) -> tuple[Hit, ...]:
        if not ids:
            return ()
        (got,) = self._searcher.ask([page_of(self._index, query, ids, marks)])
        found = {hit.id: hit for hit in answers.hits_of(got, query, marks)}
        return tuple(found[identity] for identity in ids if identity in found)

    def _long_text(self, field: str, key: str) -> str:
        query = {"indexUid": self._index, "q": "", "filter": [f'{field} = "{key}"'], "limit": 1}
        (got,) = self._searcher.ask([{**query, "attributesToRetrieve": [LONG]}])
        return str(got["hits"][0][LONG][key]) if got["hits"] else key

    def _known_words(self) -> dict[str, int]:
        if self._words is None or time.monotonic() - self._words[0] > _WORDS_KEPT:
            query = {"indexUid": self._index, "q": "", "page": 1, "hitsPerPage": 0, "facets": [WORDS]}
            (got,) = self._searcher.ask([query])
            with typed_errors():
                self._words = (time.monotonic(), dict(got["facetDistribution"].get(WORDS, {})))
        return self._words[1]

    def _writer(self) -> Client:
        if not self._index_key:
            raise SearchUnavailable("this process has no key to write with: set MEILISEARCH_INDEX_KEY")
        return Client(self._url, self._index_key, timeout=(2, 30))  # type: ignore[arg-type]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[tuple[Client, Tasks]]:
        """The client and the tasks that are waited for at the end; an index that is not there is made, as partial."""
        self._words = None
        client = self._writer()
        with typed_errors():
            tasks = Tasks(client, self._task_timeout)
            held = held_settings(client, self._index)
            if held is None:
                tasks.sent(client.create_index(self._index, {"primaryKey": "id"}))
            if held is None or is_foreign(held):
                tasks.sent(client.index(self._index).update_settings(settings(complete=False)))
            yield client, tasks
            tasks.wait()

    def _stored(self, fields: list[str] | None = None) -> Iterator[Document]:
        with typed_errors():
            yield from stored(self._writer(), self._index, fields)


class _SourceFailed(Exception):
    def __init__(self, error: Exception) -> None:
        self.error = error


def _with_own_errors(documents: Iterable[Document]) -> Iterator[Document]:
    """A fault of the database is no fault of the search server."""
    try:
        yield from documents
    except Exception as error:
        raise _SourceFailed(error) from error
