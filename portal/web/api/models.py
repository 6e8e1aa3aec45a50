"""The shapes of every answer, once: the published description is made from them and tests hold answers against them.

Answers themselves are plain dicts (`shape.py`), which is faster. The Dutch texts are for re-users.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.domain.locality import Verdict
from portal.services.query_parts import BEGELEIDING, DAGDELEN

Trede = Annotated[int, Field(ge=1, le=6)]
Dagdeel = Annotated[str, Field(json_schema_extra={"enum": list(DAGDELEN)})]
Begeleidingsvorm = Annotated[str, Field(json_schema_extra={"enum": list(BEGELEIDING)})]
Oordeel = Annotated[str, Field(json_schema_extra={"enum": [verdict.value for verdict in Verdict]})]
Aantal = Annotated[int, Field(ge=0)]


def about(text: str) -> dict[str, Any]:
    """The Dutch description of a schema; without it the English docstring would be published."""
    return {"description": text}


class Shape(BaseModel):
    """What all answers share: nothing may be in an answer that is not described."""

    model_config = ConfigDict(extra="forbid")


class GemeenteRef(Shape, json_schema_extra=about("Een gemeente.")):
    """A gemeente by code and name."""

    code: str = Field(description="CBS-code", pattern="^GM[0-9]{4}$")
    naam: str


class AanbiederRef(Shape, json_schema_extra=about("De organisatie die de werkplek aanbiedt.")):
    """The provider."""

    id: str
    naam: str


class Lokaal(Shape, json_schema_extra=about("Waarom deze werkplek dichtbij genoeg is voor de gevraagde gemeente.")):
    """The verdict of the locality rule."""

    oordeel: Oordeel
    reden: str = Field(description="Hetzelfde in gewone taal")


class Werkplek(Shape, json_schema_extra=about("Een plek waar mensen werken, van één aanbieder.")):
    """One werkplek of a list."""

    id: str = Field(description="Verandert nooit", pattern="^[a-z0-9]+$")
    naam: str
    aanbieder: AanbiederRef
    regeling: str = Field(description="De id van de regeling, zie /regelingen")
    gemeente: GemeenteRef | None = Field(description="Leeg bij een werkgebied zonder vast adres")
    woonplaats: str | None
    lat: float | None = Field(description="WGS84, graden")
    lon: float | None = Field(description="WGS84, graden")
    afstandMeters: Aantal | None = Field(description="Hemelsbreed vanaf de gevraagde plaats")  # noqa: N815
    lokaal: Lokaal | None = Field(description="Leeg als er geen plaats is gevraagd")
    producten: list[str] = Field(description="Met een plaats: alleen wat voor die gemeente is")
    treden: list[Trede] = Field(description="De treden waarop u met deze producten kunt beginnen")
    branches: list[str]
    taken: list[str]
    omschrijving: str
    vrijePlaatsen: Aantal | None = Field(description="Leeg als het niet bekend is")  # noqa: N815
    vrijePlaatsenDatum: date | None = Field(description="De dag waarop vrijePlaatsen is opgegeven")  # noqa: N815
    bevestigdDatum: date | None = Field(  # noqa: N815
        description="De dag waarop de aanbieder voor het laatst zei dat alles nog klopt"
    )
    regulier: bool = Field(description="Bij een gewoon bedrijf of een gewone organisatie")
    toegankelijk: bool = Field(description="Goed te bereiken met een rolstoel")
    begeleiding: list[Begeleidingsvorm]
    talen: list[str] = Field(description="ISO 639-1, en ngt voor Nederlandse Gebarentaal")
    dagdelen: list[Dagdeel]
    url: str = Field(description="De pagina voor mensen", json_schema_extra={"format": "uri"})


class PlanAntwoord(Shape, json_schema_extra=about("Een openbare vraag uit het plan van aanpak met het antwoord.")):
    """One public question of the plan."""

    vraag: str
    antwoord: str


class PlanVanAanpak(Shape, json_schema_extra=about("Het openbare deel van het goedgekeurde plan van aanpak.")):
    """The public part of the plan."""

    beoordeeldDatum: date | None  # noqa: N815
    antwoorden: list[PlanAntwoord]


class WerkplekMetPlan(Werkplek, json_schema_extra=about("Een werkplek met het openbare deel van het plan van aanpak.")):
    """One werkplek with its plan's public part."""

    plan: PlanVanAanpak


class Zoekplaats(Shape, json_schema_extra=about("De plaats vanaf waar is gezocht.")):
    """The searcher's place."""

    naam: str
    woonplaats: str | None
    gemeente: GemeenteRef


class FacetWaarde(Shape, json_schema_extra=about("Eén keuze van een filter, met hoeveel werkplekken dat geeft.")):
    """One choice of a facet."""

    waarde: str
    naam: str
    aantal: Aantal


class Facetten(Shape, json_schema_extra=about("Per filter de keuzes; elk geteld zonder het eigen filter.")):
    """All facets; `gemeente` only without a place."""

    product: list[FacetWaarde]
    branche: list[FacetWaarde]
    taal: list[FacetWaarde]
    dagdeel: list[FacetWaarde]
    begeleiding: list[FacetWaarde]
    vrij: list[FacetWaarde]
    regulier: list[FacetWaarde]
    toegankelijk: list[FacetWaarde]
    gemeente: list[FacetWaarde] = Field(default_factory=list, description="Alleen als er geen plaats is gevraagd")


