"""Every public page in a real browser: accessible, nothing from elsewhere, no cookie, no sideways scrolling."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.access import visitors

PAGES = {
    "home": "/",
    "search without a place": "/zoeken",
    "results": "/zoeken?plaats=Apeldoorn",
    "results with words and filters": "/zoeken?plaats=7311&q=iets+met+dieren&trede=3&vrij=true",
    "second page by distance": "/zoeken?plaats=Apeldoorn&volgorde=afstand&pagina=2",
    "another gemeente": "/zoeken?plaats=Venlo&q=werkplaats",
    "ambiguous place": "/zoeken?plaats=Bergen",
    "misspelt place": "/zoeken?plaats=apeldorn",
    "unknown place": "/zoeken?plaats=xqzzyw",
    "nothing found": "/zoeken?plaats=Apeldoorn&q=vliegtuig&branche=ict",
    "no product fits": "/zoeken?plaats=Apeldoorn&trede=1",
    "faults": "/zoeken?plaats=Apeldoorn&branche=bestaat-niet&pagina=-1",
    "werkplek": "/werkplekken/appqkk-fietsenmakerij-de-wasserij?plaats=Apeldoorn",
    "order explained": "/hoe-werkt-de-volgorde",
    "regeling": "/regelingen/werkt-mee-apeldoorn",
    "regeling Arnhem": "/regelingen/activerend-werk-arnhem",
    "regeling Noord-Limburg": "/regelingen/participatie-noord-limburg",
    "accessibility": "/toegankelijkheid",
    "privacy": "/privacy",
    "report a weakness": "/zwakke-plek-melden",
    "sources": "/bronnen",
    "English": "/en/zoeken?plaats=Apeldoorn&q=tuin",
}
LOST = {"unknown page": "/bestaat-niet", "unknown werkplek": "/werkplekken/zzzzzz-weg"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page(
    watched_page: Any, axe: Callable[[Any], list[str]], sideways: Callable[[Any], int], path: str, width: int
) -> None:
    watched_page.set_viewport_size({"width": width, "height": 900})
    answer = watched_page.goto(path)
    assert answer.status == 200
    assert axe(watched_page) == []
    assert sideways(watched_page) == 0
    assert watched_page.context.cookies() == []


@pytest.mark.parametrize("path", LOST.values(), ids=LOST.keys())
def test_page_that_is_not_there(page: Any, axe: Callable[[Any], list[str]], path: str) -> None:
    assert page.goto(path).status == 404
    assert axe(page) == []
    assert page.get_by_role("link", name="Zoek").count() >= 1


def test_every_page_for_visitors_is_looked_at() -> None:
    rules = [
        rule
        for (method, rule), row in visitors.ROWS.items()
        if method == "GET" and row.status == 200 and not rule.endswith((".pdf", ".txt", "/live", "/readyz"))
    ]
    seen = [path.partition("?")[0] for path in PAGES.values()]
    assert [r for r in rules if not any(re.fullmatch(re.sub("<[^>]+>", "[^/]+", r), path) for path in seen)] == []
