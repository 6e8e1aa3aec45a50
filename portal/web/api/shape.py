"""From what the services give to the dicts that `models.py` describes. No rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.places import Place
from portal.domain.regeling import Product, Regeling, told_source
from portal.services.search import Card, FacetValue, PlaceChoice, SearchPage
from portal.services.werkplekken import WerkplekPage
from portal.store.catalogue import Catalogue

Json = dict[str, Any]
# data/reference/README.md: the division of gemeenten of that day. The other two lists change with a release.
_CBS = {"naam": "CBS / Kadaster", "peilDatum": "2025-01-01", "licentie": "CC BY 4.0"}
_OURS = "Eigen lijst van dit portaal; in de bronnen staat geen lijst van branches"
_REGELINGEN = "Teksten van de gemeenten; per regeling en per product staat de bron erbij"
_LISTS_CHANGED = "2026-11-22"


def werkplek(card: Card, public_url: str) -> Json:
    """One Werkplek."""
    return {
        "id": card.id,
        "naam": card.naam,
        "aanbieder": {"id": card.aanbieder_id, "naam": card.aanbieder_naam},
        "regeling": card.regeling,
        "gemeente": {"code": card.gemeente_code, "naam": card.gemeente_naam} if card.gemeente_code else None,
        "woonplaats": card.woonplaats,
        "lat": card.lat,
        "lon": card.lon,
        "afstandMeters": card.afstand_meters,
        "lokaal": {"oordeel": card.oordeel, "reden": card.lokaal_reden or ""} if card.oordeel else None,
        "producten": [product.token for product in card.producten],
        "treden": [int(trede) for trede in card.treden],
        "branches": [token for token, _ in card.branches],
        "taken": list(card.taken),
        "omschrijving": card.omschrijving,
        "vrijePlaatsen": card.vrije_plaatsen,
        "vrijePlaatsenDatum": _day(card.vrije_plaatsen_datum),
        "bevestigdDatum": _day(card.bevestigd_datum),
        "regulier": card.regulier,
        "toegankelijk": card.toegankelijk,
        "begeleiding": list(card.begeleiding),
        "talen": list(card.talen),
        "dagdelen": list(card.dagdelen),
        "url": f"{public_url}/werkplekken/{card.id}-{card.slug}",
    }


def werkplek_with_plan(page: WerkplekPage, public_url: str) -> Json:
    """One WerkplekMetPlan."""
    answers = [{"vraag": question, "antwoord": answer} for question, answer in page.antwoorden]
    plan = {"beoordeeldDatum": _day(page.beoordeeld), "antwoorden": answers}
    return {**werkplek(page.card, public_url), "plan": plan}


def search_page(page: SearchPage, notes: tuple[str, ...], public_url: str) -> Json:
    """One WerkplekkenLijst."""
    return {
        "totaal": page.totaal,
        "pagina": page.request.pagina,
        "perPagina": page.request.per_pagina,
        "paginas": page.paginas,
        "zoekplaats": _zoekplaats(page.place) if page.place else None,
        "stap": page.stap,
        "suggestie": page.suggestie,
        "meldingen": [*notes, *page.meldingen, *page.zonder_woorden, *_about_place(page)],
        "werkplekken": [werkplek(card, public_url) for card in page.cards],
        "totaalVerwant": page.totaal_verwant,
        "verwant": [werkplek(card, public_url) for card in page.verwant],
        "facetten": _facets(page.facets),
    }


def _about_place(page: SearchPage) -> tuple[str, ...]:
    if page.place is None or page.regelingen:
        return (page.place_note,) if page.place_note else ()
    none = f"De gemeente {page.place.gemeente_naam} heeft in dit portaal geen regeling, en dus geen werkplekken."
    return (*((page.place_note,) if page.place_note else ()), none)


def place(found: Place) -> Json:
    """One Plaats."""
    return {
        "naam": found.naam,
        "soort": found.soort,
        "woonplaats": found.woonplaats,
        "gemeente": {"code": found.gemeente_code, "naam": found.gemeente_naam},
        "lat": found.point.lat,
        "lon": found.point.lon,
    }


def candidate(choice: PlaceChoice, catalogue: Catalogue) -> Json:
    """One Kandidaat."""
    return {"naam": choice.naam, "plaats": choice.plaats, "gemeente": _gemeente_ref(choice.gemeente, catalogue)}


def gemeenten(catalogue: Catalogue) -> Json:
    """One GemeentenLijst."""
    rows = [
        {
            "code": gemeente.code,
            "naam": gemeente.naam,
            "provincie": gemeente.provincie,
            "inwoners": gemeente.inwoners,
            "lat": gemeente.point.lat,
            "lon": gemeente.point.lon,
            "regelingen": [regeling.id for regeling in catalogue.regelingen.for_gemeente(gemeente.code)],
        }
        for gemeente in catalogue.reference.gemeenten.values()
    ]
    return {"bron": _CBS, "gemeenten": rows}


def branches(catalogue: Catalogue) -> Json:
    """One BranchesLijst."""
    rows = [{"token": b.token, "naam": b.label, "omschrijving": b.description} for b in catalogue.branches]
    return {"bron": {"naam": _OURS, "peilDatum": _LISTS_CHANGED, "licentie": "EUPL-1.2"}, "branches": rows}


def regelingen(catalogue: Catalogue, public_url: str) -> Json:
    """One RegelingenLijst."""
    rows = [_regeling(regeling, catalogue, public_url) for regeling in catalogue.regelingen]
    return {"bron": {"naam": _REGELINGEN, "peilDatum": _LISTS_CHANGED, "licentie": "EUPL-1.2"}, "regelingen": rows}


def _regeling(regeling: Regeling, catalogue: Catalogue, public_url: str) -> Json:
    return {
        "id": regeling.id,
        "naam": regeling.naam,
        "omschrijving": regeling.summary,
        "gemeenten": [_gemeente_ref(code, catalogue) for code in regeling.gemeenten],
        "leeftijd": regeling.ages_text,
        "eigenBijdrage": regeling.own_contribution,
        "producten": [_product(product) for product in regeling.products],
        "bronnen": list(regeling.sources),
        "verzonnen": regeling.made_up,
        "url": f"{public_url}/regelingen/{regeling.id}",
    }


def _product(product: Product) -> Json:
    return {
        "token": product.token,
        "naam": product.naam,
        "omschrijving": product.description,
        "startTreden": sorted(int(trede) for trede in product.start_treden),
        "doelTreden": sorted(int(trede) for trede in product.doel_treden),
        "duur": product.duration,
        "ingekocht": product.contracted,
        "tarieven": [
            {
                "bedrag": float(t.amount),
                "eenheid": t.unit,
                "startDatum": t.start.isoformat(),
                "bron": told_source(t.source),
            }
            for t in product.tariffs
        ],
        "bron": told_source(product.source),
    }


def _zoekplaats(found: Place) -> Json:
    gemeente = {"code": found.gemeente_code, "naam": found.gemeente_naam}
    return {"naam": found.naam, "woonplaats": found.woonplaats, "gemeente": gemeente}


def _gemeente_ref(code: str, catalogue: Catalogue) -> Json:
    return {"code": code, "naam": catalogue.reference.gemeente_naam(code)}


def _facets(facets: Mapping[str, tuple[FacetValue, ...]]) -> Json:
    return {
        key: [{"waarde": v.waarde, "naam": v.naam, "aantal": v.aantal} for v in values]
        for key, values in facets.items()
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
