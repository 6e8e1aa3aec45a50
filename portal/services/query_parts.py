"""From a request to filters and facets on the index. Place, product, ladder and free places are one token filter.

`serves` holds `GM0200` and `GM0200.op-trede-3`; `free` the same for free places; `NL` stands for "without a place".
So a werkplek approved for product A in X and product B in Y never answers to product B in X (domain.md, "Units").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.document import NATIONWIDE
from indexer.engine import AnyFilter, FacetQuery, Filter
from portal.domain.dagdelen import BEGELEIDING, DAGDELEN, DAYS, PARTS
from portal.domain.ladder import products_for
from portal.domain.places import Place
from portal.domain.regeling import Regeling
from portal.services.search import SearchRequest
from portal.store.catalogue import Catalogue
from portal.store.talen import language_names

__all__ = [
    "BEGELEIDING",
    "DAGDELEN",
    "DAYS",
    "PARTS",
    "PRODUCT_APART",
    "Scope",
    "facets_of",
    "filters_of",
    "language_names",
    "scope_of",
]

# Query key -> field of the document, for the facets that are plain lists of tokens.
_LISTS = {"branche": "branches", "taal": "talen", "dagdeel": "dagdelen", "begeleiding": "begeleiding"}
_SWITCHES = {"regulier": "regulier", "toegankelijk": "toegankelijk"}
_TRUE = ("true",)
PRODUCT_APART = "product/"  # before a product's token: a facet that belongs to "product"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and for which products is searched.

    `ladder`: the products that fit trede and doel, with the tokens of the index that stand for them; None: all.
    """

    prefix: str  # CBS code, or NL
    regelingen: tuple[Regeling, ...]
    products: tuple[str, ...]  # tokens that exist here, in the order of the regelingen
    ladder: Mapping[str, tuple[str, ...]] | None

    @property
    def nothing_fits(self) -> bool:
        """True when no product here fits the treden asked for."""
        return self.ladder is not None and not self.ladder


def scope_of(request: SearchRequest, place: Place | None, catalogue: Catalogue) -> Scope:
    """The regelingen of the searcher's gemeente and the products that fit the ladder (domain.md, "Ladder filters")."""
    regelingen = catalogue.regelingen.for_gemeente(place.gemeente_code) if place else tuple(catalogue.regelingen.all)
    products = tuple(dict.fromkeys(p.token for r in regelingen for p in r.offered))
    prefix = place.gemeente_code if place else NATIONWIDE
    ladder = None
    if request.trede is not None or request.doel is not None:
        ladder = _ladder(request, regelingen, prefix)
    return Scope(prefix, regelingen, products, ladder)


def _ladder(request: SearchRequest, regelingen: Sequence[Regeling], prefix: str) -> dict[str, tuple[str, ...]]:
    """Per product that fits, its tokens. Regelingen may differ ("naar trede 5" also ends on 6 in Apeldoorn only): then,
    without a place, the gemeenten of those where it fits are named one by one."""
    fits = {r.id: {p.token for p in products_for(r.offered, request.trede, request.doel)} for r in regelingen}
    found: dict[str, tuple[str, ...]] = {}
    for token in dict.fromkeys(token for tokens in fits.values() for token in tokens):
        having = [r for r in regelingen if any(p.token == token for p in r.offered)]
        fitting = [r for r in having if token in fits[r.id]]
        if prefix == NATIONWIDE and len(fitting) < len(having):
            found[token] = tuple(dict.fromkeys(f"{code}.{token}" for r in fitting for code in r.gemeenten))
        else:
            found[token] = (f"{prefix}.{token}",)
    return found


def filters_of(request: SearchRequest, scope: Scope) -> tuple[AnyFilter, ...]:
    """All filters of the request, the place first. No value left (nothing fits the ladder): finds nothing."""
    lists = [(_LISTS[key], getattr(request, key)) for key in _LISTS]
    switches = [(field, _TRUE) for key, field in _SWITCHES.items() if getattr(request, key)]
    return (
        _token_filter(request, scope),
        *(Filter(field, values) for field, values in [*lists, *switches] if values),
    )


def _token_filter(request: SearchRequest, scope: Scope) -> Filter:
    return Filter("free" if request.vrij else "serves", _tokens(request, scope))


def _tokens(request: SearchRequest, scope: Scope) -> tuple[str, ...]:
    if not request.product and scope.ladder is None:
        return (scope.prefix,)
    wanted: Iterable[str] = request.product or scope.products
    if scope.ladder is None:
        return tuple(f"{scope.prefix}.{p}" for p in wanted)
    return tuple(token for p in wanted for token in scope.ladder.get(p, ()))


def facets_of(request: SearchRequest, scope: Scope, gemeenten: tuple[str, ...] = ()) -> tuple[FacetQuery, ...]:
    """The facets of api.md, each counted without its own filter. `gemeenten`: count these too (no place given)."""
    without = {
        key: filters_of(request.changed(**{key: ()}), scope) if getattr(request, key) else filters_of(request, scope)
        for key in _LISTS
    }
    token_field = "free" if request.vrij else "serves"
    facets = [
        *_product_facets(request.changed(product=()), scope),
        *(FacetQuery(key, field, without[key]) for key, field in _LISTS.items()),
        *_switch_facets(request, scope),
    ]
    if gemeenten:
        facets.append(FacetQuery("gemeente", token_field, filters_of(request, scope), gemeenten))
    return tuple(facets)


def _product_facets(request: SearchRequest, scope: Scope) -> Iterable[FacetQuery]:
    """What each product gives when it is chosen. One whose tokens differ per regeling is a query of its own."""
    field = "free" if request.vrij else "serves"
    tokens = {p: f"{scope.prefix}.{p}" for p in scope.products}
    alike = tuple(t for p, t in tokens.items() if scope.ladder is None or scope.ladder.get(p) == (t,))
    yield FacetQuery("product", field, filters_of(request, scope), alike)
    for product, token in tokens.items():
        if scope.ladder is not None and product in scope.ladder and token not in alike:
            chosen = filters_of(request.changed(product=(product,)), scope)
            yield FacetQuery(f"{PRODUCT_APART}{product}", field, chosen, (token,))


def _switch_facets(request: SearchRequest, scope: Scope) -> Iterable[FacetQuery]:
    # Switching on always narrows, so the count is that of the request with the switch on.
    free = filters_of(request.changed(vrij=True), scope)
    yield FacetQuery("vrij", "free", free, (scope.prefix,))
    for key, field in _SWITCHES.items():
        yield FacetQuery(key, field, filters_of(request.changed(**{key: False}), scope), _TRUE)
