"""From a hit of the index to the card that page and API show: names, verdict in words, dates against today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexer.engine import Document, Hit
from portal.domain.fit import reasons
from portal.domain.freshness import Confirmation, capacity_is_old, confirmation_state
from portal.domain.locality import Site, Verdict, reason_for
from portal.domain.places import Place, Woonplaats
from portal.domain.regeling import Product, Regeling
from portal.domain.slug import slug
from portal.services.search import Card, ProductOnCard, SearchRequest
from portal.store.catalogue import Catalogue

MARKED = ("title", "aanbieder", "branche", "tasks")
CROPPED = {"description": 35}  # words


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """From where and for whom a card is made: the searcher's place (or none), treden asked for, the day."""

    catalogue: Catalogue
    place: Place | None
    request: SearchRequest
    today: date


def card_of(hit: Hit, view: Viewpoint) -> Card:
    """The card of one hit. With a place, products and free places hold only what may serve that gemeente."""
    document = hit.document
    regeling = view.catalogue.regelingen.get(document["regeling"])
    if regeling is None:  # the file of a regeling was taken away; the next rebuild drops its documents
        raise LookupError(f"unknown regeling {document['regeling']}")
    products = _products(document, regeling, view.place)
    verdict = document["lokaal"].get(view.place.gemeente_code) if view.place else None
    reason = _reason(Verdict(verdict), document, view.place, view.catalogue) if verdict and view.place else None
    free, free_at, call_first = _free_places(document, products, regeling, view.today)
    confirmed = _day(document["confirmed_at"])
    geo = document.get("_geo")
    return Card(
        id=document["id"],
        slug=slug(document["title"]),
        naam=document["title"],
        naam_html=_text(hit.marked, "title"),
        aanbieder_id=document["aanbieder_id"],
        aanbieder_naam=document["aanbieder"],
        aanbieder_html=_text(hit.marked, "aanbieder"),
        regeling=regeling.id,
        locatie_van=document["location_of"],
        gemeente_code=document["gemeente_code"],
        gemeente_naam=_gemeente_name(document, view.catalogue),
        woonplaats=document["woonplaats"],
        lat=geo["lat"] if geo else None,
        lon=geo["lng"] if geo else None,
        afstand_meters=hit.distance_m,
        oordeel=verdict,
        lokaal_reden=reason,
        producten=tuple(_product_on_card(p, document) for p in products),
        treden=start_treden(products),
        branches=tuple(zip(document["branches"], document["branche"], strict=True)),
        branche_html=_list(hit.marked, "branche"),
        taken=tuple(document["tasks"]),
        taken_html=_list(hit.marked, "tasks"),
        omschrijving=document["description"],
        omschrijving_html=_text(hit.marked, "description"),
        vrije_plaatsen=free,
        vrije_plaatsen_datum=free_at,
        bel_eerst=call_first,
        gepauzeerd=document["paused"],
        bevestigd_datum=confirmed,
        lang_niet_bevestigd=confirmed is not None
        and confirmation_state(confirmed, view.today, regeling.thresholds) is not Confirmation.FRESH,
        regulier=document["regulier"] == "true",
        toegankelijk=document["toegankelijk"] == "true",
        begeleiding=tuple(document["begeleiding"]),
        talen=tuple(document["talen"]),
        dagdelen=tuple(document["dagdelen"]),
        past=_fits(hit, products, view),
    )


def start_treden(products: tuple[Product, ...]) -> tuple[int, ...]:
    """The treden on which someone may start one of these products, together."""
    return tuple(sorted({int(trede) for p in products for trede in p.start_treden}))


def _products(document: Document, regeling: Regeling, place: Place | None) -> tuple[Product, ...]:
    # Only `serves` tokens of the searcher's gemeente count; without a place any of them does.
    prefix = (place.gemeente_code if place else "NL") + "."
    tokens = {token[len(prefix) :] for token in document["serves"] if token.startswith(prefix)}
    return tuple(p for p in regeling.offered if p.token in tokens)


def _product_on_card(product: Product, document: Document) -> ProductOnCard:
    offer = next((o for o in document["products"] if o["token"] == product.token), None)
    return ProductOnCard(
        token=product.token,
        naam=product.naam,
        vrij=offer["free"] if offer else None,
        capaciteit=offer["capacity"] if offer else None,
    )


def _free_places(
    document: Document, products: tuple[Product, ...], regeling: Regeling, today: date
) -> tuple[int | None, date | None, bool]:
    """Their sum over the products shown (None: nobody said), the day of the figure, and whether to call first."""
    tokens = {p.token for p in products}
    known = [o["free"] for o in document["products"] if o["token"] in tokens and o["free"] is not None]
    capacity_at = _day(document["capacity_at"])
    if not known:
        return None, None, True
    if document["paused"]:
        return 0, capacity_at, False
    return sum(known), capacity_at, capacity_is_old(capacity_at, today, regeling.thresholds)


def _reason(verdict: Verdict, document: Document, place: Place, catalogue: Catalogue) -> str:
    code, woonplaats = document["gemeente_code"], document["woonplaats"]
    site = Site(Woonplaats(woonplaats, code) if code and woonplaats else None, code, frozenset(document["werkgebied"]))
    return reason_for(verdict, site, place, catalogue.reference.borders, catalogue.gemeente_names)


def _fits(hit: Hit, products: tuple[Product, ...], view: Viewpoint) -> tuple[str, ...]:
    matched = [plain(text) for field in ("branche", "tasks") for text in _list(hit.marked, field) if "<mark>" in text]
    return reasons(
        products,
        staat_op=view.request.trede,
        doel=view.request.doel,
        matched=matched if view.request.q else (),
        regulier=hit.document["regulier"] == "true",
    )


_MARKUP = re.compile(r"</?mark>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&amp;": "&"}


def plain(html: str) -> str:
    """The text of a marked field: without marks, unescaped."""
    text = _MARKUP.sub("", html)
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return text


def _gemeente_name(document: Document, catalogue: Catalogue) -> str | None:
    code = document["gemeente_code"]
    return catalogue.reference.gemeente_naam(code) if code else None


def _text(marked: Mapping[str, str | list[str]], field: str) -> str:
    value = marked.get(field, "")
    return value if isinstance(value, str) else ", ".join(value)


def _list(marked: Mapping[str, str | list[str]], field: str) -> tuple[str, ...]:
    value = marked.get(field, [])
    return (value,) if isinstance(value, str) else tuple(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
