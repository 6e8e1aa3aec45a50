"""The OpenAPI 3.1 description, made from `models.py` and `operations.py`; it says what NLGov asks (docs/api.md)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from portal.store.catalogue import Catalogue
from portal.web.api import models
from portal.web.api.operations import BASE, OPERATIONS, VERSION, Operation

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_PROBLEMS = {
    400: ("OngeldigeVraag", "De vraag klopt niet. Alle fouten staan erin."),
    404: ("NietGevonden", "Er is niets op dit adres."),
    406: ("NietAanvaardbaar", "De header Accept sluit application/json uit."),
    429: ("TeVeelVragen", "Te veel vragen. Wacht even."),
    500: ("FoutBijOns", "Er ging iets mis bij ons."),
    503: ("NietBeschikbaar", "Zoeken kan nu niet. Probeer het zo nog een keer."),
}
_TAGS = (
    ("werkplekken", "Werkplekken zoeken en bekijken"),
    ("plaatsen", "Plaatsen om vanaf te zoeken"),
    ("naslag", "Lijsten die weinig veranderen, met hun bron en dag"),
)
_ABOUT = (
    "Open gegevens over werkplekken voor mensen die meedoen met begeleiding. Lezen mag zonder account en vanaf elke "
    "website. De vraag staat in het adres; wij bewaren die niet. Bij een fout is het antwoord application/problem+json."
)
_CONTACT_NAME = "Beheer Werkplekvinder"  # no person is named


def describe(catalogue: Catalogue, public_url: str, contact_email: str) -> Json:
    """The whole description. `public_url` has no slash at the end; `contact_email` is whom re-users may write to."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Werkplekvinder",
            "version": VERSION,
            "summary": "Werkplekken in de buurt",
            "description": _ABOUT,
            "contact": {"name": _CONTACT_NAME, "email": contact_email, "url": public_url + "/"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": _servers(public_url),
        "tags": [{"name": name, "description": text} for name, text in _TAGS],
        "paths": {operation.path: {"get": _get(operation, catalogue)} for operation in OPERATIONS},
        "components": {"schemas": _schemas(), "headers": _headers(), "responses": _problem_responses()},
    }


def _servers(public_url: str) -> list[Json]:
    """An https address first. Without one of its own, the running address is second, relative to this document."""
    if public_url.startswith("https://"):
        return [{"url": public_url + BASE, "description": "Dit portaal"}]
    return [
        {"url": "https://localhost" + BASE, "description": "Voorbeeld: dit portaal heeft nog geen https-adres"},
        {"url": urlsplit(public_url).path + BASE, "description": "Het adres waarop dit portaal nu draait"},
    ]


def _get(operation: Operation, catalogue: Catalogue) -> Json:
    schema: Json = {"$ref": _REF.format(model=operation.answer.__name__)} if operation.answer else {"type": "object"}
    ok = {
        "description": "Het antwoord",
        "headers": {"API-Version": {"$ref": "#/components/headers/APIVersion"}},
        "content": {"application/json": {"schema": schema}},
    }
    statuses = [status for status in _PROBLEMS if status != 404 or operation.may_be_missing]
    problems = {str(status): {"$ref": f"#/components/responses/{_PROBLEMS[status][0]}"} for status in statuses}
    return {
        "operationId": operation.operation_id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": operation.parameters(catalogue),
        "responses": {"200": ok, **problems},
        "security": [],
    }


def _headers() -> Json:
    return {
        "APIVersion": {
            "description": "De volledige versie van deze API",
            "required": True,
            "schema": {"type": "string", "examples": [VERSION]},
        },
        "RetryAfter": {
            "description": "Na hoeveel seconden u het opnieuw kunt proberen",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        },
    }


def _problem_responses() -> Json:
    found = {}
    for status, (name, text) in _PROBLEMS.items():
        headers = {"API-Version": {"$ref": "#/components/headers/APIVersion"}}
        if status in (429, 503):
            headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
        content = {"application/problem+json": {"schema": {"$ref": _REF.format(model="Probleem")}}}
        found[name] = {"description": text, "headers": headers, "content": content}
    return found


class _Published(GenerateJsonSchema):
    """Schemas as re-users want them: no titles per field, and `type: [string, "null"]` for what may be empty."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """No: a title that repeats the name of the field says nothing."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Keep `format` beside the type, where NLGov looks for it (/core/date-time/format)."""
        inner = self.generate_inner(schema["schema"])
        if isinstance(inner.get("type"), str):
            return {**inner, "type": [inner["type"], "null"]}
        return super().nullable_schema(schema)


def _schemas() -> Json:
    answers: list[type[BaseModel]] = [op.answer for op in OPERATIONS if op.answer] + [models.Probleem]
    wanted = [(answer, "serialization") for answer in dict.fromkeys(answers)]
    _, found = models_json_schema(wanted, by_alias=True, ref_template=_REF, schema_generator=_Published)  # type: ignore[arg-type]
    schemas: Json = found["$defs"]
    for schema in schemas.values():
        # Our tests refuse what is not described; a re-user must not, so that a new property breaks nobody.
        schema.pop("additionalProperties", None)
        schema.pop("title", None)
    return dict(sorted(schemas.items()))
