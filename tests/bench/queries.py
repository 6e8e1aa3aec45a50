"""The measured kinds of query, exactly as the search page asks them: filters, all facets, marking and crop."""

from __future__ import annotations

import random
from collections.abc import Sequence

from indexer.engine import Document, SearchQuery
from portal.domain.places import Place
from portal.services.cards import CROPPED, MARKED
from portal.services.query_parts import DAGDELEN, facets_of, filters_of, scope_of
from portal.services.search import SearchRequest
from portal.store.catalogue import Catalogue

_LETTERS = "bdfghklmnprstvwz"


class Queries:
    """Seeded queries over the made-up offers: words from their descriptions, places by where they may serve."""

    def __init__(self, catalogue: Catalogue, sample: Sequence[Document], seed: int) -> None:
        self._catalogue = catalogue
        self._sample = sample
        self._random = random.Random(seed)

    def q1(self) -> SearchQuery:
        """One word of 5 letters or more, one typo in it, not in the first letter; no place."""
        return self._ask(SearchRequest(), None, self._mistyped(self._word(5)))

    def q2(self) -> SearchQuery:
        """Two words of one document, a place, a product and two more filters."""
        document = self._random.choice(self._sample)
        words = " ".join(self._random.sample(_words_of(document), 2))
        request = SearchRequest(
            product=(self._random.choice(document["products"])["token"],),
            taal=("nl",),
            dagdeel=tuple(self._random.sample(DAGDELEN, 3)),
        )
        return self._ask(request, self._place(document), words)

    def q3(self) -> SearchQuery:
        """No words, a place, nearest first."""
        return self._ask(SearchRequest(volgorde="afstand"), self._place(self._random.choice(self._sample)), "")

    def prefix(self) -> SearchQuery:
        """One letter, no place."""
        return self._ask(SearchRequest(), None, self._random.choice(_LETTERS))

    def _ask(self, request: SearchRequest, place: Place | None, words: str) -> SearchQuery:
        scope = scope_of(request, place, self._catalogue)
        return SearchQuery(
            words=words,
            filters=filters_of(request, scope),
            facets=facets_of(request, scope),
            order="distance" if request.volgorde == "afstand" else "relevance",
            point=place.point if place else None,
            highlight=MARKED,
            crop=CROPPED,
        )

    def _place(self, document: Document) -> Place:
        code = self._random.choice(sorted(document["lokaal"]))
        gemeente = self._catalogue.reference.gemeenten[code]
        return Place("gemeente", gemeente.naam, None, code, gemeente.naam, gemeente.point)

    def _word(self, letters: int) -> str:
        while True:
            word = self._random.choice(_words_of(self._random.choice(self._sample)))
            if len(word) >= letters:
                return word

    def _mistyped(self, word: str) -> str:
        at = self._random.randrange(1, len(word))
        letter = self._random.choice("aeinrst")
        kind = self._random.randrange(3)
        if kind == 0:
            return word[:at] + letter + word[at:]
        return word[:at] + (letter if kind == 1 else "") + word[at + 1 :]


def _words_of(document: Document) -> list[str]:
    return [word for word in document["description"].lower().replace(".", " ").split() if word.isalpha()]
