"""Each field of a document once: searched (in rank order), filtered, counted, sorted. Both engines read this.

The order of the searched fields was measured (docs/relevance.md): what the work is comes before what
the place is called, because aanbieders give places names that mislead (a bicycle shop called De Wasserij).
"""

from __future__ import annotations

# Raise when fields or their treatment change: an index of another version is rebuilt.
VERSION = 2

# `stems` is only asked in the second step (word forms); it stands below the words people wrote themselves.
SEARCHED: tuple[str, ...] = (
    "trades",
    "branche",
    "tasks",
    "title",
    "keywords",
    "stems",
    "description",
    "aanbieder",
)
LATER_STEP: frozenset[str] = frozenset({"stems"})
FIRST_STEP: tuple[str, ...] = tuple(f for f in SEARCHED if f not in LATER_STEP)

# Exact values; arrays match when any element matches. Every filtered field can be counted.
FILTERED: tuple[str, ...] = (
    "serves",
    "free",
    "branches",
    "talen",
    "dagdelen",
    "begeleiding",
    "regulier",
    "toegankelijk",
)
NUMERIC: tuple[str, ...] = ("free_places",)
SORTED: tuple[str, ...] = ("rank_key",)
GEO = "_geo"  # {"lat": .., "lng": ..}, absent for a werkgebied

# Not searched and not filtered: what a card shows. `indexer.document` makes these and no others (an allow-list).
CARRIED: tuple[str, ...] = (
    "aanbieder_id",
    "regeling",
    "gemeente_code",
    "woonplaats",
    "werkgebied",
    "lokaal",
    "products",
    "capacity_at",
    "confirmed_at",
    "paused",
    "location_of",
)
DOCUMENT: tuple[str, ...] = ("id", *SORTED, *SEARCHED, *FILTERED, *NUMERIC, GEO, *CARRIED)
