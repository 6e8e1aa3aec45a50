"""One werkplek as the public sees it, read from the database: what is unpublished there is not shown, index or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indexer.document import from_werkplek
from indexer.engine import Hit
from portal.domain.places import Place, Point, distance_m
from portal.domain.regeling import Product, ProductKind, Regeling
from portal.services.cards import Viewpoint, card_of
from portal.services.context import Context
from portal.services.search import Card, SearchRequest
from portal.store import published
from portal.store.published import PublicWerkplek


@dataclass(frozen=True, slots=True)
class ServedGemeente:
    """A gemeente whose inwoners may come, with the verdict and the names of the products approved there."""

    code: str
    naam: str
    oordeel: str
    producten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WerkplekPage:
    """Everything needed to choose. `antwoorden`: the public questions of the plan with their answers, in order."""

    card: Card
    regeling: Regeling
    producten: tuple[Product, ...]
    straat: str
    huisnummer: str
    postcode: str
    werkgebied: tuple[str, ...]  # names of gemeenten
    groep_min: int | None
    groep_max: int | None
    toegankelijkheid: str
    website: str
    email: str
    telefoon: str
    antwoorden: tuple[tuple[str, str], ...]
    gemeenten: tuple[ServedGemeente, ...]
    beoordeeld: date | None
    place: Place | None = None


def get_public(context: Context, public_id: str, place: Place | None = None) -> WerkplekPage | None:
    """The page of a published werkplek, or None: unknown and unpublished are the same to a visitor.

    With a place whose gemeente it may serve, the card holds distance and reason; with another place it holds neither.
    """
    today = context.today()
    with context.database.read() as session:
        public = published.load(session, [public_id]).get(public_id)
    document = from_werkplek(public, context.catalogue, today) if public else None
    regeling = context.catalogue.regelingen.get(public.plan.regeling) if public else None
    if public is None or document is None or regeling is None:
        return None
    here = place if place and place.gemeente_code in document["lokaal"] else None
    hit = Hit(document, distance_m=_distance(document, here))
    card = card_of(hit, Viewpoint(context.catalogue, here, SearchRequest(), today))
    shown = {p.token for p in card.producten}
    names = context.catalogue.reference.gemeente_naam
    version = public.version
    return WerkplekPage(
        card=card,
        regeling=regeling,
        producten=tuple(p for p in regeling.offered if p.token in shown),
        straat=version.straat,
        huisnummer=version.huisnummer,
        postcode=version.postcode,
        werkgebied=tuple(names(code) for code in version.werkgebied),
        groep_min=version.groep_min,
        groep_max=version.groep_max,
        toegankelijkheid=version.toegankelijkheid,
        website=public.aanbieder.website,
        email=public.aanbieder.email,
        telefoon=public.aanbieder.telefoon,
        antwoorden=public_answers(public, regeling),
        gemeenten=_served(document["serves"], document["lokaal"], regeling, context),
        beoordeeld=public.plan_version.reviewed_at.date() if public.plan_version.reviewed_at else None,
        place=here,
    )


def public_answers(public: PublicWerkplek, regeling: Regeling) -> tuple[tuple[str, str], ...]:
    """The answers to questions that are public (domain.md, "Public part"); not asked or not answered: left out."""
    kinds = {p.kind for p in regeling.offered if p.token in public.plan_version.products}
    answers = public.plan_version.answers
    return tuple(
        (question.text, answers[question.id])
        for question in regeling.questions
        if question.openbaar and _asked(question.kinds, kinds) and answers.get(question.id, "").strip()
    )


def _asked(question_kinds: frozenset[ProductKind], kinds: set[ProductKind]) -> bool:
    return not question_kinds or bool(question_kinds & kinds)


def _distance(document: dict[str, object], place: Place | None) -> int | None:
    geo = document.get("_geo")
    if place is None or not isinstance(geo, dict):
        return None
    return distance_m(place.point, Point(geo["lat"], geo["lng"]))


def _served(
    tokens: list[str], verdicts: dict[str, str], regeling: Regeling, context: Context
) -> tuple[ServedGemeente, ...]:
    names = {p.token: p.naam for p in regeling.offered}
    per_gemeente: dict[str, list[str]] = {code: [] for code in verdicts}
    for token in tokens:
        code, _, product = token.partition(".")
        if product and code in per_gemeente:
            per_gemeente[code].append(product)
    found = [
        ServedGemeente(
            code,
            context.catalogue.reference.gemeente_naam(code),
            verdicts[code],
            tuple(names[p.token] for p in regeling.offered if p.token in products),
        )
        for code, products in per_gemeente.items()
    ]
    return tuple(sorted(found, key=lambda g: g.naam))
