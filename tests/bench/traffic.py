"""Searches as people might make them, seeded: words and places from the portal's own data files.

Of every 20: 8 one word and a place, 5 only a place, 3 words with a typo and a place, 2 a word, a place, a product and a
day part, 1 by distance, 1 without a place.
"""

from __future__ import annotations

import csv
import random
from urllib.parse import urlencode

from portal.resources import data_path

PRODUCTS = ("op-trede-3", "op-trede-4", "naar-trede-3", "naar-trede-4", "naar-trede-5")
DAY_PARTS = ("ma-ochtend", "di-middag", "wo-ochtend", "vr-middag")


class Traffic:
    """An endless row of addresses; same seed, same row."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = _words()
        with data_path("reference", "gemeenten.csv").open(encoding="utf-8") as file:
            gemeenten = list(csv.DictReader(file))
        self._people = {row["code"]: int(row["inwoners"]) for row in gemeenten}
        with data_path("reference", "postcodes.csv").open(encoding="utf-8") as file:
            postcodes = [row for row in csv.DictReader(file) if row["gemeente_code"] in self._people]
        self._postcodes = [row["postcode4"] for row in postcodes]
        many = dict.fromkeys(self._people, 0)
        for row in postcodes:
            many[row["gemeente_code"]] += 1
        self._weights = [self._people[row["gemeente_code"]] / many[row["gemeente_code"]] for row in postcodes]

    def address(self) -> str:
        """The next search, as path and query."""
        rnd = self._random
        place = {"plaats": rnd.choices(self._postcodes, self._weights)[0]}
        word = rnd.choice(self._words)
        kind = rnd.randrange(20)
        if kind < 8:
            return _search({"q": word, **place})
        if kind < 13:
            return _search(place)
        if kind < 16:
            return _search({"q": self._mistyped(word), **place})
        if kind < 18:
            filters = {"product": rnd.choice(PRODUCTS), "dagdeel": rnd.choice(DAY_PARTS)}
            return _search({"q": word, **place, **filters})
        return _search({**place, "volgorde": "afstand"} if kind == 18 else {"q": word})

    def _mistyped(self, word: str) -> str:
        if len(word) < 5:
            return word
        at = self._random.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _search(query: dict[str, str]) -> str:
    return f"/zoeken?{urlencode(query)}"


def _words() -> list[str]:
    found = set()
    for file in sorted(data_path("woorden").glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        found.update(line.strip() for line in lines if line.strip().isalpha())
    return sorted(found)
