"""The same searches asked of two engines through `services.find`, and in what the answers differ."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.embedded_text import words
from portal.domain.regeling import PRODUCT_TOKENS
from portal.services.context import Context
from portal.services.find import find
from portal.services.query_parts import BEGELEIDING, DAGDELEN
from portal.services.search import SearchPage, SearchRequest

TALEN = ("en", "ar", "tr", "pl", "de", "uk", "fr", "ngt")
LETTERS = "abcdefghijklmnoprstuvwz"


@dataclass
class Parity:
    """Counts of equal answers, and the requests whose answers were not."""

    asked: int = 0
    totals: int = 0
    facets: int = 0
    pages: int = 0
    found: int = 0  # requests with at least one hit on the first engine
    different: dict[str, list[SearchRequest]] = field(default_factory=dict)

    def percent(self, equal: int) -> float:
        """Of all that was asked."""
        return round(100 * equal / self.asked, 1)


def compare(one: Context, other: Context, requests: Sequence[SearchRequest]) -> Parity:
    """Ask all of both."""
    parity = Parity(len(requests))
    for request in requests:
        first, second = (find(context, request, list_without_place=True) for context in (one, other))
        assert (first.degraded, second.degraded) == (False, False), request
        parity.found += first.totaal > 0
        for what, same in (
            ("totals", (first.totaal, first.stap) == (second.totaal, second.stap)),
            ("facets", _counts(first) == _counts(second)),
            ("pages", [c.id for c in first.cards] == [c.id for c in second.cards]),
        ):
            setattr(parity, what, getattr(parity, what) + same)
            if not same:
                parity.different.setdefault(what, []).append(request)
    return parity


def _counts(page: SearchPage) -> dict[str, dict[str, int]]:
    return {name: {one.waarde: one.aantal for one in values} for name, values in page.facets.items()}


class Requests:
    """Random requests over what the documents say: everyday queries, words whole, mistyped, begun, joined, left out."""

    def __init__(self, context: Context, texts: Sequence[str], everyday: Sequence[str], seed: int) -> None:
        self._random = random.Random(seed)
        self._places = list(context.catalogue.reference.woonplaatsen)
        self._branches = tuple(branche.token for branche in context.catalogue.branches.all)
        self._everyday = everyday
        self._texts = [found for text in texts if len(found := words(text)) > 3]
        known = Counter(word for text in self._texts for word in text if len(word) > 2 and word.isalpha())
        self._words = sorted(known)

    def __call__(self) -> SearchRequest:
        """A request; one in three over the whole country, filters on half of them."""
        rnd = self._random
        place = rnd.choice(self._places)
        request = SearchRequest(q=self._q())
        if rnd.random() < 0.67:
            request = replace(request, plaats=place.naam, gemeente=place.gemeente_code)
        if rnd.random() < 0.5:
            request = replace(
                request,
                trede=rnd.choice((None, None, 2, 3, 4)),
                doel=rnd.choice((None, None, 3, 4, 5)),
                product=self._some(tuple(PRODUCT_TOKENS)),
                branche=self._some(self._branches),
                taal=self._some(TALEN),
                dagdeel=self._some(DAGDELEN),
                begeleiding=self._some(BEGELEIDING),
                vrij=rnd.random() < 0.2,
                regulier=rnd.random() < 0.1,
                toegankelijk=rnd.random() < 0.1,
            )
        order = "afstand" if rnd.random() < 0.4 else "relevantie"
        return replace(request, volgorde=order, pagina=2 if rnd.random() < 0.1 else 1)  # type: ignore[arg-type]

    def _some(self, values: tuple[str, ...]) -> tuple[str, ...]:
        return () if self._random.random() < 0.8 else tuple(self._random.sample(values, self._random.randint(1, 2)))

    def _q(self) -> str:
        rnd = self._random
        word = rnd.choice(self._words)
        text = rnd.choice(self._texts)
        at = rnd.randrange(len(text) - 1)
        return rnd.choice(
            (
                "",
                "",
                rnd.choice(self._everyday),
                rnd.choice(self._everyday),
                f"{word} ",
                word[: rnd.randint(3, 8)],
                self._mistyped(word),
                self._mistyped(word) + " ",
                f"{rnd.choice(text)} {rnd.choice(text)} ",
                f"{rnd.choice(text)} {self._mistyped(rnd.choice(text))}",
                f'"{text[at]} {text[at + 1]}"',
                f"{text[at]}{text[at + 1]} ",
                f"{word} -{rnd.choice(self._words)}",
            )
        )

    def _mistyped(self, word: str) -> str:
        rnd = self._random
        at = rnd.randrange(len(word))
        letter = rnd.choice(LETTERS)
        swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        return rnd.choice((word[:at] + letter + word[at:], word[:at] + word[at + 1 :], swapped)) or word
