"""Screens as values: what a service would hand to each template, so that every state of every page can be rendered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from portal.domain.places import Place, Point
from portal.services.fallback import NOTICE
from portal.services.offering import Offered, Taken, Wishes
from portal.services.search import (
    Card,
    FacetValue,
    PlaceChoice,
    ProductOnCard,
    Relaxation,
    SearchPage,
    SearchRequest,
    SignpostView,
)
from portal.services.werkplekken import ServedGemeente, WerkplekPage
from portal.store.catalogue import Catalogue
from portal.web.search_form import Fault

TODAY = date(2026, 11, 22)
APELDOORN = Place("postcode", "7311 KZ, Apeldoorn", "Apeldoorn", "GM0200", "Apeldoorn", Point(52.21, 5.96))


def card(**changes: Any) -> Card:
    """A werkplek with two free places, reported three days ago, 2.3 km away."""
    first = Card(
        id="ap01a7",
        slug="kwekerij",
        naam="Kwekerij & Zo",
        naam_html="Kwekerij &amp; Zo",
        aanbieder_id="a1",
        aanbieder_naam="De Scheppers (voorbeeld)",
        aanbieder_html="De Scheppers (voorbeeld)",
        regeling="werkt-mee-apeldoorn",
        locatie_van="Tuincentrum (voorbeeld)",
        gemeente_code="GM0200",
        gemeente_naam="Apeldoorn",
        woonplaats="Apeldoorn",
        lat=52.2,
        lon=5.9,
        afstand_meters=2340,
        oordeel="eigen_gemeente",
        lokaal_reden="In uw woonplaats",
        producten=(
            ProductOnCard("op-trede-3", "Werkt mee op trede 3", 2, 6),
            ProductOnCard("naar-trede-4", "Werkt mee ontwikkeling naar trede 4", 0, 3),
        ),
        treden=(2, 3),
        branches=(("groen", "Groen en tuin"),),
        branche_html=("Groen en <mark>tuin</mark>",),
        taken=("planten verpotten", "onkruid wieden"),
        taken_html=("planten verpotten", "onkruid wieden"),
        omschrijving="Wij kweken planten.",
        omschrijving_html="Wij kweken planten.",
        vrije_plaatsen=2,
        vrije_plaatsen_datum=TODAY - timedelta(days=3),
        bel_eerst=False,
        gepauzeerd=False,
        bevestigd_datum=TODAY,
        lang_niet_bevestigd=False,
        regulier=True,
        toegankelijk=True,
        begeleiding=("nabij", "op-afstand"),
        talen=("nl", "tr", "ngt"),
        dagdelen=("ma-ochtend", "za-avond"),
        past=("U kunt hier beginnen op trede 3",),
    )
    return replace(first, **changes)


CARDS = (
    card(),
    card(id="ap02", vrije_plaatsen=0, past=(), taken_html=()),
    card(id="ap03", vrije_plaatsen=None, vrije_plaatsen_datum=None, bel_eerst=True, lang_niet_bevestigd=True),
    card(id="ap04", bel_eerst=True, vrije_plaatsen_datum=date(2026, 8, 1), oordeel="aangrenzend"),
    card(id="ap05", gepauzeerd=True, woonplaats=None, afstand_meters=None, oordeel="uitzondering"),
)


def facets() -> dict[str, tuple[FacetValue, ...]]:
    """All facets of the page, one value of two of them switched on; more branches than are shown at once."""
    branches = tuple(FacetValue(f"branche-{n}", f"Branche {n}", 30 - n, n in (0, 11)) for n in range(12))
    return {
        "product": (FacetValue("op-trede-3", "Werkt mee op trede 3", 21),),
        "branche": branches,
        "taal": (FacetValue("tr", "Turks", 5),),
        "dagdeel": (FacetValue("ma-ochtend", "Maandagochtend", 9),),
        "begeleiding": (FacetValue("nabij", "Begeleider is dichtbij", 30),),
        "vrij": (FacetValue("true", "Alleen met een vrije plek", 21, True),),
        "regulier": (FacetValue("false", "Nee", 3), FacetValue("true", "Bij een gewoon bedrijf", 18)),
        "toegankelijk": (FacetValue("true", "Met een rolstoel", 25),),
    }


REQUEST = SearchRequest(
    q='tuin "<b>', plaats="7311", trede=2, doel=4, branche=("branche-0", "branche-11"), vrij=True, pagina=3
)
GEMEENTEN = {"gemeente": tuple(FacetValue(f"GM{n:04}", f"Gemeente {n}", n) for n in range(1, 80))}
SIGNPOSTS = (
    SignpostView("Oriëntatie", "Drie maanden kijken wat past.", "", "S1 par. 9"),
    SignpostView("Ontmoeten", "Elkaar ontmoeten.", "https://voorbeeld.example/", "S3 par. 1"),
)
FULL = SearchPage(
    REQUEST,
    place=APELDOORN,
    regelingen=(("werkt-mee-apeldoorn", "Werkt mee"),),
    place_note="Wij lazen dit als Apeldoorn.",
    totaal=196,
    paginas=10,
    cards=CARDS,
    facets=facets(),
    stap="minder-woorden",
    woorden_gebruikt="tuin",
    suggestie="tuinen",
    pairs=(("naar-trede-4", "op-trede-3", "U kunt deze twee samen doen."),),
    meldingen=("Een melding.",),
)
EMPTY = replace(FULL, totaal=0, paginas=0, cards=(), signposts=SIGNPOSTS)
SEARCHES = {
    "full": FULL,
    "other forms of the words": replace(FULL, stap="woordvormen"),
    "nothing, with filters to drop": replace(EMPTY, relaxations=(Relaxation("vrij", "true", "Vrije plek", 4),)),
    "nothing": EMPTY,
    "a gemeente that takes no part": replace(EMPTY, regelingen=(), signposts=()),
    "past the last page": replace(FULL, cards=()),
    "no place": SearchPage(SearchRequest(q="tuin"), totaal=160, facets={**facets(), **GEMEENTEN}),
    "two places": SearchPage(
        SearchRequest(plaats="Velp"),
        place_candidates=(PlaceChoice("Velp (Rheden)", "Velp", "GM0275"), PlaceChoice("Velp", "Velp", "GM1982")),
    ),
    "misspelt place": SearchPage(
        SearchRequest(plaats="apeldorn"),
        place_unknown=True,
        place_candidates=(PlaceChoice("Apeldoorn", "Apeldoorn", "GM0200"),),
    ),
    "unknown place": SearchPage(SearchRequest(plaats="<i>xyz"), place_unknown=True),
    "engine away": replace(FULL, degraded=True, meldingen=(NOTICE,)),
    "engine and database away": SearchPage(REQUEST, place=APELDOORN, degraded=True, unavailable=True),
}


def werkplek_page(catalogue: Catalogue, **changes: Any) -> WerkplekPage:
    """One werkplek in Apeldoorn, seen from Apeldoorn."""
    regeling = catalogue.regelingen.get("werkt-mee-apeldoorn")
    assert regeling is not None
    page = WerkplekPage(
        card=card(naam_html=""),
        regeling=regeling,
        producten=regeling.offered,
        straat="Voorbeeldweg",
        huisnummer="12",
        postcode="7325 AB",
        werkgebied=(),
        groep_min=4,
        groep_max=10,
        toegankelijkheid="Alles gelijkvloers.",
        website="https://scheppers.example",
        email="aanmelden@scheppers.example",
        telefoon="055 000 00 17",
        antwoorden=(("Hoe ziet een dag eruit?", "Koffie.\n\nWerk."),),
        gemeenten=(ServedGemeente("GM0200", "Apeldoorn", "eigen_gemeente", ("Werkt mee op trede 3",)),),
        beoordeeld=TODAY,
        place=APELDOORN,
    )
    return replace(page, **changes)


WISHES = Wishes(
    REQUEST,
    offered=(
        Offered("dagdeel", ("za-ochtend", "zo-ochtend"), ("Zaterdagochtend", "Zondagochtend"), 'tuin "<b>', 12),
        Offered("taal", ("en", "tr"), ("Engels", "Turks"), "tuin", 1),
    ),
    taken=(Taken("trede", ("3",), ("",), "<trede 3>", '"<trede 3>"'),),
    tips=("Kijk bij <groep>",),
)


def screens(catalogue: Catalogue) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name -> (template, its variables), for every page of the inwoner in every state."""
    names = {code: catalogue.reference.gemeente_naam(code) for r in catalogue.regelingen for code in r.gemeenten}
    faults = {"faults": (Fault("trede", "Kies <een> getal."),), "notes": ("De tekst is ingekort.",)}
    bare = {"faults": (), "notes": (), "today": TODAY, "form": REQUEST}
    home = {"regelingen": tuple(catalogue.regelingen), "gemeenten": names, "branches": tuple(catalogue.branches)}
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "home": ("inwoner/home.html", home),
        "home, bare": ("inwoner/home.html", {"regelingen": tuple(catalogue.regelingen)}),
        "faults": ("inwoner/zoeken.html", {**bare, **faults, "page": FULL}),
        "werkplek": ("inwoner/werkplek.html", {**bare, "page": werkplek_page(catalogue)}),
        "werkgebied": (
            "inwoner/werkplek.html",
            {**bare, "page": werkplek_page(catalogue, card=CARDS[4], werkgebied=("Apeldoorn", "Epe"), place=None)},
        ),
        "order": ("inwoner/volgorde.html", {"today": TODAY}),
    }
    for name, page in SEARCHES.items():
        found[f"search: {name}"] = ("inwoner/zoeken.html", {**bare, "page": page})
    found["search: wishes"] = ("inwoner/zoeken.html", {**bare, "page": FULL, "wishes": WISHES})
    for regeling in catalogue.regelingen:
        found[regeling.id] = ("inwoner/regeling.html", {"regeling": regeling, "gemeenten": names, "today": TODAY})
    for name in ("toegankelijkheid", "privacy", "bronnen"):
        found[name] = (f"inwoner/{name}.html", {})
    found["report a weakness"] = ("inwoner/zwakke_plek.html", {"adres": "beheer@werkplek.example"})
    for code in (400, 404, 405, 413, 429, 500, 503):
        found[f"error {code}"] = ("fouten/fout.html", {"code": code})
    found["error werkplek"] = ("fouten/fout.html", {"code": 404, "soort": "werkplek"})
    return found
