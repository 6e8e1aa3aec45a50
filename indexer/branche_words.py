"""Which branche the words of a search name, by the everyday words and trades of `data/woorden/`.

Only the branche is kept of a search that found nothing, never its words (design/domain.md, "Personal data"). Forms and
spellings that sound alike count as the same word; what the lists do not hold, or hold for several branches alike, names
none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from indexer.stemming import sound, stem, words_of
from indexer.words import content_words
from portal.store.branches import Branches
from portal.store.woorden import Words

_NOT_WANTED = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)')
_Entry = frozenset[str]
_KEYWORD, _TRADE = 1, 2  # a trade names the work itself


class BrancheWords:
    """The lists made ready to look up, once per process (some 0.3 s for 25 branches of 85 words, and their trades)."""

    def __init__(self, branches: Branches, words: Words) -> None:
        self._words = words
        self._entries: dict[str, list[tuple[_Entry, str, int]]] = defaultdict(list)
        for branche in branches.all:
            named = (branche.label, branche.token.replace("-", " "))
            trades = [word for group in words.trades.get(branche.token, ()) for word in group]
            self._add(branche.token, (*named, *words.keywords.get(branche.token, ())), _KEYWORD)
            self._add(branche.token, trades, _TRADE)

    def branche_of(self, typed: str) -> str | None:
        """The token of the branche that most of the words name; None when none is, or several are alike.

        Of branches that hold as many of the words, the one where they are a trade, then where more entries hold them.
        """
        said = frozenset(_heard(content_words(typed, self._words)))
        covered, weight, mentions = Counter[str](), Counter[str](), Counter[str]()
        for word in said:
            best: dict[str, int] = {}
            for entry, branche, kind in self._entries.get(word, ()):
                mentions[branche] += 1
                if entry <= said:
                    best[branche] = max(best.get(branche, 0), kind * len(entry))
            covered.update(best.keys())
            weight.update(best)
        order = {branche: (covered[branche], weight[branche], mentions[branche]) for branche in covered}
        first, *others = sorted(order, key=lambda branche: order[branche], reverse=True) or [""]
        alike = any(order[branche] == order[first] for branche in others)
        return None if alike or not first else first

    def _add(self, branche: str, texts: Iterable[str], kind: int) -> None:
        for text in texts:
            entry = frozenset(_heard(content_words(text, self._words)))
            for word in entry:
                self._entries[word].append((entry, branche, kind))


def _heard(text: str) -> Iterator[str]:
    for word in words_of(_NOT_WANTED.sub(" ", text)):
        yield sound(stem(word))
