"""The word stock of the made-up offers (`data/demo/woordvoorraad.toml`), made ready to be picked from quickly.

A sentence of the stock is compiled per branche into a format and the lists its slots pick from, because a hundred
thousand texts are made of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.toml_table import Table, toml_file

Rnd = Callable[[], float]  # a number from 0 up to 1, as `random.Random.random`

# Filled in per werkplek, after the sentences are put together.
LATER = ("naam", "plaatsnaam", "buurplaats")

_SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_YEARS = range(1952, 2024)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a slot picks from. `long_tail`: the first ones far more often, so that new words keep coming, as in text."""

    values: Sequence[str]
    long_tail: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A format with `%s` per slot. `picks`: per slot its values, their number, long tail, and the slot to differ from.

    The last is the place of the slot before it with the same values, or -1: "maandag ... maandag" reads badly.
    """

    text: str
    picks: tuple[tuple[Sequence[str], int, bool, int], ...]

    def say(self, rnd: Rnd) -> str:
        """The sentence with every slot filled."""
        spots: list[int] = []
        words = []
        for values, size, long_tail, before in self.picks:
            drawn = rnd()
            if before >= 0:
                spot = (spots[before] + 1 + int(drawn * (size - 1))) % size
            else:
                spot = int(size * drawn * drawn * drawn) if long_tail else int(size * drawn)
            spots.append(spot)
            words.append(values[spot])
        return self.text % tuple(words)


@dataclass(frozen=True, slots=True)
class BrancheStock:
    """What the texts of one branche are made of."""

    token: str
    kinds: tuple[str, ...]
    things: tuple[str, ...]
    work: tuple[str, ...]
    begin: tuple[Sentence, ...]
    middle: tuple[Sentence, ...]
    end: tuple[Sentence, ...]
    answers: tuple[tuple[str, tuple[Sentence, ...]], ...]  # by question id


@dataclass(frozen=True, slots=True)
class Names:
    """Composed names; `places` are proper names such as "De Kromme Specht"."""

    places: tuple[str, ...]
    surnames: tuple[str, ...]
    streets: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """All of it, branches in the order of their tokens."""

    branches: tuple[BrancheStock, ...]
    names: Names


def load_stock(keywords: Mapping[str, Sequence[str]], path: Path | None = None) -> Stock:
    """Read the stock. `keywords`: the everyday words per branche token (`data/woorden/`), which the texts use too.

    Raises `DataError` with file, key and reason.
    """
    with toml_file(path or data_path("demo", "woordvoorraad.toml")) as table:
        names, slots = _names(table.table("namen"))
        slots |= _lists(table.table("lijsten"))
        sentences = _lists(table.table("zinnen"))
        answers = _lists(table.table("antwoorden"))
        found = []
        branches = table.table("branche")
        for token in sorted(branches.names()):
            if not keywords.get(token):
                branches.fail(token, "has no words in data/woorden")
            one = _lists(branches.table(token))
            own = slots | {"ding": one["dingen"], "werk": one["werk"], "tuig": one["tuig"]}
            own["woord"] = Choice(keywords[token])
            found.append(_branche(token, one, own, sentences, answers))
    return Stock(tuple(found), names)


def _branche(
    token: str,
    one: Mapping[str, Choice],
    slots: Mapping[str, Choice],
    sentences: Mapping[str, Choice],
    answers: Mapping[str, Choice],
) -> BrancheStock:
    def ready(choice: Choice) -> tuple[Sentence, ...]:
        return tuple(compiled(text, slots) for text in choice.values)

    return BrancheStock(
        token=token,
        kinds=tuple(one["soorten"].values),
        things=tuple(one["dingen"].values),
        work=tuple(one["werk"].values),
        begin=ready(sentences["begin"]),
        middle=ready(sentences["midden"]),
        end=ready(sentences["slot"]),
        answers=tuple((question, ready(texts)) for question, texts in answers.items()),
    )


def compiled(text: str, slots: Mapping[str, Choice]) -> Sentence:
    """One sentence of the stock made ready; a slot that nobody knows is a `DataError`."""
    picks: list[tuple[Sequence[str], int, bool, int]] = []
    last: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        name = found[1]
        if name in LATER:
            return found[0]
        if name not in slots:
            raise DataError("woordvoorraad.toml", repr(text), f"no words for {{{name}}}")
        values = slots[name].values
        before = last.get(name, -1) if len(values) > 1 else -1
        last[name] = len(picks)
        picks.append((values, len(values), slots[name].long_tail, before))
        return "%s"

    return Sentence(_SLOT.sub(mark, text.replace("%", "%%")), tuple(picks))


def _lists(table: Table) -> dict[str, Choice]:
    found = {}
    for key in table.names():
        values = table.texts(key)
        if not values:
            table.fail(key, "is empty")
        found[key] = Choice(values)
    return found


def _names(table: Table) -> tuple[Names, dict[str, Choice]]:
    parts = {key: choice.values for key, choice in _lists(table).items()}

    def joined(*keys: str) -> tuple[str, ...]:
        # Last part first in the loop, so that neighbours in a long tail do not all begin alike.
        rows = product(*(parts[key] for key in reversed(keys)))
        return tuple("".join(reversed(row)) for row in rows)

    surnames = joined("achternaam_begin", "achternaam_midden", "achternaam_einde")
    streets = joined("straat_begin", "straat_einde") + joined("voornamen", "straat_einde")
    companies = joined("bedrijf_begin", "bedrijf_midden", "bedrijf_einde")
    fancies = tuple((a + b).lower() for b, a in product(parts["naam_ding"], parts["straat_begin"]))
    neuter = tuple(parts["straat_het"])
    places = tuple(f"De {a} {b}" for b, a in product(parts["naam_ding"], parts["naam_eigen"]))
    places += tuple(f"Het {a} {b}" for b, a in product(parts["naam_ding_het"], parts["naam_eigen"]))
    slots = {
        "voornaam": Choice(parts["voornamen"]),
        "achternaam": Choice(surnames, long_tail=True),
        "straat": Choice(streets, long_tail=True),
        "straat_lid": Choice(tuple(("het " if s.endswith(neuter) else "de ") + s for s in streets), long_tail=True),
        "bedrijf": Choice(companies, long_tail=True),
        "bedenksel": Choice(fancies, long_tail=True),
        "jaar": Choice(tuple(str(year) for year in _YEARS)),
    }
    return Names(places, surnames, streets, tuple(parts["aanbieder"])), slots
