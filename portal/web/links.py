"""Query strings of the search page: the present request with a change. The keys are those of design/api.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from portal.services.search import SearchRequest

Values = Mapping[str, Sequence[str]]

_TEXTS = ("q", "plaats", "gemeente")
_NUMBERS = ("trede", "doel")
_TOKENS = ("product", "branche", "taal", "dagdeel", "begeleiding")
_SWITCHES = ("vrij", "regulier", "toegankelijk")
FILTERS = (*_NUMBERS, *_TOKENS, *_SWITCHES)  # what "wis alle filters" takes away


def search_values(request: SearchRequest) -> dict[str, tuple[str, ...]]:
    """Query key -> values of a request, without what is empty or the default; so links carry only what was usable."""
    found: dict[str, tuple[object, ...]] = {key: (getattr(request, key) or "",) for key in (*_TEXTS, *_NUMBERS)}
    found |= {key: getattr(request, key) for key in _TOKENS}
    found |= {key: ("true" if getattr(request, key) else "",) for key in _SWITCHES}
    found["volgorde"] = (request.volgorde if request.volgorde != "relevantie" else "",)
    found["pagina"] = (request.pagina if request.pagina != 1 else "",)
    found["perPagina"] = (request.per_pagina if request.per_pagina != 20 else "",)
    texts = {key: tuple(str(one) for one in values if one != "") for key, values in found.items()}
    return {key: values for key, values in texts.items() if values}


def with_query(values: Values, **changes: object) -> str:
    """`?key=value&...` with these changes: None or "" drops a key, a list or tuple repeats it.

    Every change but one of `pagina` itself leads back to page 1. Without any key left: "?" (the page without query).
    """
    merged: dict[str, Sequence[str]] = {key: texts for key, texts in values.items() if key != "pagina"}
    for key, change in changes.items():
        merged.pop(key, None)
        if change is None or change == "":
            continue
        merged[key] = [str(one) for one in change] if isinstance(change, list | tuple) else [str(change)]
    return "?" + urlencode(merged, doseq=True)


def without_value(values: Values, key: str, value: str) -> str:
    """`?key=value&...` without that one value of that key (the whole key when it has no such value)."""
    left = tuple(one for one in values.get(key, ()) if one != value)
    return with_query(values, **{key: left if len(left) < len(values.get(key, ())) else ()})


def without_filters(values: Values) -> str:
    """`?key=value&...` with the words, the place and the order, but no filter."""
    return with_query(values, **dict.fromkeys(FILTERS))


def page_window(page: int, pages: int) -> list[int | None]:
    """Page numbers to link: the first, the last and two on each side; None where numbers are left out."""
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    window: list[int | None] = []
    for number in shown:
        if window and number - (window[-1] or 0) > 1:
            window.append(None)
        window.append(number)
    return window
