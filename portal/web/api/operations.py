"""One declaration per operation: path, what may be asked, shape of the answer. Routes and description use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from portal.store.catalogue import Catalogue
from portal.web import search_form
from portal.web.api import models

VERSION = "1.0.0"  # of the API, semver; docs/api.md has the changelog
BASE = "/api/v1"
LONGEST_PREFIX = 100  # characters of a place that is being typed
Parameter = dict[str, Any]
_READABLE = "^[^\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u009F\\uFFFD-\\uFFFF]*$"


def no_parameters(catalogue: Catalogue) -> list[Parameter]:
    """Nothing may be asked."""
    return []


@dataclass(frozen=True, slots=True)
class Operation:
    """One GET. `name` is the view's and, in front of `Werkplekken` and the like, the operationId."""

    name: str
    path: str
    operation_id: str
    tag: str
    summary: str
    description: str
    answer: type[BaseModel] | None  # None: any JSON object
    parameters: Callable[[Catalogue], list[Parameter]] = no_parameters
    may_be_missing: bool = False

    @property
    def rule(self) -> str:
        """The path as Flask writes it: `{id}` is one segment."""
        return self.path.replace("{", "<string:").replace("}", ">")


def _query(name: str, description: str, schema: dict[str, Any], **more: Any) -> Parameter:
    # An empty field of a form counts as not given; so does an empty key here.
    empty = {} if more.get("required") else {"allowEmptyValue": True}
    return {"name": name, "in": "query", "description": description, "schema": schema, **empty, **more}


def _number(low: int, high: int, default: int | None = None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer", "minimum": low, "maximum": high}
    return schema if default is None else schema | {"default": default}


def _tokens(name: str, description: str, known: tuple[str, ...]) -> Parameter:
    schema = {"type": "array", "items": {"type": "string", "enum": list(known)}}
    return _query(name, f"{description} Mag vaker voorkomen: één ervan is genoeg.", schema, style="form", explode=True)


def search_parameters(catalogue: Catalogue) -> list[Parameter]:
    """The query keys of a search; their limits and tokens are those that `search_form` reads with."""
    known = search_form.known_tokens(catalogue)
    true = {"type": "boolean", "enum": [True]}
    text = {"type": "string", "pattern": _READABLE}
    code = {"type": "string", "pattern": "^GM[0-9]{4}$"}
    return [
        _query("q", f"Zoekwoorden. De eerste {search_form.MOST_CHARACTERS} tekens tellen mee.", text),
        _query(
            "plaats",
            "Postcode (4 cijfers, of 4 cijfers en 2 letters), woonplaats, gemeente of een gewone naam.",
            text | {"maxLength": search_form.LONGEST_PLACE},
        ),
        _query("gemeente", "CBS-code: als er meer plaatsen met die naam zijn, of voor een hele gemeente.", code),
        _query("trede", "De trede waarop iemand nu staat.", _number(*search_form.TREDEN)),
        _query("doel", "De trede waar iemand naartoe wil.", _number(*search_form.TREDEN)),
        _tokens("product", "Een product, zie /regelingen.", known["product"]),
        _tokens("branche", "Een branche, zie /branches.", known["branche"]),
        _tokens("taal", "Een taal die op de werkplek wordt gesproken: ISO 639-1, of ngt.", known["taal"]),
        _tokens("dagdeel", "Een dagdeel.", known["dagdeel"]),
        _tokens("begeleiding", "Of de begeleider dichtbij is.", known["begeleiding"]),
        _query("vrij", "Alleen met een vrije plek.", true),
        _query("regulier", "Alleen bij een gewoon bedrijf of een gewone organisatie.", true),
        _query("toegankelijk", "Alleen wat goed te bereiken is met een rolstoel.", true),
        _query(
            "volgorde",
            "De volgorde van de werkplekken. Voor afstand is een plaats nodig.",
            {"type": "string", "enum": list(search_form.ORDERS), "default": search_form.ORDERS[0]},
        ),
        _query("pagina", "De bladzijde. Na de laatste is de lijst leeg.", _number(1, search_form.LAST_PAGE, 1)),
        _query(
            "perPagina",
            "Hoeveel werkplekken op een bladzijde.",
            _number(1, search_form.MOST_PER_PAGE, search_form.DEFAULT_PER_PAGE),
        ),
    ]


def _id_parameter(catalogue: Catalogue) -> list[Parameter]:
    schema = {"type": "string", "pattern": "^[a-z0-9]+$"}
    return [{"name": "id", "in": "path", "required": True, "description": "De id van de werkplek.", "schema": schema}]


def _prefix_parameter(catalogue: Catalogue) -> list[Parameter]:
    schema = {"type": "string", "pattern": _READABLE, "minLength": 1, "maxLength": LONGEST_PREFIX}
    return [_query("q", "Het begin van een postcode of een naam.", schema, required=True)]


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "werkplekken",
        "/werkplekken",
        "zoekWerkplekken",
        "werkplekken",
        "Zoek werkplekken",
        "Met een plaats: alleen werkplekken die voor inwoners van die gemeente zijn, met de afstand en waarom het "
        "dichtbij genoeg is. Zonder plaats: alles wat is gepubliceerd. Een onbekende plaats is een fout (400), en "
        "betekent nooit ‘overal’; bij een plaats die niet duidelijk is staan de mogelijke plaatsen in de fout.",
        models.WerkplekkenLijst,
        search_parameters,
    ),
    Operation(
        "werkplek",
        "/werkplekken/{id}",
        "haalWerkplek",
        "werkplekken",
        "Eén werkplek",
        "De werkplek met het openbare deel van het plan van aanpak. Wat niet is gepubliceerd, is niet te vinden (404).",
        models.WerkplekMetPlan,
        _id_parameter,
        may_be_missing=True,
    ),
    Operation(
        "plaatsen",
        "/plaatsen",
        "zoekPlaatsen",
        "plaatsen",
        "Zoek een plaats",
        "Ten hoogste 10 plaatsen die passen bij wat er tot nu toe is getypt, de beste eerst.",
        models.PlaatsenLijst,
        _prefix_parameter,
    ),
    Operation(
        "gemeenten",
        "/gemeenten",
        "haalGemeenten",
        "naslag",
        "Alle gemeenten",
        "Alle gemeenten, met de regelingen die er gelden.",
        models.GemeentenLijst,
    ),
    Operation(
        "branches",
        "/branches",
        "haalBranches",
        "naslag",
        "Alle branches",
        "De soorten werk waarop u kunt filteren.",
        models.BranchesLijst,
    ),
    Operation(
        "regelingen",
        "/regelingen",
        "haalRegelingen",
        "naslag",
        "Alle regelingen",
        "De regelingen met hun gemeenten, producten en bronnen.",
        models.RegelingenLijst,
    ),
    Operation(
        "openapi",
        "/openapi.json",
        "haalOpenapi",
        "naslag",
        "Deze beschrijving",
        "De beschrijving van deze API volgens OpenAPI 3.1.",
        None,
    ),
)
