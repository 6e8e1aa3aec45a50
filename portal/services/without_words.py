"""Why nothing of what was typed was searched: page and API promise to say which words were used."""

from __future__ import annotations

from indexer.pieces import pieces_of, unwanted
from indexer.words import StepQuery
from portal.domain.said import said
from portal.services.search import SearchPage
from portal.store.woorden import Words


def nothing_searched(page: SearchPage, step: StepQuery, words: Words) -> tuple[str, ...]:
    """Dutch sentences: why no word is left, and what the list holds instead. () when words were searched or none typed.

    `page` holds the total of `step`, which is the step that was taken.
    """
    q = page.request.q
    if not q.strip() or step.words.strip():
        return ()
    return _why(q, step, words), said("Wij zochten daarom zonder woorden."), *_instead(page)


def _why(q: str, step: StepQuery, words: Words) -> str:
    if step.name == "minder-woorden":  # filler words alone, found nowhere
        return said("Geen werkplek past bij uw woorden. Ze zeggen niet welk werk u zoekt.")
    pieces = list(pieces_of(q))
    if not pieces:
        return said("Wij lezen geen woord in wat u typte.")
    if any(unwanted(pieces, words.fillers)):
        return said("Wij zoeken niet op woorden na “geen” of “niet”. Er blijft geen zoekwoord over.")
    return said("Wij zoeken niet op woorden die een filter zijn, zoals “ochtend”. Er blijft geen zoekwoord over.")


def _instead(page: SearchPage) -> tuple[str, ...]:
    if not page.totaal or page.request.filters_on:
        return ()
    if page.place is None:
        return (said("U ziet alle werkplekken."),)
    return (said("U ziet alle werkplekken voor inwoners van uw gemeente."),)
