"""A regeling (scheme) as values: what differs per regeling is data, never an `if`.

Loaded from `data/regelingen/*.toml` by `portal.store.regelingen`, which refuses a file that breaks these shapes.
Amounts are euro; durations are in the unit the field name says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.participatieladder import Trede

# Tokens of api.md with a label that fits every regeling; a regeling has its own (`Product.naam`).
PRODUCT_TOKENS: Mapping[str, str] = {
    "orientatie": "Oriëntatie",
    "op-trede-3": "Werken op trede 3",
    "op-trede-4": "Werken op trede 4",
    "naar-trede-3": "Ontwikkeling naar trede 3",
    "naar-trede-4": "Ontwikkeling naar trede 4",
    "naar-trede-5": "Ontwikkeling naar trede 5",
    "collectief": "Begeleiding in een groep",
    "individueel": "Begeleiding voor u alleen",
}


_OURS = re.compile(r"\bours\b")


def told_source(text: str, ours: str = "onze keuze") -> str:
    """Where a text stands, for a reader. The files say "ours" of what no source holds; `ours` is that for them."""
    return _OURS.sub(ours, text)


class LocalityRule(StrEnum):
    """How local an offer must be (domain.md, "Zo lokaal mogelijk")."""

    GEMEENTE_OF_AANGRENZENDE_GEMEENTE = "gemeente_of_aangrenzende_gemeente"
    GEMEENTE_OF_AANGRENZENDE_WOONPLAATS = "gemeente_of_aangrenzende_woonplaats"
    REGIO = "regio"


class ProductKind(StrEnum):
    """What a product is for; the kinds decide question 3 of the plan and the pairs of S1/S3."""

    ORIENTATIE = "orientatie"
    STABIEL = "stabiel"
    ONTWIKKEL = "ontwikkel"
    COLLECTIEF = "collectief"
    INDIVIDUEEL = "individueel"


class Purpose(StrEnum):
    """What someone mainly wants the support for (S2 par. 1.1.10 draws the line)."""

    WERKEN = "werken"
    ONTMOETEN = "ontmoeten"
    ZELFREDZAAMHEID = "zelfredzaamheid"
    DAGSTRUCTUUR = "dagstructuur"
    MANTELZORG = "mantelzorg"
    BETAALD_WERK = "betaald-werk"
    VRIJWILLIGERSWERK = "vrijwilligerswerk"


@dataclass(frozen=True, slots=True)
class Tariff:
    """Euro per `unit` ("uur" or "traject") from `start` on; `source` names where the figure stands."""

    amount: Decimal
    unit: str
    start: date
    source: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product of a regeling. `token` is shared between regelingen (api.md); `naam` is this regeling's label."""

    token: str
    naam: str
    kind: ProductKind
    start_treden: frozenset[Trede]
    doel_treden: frozenset[Trede]
    duration: str  # plain Dutch, as shown: "maximaal 2 jaar, kan worden verlengd"
    guidance: str  # plain Dutch
    staff: str  # plain Dutch; empty when the source has none
    description: str  # B1 Dutch: what it is
    for_whom: str  # B1 Dutch: the cliëntprofiel
    settled: str  # plain Dutch: how it is paid to the aanbieder
    progress: str  # plain Dutch: when the toegang hears how it goes
    locality: LocalityRule
    locality_per_gemeente: tuple[tuple[str, LocalityRule], ...]  # overrides, e.g. Arnhem for its own inhabitants
    tariffs: tuple[Tariff, ...]  # ordered by start date
    contracted: bool  # False for a product that is only a signpost
    source: str
    treden_source: str = ""  # where the start and end treden stand, when not where `source` says
    locality_source: str = ""
    group_size: tuple[int, int] | None = None  # people, smallest and largest, when the source gives them

    def tariff_on(self, day: date) -> Tariff | None:
        """The tariff that holds on that day, or None before the first start date or without tariffs."""
        return next((t for t in reversed(self.tariffs) if t.start <= day), None)

    def rule_for(self, gemeente_code: str) -> LocalityRule:
        """The locality rule for inhabitants of that gemeente."""
        return dict(self.locality_per_gemeente).get(gemeente_code, self.locality)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the plan format. `kinds`: only asked when a product of such a kind is offered; empty: always."""

    id: str
    text: str
    openbaar: bool
    kinds: frozenset[ProductKind]
    source: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement the reviewer checks; `declaration`: the aanbieder declares "present, dated, handed over on"."""

    id: str
    text: str
    declaration: bool
    source: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """A place to go when no product fits (oriëntatie, ontmoeten, betaald werk in zicht). Not a contracted offer."""

    id: str  # "orientatie", "ontmoeten", "betaald-werk"
    titel: str
    text: str
    treden: frozenset[Trede]  # for someone who stands on one of these ...
    doelen: frozenset[Trede]  # ... or aims at one of these; empty means: whatever the aim
    url: str  # "" when the source gives none
    source: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days after which facts count as old (domain.md, "Four clocks")."""

    capacity_call_first: int
    confirm_flag: int
    confirm_reviewer: int
    confirm_remove: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A text of the sources, with where it stands. `voor`: the page of the "inwoner" or of the "aanbieder"."""

    titel: str
    text: str
    source: str
    voor: str = "inwoner"


