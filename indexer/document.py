"""One published werkplek as one flat document. An allow-list of fields: no personal data, nothing unapproved.

Fields of a document (what is searched, filtered and sorted: `indexer.schema`; the rest is only carried for the card):

- `id` public id of the werkplek; `rank_key` hash of date and id, unique, renewed daily.
- `title` name of the place; `branche` labels; `tasks` texts; `keywords` everyday words of the branches; `stems` one
  text of word stems; `description`; `aanbieder` name.
- `serves`, `free` token lists: `GM0200`, `GM0200.op-trede-3`, `NL`, `NL.op-trede-3` (domain.md, "Units").
- `branches`, `talen`, `dagdelen`, `begeleiding` token lists; `regulier`, `toegankelijk` "true" or "false".
- `free_places` whole number, all products together; `_geo` {"lat", "lng"} or absent.
- Carried: `aanbieder_id`, `regeling`, `gemeente_code` (or None), `woonplaats` (or None), `werkgebied` (codes),
  `lokaal` {gemeente code: verdict}, `products` [{"token", "capacity", "free"}], `capacity_at` and `confirmed_at` (ISO
  dates), `paused`, `location_of` (named subcontractor or None).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from indexer import words
from indexer.engine import Document
from portal.domain.locality import Site, Verdict, serving_gemeenten
from portal.domain.places import Woonplaats
from portal.domain.publication import Standing, live_today
from portal.domain.regeling import Regeling
from portal.store.catalogue import Catalogue
from portal.store.published import PublicWerkplek
from portal.store.werkplekken import WerkplekVersion

NATIONWIDE = "NL"
_NEAREST = list(Verdict)


def rank_key(public_id: str, day: date) -> str:
    """A key that puts documents in another order each day and that nobody's name or size can move.

    The day comes first in the hash, so that one day's order says nothing about the next.
    """
    return hashlib.blake2b(f"{day.isoformat()} {public_id}".encode(), digest_size=10).hexdigest()


def from_werkplek(
    public: PublicWerkplek, catalogue: Catalogue, today: date, *, with_words: bool = True
) -> Document | None:
    """The document of a werkplek as it may be shown on that day, or None when nothing of it is published.

    `with_words` False leaves `keywords` and `stems` empty, most of the work: for a search that does not look there.
    """
    regeling = catalogue.regelingen.get(public.plan.regeling)
    if regeling is None:
        return None
    verdicts, served = _serving(public, regeling, catalogue, today)
    if not served:
        return None
    free = _free_places(public, {product for _, product in served})
    version = public.version
    document: Document = {
        "id": public.werkplek.public_id,
        "rank_key": rank_key(public.werkplek.public_id, today),
        **texts_of(
            naam=version.naam,
            branches=version.branches,
            taken=version.taken,
            omschrijving=version.omschrijving,
            aanbieder=public.aanbieder.naam,
            catalogue=catalogue,
            with_words=with_words,
        ),
        "serves": _tokens(served),
        "free": _tokens({pair for pair in served if free.get(pair[1], 0) > 0}),
        "free_places": sum(free.values()),
        **_filters(version),
        **_carried(public, verdicts, {product for _, product in served}),
    }
    if version.lat is not None and version.lon is not None:
        document["_geo"] = {"lat": version.lat, "lng": version.lon}
    return document


def texts_of(
    *,
    naam: str,
    branches: Sequence[str],
    taken: Sequence[str],
    omschrijving: str,
    aanbieder: str,
    catalogue: Catalogue,
    with_words: bool = True,
) -> Document:
    """The searched fields of a document. The yardstick (docs/relevance.md) makes its documents of these too."""
    labels = [catalogue.branches.label(token) for token in branches]
    keywords = words.keywords_for(branches, catalogue.words) if with_words else []
    trades = words.trades_for(branches, [naam, *taken], catalogue.words) if with_words else []
    return {
        "title": naam,
        "branche": labels,
        "tasks": list(taken),
        "trades": trades,
        "keywords": keywords,
        "stems": words.stems_for(labels, taken, naam, trades, keywords, omschrijving) if with_words else "",
        "description": omschrijving,
        "aanbieder": aanbieder,
    }


def _serving(
    public: PublicWerkplek, regeling: Regeling, catalogue: Catalogue, today: date
) -> tuple[dict[str, Verdict], set[tuple[str, str]]]:
    """The nearest verdict per gemeente, and the (gemeente, product) pairs that are approved, live and local enough."""
    live = live_today(
        public.approvals,
        public.version.producten,
        Standing(
            confirmed_at=public.werkplek.confirmed_at,
            suspended=public.plan.suspended,
            withdrawn=public.plan.withdrawn_at is not None,
            expired=public.plan.expired_at is not None,
        ),
        today,
        regeling.thresholds,
    )
    site, borders = site_of(public.version), catalogue.reference.borders
    verdicts: dict[str, Verdict] = {}
    served: set[tuple[str, str]] = set()
    for token in sorted({product for _, product in live}):
        product = regeling.product(token)
        if product is None:
            continue
        approved = {gemeente for gemeente, of in live if of == token}
        found = serving_gemeenten(site, product, regeling, approved, borders, public.exceptions, today)
        for gemeente, verdict in found.items():
            served.add((gemeente, token))
            verdicts[gemeente] = min(verdict, verdicts.get(gemeente, verdict), key=_NEAREST.index)
    return verdicts, served


def site_of(version: WerkplekVersion) -> Site:
    """Where the werkplek lies, as the locality rule wants it."""
    if version.gemeente_code and version.woonplaats:
        return Site(Woonplaats(version.woonplaats, version.gemeente_code), version.gemeente_code)
    return Site(None, version.gemeente_code, frozenset(version.werkgebied))


def _free_places(public: PublicWerkplek, products: set[str]) -> dict[str, int]:
    """Free places per served product; a paused werkplek takes nobody in now."""
    if public.werkplek.paused:
        return {}
    return {o.product: o.free for o in public.offers if o.product in products and o.free}


def _tokens(pairs: set[tuple[str, str]]) -> list[str]:
    """`GM0200`, `GM0200.op-trede-3`, `NL`, `NL.op-trede-3` (domain.md, "Units"): one filter, no cross-match."""
    tokens = {gemeente for gemeente, _ in pairs} | {f"{gemeente}.{product}" for gemeente, product in pairs}
    if pairs:
        tokens |= {NATIONWIDE} | {f"{NATIONWIDE}.{product}" for _, product in pairs}
    return sorted(tokens)


def _filters(version: WerkplekVersion) -> Document:
    return {
        "branches": list(version.branches),
        "talen": list(version.talen),
        "dagdelen": list(version.dagdelen),
        "begeleiding": list(version.begeleiding),
        "regulier": "true" if version.regulier else "false",
        "toegankelijk": "true" if version.toegankelijk else "false",
    }


def _carried(public: PublicWerkplek, verdicts: dict[str, Verdict], products: set[str]) -> Document:
    """What a card shows and no search touches."""
    offers = [o for o in public.offers if o.product in products]
    dates = [o.capacity_at for o in offers if o.capacity_at is not None]
    return {
        "aanbieder_id": public.aanbieder.public_id,
        "regeling": public.plan.regeling,
        "gemeente_code": public.version.gemeente_code,
        "woonplaats": public.version.woonplaats,
        "werkgebied": list(public.version.werkgebied),
        "lokaal": {gemeente: str(verdict) for gemeente, verdict in sorted(verdicts.items())},
        "products": [{"token": o.product, "capacity": o.capacity, "free": o.free} for o in offers],
        "capacity_at": min(dates).isoformat() if dates else None,
        "confirmed_at": public.werkplek.confirmed_at.isoformat(),
        "paused": public.werkplek.paused,
        "location_of": public.version.locatie_van,
    }
