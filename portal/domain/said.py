"""Sentences that the rules say to people: Dutch text that remembers how it was made.

The rules and services speak Dutch; the screens also speak English. A `Said` is its Dutch text for everyone who does not
care, and keeps its message and values for the screens, which look the message up in the language of the page
(`portal.web.texts.worded`). The catalogue takes the messages from the calls of `said`.
"""

from __future__ import annotations

from collections.abc import Mapping


class Said(str):
    """A Dutch sentence, filled in. `values` may hold sentences again."""

    __slots__ = ("message", "values")
    message: str
    values: Mapping[str, object]


def said(message: str, **values: object) -> Said:
    """The message with `%(name)s` filled in; without values it is taken as it is."""
    sentence = Said(message % values if values else message)
    sentence.message, sentence.values = message, values
    return sentence