class WerkplekkenLijst(Shape, json_schema_extra=about("Eén bladzijde van de gevonden werkplekken.")):
    """A page of results."""

    totaal: Aantal
    pagina: int = Field(ge=1)
    perPagina: int = Field(ge=1, le=100)  # noqa: N815
    paginas: Aantal
    zoekplaats: Zoekplaats | None
    stap: Literal["letterlijk", "woordvormen", "minder-woorden"] = Field(
        description="Hoe ruim de zoekwoorden zijn gelezen"
    )
    suggestie: str | None = Field(description="Een andere spelling die meer geeft; `totaal` is dat van wat gevraagd is")
    meldingen: list[str]
    werkplekken: list[Werkplek]
    totaalVerwant: Aantal = Field(  # noqa: N815
        description="Hoeveel werkplekken er in betekenis op lijken; ze tellen niet mee in totaal"
    )
    verwant: list[Werkplek] = Field(
        max_length=20,
        description="Werkplekken die er in betekenis op lijken, het meest eerst; "
        "alleen bij minder dan 20 gevonden werkplekken, en op de bladzijde waar de lijst eindigt",
    )
    facetten: Facetten


class Plaats(Shape, json_schema_extra=about("Een plaats om vanaf te zoeken.")):
    """A place."""

    naam: str
    soort: Literal["postcode", "woonplaats", "gemeente", "buurt"]
    woonplaats: str | None
    gemeente: GemeenteRef
    lat: float
    lon: float


class PlaatsenLijst(Shape, json_schema_extra=about("Plaatsen die passen bij de tekst, de beste eerst.")):
    """Suggestions for a place."""

    plaatsen: list[Plaats] = Field(max_length=10)


class Bron(Shape, json_schema_extra=about("Waar de gegevens vandaan komen en van welke dag ze zijn.")):
    """Source and date of reference data."""

    naam: str
    peilDatum: date  # noqa: N815
    licentie: str


class Gemeente(GemeenteRef, json_schema_extra=about("Een gemeente met de regelingen die er gelden.")):
    """One gemeente of the reference data."""

    provincie: str
    inwoners: Aantal = Field(description="Afgerond op 5 door het CBS")
    lat: float
    lon: float
    regelingen: list[str]


class GemeentenLijst(Shape, json_schema_extra=about("Alle gemeenten.")):
    """Reference data: gemeenten."""

    bron: Bron
    gemeenten: list[Gemeente]


class Branche(Shape, json_schema_extra=about("Een soort werk.")):
    """One branche."""

    token: str
    naam: str
    omschrijving: str


class BranchesLijst(Shape, json_schema_extra=about("Alle branches.")):
    """Reference data: branches."""

    bron: Bron
    branches: list[Branche]


class Tarief(Shape, json_schema_extra=about("Wat de gemeente vanaf een dag aan de aanbieder betaalt, in euro.")):
    """A tariff from a day on."""

    bedrag: float
    eenheid: str
    startDatum: date  # noqa: N815
    bron: str


class Product(Shape, json_schema_extra=about("Een vorm van werk met begeleiding binnen een regeling.")):
    """One product of a regeling."""

    token: str
    naam: str
    omschrijving: str
    startTreden: list[Trede]  # noqa: N815
    doelTreden: list[Trede]  # noqa: N815
    duur: str
    ingekocht: bool = Field(description="Nee: er zijn geen werkplekken voor, alleen een verwijzing")
    tarieven: list[Tarief]
    bron: str


class Regeling(Shape, json_schema_extra=about("Een regeling van één of meer gemeenten.")):
    """One regeling."""

    id: str
    naam: str
    omschrijving: str
    gemeenten: list[GemeenteRef]
    leeftijd: str
    eigenBijdrage: str  # noqa: N815
    producten: list[Product]
    bronnen: list[str]
    verzonnen: bool = Field(description="Ja: deze regeling bestaat niet echt, zij is er om te laten zien hoe het werkt")
    url: str = Field(json_schema_extra={"format": "uri"})


class RegelingenLijst(Shape, json_schema_extra=about("Alle regelingen van dit portaal.")):
    """Reference data: regelingen."""

    bron: Bron
    regelingen: list[Regeling]


class Kandidaat(Shape, json_schema_extra=about("Een plaats die bedoeld kan zijn.")):
    """A candidate for a place: `plaats` and `gemeente.code` are the query keys that choose it."""

    naam: str
    plaats: str
    gemeente: GemeenteRef


class Fout(Shape, json_schema_extra=about("Eén fout in de vraag: wat er mis is en wat u kunt doen.")):
    """One fault of a request."""

    in_: Literal["query", "path", "header"] = Field(alias="in")
    naam: str
    melding: str
    kandidaten: list[Kandidaat] = Field(default_factory=list, description="Alleen bij een plaats")


class Probleem(Shape, json_schema_extra=about("Een fout volgens RFC 9457.")):
    """A problem."""

    type: str = Field(json_schema_extra={"format": "uri-reference"})
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    errors: list[Fout] = Field(default_factory=list, description="Bij status 400: alle fouten tegelijk")
