"""Property-based: queries made from the description, and ones that break it, against the running application.

Checked per answer: never a 5xx, only declared statuses, content types, headers and shapes, valid queries accepted and
broken ones refused.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import seed as seeded
from schemathesis import GenerationMode

from tests.web.api.described import description

PATHS = sorted(description()["paths"])
WITH_PARAMETERS = [path for path in PATHS if description()["paths"][path]["get"]["parameters"]]
PLACES = ("7311", "7311 kz", "Apeldoorn", "Arnhem", "Blerick")
GEMEENTEN = ("GM0200", "GM0202", "GM0983")


@pytest.mark.parametrize("path", PATHS)
def test_a_query_that_fits_the_description_is_answered_as_described(
    app: Flask, path: str, seed: int, scale: Callable[[int], int]
) -> None:
    def ask(case: Any) -> None:
        # No description can say which texts are places; so a text for a place is replaced by one.
        _with_a_real_place(case, random.Random(seed))
        case.call_and_validate()

    _run(app, path, GenerationMode.POSITIVE, ask, seed, scale(1_000))


@pytest.mark.parametrize("path", WITH_PARAMETERS)
def test_a_query_that_breaks_the_description_is_refused_as_described(
    app: Flask, path: str, seed: int, scale: Callable[[int], int]
) -> None:
    def ask(case: Any) -> None:
        assume(not _has_an_empty_value(case.query or {}))  # that is allowed (allowEmptyValue): it counts as not given
        case.call_and_validate()

    _run(app, path, GenerationMode.NEGATIVE, ask, seed, scale(1_000))


def _run(app: Flask, path: str, mode: GenerationMode, ask: Callable[[Any], None], seed: int, examples: int) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    cases = schema[path]["GET"].as_strategy(generation_mode=mode)
    quiet = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    seeded(seed)(quiet(given(cases)(ask)))()


def _with_a_real_place(case: Any, dice: random.Random) -> None:
    query = case.query or {}
    # 5.0 is a whole number to JSON Schema; in an address it is not how one is written.
    query.update({key: int(value) for key, value in query.items() if isinstance(value, float)})
    if "plaats" in query:
        query["plaats"] = dice.choice(PLACES)
        query.pop("gemeente", None)
    elif "gemeente" in query:
        query["gemeente"] = dice.choice(GEMEENTEN)
    elif query.get("volgorde") == "afstand":
        query.pop("volgorde")


def _has_an_empty_value(query: dict[str, Any]) -> bool:
    values = [value if isinstance(value, list) else [value] for value in query.values()]
    return any(not str(one).strip() for value in values for one in value) or [] in values
