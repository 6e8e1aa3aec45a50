"""Run a yardstick: fill the engines, ask every query in every way, and score what comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.engine import Engine
from indexer.meaning import sentence_encoder
from indexer.nearest import Meaning
from portal.services.context import Context
from portal.services.geocoders import OfflineGeocoder
from portal.services.relevance import engines
from portal.services.relevance.judged import Judged, Query
from portal.services.relevance.metrics import Score, score
from portal.services.relevance.offers import document_of
from portal.services.relevance.pipelines import Pipeline, pipelines, plain_meilisearch, whole
from portal.store.catalogue import Catalogue, load_catalogue
from portal.store.db import Database
from portal.store.woorden import load_words

EMBEDDED, MEILISEARCH = "embedded", "meilisearch"


@dataclass(frozen=True, slots=True)
class Asked:
    """One query in one way: what came first, and how good that is."""

    query: Query
    ranked: tuple[str, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Line:
    """One way of searching over all queries."""

    engine: str
    name: str
    asked: tuple[Asked, ...]
    whole: bool


def measure(judged: Judged, queries: Sequence[Query], catalogue: Catalogue, engine: str = "all") -> list[Line]:
    """Every way of searching on every engine that is there; `engine`: only that one ("all": all).

    Raises SearchUnavailable when a Meilisearch is named but does not answer, DataError for a place nobody knows.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relevance-")))
        lines: list[Line] = []
        if engine != EMBEDDED and (server := stack.enter_context(engines.server(_inside(folder, "server")))):
            documents = plain_meilisearch(judged.offers, catalogue.branches.label)
            rank = stack.enter_context(engines.plain(server, documents))
            lines.append(_line(Pipeline(MEILISEARCH, "plain, its own settings", rank), judged, queries))
            ours = stack.enter_context(engines.meilisearch(server))
            lines += _lines(_filled(ours, judged, catalogue, folder), judged, queries)
        if engine != MEILISEARCH:
            own = stack.enter_context(engines.embedded(_inside(folder, "embedded")))
            lines += _lines(_filled(own, judged, catalogue, folder), judged, queries)
        return lines


def ask_whole(judged: Judged, queries: Sequence[Query], catalogue: Catalogue) -> list[Asked]:
    """Only the whole, on the embedded engine; for comparing two word lists."""
    with tempfile.TemporaryDirectory(prefix="relevance-") as name, engines.embedded(Path(name)) as engine:
        context = _filled(engine, judged, catalogue, Path(name))
        return [_asked(query, whole(context, query), judged) for query in queries]


def catalogue_with(folder: Path | None = None) -> Catalogue:
    """The data files, with the everyday and filler words of another folder; raises DataError."""
    catalogue = load_catalogue()
    if folder is None:
        return catalogue
    return replace(catalogue, words=replace(load_words(catalogue.branches, folder), asides=catalogue.words.asides))


def _inside(folder: Path, name: str) -> Path:
    inside = folder / name
    inside.mkdir()
    return inside


def _filled(engine: Engine, judged: Judged, catalogue: Catalogue, folder: Path) -> Context:
    engine.rebuild(document_of(offer, catalogue) for offer in judged.offers)
    meaning = Meaning(folder / f"vectors-{engine.name}.sqlite", sentence_encoder())
    meaning.vectors.catch_up(engine.documents(), lambda _: None)
    return Context(
        database=Database(f"sqlite:///{folder / 'empty.sqlite'}"),  # never opened while the engine answers
        engine=engine,
        catalogue=catalogue,
        geocoder=OfflineGeocoder(catalogue.reference),
        lock_path=folder / "index.lock",
        meaning=meaning,
    )


def _lines(context: Context, judged: Judged, queries: Sequence[Query]) -> list[Line]:
    return [_line(pipeline, judged, queries) for pipeline in pipelines(context)]


def _line(pipeline: Pipeline, judged: Judged, queries: Sequence[Query]) -> Line:
    asked = tuple(_asked(query, pipeline.rank(query), judged) for query in queries)
    return Line(pipeline.engine, pipeline.name, asked, pipeline.whole)


def _asked(query: Query, ranked: tuple[str, ...], judged: Judged) -> Asked:
    grades: Mapping[str, int] = judged.grades[query.qid]
    return Asked(query, ranked, score(ranked, grades))
