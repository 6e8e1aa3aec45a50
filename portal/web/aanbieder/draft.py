"""A form of a draft: what was typed, what of it was changed, and what to answer when it could not be kept.

Each field carries a digest of the text it started from (`basis.<name>`), so that only what a person really changed is
sent to the service: two people on one page do not overwrite each other's other answers, with and without a script.
`static/js/concept.js` sends the same form with the header below and gets the new lock as JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.review import Refused
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services.refusals import Conflict, EditConflict, Invalid
from portal.web.aanbieder.words import in_words
from portal.web.texts import worded
from portal.web.typed import Typed

BY_SCRIPT = "X-Concept"
BY_COLLEAGUE = said("Bewaard. Een collega heeft op deze pagina ook iets gewijzigd. Dat staat er nu bij.")
Inputs = dict[str, str | bool]  # id of an input -> its value


@dataclass(frozen=True, slots=True)
class Clash:
    """Two texts for one field: what was sent now, and what a colleague saved meanwhile."""

    name: str
    mine: str
    theirs: str


@dataclass(slots=True)
class Draft(Typed):
    """A typed form with the lock it started from, texts that clash, and a sentence on why nothing was kept."""

    lock: int = 0
    clashes: list[Clash] = field(default_factory=list)
    refused: str = ""


def digest(text: str) -> str:
    """Stands for a text as it was when the page was made."""
    return hashlib.sha256(as_written(text).encode()).hexdigest()[:16]


def read(names: Mapping[str, str] | None = None, lists: tuple[str, ...] = ()) -> Draft:
    """The named fields that were sent, whole (the body has a limit of its own); lists joined by line ends."""
    values = {name: request.form[name] for name in names or () if name in request.form}
    values |= {name: "\n".join(request.form.getlist(name)) for name in lists}
    return Draft(values, lock=request.form.get("lock", 0, type=int))


def changed(name: str, sent: str) -> bool:
    """True unless the field still says what it said when the page was made."""
    return request.form.get(f"basis.{name}") != digest(sent)


def save(
    form: Draft,
    store: Callable[[], object],
    show: Callable[[Draft], str],
    done: Callable[[], ResponseReturnValue],
    words: Callable[[Conflict], Clash] | None = None,
) -> ResponseReturnValue:
    """Keep the form and answer with `done`, or show it again as it was typed: 422 with faults, 409 with both texts or
    with why not."""
    if form.faults:
        return show(form), 422
    try:
        store()
    except Invalid as invalid:
        form.add(invalid.errors)
        return show(form), 422
    except EditConflict as conflict:
        form.clashes = [(words or in_general)(one) for one in conflict.conflicts]
        form.lock = conflict.lock
        return show(form), 409
    except Refused as refused:
        form.refused = refused.reason
        return show(form), 409
    return done()


def by_script() -> bool:
    """The form was sent by the script that saves by itself."""
    return BY_SCRIPT in request.headers


def saved(endpoint: str, **values: object) -> ResponseReturnValue:
    """To that page, which says that it is saved."""
    return redirect(url_for(endpoint, bewaard="ja", **values))  # type: ignore[arg-type]


def kept(lock: int, bases: Mapping[str, str], newer: Inputs, address: str = "", words: str = "") -> ResponseReturnValue:
    """The answer to the script: the new lock and digests, inputs with another value now, and why, in a sentence."""
    return jsonify(lock=lock, bases=dict(bases), newer=newer, address=address, said=worded(words).striptags())


def in_general(conflict: Conflict) -> Clash:
    """The two values of any field in words."""
    return Clash(conflict.field, in_words(conflict.mine), in_words(conflict.theirs))
