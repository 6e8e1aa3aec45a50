"""Made-up documents of realistic size for the engine's figures: same seed, same documents. No real words or places.

About 114 words in the first-step fields, a Zipf vocabulary of about 5 words per document, 342 made-up gemeenten on a
grid with at most 8 neighbours, 1 to 4 of 8 products, and therefore some 20 `serves` and 15 `free` tokens a document.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date

from indexer.document import rank_key
from indexer.engine import Document
from portal.domain.places import Point

WIDE, HIGH = 19, 18  # 342 gemeenten
PRODUCTS = [f"product-{number}" for number in range(8)]
BRANCHES = [f"branche-{number}" for number in range(25)]
TALEN = ["nl", "en", "ar", "tr", "uk", "pl", "ti", "fa"]
DAGDELEN = [f"{day}-{part}" for day in ("ma", "di", "wo", "do", "vr") for part in ("ochtend", "middag")]
DAY = date(2026, 1, 1)

_ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sch",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "aa", "e", "ee", "i", "ie", "o", "oe", "oo", "u", "ui", "ij", "eu"]
_CODAS = ["", "", "k", "l", "n", "nd", "p", "r", "rk", "s", "st", "t", "ng"]


class Corpus:
    """Documents and the words and places to ask them for."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self._random = random.Random(seed)
        self.vocabulary = self._words(min(80_000, 10_000 + 5 * count))
        self._cumulative = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(self.vocabulary))))
        self._keywords = {branche: self._text(40) for branche in BRANCHES}
        self._people = [self._random.paretovariate(1.2) for _ in range(WIDE * HIGH)]
        self._near = {spot: self._neighbours(spot) for spot in range(WIDE * HIGH)}

    def documents(self) -> Iterator[Document]:
        """All documents, one after the other."""
        spots = self._random.choices(range(WIDE * HIGH), weights=self._people, k=self.count)
        for number, spot in enumerate(spots):
            yield self._document(f"w{number:06d}", spot)

    def place(self) -> tuple[str, Point]:
        """A gemeente, by inhabitants, and a point in it."""
        spot = self._random.choices(range(WIDE * HIGH), weights=self._people)[0]
        return code(spot), Point(*self._point(spot))

    def _document(self, identity: str, spot: int) -> Document:
        rnd = self._random
        branches = rnd.sample(BRANCHES, rnd.choice((1, 1, 1, 2)))
        tasks = [" ".join(self._text(rnd.randint(2, 5))).capitalize() for _ in range(rnd.randint(3, 5))]
        products = rnd.sample(PRODUCTS, rnd.randint(1, 4))
        free = [product for product in products if rnd.random() < 0.7]
        lat, lng = self._point(spot)
        return {
            "id": identity,
            "rank_key": rank_key(identity, DAY),
            "title": " ".join(self._text(3)).title(),
            "branche": [branche.replace("-", " ") for branche in branches],
            "tasks": tasks,
            "keywords": self._keywords[branches[0]],
            "stems": " ".join(word[:6] for task in tasks for word in task.lower().split()),
            "description": self._description(50),
            "aanbieder": " ".join(self._text(2)).title(),
            "serves": self._tokens(spot, products),
            "free": self._tokens(spot, free) if free else [],
            "branches": branches,
            "talen": [taal for taal in TALEN if taal == "nl" or rnd.random() < 0.15],
            "dagdelen": rnd.sample(DAGDELEN, rnd.randint(2, 8)),
            "begeleiding": [rnd.choice(("nabij", "afstand"))],
            "regulier": rnd.choice(("true", "false")),
            "toegankelijk": rnd.choice(("true", "false")),
            "free_places": len(free) * rnd.randint(1, 3),
            "_geo": {"lat": lat, "lng": lng},
            "products": [{"token": product, "capacity": 8, "free": 2} for product in products],
            "gemeente_code": code(spot),
            "capacity_at": DAY.isoformat(),
            "confirmed_at": DAY.isoformat(),
        }

    def _tokens(self, spot: int, products: list[str]) -> list[str]:
        places = [*map(code, self._near[spot]), "NL"]
        return [place + tail for place in places for tail in ("", *(f".{product}" for product in products))]

    def _description(self, words: int) -> str:
        text = self._text(words)
        return " ".join(" ".join(text[at : at + 10]).capitalize() + "." for at in range(0, words, 10))

    def _text(self, words: int) -> list[str]:
        return self._random.choices(self.vocabulary, cum_weights=self._cumulative, k=words)

    def _words(self, wanted: int) -> list[str]:
        rnd = self._random
        found: dict[str, None] = {}
        while len(found) < wanted:
            parts = rnd.choice((1, 2, 2, 2, 3, 3, 4))
            found["".join(rnd.choice(_ONSETS) + rnd.choice(_VOWELS) + rnd.choice(_CODAS) for _ in range(parts))] = None
        return list(found)

    def _neighbours(self, spot: int) -> list[int]:
        x, y = spot % WIDE, spot // WIDE
        around = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        spots = [b * WIDE + a for a, b in around if 0 <= a < WIDE and 0 <= b < HIGH and (a, b) != (x, y)]
        return [spot, *self._random.sample(spots, min(len(spots), 6))]

    def _point(self, spot: int) -> tuple[float, float]:
        rnd = self._random
        lat = 51 + (spot // WIDE + rnd.random()) * 0.14
        return round(lat, 6), round(4 + (spot % WIDE + rnd.random()) * 0.16, 6)


def code(spot: int) -> str:
    """The made-up gemeente code of a spot on the grid."""
    return f"GM9{spot:03d}"
