"""An engine whose writes the vectors follow. Searching, health and faults are those of the engine itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.engine import Document, Engine, EngineHealth, SearchQuery, SearchResult
from indexer.vectors import Vectors


class WithMeaning:
    """The vectors are written after the engine has the change; what goes wrong there is mended later (`Vectors`)."""

    def __init__(self, engine: Engine, vectors: Vectors) -> None:
        self._engine = engine
        self._vectors = vectors
        self.name = engine.name

    def search(self, query: SearchQuery) -> SearchResult:
        """As the engine."""
        return self._engine.search(query)

    def suggest(self, word: str) -> str | None:
        """As the engine."""
        return self._engine.suggest(word)

    def upsert(self, documents: Sequence[Document]) -> None:
        """The engine first: what it refuses has no vector."""
        self._engine.upsert(documents)
        if documents:
            self._vectors.put(documents)

    def delete(self, ids: Sequence[str]) -> None:
        """Also the vectors."""
        self._engine.delete(ids)
        if ids:
            self._vectors.delete(ids)

    def set_rank_keys(self, keys: Mapping[str, str]) -> None:
        """As the engine; vectors have no rank key."""
        self._engine.set_rank_keys(keys)

    def ids(self) -> set[str]:
        """As the engine."""
        return self._engine.ids()

    def documents(self) -> Iterator[Document]:
        """As the engine."""
        return self._engine.documents()

    def rebuild(self, documents: Iterable[Document]) -> int:
        """As the engine; the vectors are then behind, until `Vectors.catch_up`."""
        count = self._engine.rebuild(documents)
        self._vectors.mark_behind()
        return count

    @property
    def needs_rebuild(self) -> bool:
        """As the engine."""
        return self._engine.needs_rebuild

    def health(self) -> EngineHealth:
        """As the engine."""
        return self._engine.health()

    def close(self) -> None:
        """As the engine."""
        self._engine.close()