@dataclass(frozen=True, slots=True)
class Term:
    """Within which term something has to happen: `amount` of `unit` ("werkdag", "week", "maand", "jaar")."""

    id: str
    text: str
    amount: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Delimitation:
    """A main purpose the regeling is not for, in words for the inwoner, and the signpost that fits ("" for none)."""

    purpose: Purpose
    text: str
    signpost: str
    source: str


@dataclass(frozen=True, slots=True)
class Regeling:
    """One scheme. `gemeenten` are CBS codes; `gemeenten_source` says so when the source does not list them."""

    id: str
    naam: str
    summary: str
    gemeenten: tuple[str, ...]
    gemeenten_source: str
    min_age: int  # years; 0 when the source names no age
    max_age_text: str  # "tot de AOW-leeftijd": pension age moves, so it is text plus `pension_age_years` as data
    pension_age_years: int  # 0 when the source names no upper age
    own_contribution: str  # B1 Dutch: what it costs the inwoner
    own_contribution_source: str
    contract_months: int
    thresholds: Thresholds
    products: tuple[Product, ...]
    questions: tuple[Question, ...]
    plan_max_pages: int
    requirements: tuple[Requirement, ...]
    signposts: tuple[Signpost, ...]
    facts: tuple[Fact, ...]
    pairs: bool  # S1 par. 7, S3: development and "op trede" together, possibly with two aanbieders
    pairs_source: str
    borders_add: tuple[tuple[str, str], ...]  # pairs of gemeente codes a region adds
    borders_drop: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    age_source: str = ""
    contract_source: str = ""
    borders_source: str = ""
    pairs_text: str = ""  # B1 Dutch: two aanbieders may do it together
    plan_format: str = ""  # how the plan is written out: font and size
    plan_source: str = ""
    thresholds_source: str = ""
    terms: tuple[Term, ...] = ()
    delimitations: tuple[Delimitation, ...] = ()
    made_up: bool = False  # True for the fictitious regeling of the OFFERS=N state

    def product(self, token: str) -> Product | None:
        """The product with that token, or None when this regeling does not have it."""
        return next((p for p in self.products if p.token == token), None)

    @property
    def offered(self) -> tuple[Product, ...]:
        """The products an aanbieder can be approved for."""
        return tuple(p for p in self.products if p.contracted)

    @property
    def ages_text(self) -> str:
        """For which ages, in plain Dutch; says so when the source names none."""
        if not self.min_age:
            return "In de bron staat geen leeftijd. Vraag het aan uw gemeente."
        return f"Vanaf {self.min_age} jaar {self.max_age_text}."

    def term(self, term_id: str) -> Term | None:
        """The term with that id, or None when the source of this regeling has none."""
        return next((t for t in self.terms if t.id == term_id), None)

    def questions_for(self, kinds: frozenset[ProductKind]) -> tuple[Question, ...]:
        """The questions of the plan format asked for these kinds of product (S0 bijlage, vraag 3)."""
        return tuple(q for q in self.questions if not q.kinds or q.kinds & kinds)
