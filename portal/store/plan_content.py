"""One plan version from its rows to the values the rules work with, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from portal.domain.plan import Declaration, PlanContent, WerkplekText
from portal.store.plannen import PlanVersion
from portal.store.reviews import PlanDeclaration, ReturnedPart
from portal.store.werkplekken import Werkplek, WerkplekVersion

_FIELDS = tuple(f.name for f in fields(WerkplekText))


def content_of(session: Session, version: PlanVersion) -> PlanContent:
    """Everything the version says, in three queries. Werkplekken in the order in which they were added."""
    declarations = session.exec(select(PlanDeclaration).where(PlanDeclaration.version_id == version.id)).all()
    werkplekken = session.exec(
        select(WerkplekVersion, Werkplek.public_id)
        .join(Werkplek, col(Werkplek.id) == WerkplekVersion.werkplek_id)
        .where(WerkplekVersion.version_id == version.id)
        .order_by(col(Werkplek.id))
    ).all()
    return PlanContent(
        answers=dict(version.answers),
        products=tuple(version.products),
        gemeenten=tuple(version.gemeenten),
        declarations={d.requirement: Declaration(d.present, d.dated, d.handed_over) for d in declarations},
        werkplekken={public_id: text_of(row) for row, public_id in werkplekken},
    )


def text_of(row: WerkplekVersion) -> WerkplekText:
    """The row as a value: lists become tuples."""
    return _text({name: getattr(row, name) for name in _FIELDS})


def write_text(row: WerkplekVersion, text: WerkplekText) -> None:
    """Put the value into the row: tuples become lists."""
    for name in _FIELDS:
        value = getattr(text, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else dict(value) if name == "capaciteit" else value)


def set_declarations(session: Session, version_id: int, declarations: Mapping[str, Declaration]) -> None:
    """Replace the declarations for these requirements; others stay."""
    session.execute(
        delete(PlanDeclaration).where(
            col(PlanDeclaration.version_id) == version_id, col(PlanDeclaration.requirement).in_(list(declarations))
        )
    )
    session.add_all(
        PlanDeclaration(version_id=version_id, requirement=key, **asdict(given)) for key, given in declarations.items()
    )


def returned_parts(session: Session, version_id: int) -> dict[str, str]:
    """The parts and reasons of the last time this version was returned; empty when it never was."""
    statement = select(ReturnedPart).where(ReturnedPart.version_id == version_id).order_by(col(ReturnedPart.id))
    rows = session.exec(statement).all()
    last = max((row.round for row in rows), default=0)
    return {row.part: row.reason for row in rows if row.round == last}


def copy_content(session: Session, old: PlanVersion, new_id: int) -> None:
    """Give the new version (its row already there) the werkplekken and declarations of the old one."""
    set_declarations(session, new_id, content_of(session, old).declarations)
    rows = session.exec(select(WerkplekVersion).where(WerkplekVersion.version_id == old.id)).all()
    for row in rows:
        copy = WerkplekVersion(version_id=new_id, werkplek_id=row.werkplek_id, naam=row.naam)
        write_text(copy, text_of(row))
        session.add(copy)


def to_json(content: PlanContent) -> dict[str, Any]:
    """As it is kept in `PlanVersion.returned_content`."""
    return {
        "answers": dict(content.answers),
        "products": list(content.products),
        "gemeenten": list(content.gemeenten),
        "declarations": {key: _dates_to_text(asdict(given)) for key, given in content.declarations.items()},
        "werkplekken": {key: asdict(text) for key, text in content.werkplekken.items()},
    }


def from_json(kept: Mapping[str, Any]) -> PlanContent:
    """The reverse of `to_json`."""
    return PlanContent(
        answers=kept["answers"],
        products=tuple(kept["products"]),
        gemeenten=tuple(kept["gemeenten"]),
        declarations={key: _declaration(given) for key, given in kept["declarations"].items()},
        werkplekken={key: _text(given) for key, given in kept["werkplekken"].items()},
    )


def _dates_to_text(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _declaration(given: Mapping[str, Any]) -> Declaration:
    dated, handed_over = given["dated"], given["handed_over"]
    return Declaration(
        given["present"],
        date.fromisoformat(dated) if dated else None,
        date.fromisoformat(handed_over) if handed_over else None,
    )


def _text(given: Mapping[str, Any]) -> WerkplekText:
    known: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in given.items() if n in _FIELDS}
    return WerkplekText(**known)
