"""The settings of the index in Meilisearch, made of `indexer.schema`; sent only when they differ (a change reindexes).

The mark says what the documents were made by, and whether the index was ever filled as a whole. It travels with the
documents when two indexes are swapped; a document or an index of its own would not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer import schema
from indexer.meili_codes import WORDS, WRITTEN

FORMAT = 2  # of what `meili_codes` adds; schema.VERSION is of the fields

_EQUALITY = {"equality": True, "comparison": False}
_SEPARATORS = list("+€$£%#=<>~^|°§©®™²³½¼¾×÷±…•·–—“”„‘’‚«»‹›†‡¨´`¸¯¿¡*\\")


def mark(*, complete: bool) -> str:
    """A word that no text holds, kept among the dictionary of the index."""
    return f"werkplekken-schema-{schema.VERSION}-{FORMAT}-{'complete' if complete else 'partial'}"


def settings(*, complete: bool) -> dict[str, Any]:
    """All settings that differ from the server's own; checked on Meilisearch 1.50."""
    plain = ["id", *schema.FILTERED, *schema.NUMERIC, WRITTEN, schema.GEO]
    return {
        "searchableAttributes": list(schema.SEARCHED),
        "filterableAttributes": [
            *plain,
            {"attributePatterns": [WORDS], "features": {"facetSearch": False, "filter": _EQUALITY}},
        ],
        "sortableAttributes": sorted([schema.GEO, *schema.SORTED]),
        "rankingRules": ["words", "typo", "attributeRank", "sort", "rank_key:asc"],
        "typoTolerance": {"disableOnNumbers": True},
        "pagination": {"maxTotalHits": 1_000_000},
        "faceting": {"maxValuesPerFacet": 200_000},
        "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["nld"]}],
        "separatorTokens": sorted(_SEPARATORS),
        "dictionary": [mark(complete=complete)],
        "facetSearch": False,
    }


def differ(held: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether the server holds other values than we want; what we do not name may be anything."""
    return any(not _covers(held.get(name), value) for name, value in wanted.items())


def is_foreign(held: Mapping[str, Any]) -> bool:
    """Settings of another schema, or not ours at all."""
    return differ(held, settings(complete=True)) and differ(held, settings(complete=False))


def _covers(held: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(held, Mapping) and all(_covers(held.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list) and wanted and isinstance(wanted[-1], Mapping):
        return isinstance(held, list) and len(held) == len(wanted) and all(map(_covers, held, wanted))
    return bool(held == wanted)
