"""What people type, run through the steps on every engine, over the werkplekken of the demo."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer import words
from indexer.document import texts_of
from indexer.embedded import EmbeddedEngine
from indexer.engine import Document, Engine, Filter, Hit, SearchQuery
from portal.resources import data_path
from portal.store.branches import load_branches
from portal.store.catalogue import Catalogue, load_catalogue
from portal.store.woorden import Words
from tests.plugins.meilisearch import Server, remove_indexes

INDEX = f"test-everyday-{uuid.uuid4().hex}"
TABLE = Path(__file__).with_name("everyday_queries.tsv")
FIRST = 5


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    query: str
    gemeente: str
    branches: frozenset[str]


@dataclass(frozen=True)
class Demo:
    """The engine, filled, and the words the steps need."""

    engine: Engine
    words: Words

    def first_hits(self, case: Case) -> tuple[Hit, ...]:
        filters = (Filter("serves", (case.gemeente,)),) if case.gemeente else ()
        for step in words.steps(case.query, self.words):
            asked = SearchQuery(words=step.words, fields=step.fields, filters=filters, per_page=FIRST)
            found = self.engine.search(asked)
            if found.total:
                return found.hits
        return ()


def _cases() -> list[Case]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Case(query, gemeente, frozenset(branches.split(","))) for query, gemeente, branches in rows[1:]]


CASES = _cases()


def _documents(catalogue: Catalogue) -> Iterator[Document]:
    # The text fields as indexer.document makes them; place by the gemeenten of the plan is enough here.
    for path in sorted(data_path("demo", "aanbieders").glob("*.toml")):
        aanbieder = tomllib.loads(path.read_text(encoding="utf-8"))
        for plan in aanbieder["plan"]:
            for place in plan["werkplek"]:
                yield {
                    "id": place["id"],
                    "rank_key": place["id"],
                    **texts_of(
                        naam=place["naam"],
                        branches=place["branches"],
                        taken=place["taken"],
                        omschrijving=place["omschrijving"],
                        aanbieder=aanbieder["naam"],
                        catalogue=catalogue,
                    ),
                    "branches": place["branches"],
                    "serves": plan["gemeenten"],
                }


@pytest.fixture(scope="module", params=["embedded", "meilisearch"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An empty engine."""
    if request.param == "embedded":
        embedded = EmbeddedEngine(tmp_path_factory.mktemp("index") / "search.sqlite")
        yield embedded
        embedded.close()
        return
    server: Server = request.getfixturevalue("meilisearch_server")
    yield server.engine(INDEX)
    remove_indexes(server, INDEX)


@pytest.fixture(scope="module")
def demo(engine: Engine) -> Demo:
    catalogue = load_catalogue()
    engine.rebuild(_documents(catalogue))
    return Demo(engine, catalogue.words)


def _right(hit: Hit, case: Case) -> bool:
    return bool(case.branches & set(hit.document["branches"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_what_people_type_finds_such_work_among_the_first_five(demo: Demo, case: Case) -> None:
    hits = demo.first_hits(case)
    assert any(_right(hit, case) for hit in hits), [(h.document["title"], h.document["branches"]) for h in hits]


def test_nearly_all_first_hits_are_the_work_that_was_meant(demo: Demo) -> None:
    right = [bool(hits) and _right(hits[0], case) for case in CASES if (hits := demo.first_hits(case)) is not None]
    assert sum(right) / len(CASES) >= 0.9


def test_most_of_the_first_five_are_the_work_that_was_meant(demo: Demo) -> None:
    judged = [_right(hit, case) for case in CASES for hit in demo.first_hits(case)]
    assert sum(judged) / len(judged) >= 0.85


def test_the_table_knows_only_branches_that_exist() -> None:
    assert {token for case in CASES for token in case.branches} <= {branche.token for branche in load_branches()}


def test_the_table_has_at_least_sixty_queries() -> None:
    assert len({case.query for case in CASES}) >= 60
