"""What changed between two contents of a plan, and what a returned plan leaves open to change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from portal.domain.plan import (
    GEMEENTEN,
    PRODUCTEN,
    WERKPLEKKEN,
    PlanContent,
    WerkplekText,
    declaration_part,
    declared,
    missing_answers,
    question_part,
    task_of,
    werkplek_part,
)
from portal.domain.regeling import Regeling
from portal.domain.said import said

ADDED, REMOVED = "toegevoegd", "verwijderd"
_WERKPLEK_FIELDS = tuple(f.name for f in fields(WerkplekText))
_LABELS = {
    "naam": said("Naam"),
    "straat": said("Straat"),
    "huisnummer": said("Huisnummer"),
    "postcode": said("Postcode"),
    "woonplaats": said("Woonplaats"),
    "gemeente_code": said("Gemeente"),
    "lat": said("Plaats op de kaart (breedte)"),
    "lon": said("Plaats op de kaart (lengte)"),
    "werkgebied": said("Werkgebied"),
    "taken": said("Taken"),
    "omschrijving": said("Omschrijving"),
    "branches": said("Branches"),
    "producten": said("Producten"),
    "capaciteit": said("Aantal plekken"),
    "dagdelen": said("Dagdelen"),
    "begeleiding": said("Begeleiding"),
    "groep_min": said("Groep: minimaal"),
    "groep_max": said("Groep: maximaal"),
    "regulier": said("Gewone werkgever"),
    "toegankelijk": said("Toegankelijk"),
    "toegankelijkheid": said("Uitleg over toegankelijkheid"),
    "talen": said("Talen"),
    "locatie_van": said("Locatie van een ander"),
    "present": said("Aanwezig"),
    "dated": said("Datum"),
    "handed_over": said("Overhandigd op"),
    ADDED: said("Toegevoegd"),
    REMOVED: said("Verwijderd"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `field` is "" when the part is one field; else a field of it, `toegevoegd` or
    `verwijderd`. `old` and `new` are the values as they are (text, tokens, dates, numbers); None: there was none.
    """

    part: str
    field: str
    old: object
    new: object

    @property
    def label(self) -> str:
        """The Dutch name of the field; "" when the part is one field."""
        return _LABELS.get(self.field, self.field)


def changed_fields(old: PlanContent, new: PlanContent) -> tuple[FieldChange, ...]:
    """Every difference per field: products, gemeenten, answers, werkplekken field by field, declarations.

    The order in which products, gemeenten or other tokens were ticked is no difference.
    """
    found = [
        *_changed_list(PRODUCTEN, old.products, new.products),
        *_changed_list(GEMEENTEN, old.gemeenten, new.gemeenten),
    ]
    for key in _keys(old.answers, new.answers):
        text, new_text = old.answers.get(key, ""), new.answers.get(key, "")
        if text.strip() != new_text.strip():
            found.append(FieldChange(question_part(key), "", text, new_text))
    for key in _keys(old.werkplekken, new.werkplekken):
        found += _changed_werkplek(werkplek_part(key), old.werkplekken.get(key), new.werkplekken.get(key))
    for key in _keys(old.declarations, new.declarations):
        one, other = old.declarations.get(key), new.declarations.get(key)
        for name in ("present", "dated", "handed_over"):
            before, after = getattr(one, name, None), getattr(other, name, None)
            if (before or None) != (after or None):
                found.append(FieldChange(declaration_part(key), name, before, after))
    return tuple(found)


def valid_parts(regeling: Regeling, content: PlanContent) -> tuple[str, ...]:
    """Every part of this plan a reviewer may comment on or return."""
    return (
        PRODUCTEN,
        GEMEENTEN,
        *(question_part(q.id) for q in regeling.questions),
        WERKPLEKKEN,
        *(werkplek_part(public_id) for public_id in content.werkplekken),
        *(declaration_part(r.id) for r in declared(regeling)),
    )


def open_parts(regeling: Regeling, content: PlanContent, returned: Collection[str]) -> frozenset[str]:
    """The parts the aanbieder may change in a returned plan: only what was returned, and what is missing by that.

    Other products may ask other questions, and change what the werkplekken offer; other gemeenten change nothing else.
    """
    found = set(returned)
    if PRODUCTEN in found:
        found.add(WERKPLEKKEN)
    if WERKPLEKKEN in found:
        found |= {werkplek_part(public_id) for public_id in content.werkplekken}
    found |= {missing.part for missing in missing_answers(regeling, content)}
    return frozenset(found)


def tasks_not_changed(returned: Collection[str], old: PlanContent, new: PlanContent) -> frozenset[str]:
    """Ids of the tasks (`portal.domain.plan.task_list`) in which something was returned that is still as it was.

    `old`: what was returned; `new`: what the plan says now. Any change of a werkplek changes the werkplekken.
    """
    changed = {change.part for change in changed_fields(old, new)}
    if any(task_of(part) == WERKPLEKKEN for part in changed):
        changed.add(WERKPLEKKEN)
    return frozenset(task_of(part) for part in returned if part not in changed)


def is_open(part: str, open_now: Collection[str] | None) -> bool:
    """True when the part may be changed; `open_now` None: the whole plan is open."""
    return open_now is None or part in open_now


def _keys(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return list(dict.fromkeys([*new, *old]))


def _changed_list(part: str, old: Collection[str], new: Collection[str]) -> list[FieldChange]:
    return [] if set(old) == set(new) else [FieldChange(part, "", tuple(old), tuple(new))]


def _changed_werkplek(part: str, old: WerkplekText | None, new: WerkplekText | None) -> list[FieldChange]:
    if old is None or new is None:
        if new is not None:
            return [FieldChange(part, ADDED, None, new.naam)]
        return [FieldChange(part, REMOVED, old.naam if old else None, None)]
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in _WERKPLEK_FIELDS]
    return [FieldChange(part, name, before, after) for name, before, after in pairs if _differ(name, before, after)]


def _differ(name: str, old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple) and name != "taken":
        return set(old) != set(new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return dict(old) != dict(new)
    return (old or None) != (new or None)
