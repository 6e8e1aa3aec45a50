"""What a filter that is offered, taken or on is called, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.domain.dagdelen import DAYS, PARTS
from portal.services.offering import Offered, Taken
from portal.web.labels import dagdeel_label, day_label, facet_label

_WORKING_DAYS = list(DAYS[:5])


def wish_label(wish: Offered | Taken) -> str:
    """As in "alleen ochtenden", "alleen met Engels", "u staat op trede 3"."""
    if wish.key == "dagdeel":
        return _("alleen %(naam)s", naam=dagdelen_label(wish.values))
    if wish.key == "trede":
        return _("u staat op trede %(trede)s", trede=wish.values[0])
    if wish.key == "doel":
        return _("u wilt naar trede %(trede)s", trede=wish.values[0])
    names = [facet_label(wish.key, value, naam) for value, naam in zip(wish.values, wish.namen, strict=True)]
    if wish.key == "taal":
        return _("alleen plekken met %(taal)s", taal=_either(names))
    if wish.key == "product":
        return _("alleen %(naam)s", naam=_either(names))
    return _either(names)[:1].lower() + _either(names)[1:]


def dagdelen_label(tokens: Sequence[str]) -> str:
    """Parts of the week in few words: "ochtenden", "zaterdag of zondag", "zaterdag ochtend"."""
    days = [day for day in DAYS if any(token.startswith(day) for token in tokens)]
    parts = [part for part in PARTS if any(token.endswith(part) for token in tokens)]
    if len(tokens) != len(days) * len(parts):
        return _either([dagdeel_label(token) for token in tokens])
    if len(days) == len(DAYS):
        return _either([_parts_label(part) for part in parts])
    names = _("maandag tot en met vrijdag") if days == _WORKING_DAYS else _either([day_label(day) for day in days])
    if len(parts) == len(PARTS):
        return names
    if len(days) == len(parts) == 1:
        return dagdeel_label(tokens[0])
    return f"{names}, {_either([_parts_label(part) for part in parts])}"


def dagdeel_chips(tokens: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The dagdelen that are on as few chips: (label, what stays on without it). A whole row or column is one chip."""
    groups = [[f"{day}-{part}" for day in DAYS] for part in PARTS] + [[f"{d}-{part}" for part in PARTS] for d in DAYS]
    covered: set[str] = set()
    chips = []
    for group in (*groups, *([token] for token in tokens)):
        if set(group) <= set(tokens) and not set(group) <= covered:
            covered |= set(group)
            chips.append((dagdelen_label(group), [token for token in tokens if token not in group]))
    return chips


def _parts_label(part: str) -> str:
    return {"ochtend": _("ochtenden"), "middag": _("middagen"), "avond": _("avonden")}[part]


def _either(names: Sequence[str]) -> str:
    """ "a, b of c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(eerste)s of %(laatste)s", eerste=", ".join(names[:-1]), laatste=names[-1])
