"""What the portal asks of a search engine, whichever one it is.

The contract behind these shapes is `docs/search.md` (27 statements, each a test that every engine runs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from portal.domain.places import Point

Document = dict[str, Any]


# Why an engine cannot search: it does not answer, refuses our key, has no usable index, or one never filled as a whole.
Trouble = Literal["", "away", "key", "missing", "partial"]


class SearchUnavailable(Exception):
    """The engine cannot answer now; the caller degrades with a notice. Nothing was written."""

    trouble: Trouble = "away"


class DocumentRefused(ValueError):
    """The engine will never take a batch as it stands; nothing of it was written. `ids`: those to blame, if known."""

    def __init__(self, reason: str, ids: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.ids = tuple(ids)


class UnknownField(ValueError):
    """A filter or facet names a field that `indexer.schema` does not declare."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The document has at least one of `values` in `field`. Filters are ANDed; no values means no document."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number in `field` is `minimum` or more."""

    field: str
    minimum: float


AnyFilter = Filter | AtLeast


@dataclass(frozen=True, slots=True)
class FacetQuery:
    """Count distinct documents per value of `field`, over the query's words and these filters.

    `filters` are complete and stand apart from the query's own, so that a facet can leave its own choice out.
    `values`: count only these (each is in the answer, also at 0); None: all values with a count above 0.
    """

    name: str
    field: str
    filters: tuple[AnyFilter, ...] = ()
    values: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question to the engine. `words` as typed; phrases in double quotes and -word are the engine's."""

    words: str = ""
    filters: tuple[AnyFilter, ...] = ()
    facets: tuple[FacetQuery, ...] = ()
    order: Literal["relevance", "distance"] = "relevance"
    point: Point | None = None
    page: int = 1
    per_page: int = 20  # 0: totals and facets only
    fields: tuple[str, ...] | None = None  # searched fields; None: all but those that `schema` keeps for a later step
    highlight: tuple[str, ...] = ()  # fields whose matched words are marked
    crop: Mapping[str, int] = field(default_factory=dict)  # field -> words around the first match
    tags: tuple[str, str] = ("<mark>", "</mark>")
    ids: tuple[str, ...] | None = None  # only these documents, as far as the filters allow; without words and facets


@dataclass(frozen=True, slots=True)
class Hit:
    """One document of the page.

    `marked` holds, per field of `highlight` and `crop`, HTML: the source text escaped once, matches inside the tags;
    a list for a field that is a list. `distance_m` is whole metres (haversine), None without point or coordinates.
    """

    document: Document
    distance_m: int | None = None
    marked: Mapping[str, str | list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.document["id"])


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`total` is exact and equals what paging yields; `facets` maps a facet's name to {value: count}."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """`ok` False: searches fail now, and `trouble` says why; with `partial` they are answered, but not in full.

    `last_write` is an ISO moment in UTC; None when nothing was written yet, or when this process may not ask.
    """

    engine: str
    ok: bool
    documents: int = 0
    last_write: str | None = None
    detail: str = ""
    trouble: Trouble = ""


class Engine(Protocol):
    """A search engine that keeps the contract. Every method raises SearchUnavailable when it cannot be reached."""

    name: str

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query."""
        ...

    def suggest(self, word: str) -> str | None:
        """The nearest word of the work (`indexer.suggesting`) to a word that is nowhere, or None. Never a name."""
        ...

    def upsert(self, documents: Sequence[Document]) -> None:
        """Replace whole documents by id; on return every process sees them; on an error none of them.

        Raises DocumentRefused for a document that cannot be indexed.
        """
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents; an unknown id is no error."""
        ...

    def set_rank_keys(self, keys: Mapping[str, str]) -> None:
        """Change only `rank_key` of the documents named; unknown ids are passed over."""
        ...

    def ids(self) -> set[str]:
        """All document ids."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document as it was given, with the rank key of now; to compare the index with the database."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Fill a new index and swap: readers see the old or the new set. Returns the number of documents."""
        ...

    @property
    def needs_rebuild(self) -> bool:
        """True when the index is missing, damaged or of another schema version."""
        ...

    def health(self) -> EngineHealth:
        """Within a second; never raises."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
