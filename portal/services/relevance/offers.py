"""Judged offers as documents of the index: the same texts, words and stems as published werkplekken get.

An offer without regeling and gemeente (texts only) answers to searches without a place. One that names them, as the API
gives it, is local where its regeling allows, as if approved in all gemeenten of that regeling.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from indexer import document
from indexer.engine import Document
from portal.domain.locality import Site, Verdict, serving_gemeenten
from portal.domain.places import Woonplaats
from portal.store.catalogue import Catalogue

DAY = date(2026, 1, 1)  # fixed, so that what ties keeps its order from run to run


def document_of(offer: Mapping[str, Any], catalogue: Catalogue) -> Document:
    """The document of one offer, with all that a card needs."""
    verdicts, tokens = _serving(offer, catalogue)
    regeling = catalogue.regelingen.get(str(offer.get("regeling"))) or catalogue.regelingen.all[0]
    texts = document.texts_of(
        naam=offer["naam"],
        branches=offer["branches"],
        taken=offer["taken"],
        omschrijving=offer["omschrijving"],
        aanbieder=offer["aanbieder"]["naam"],
        catalogue=catalogue,
    )
    found: Document = {
        "id": offer["id"],
        "rank_key": document.rank_key(offer["id"], DAY),
        **texts,
        "serves": sorted(tokens),
        "free": [],
        "free_places": 0,
        "branches": list(offer["branches"]),
        "talen": list(offer.get("talen") or ()),
        "dagdelen": list(offer.get("dagdelen") or ()),
        "begeleiding": _list(offer.get("begeleiding")),
        "regulier": "true" if offer.get("regulier") else "false",
        "toegankelijk": "true" if offer.get("toegankelijk") else "false",
        "aanbieder_id": str(offer["aanbieder"].get("id", "")),
        "regeling": regeling.id,
        "gemeente_code": _gemeente(offer),
        "woonplaats": offer.get("woonplaats"),
        "werkgebied": [],
        "lokaal": {gemeente: str(verdict) for gemeente, verdict in sorted(verdicts.items())},
        "products": [],
        "capacity_at": None,
        "confirmed_at": DAY.isoformat(),
        "paused": False,
        "location_of": None,
    }
    if offer.get("lat") is not None and offer.get("lon") is not None:
        found["_geo"] = {"lat": offer["lat"], "lng": offer["lon"]}
    return found


def _serving(offer: Mapping[str, Any], catalogue: Catalogue) -> tuple[dict[str, Verdict], set[str]]:
    """Verdict per gemeente and the `serves` tokens."""
    verdicts: dict[str, Verdict] = {}
    tokens = {document.NATIONWIDE}
    regeling = catalogue.regelingen.get(str(offer.get("regeling")))
    code = _gemeente(offer)
    if regeling is None or code not in catalogue.reference.gemeenten:
        return verdicts, tokens
    woonplaats = str(offer.get("woonplaats") or "")
    site = Site(Woonplaats(woonplaats, code) if woonplaats and code else None, code)
    nearest = list(Verdict)
    for token in _list(offer.get("producten")):
        product = regeling.product(token)
        if product is None:
            continue
        here = serving_gemeenten(site, product, regeling, set(regeling.gemeenten), catalogue.reference.borders, (), DAY)
        tokens |= {f"{document.NATIONWIDE}.{token}", *here, *(f"{gemeente}.{token}" for gemeente in here)}
        for gemeente, verdict in here.items():
            verdicts[gemeente] = min(verdict, verdicts.get(gemeente, verdict), key=nearest.index)
    return verdicts, tokens


def _gemeente(offer: Mapping[str, Any]) -> str | None:
    gemeente = offer.get("gemeente")
    return str(gemeente["code"]) if isinstance(gemeente, Mapping) and "code" in gemeente else None


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else []
