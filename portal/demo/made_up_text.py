"""The texts of a made-up werkplek, put together from the word stock."""

from __future__ import annotations

from portal.demo.spread import Area
from portal.demo.stock import BrancheStock, Rnd, Sentence, Stock


class Writer:
    """Writes names, tasks and descriptions from the stock. All chance comes from `rnd`."""

    def __init__(self, stock: Stock) -> None:
        self._names = stock.names

    def werkplek(self, rnd: Rnd, branche: BrancheStock, area: Area, place: str) -> tuple[str, tuple[str, ...], str]:
        """(naam, 3-6 taken, omschrijving) of one werkplek, together 100-120 words on average."""
        kinds, places, surnames = branche.kinds, self._names.places, self._names.surnames
        kind = kinds[int(rnd() * len(kinds))]
        if rnd() < 0.6:
            naam = f"{kind} {places[int(rnd() * len(places))]}"
        else:
            naam = f"{kind} {surnames[int(rnd() * len(surnames))]}"
        sentences = [_pick(rnd, branche.begin)]
        sentences += _different(rnd, branche.middle, 5 + int(rnd() * 3))
        sentences += _different(rnd, branche.end, 2)
        text = " ".join([sentence.say(rnd) for sentence in sentences])
        return naam, _tasks(rnd, branche), _placed(rnd, text, naam, area, place)

    def answers(self, rnd: Rnd, branche: BrancheStock, area: Area) -> dict[str, str]:
        """A text per question of the plan."""
        place = area.names_about[0]
        return {
            question: _placed(rnd, _pick(rnd, texts).say(rnd), "", area, place) for question, texts in branche.answers
        }

    def organisation(self, rnd: Rnd) -> str:
        """The name of an aanbieder."""
        kinds, surnames, places = self._names.organisations, self._names.surnames, self._names.places
        kind = kinds[int(rnd() * len(kinds))]
        if rnd() < 0.5:
            return f"{kind} {places[int(rnd() * len(places))]}"
        return f"{kind} {surnames[int(rnd() * len(surnames))]}"

    def street(self, rnd: Rnd) -> str:
        """The name of a street."""
        streets = self._names.streets
        return streets[int(rnd() * len(streets))]


def _pick(rnd: Rnd, sentences: tuple[Sentence, ...]) -> Sentence:
    return sentences[int(rnd() * len(sentences))]


def _different(rnd: Rnd, sentences: tuple[Sentence, ...], number: int) -> list[Sentence]:
    left = list(sentences)
    return [left.pop(int(rnd() * len(left))) for _ in range(number)]


def _tasks(rnd: Rnd, branche: BrancheStock) -> tuple[str, ...]:
    things, work = list(branche.things), branche.work
    return tuple(
        f"{things.pop(int(rnd() * len(things)))} {work[int(rnd() * len(work))]}" for _ in range(3 + int(rnd() * 4))
    )


def _placed(rnd: Rnd, text: str, naam: str, area: Area, place: str) -> str:
    about = area.names_about
    while "{buurplaats}" in text:
        text = text.replace("{buurplaats}", about[int(rnd() * len(about))], 1)
    return text.replace("{naam}", naam).replace("{plaatsnaam}", place)
