"""Filters that the words of a search ask for: offered to the inwoner, taken at once for the toegang (issue D)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indexer import filter_words
from indexer.engine import SearchUnavailable
from indexer.filter_words import Meant, Reading
from portal.domain.places import Place
from portal.services.context import Context
from portal.services.facet_values import name_of
from portal.services.fallback import without_engine
from portal.services.find import total_of
from portal.services.locate import locate
from portal.services.query_parts import scope_of
from portal.services.search import SearchPage, SearchRequest
from portal.services.unfound import How, find_and_count

MOST_OFFERED = 3
AT_ONCE = ("product", "trede", "doel")  # words that the toegang uses with one meaning
_ONE_VALUE = ("trede", "doel")
_SWITCHES = ("vrij", "regulier", "toegankelijk")


@dataclass(frozen=True, slots=True)
class Offered:
    """A filter to switch on: its values, the words that remain, and exactly how many werkplekken that gives."""

    key: str
    values: tuple[str, ...]
    namen: tuple[str, ...]  # of the values, as the regeling of the place has them
    q: str
    aantal: int

    @property
    def changes(self) -> Mapping[str, object]:
        """The query keys that change: `with_query(values, **changes)`."""
        return {"q": self.q, self.key: self.values}


@dataclass(frozen=True, slots=True)
class Taken:
    """A filter that was switched on at once. `said`: the words; `q`: the query that searches them as words."""

    key: str
    values: tuple[str, ...]
    namen: tuple[str, ...]
    said: str
    q: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the words of a search say beside the work. `asked`: the request before filters were taken at once."""

    asked: SearchRequest
    offered: tuple[Offered, ...] = ()
    taken: tuple[Taken, ...] = ()
    tips: tuple[str, ...] = field(default=())


def search_and_offer(
    context: Context, request: SearchRequest, how: How | None = None, *, at_once: bool = False
) -> tuple[SearchPage, Wishes]:
    """The page of a search, with the filters its words ask for. `how`: as in `find_and_count`. `at_once`: product and
    treden are taken.

    Only where there is a place are filters offered, since only there is a list to narrow.
    """
    taken: tuple[Taken, ...] = ()
    asked = request
    if at_once:
        request, taken = _taken(context, request)
    page = find_and_count(context, request, how)
    if page.place is None or page.unavailable or not request.q:
        return page, Wishes(asked, taken=taken)
    reading = _read(context, page.request, page.place)
    return page, Wishes(asked, _offered(context, page, reading), taken, reading.tips)


def narrowed(request: SearchRequest, meant: Meant) -> SearchRequest | None:
    """The request with the filter on and its words out of `q`; None when the filters that are on say otherwise.

    Of a key that is on already only the values of both stay: an offered filter never widens.
    """
    key, values = meant.wish.key, meant.wish.values
    if key in _SWITCHES:
        return request.changed(q=meant.rest, pagina=1, **{key: True})
    if key in _ONE_VALUE:
        number = int(values[0])
        if getattr(request, key) not in (None, number):
            return None
        return request.changed(q=meant.rest, pagina=1, **{key: number})
    on = getattr(request, key)
    both = tuple(value for value in values if not on or value in on)
    return request.changed(q=meant.rest, pagina=1, **{key: both}) if both else None


def _offered(context: Context, page: SearchPage, reading: Reading) -> tuple[Offered, ...]:
    """At most three, those that give something; counted as a search with that filter counts."""
    if page.degraded:
        context = without_engine(context)
    found: list[Offered] = []
    for meant in reading.meant[:MOST_OFFERED]:
        request = narrowed(page.request, meant)
        if request is None or page.place is None:
            continue
        try:
            total = total_of(context, request, page.place)
        except SearchUnavailable:
            return ()  # away since the list was made
        if total:
            values = _values(request, meant.wish.key)
            namen = _names(meant.wish.key, values, page.place, context)
            found.append(Offered(meant.wish.key, values, namen, request.q, total))
    return tuple(found)


def _taken(context: Context, asked: SearchRequest) -> tuple[SearchRequest, tuple[Taken, ...]]:
    """Every product and trede that the words name is switched on; what contradicts a filter that is on stays a word."""
    catalogue = context.catalogue
    place = locate(asked.plaats, catalogue.reference, context.geocoder, asked.gemeente).place if asked.q else None
    request, taken = asked, []
    for key in AT_ONCE:
        meant = next((one for one in _read(context, request, place).meant if one.wish.key == key), None)
        narrow = narrowed(request, meant) if meant else None
        if meant and narrow:
            request = narrow
            values = _values(request, key)
            words_themselves = filter_words.quoted(asked.q, _spans(context, asked, place, key))
            taken.append(Taken(key, values, _names(key, values, place, context), meant.said, words_themselves))
    return replace(request, pagina=asked.pagina), tuple(taken)


def _spans(context: Context, asked: SearchRequest, place: Place | None, key: str) -> tuple[filter_words.Span, ...]:
    return next((one.spans for one in _read(context, asked, place).meant if one.wish.key == key), ())


def _values(request: SearchRequest, key: str) -> tuple[str, ...]:
    value = getattr(request, key)
    if isinstance(value, bool):
        return ("true",)
    return (str(value),) if key in _ONE_VALUE else tuple(value)


def _names(key: str, values: tuple[str, ...], place: Place | None, context: Context) -> tuple[str, ...]:
    code = place.gemeente_code if place else None
    return tuple(name_of(key, value, code, context.catalogue) for value in values)


def _read(context: Context, request: SearchRequest, place: Place | None) -> Reading:
    catalogue = context.catalogue
    products = scope_of(SearchRequest(), place, catalogue).products
    return filter_words.read(request.q, catalogue.words, catalogue.filter_words, products)
