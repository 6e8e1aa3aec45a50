"""Small documents with dissimilar made-up words, and short ways to ask."""

from __future__ import annotations

from typing import Any

from indexer.engine import Document, Engine, SearchQuery


def document(identity: str, **fields: Any) -> Document:
    """A document that has every filtered field; give only what the test is about."""
    plain: Document = {
        "id": identity,
        "rank_key": f"k-{identity}",
        "title": "",
        "branche": [],
        "tasks": [],
        "trades": [],
        "keywords": [],
        "stems": "",
        "description": "",
        "aanbieder": "",
        "serves": [],
        "free": [],
        "branches": [],
        "talen": [],
        "dagdelen": [],
        "begeleiding": [],
        "regulier": "false",
        "toegankelijk": "false",
        "free_places": 0,
    }
    return plain | fields


def at(lat: float, lng: float) -> dict[str, float]:
    """A position as documents carry it."""
    return {"lat": lat, "lng": lng}


def texts(engine: Engine, *descriptions: str) -> None:
    """Index these texts as descriptions of documents `t0`, `t1`, ..."""
    engine.upsert([document(f"t{n}", description=text) for n, text in enumerate(descriptions)])


def found(engine: Engine, words: str, **asked: Any) -> list[str]:
    """The ids of a page, in order."""
    return [hit.id for hit in engine.search(SearchQuery(words, **asked)).hits]
