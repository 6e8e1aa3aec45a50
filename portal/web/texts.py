"""Texts of the screens in the language of the request: Dutch is the source (msgid), English a catalogue.

The same catalogue as Flask-Babel's `gettext`, which Python code uses; templates call a text some 150 times per page, so
they get functions that only look up and fill in (0.3 against 6 microseconds). Variables are escaped, texts are not.
"""

from __future__ import annotations

import gettext as stdlib
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from portal.domain.said import Said
from portal.web.language import DEFAULT, current_language

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
_MOST_KEPT = 5000  # texts per language; templates have some hundreds


class Texts:
    """One language: messages looked up once."""

    def __init__(self, language: str) -> None:
        languages = [] if language == DEFAULT else [language]
        self._catalogue = stdlib.translation("messages", TRANSLATIONS, languages, fallback=True)
        self._known: dict[str, Markup] = {}

    def text(self, message: str) -> Markup:
        """The message in this language; the message itself when the catalogue lacks it."""
        found = self._known.get(message)
        if found is None:
            found = Markup(self._catalogue.gettext(message))  # noqa: S704  texts of our own templates and catalogue
            if len(self._known) < _MOST_KEPT:
                self._known[message] = found
        return found

    def looked_up(self, message: str) -> str:
        """The same for a text that may be anyone's: not remembered, and not taken for safe HTML."""
        return self._catalogue.gettext(message) if message else ""

    def plural(self, one: str, more: str, number: int) -> Markup:
        """The form for that number."""
        return Markup(self._catalogue.ngettext(one, more, number))  # noqa: S704  as above


_LANGUAGES = {language: Texts(language) for language in (DEFAULT, "en")}


def text(message: str, **variables: Any) -> Markup:
    """`_()` in templates: the text as safe HTML, with `%(name)s` filled in and escaped."""
    found = _LANGUAGES[current_language()].text(message)
    return found % variables if variables else found


def worded(sentence: str) -> Markup:
    """What a rule, a service or a view says in Dutch, in the language of the page, as safe HTML.

    A sentence of `said` is looked up by its message; any other text as a whole, and stays as it is when the catalogue
    lacks it. So what people typed may go through here too.
    """
    if isinstance(sentence, Markup):
        return sentence
    if not isinstance(sentence, Said):
        return escape(_LANGUAGES[current_language()].looked_up(sentence))
    return text(sentence.message, **{name: _value(value) for name, value in sentence.values.items()})


def _value(value: object) -> object:
    """What is filled in: a sentence again, a number as it is, and else Dutch content."""
    if isinstance(value, Said):
        return worded(value)
    return dutch(value) if isinstance(value, str) and any(map(str.isalpha, value)) else value


def in_dutch() -> Markup:
    """` lang="nl"` for an element with Dutch content on a page in another language; "" on a Dutch page."""
    return Markup("") if current_language() == DEFAULT else Markup(' lang="nl"')


def dutch(content: str) -> Markup:
    """Dutch content inside a sentence: marked as such on a page in another language."""
    return escape(content) if current_language() == DEFAULT else Markup('<span lang="nl">{}</span>').format(content)


def plural_text(one: str, more: str, number: int, **variables: Any) -> Markup:
    """`ngettext()` in templates; `%(num)d` is the number."""
    return _LANGUAGES[current_language()].plural(one, more, number) % {"num": number, **variables}


def register(app: Flask) -> None:
    """Give the templates these functions; after Flask-Babel, which installs its own."""
    app.jinja_env.globals.update(_=text, gettext=text, ngettext=plural_text, worded=worded, nl=in_dutch, dutch=dutch)
