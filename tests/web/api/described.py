"""Hold an answer against the published description, and against the models that refuse what is not described."""

import json
from functools import lru_cache
from typing import Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from portal.store.catalogue import load_catalogue
from portal.web.api import models
from portal.web.api.openapi import describe
from portal.web.api.operations import OPERATIONS


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The description of a portal at an https address."""
    return describe(load_catalogue(), "https://werkplek.example", "beheer@werkplek.example")


def schema_faults(answer: Any, name: str) -> list[str]:
    """What the component `name` of the description has against the answer."""
    resource = Resource.from_contents(description(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    schema = {"$ref": f"urn:api#/components/schemas/{name}"}
    checker = jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(answer)]


def assert_as_described(answer: Any, name: str) -> None:
    """The answer keeps the description, and holds nothing beside it."""
    assert schema_faults(answer, name) == []
    getattr(models, name).model_validate_json(json.dumps(answer))


def model_of(operation_name: str) -> str:
    """The schema name of an operation's answer."""
    answer = next(operation.answer for operation in OPERATIONS if operation.name == operation_name)
    assert answer is not None
    return answer.__name__
