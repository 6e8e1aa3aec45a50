"""The languages a werkplek can name."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1)
def language_names() -> dict[str, str]:
    """Dutch names of the languages a werkplek can name (ISO 639-1, and `ngt` for Dutch sign language)."""
    from babel import Locale

    names = {code: name for code, name in Locale("nl").languages.items() if len(code) == 2}
    return names | {"ngt": "Nederlandse Gebarentaal"}
