"""The technical rules of the NLGov REST API Design Rules 2.x (Logius), a test per rule, on the description and live.

The public linter checks the description alone; `docs/api.md` says how to run it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.store.catalogue import Catalogue
from portal.web.api.openapi import describe
from tests.web.api.described import assert_as_described, description

BASE = "/api/v1"
PATHS = ["/werkplekken", "/werkplekken/w1", "/plaatsen?q=a", "/gemeenten", "/branches", "/regelingen", "/openapi.json"]


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            assert method == "get"
            yield path, operation


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """A node, or what its $ref points at."""
    while "$ref" in node:
        target: Any = description()
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for schema in description()["components"]["schemas"].values():
        yield from schema["properties"].items()


@pytest.mark.parametrize("path", ["/", "/werkplekken/", "/werkplekken/w1/", "/gemeenten/", "//werkplekken"])
def test_no_trailing_slash(client: FlaskClient, path: str) -> None:
    """/core/no-trailing-slash: with one it is 404 and no redirect."""
    assert client.get(BASE + path).status_code == 404
    assert not any(described.endswith("/") for described in description()["paths"])


def test_path_segments_kebab_case() -> None:
    """/core/path-segments-kebab-case: lower-case letters, digits and hyphens; the description is the one exception."""
    segments = {part for path in description()["paths"] for part in path.strip("/").split("/")}
    good = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|\{[^}]+\}|openapi\.json")
    assert [part for part in segments if not good.fullmatch(part)] == []


def test_query_keys_camel_case() -> None:
    """/core/query-keys-camel-case."""
    names = {p["name"] for _, op in operations() for p in op["parameters"] if p["in"] == "query"}
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", name)] == []
    assert "perPagina" in names


def test_properties_lower_camel_case_and_schemas_upper() -> None:
    """The linter's schema-camel-case and property-casing."""
    assert [name for name, _ in properties() if not re.fullmatch(r"[a-z][a-zA-Z\d]*", name)] == []
    schemas = description()["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch(r"([A-Z][a-z\d]*)+", name)] == []


def test_date_time_format_and_date_omit_time_portion() -> None:
    """/core/date-time/format, /core/date-time/date-omit-time-portion: a name that ends in Datum is a full-date."""
    dates = {name: schema for name, schema in properties() if re.search(r"[dD]atum$", name)}
    assert len(dates) >= 5
    assert {schema["format"] for schema in dates.values()} == {"date"}
    assert all("string" in schema["type"] for schema in dates.values())


def test_a_date_is_checked_as_a_date(client: FlaskClient) -> None:
    """/core/date-time/format, live: a moment in a field for a day is refused by the description."""
    answer = client.get(f"{BASE}/werkplekken/w1").json
    assert_as_described(answer, "WerkplekMetPlan")
    answer["bevestigdDatum"] = "2026-11-23T10:00:00Z"
    with pytest.raises(AssertionError):
        assert_as_described(answer, "WerkplekMetPlan")


def test_problem_details_described() -> None:
    """/core/error-handling/problem-details: every error is a problem with status, title and detail."""
    for _, operation in operations():
        for status, response in operation["responses"].items():
            if status[0] in "45":
                schema = resolved(resolved(response)["content"]["application/problem+json"]["schema"])
                assert {"status", "title", "detail", "type"} <= set(schema["required"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/werkplekken?pagina=0", 400), ("GET", "/niets", 404), ("PUT", "/werkplekken", 405), ("GET", "", 404)],
)
def test_problem_details_live(client: FlaskClient, method: str, path: str, status: int) -> None:
    """/core/error-handling/problem-details, live."""
    response = client.open(BASE + path, method=method)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert_as_described(response.json, "Probleem")
    assert response.json["status"] == status


def test_invalid_input() -> None:
    """/core/error-handling/invalid-input: what has parameters declares 400, and nothing declares 422."""
    for path, operation in operations():
        assert "422" not in operation["responses"]
        assert "400" in operation["responses"] or not operation["parameters"], path


def test_doc_openapi(client: FlaskClient) -> None:
    """/core/doc-openapi: OpenAPI 3, one operationId each, tags that exist."""
    assert re.fullmatch(r"3\.1\.\d+", description()["openapi"])
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(ids) == len(set(ids)) == 7
    tags = {tag["name"] for tag in description()["tags"]}
    assert {tag for _, operation in operations() for tag in operation["tags"]} == tags


def test_doc_openapi_contact() -> None:
    """/core/doc-openapi-contact: name, e-mail and url."""
    contact = description()["info"]["contact"]
    assert all(contact[field] for field in ("name", "email", "url"))


def test_publish_openapi(client: FlaskClient) -> None:
    """/core/publish-openapi: under the base path, as JSON, for any origin, without a login."""
    response = client.get(f"{BASE}/openapi.json?cachebuster=1", headers={"Origin": "https://elders.example"})
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == description()


@pytest.mark.parametrize(
    ("public_url", "servers"),
    [
        ("https://w.example", ["https://w.example/api/v1"]),
        ("https://w.example/portaal", ["https://w.example/portaal/api/v1"]),
        ("http://127.0.0.1:8000", ["https://localhost/api/v1", "/api/v1"]),
    ],
)
def test_uri_version(catalogue: Catalogue, public_url: str, servers: list[str]) -> None:
    """/core/uri-version and servers-use-https: https first, and the major version in each."""
    assert [server["url"] for server in describe(catalogue, public_url, "beheer@w.example")["servers"]] == servers


def test_semver() -> None:
    """/core/semver: the version is major.minor.patch, and its major is that of the path."""
    assert re.fullmatch(r"1\.(0|[1-9]\d*)\.(0|[1-9]\d*)", description()["info"]["version"])


def test_version_header_described() -> None:
    """/core/version-header: every answer of 2xx and 3xx declares it."""
    for _, operation in operations():
        found = [resolved(r) for status, r in operation["responses"].items() if status[0] in "23"]
        assert found
        assert all(resolved(response["headers"]["API-Version"])["required"] for response in found)


@pytest.mark.parametrize("path", PATHS)
def test_version_header_live(client: FlaskClient, path: str) -> None:
    """/core/version-header, live: the full version, equal to that of the description."""
    assert client.get(BASE + path).headers["API-Version"] == description()["info"]["version"]


def test_tls() -> None:
    """/core/transport/tls: the description names https; production refuses a PUBLIC_URL without it (test_config)."""
    assert description()["servers"][0]["url"].startswith("https://")


def test_every_reference_in_the_description_resolves() -> None:
    """The linter's oas3-schema: no $ref points at nothing, and no component is left unused."""
    references = set(re.findall(r"'\$ref': '([^']+)'", str(description())))
    names = {f"#/components/{k}/{n}" for k, group in description()["components"].items() for n in group}
    assert references == names
