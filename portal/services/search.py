"""Find: from what a person typed to a page of results. The page and the API both read `SearchPage`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from portal.domain.places import Place

Step = Literal["letterlijk", "woordvormen", "minder-woorden"]

_NOT_FILTERS = {"q", "plaats", "gemeente", "volgorde", "pagina", "per_pagina"}  # all other keys are


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """The query keys of design/api.md, checked for form (see `portal.web.search_form`), not yet for place."""

    q: str = ""
    plaats: str = ""
    gemeente: str = ""
    trede: int | None = None
    doel: int | None = None
    product: tuple[str, ...] = ()
    branche: tuple[str, ...] = ()
    taal: tuple[str, ...] = ()
    dagdeel: tuple[str, ...] = ()
    begeleiding: tuple[str, ...] = ()
    vrij: bool = False
    regulier: bool = False
    toegankelijk: bool = False
    volgorde: Literal["relevantie", "afstand"] = "relevantie"
    pagina: int = 1
    per_pagina: int = 20

    @property
    def filters_on(self) -> tuple[str, ...]:
        """The query keys that narrow the list and are switched on."""
        return tuple(key for key in self.__dataclass_fields__ if key not in _NOT_FILTERS and getattr(self, key))

    def changed(self, **values: Any) -> SearchRequest:
        """The same request with these fields changed."""
        return replace(self, **values)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice of a facet: token, Dutch label, exact count, whether it is switched on now."""

    waarde: str
    naam: str
    aantal: int
    gekozen: bool = False


@dataclass(frozen=True, slots=True)
class ProductOnCard:
    """A product as the searcher's gemeente calls it. `vrij` None: not known; `wachtlijst` True: full."""

    token: str
    naam: str
    vrij: int | None
    capaciteit: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One werkplek in the list. `*_html` are safe HTML with `<mark>` around matched words; the rest is plain text."""

    id: str
    slug: str
    naam: str
    naam_html: str
    aanbieder_id: str
    aanbieder_naam: str
    aanbieder_html: str
    regeling: str
    locatie_van: str | None  # named location of a subcontractor
    gemeente_code: str | None
    gemeente_naam: str | None
    woonplaats: str | None
    lat: float | None
    lon: float | None
    afstand_meters: int | None
    oordeel: str | None  # verdict of portal.domain.locality; None without a place
    lokaal_reden: str | None  # "In buurgemeente Brummen"
    producten: tuple[ProductOnCard, ...]  # with a place only what may serve that gemeente
    treden: tuple[int, ...]  # start treden of those products together
    branches: tuple[tuple[str, str], ...]  # (token, label)
    branche_html: tuple[str, ...]
    taken: tuple[str, ...]
    taken_html: tuple[str, ...]
    omschrijving: str
    omschrijving_html: str  # cropped around the first match
    vrije_plaatsen: int | None
    vrije_plaatsen_datum: date | None
    bel_eerst: bool  # free places older than the regeling's threshold
    gepauzeerd: bool
    bevestigd_datum: date | None
    lang_niet_bevestigd: bool
    regulier: bool
    toegankelijk: bool
    begeleiding: tuple[str, ...]
    talen: tuple[str, ...]
    dagdelen: tuple[str, ...]
    past: tuple[str, ...]  # why it fits, Dutch sentences, from portal.domain.fit


@dataclass(frozen=True, slots=True)
class SignpostView:
    """A way to go elsewhere."""

    titel: str
    text: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """ "Without this filter: so many." `key` and `value` name the query key to drop."""

    key: str
    value: str
    label: str
    aantal: int


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A candidate for an ambiguous or misspelt place; `plaats`/`gemeente` are the query keys that choose it."""

    naam: str
    plaats: str
    gemeente: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """All that page and API show. Without `place` there are no cards for the page, but the API lists all."""

    request: SearchRequest
    place: Place | None = None
    place_candidates: tuple[PlaceChoice, ...] = ()  # which one do you mean
    place_unknown: bool = False
    regelingen: tuple[
        tuple[str, str], ...
    ] = ()  # (id, naam) of those of the searcher's gemeente; empty: none takes part
    place_note: str | None = None  # "Wij hebben Blerick gelezen als Venlo"
    totaal: int = 0
    paginas: int = 0
    cards: tuple[Card, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    stap: Step = "letterlijk"
    woorden_gebruikt: str = ""  # the words of the step that was taken
    zonder_woorden: tuple[str, ...] = ()  # why no word was searched (`portal.services.without_words`)
    suggestie: str | None = None  # the whole query, spelt otherwise (`portal.services.correcting`)
    suggestie_aantal: int = 0  # how many that gives as it stands, under the same place and filters
    meldingen: tuple[str, ...] = ()
    signposts: tuple[SignpostView, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    pairs: tuple[tuple[str, str, str], ...] = ()  # (development token, "op trede" token, Dutch sentence) of S1/S3
    verwant: tuple[Card, ...] = ()  # by meaning, apart from the cards; only where the list ends
    totaal_verwant: int = 0  # how many there are below the whole list, on whatever page
    degraded: bool = False  # the engine did not answer; what is here comes from the database, with a notice
    unavailable: bool = False  # neither did: nothing is known
