"""Small encoders whose idea of meaning a test can see through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.embedded_text import words
from indexer.meaning import Matrix, unit

# Words of one row mean the same; any other word means nothing.
SYNONYMS = (("honden", "dieren", "katten"), ("tuin", "planten", "groen"), ("koken", "keuken", "soep"), ("fietsen",))


class Synonyms:
    """A direction per row of SYNONYMS. `texts`: all that was encoded."""

    size = len(SYNONYMS)

    def __init__(self, name: str = "synonyms 1") -> None:
        self.name = name
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Counts of each meaning, as unit vectors."""
        self.texts += texts
        counts = [[sum(word in row for word in words(text)) for row in SYNONYMS] for text in texts]
        return unit(np.array(counts, np.float32).reshape(len(texts), self.size))


class AllAlike:
    """Every text means the same, so only locality and filters decide what is found."""

    name, size = "all alike", 2

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One direction for all."""
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))


class Broken:
    """Cannot encode."""

    name, size = "broken", 2

    def encode(self, texts: Sequence[str]) -> Matrix:
        """As a wheel whose weights are gone."""
        raise OSError("no weights")
