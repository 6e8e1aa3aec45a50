"""Nothing found: which filter to drop and how many that gives, and where else to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer import words
from indexer.engine import Engine, SearchQuery
from portal.domain.ladder import signposts_for
from portal.domain.places import Place
from portal.services.facet_values import name_of
from portal.services.query_parts import Scope, filters_of, scope_of
from portal.services.search import Relaxation, SearchRequest, SignpostView
from portal.store.catalogue import Catalogue

_MOST_SIGNPOSTS = 4


def relaxations(
    engine: Engine,
    request: SearchRequest,
    place: Place | None,
    catalogue: Catalogue,
    query: SearchQuery,
    step: words.StepQuery,
) -> tuple[Relaxation, ...]:
    """Each filter that can be dropped, with how many werkplekken there are then; only those that help, best first."""
    found = []
    for key, value, without in _dropped(request):
        asked = replace(
            query,
            words="" if key == "q" else step.words,
            fields=step.fields,
            filters=filters_of(without, scope_of(without, place, catalogue)),
            facets=(),
            per_page=0,
            page=1,
        )
        total = engine.search(asked).total
        if total:
            code = place.gemeente_code if place else None
            found.append(Relaxation(key, value, _label(key, value, code, catalogue), total))
    return tuple(sorted(found, key=lambda r: -r.aantal))


def _dropped(request: SearchRequest) -> Iterator[tuple[str, str, SearchRequest]]:
    if request.q.strip():
        yield "q", request.q, request.changed(q="")
    for key in ("product", "branche", "taal", "dagdeel", "begeleiding"):
        for value in getattr(request, key):
            rest = tuple(v for v in getattr(request, key) if v != value)
            yield key, value, request.changed(**{key: rest})
    for key in ("vrij", "regulier", "toegankelijk"):
        if getattr(request, key):
            yield key, "true", request.changed(**{key: False})
    for key in ("trede", "doel"):
        if getattr(request, key) is not None:
            yield key, str(getattr(request, key)), request.changed(**{key: None})


def _label(key: str, value: str, gemeente_code: str | None, catalogue: Catalogue) -> str:
    if key == "q":
        return f"“{value.strip()[:60]}”"
    if key == "trede":
        return f"u staat op trede {value}"
    if key == "doel":
        return f"u wilt naar trede {value}"
    return name_of(key, value, gemeente_code, catalogue)


def signposts(request: SearchRequest, scope: Scope) -> tuple[SignpostView, ...]:
    """The signposts of the regelingen that fit where someone stands or what they aim at, each once."""
    found: dict[str, SignpostView] = {}
    for regeling in scope.regelingen:
        for post in signposts_for(regeling, request.trede, request.doel):
            found.setdefault(post.titel, SignpostView(post.titel, post.text, post.url, post.source))
    return tuple(found.values())[:_MOST_SIGNPOSTS]
