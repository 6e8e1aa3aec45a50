"""The measured kinds of query, in the shape that the search page asks them: 20 hits, marking, crop and 8 facets."""

from __future__ import annotations

import random
from collections.abc import Sequence

from indexer.engine import AnyFilter, Document, FacetQuery, Filter, SearchQuery
from tests.bench.corpus import BRANCHES, DAGDELEN, PRODUCTS, TALEN, Corpus

HIGHLIGHT = ("title", "tasks", "branche")
CROP = {"description": 30}


def _facets(place: str, chosen: dict[str, AnyFilter]) -> tuple[FacetQuery, ...]:
    """Each counted over all filters but its own; `chosen` maps a facet's name to its filter."""
    where: AnyFilter = Filter("serves", (place,))
    asked = {
        "product": ("serves", tuple(f"{place}.{product}" for product in PRODUCTS)),
        "branche": ("branches", tuple(BRANCHES)),
        "taal": ("talen", tuple(TALEN)),
        "dagdeel": ("dagdelen", tuple(DAGDELEN)),
        "begeleiding": ("begeleiding", ("nabij", "afstand")),
        "vrij": ("free", (place,)),
        "regulier": ("regulier", ("true",)),
        "toegankelijk": ("toegankelijk", ("true",)),
    }
    return tuple(
        FacetQuery(name, field, (where, *(f for other, f in chosen.items() if other != name)), values)
        for name, (field, values) in asked.items()
    )


def one_letter(words: str) -> SearchQuery:
    """Only words, no place."""
    return SearchQuery(words, facets=_facets("NL", {}), highlight=HIGHLIGHT, crop=CROP)


class Queries:
    """Seeded queries over a corpus and some of its documents."""

    def __init__(self, corpus: Corpus, sample: Sequence[Document], seed: int) -> None:
        self._corpus = corpus
        self._sample = sample
        self._random = random.Random(seed)

    def q1(self) -> SearchQuery:
        """One word of 5 letters or more, one typo in it, not in the first letter."""
        return one_letter(self._mistyped(self._word(5)))

    def q2(self) -> SearchQuery:
        """Two words of one document, a place, a product and two more filters."""
        document = self._random.choice(self._sample)
        words = " ".join(self._random.sample(document["description"].replace(".", "").split(), 2))
        place, point = self._corpus.place()
        product = self._random.choice(PRODUCTS)
        chosen: dict[str, AnyFilter] = {
            "product": Filter("serves", (f"{place}.{product}",)),
            "taal": Filter("talen", ("nl",)),
            "dagdeel": Filter("dagdelen", tuple(self._random.sample(DAGDELEN, 3))),
        }
        filters = (Filter("serves", (place,)), *chosen.values())
        return SearchQuery(words, filters, _facets(place, chosen), point=point, highlight=HIGHLIGHT, crop=CROP)

    def q3(self) -> SearchQuery:
        """No words, a place, nearest first."""
        place, point = self._corpus.place()
        filters = (Filter("serves", (place,)),)
        facets = _facets(place, {})
        return SearchQuery("", filters, facets, "distance", point, highlight=HIGHLIGHT, crop=CROP)

    def prefix(self) -> SearchQuery:
        """One letter."""
        return one_letter(self._random.choice("bdfghklmnprstvwz"))

    def _word(self, letters: int) -> str:
        while True:
            document = self._random.choice(self._sample)
            word = self._random.choice(document["description"].replace(".", "").lower().split())
            if len(word) >= letters:
                return str(word)

    def _mistyped(self, word: str) -> str:
        rnd = self._random
        at = rnd.randrange(1, len(word) - 1)
        letter = rnd.choice("abcdefghijklmnopqrstuvwxyz")
        changed = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :])
        return rnd.choice((*changed, word[:at] + word[at + 1] + word[at] + word[at + 2 :]))
