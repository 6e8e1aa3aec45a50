"""The werkplekken of a draft: add, change, remove. What changes daily (free places, pause) is in `live_facts`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields

from sqlmodel import Session, col, select

from portal.domain.actor import Actor
from portal.domain.plan import WERKPLEKKEN, WerkplekText, werkplek_part
from portal.domain.said import said
from portal.services.context import Context
from portal.services.plan_access import Held, found, own, taken
from portal.services.plannen import check_open, touch
from portal.services.refusals import Conflict, EditConflict, Invalid, NotFound
from portal.services.werkplek_form import WerkplekForm, text_from
from portal.store import plan_content
from portal.store.werkplekken import Werkplek, WerkplekVersion

MOST_WERKPLEKKEN = 200  # in one plan


@dataclass(frozen=True, slots=True)
class EditableWerkplek:
    """A werkplek of the newest version, to be changed. `lock` goes into the save."""

    public_id: str
    text: WerkplekText
    form: WerkplekForm
    lock: int


def werkplek_for_edit(context: Context, actor: Actor, plan_id: int, public_id: str) -> EditableWerkplek:
    """The werkplek as the newest version has it, for its aanbieder. Raises `NotFound`."""
    with context.database.read() as session:
        held = own(actor, found(session, context, actor, plan_id))
        row = _row(session, held, public_id)
    text = plan_content.text_of(row)
    return EditableWerkplek(public_id, text, form_of(text), row.lock)


def add_werkplek(context: Context, actor: Actor, plan_id: int, form: WerkplekForm) -> str:
    """Add a werkplek to the draft; returns its public id. Raises `Invalid`, `Refused`, `NotFound`."""
    text = _checked(context, actor, plan_id, form)
    with context.database.write() as session:
        held = own(actor, taken(session, context, actor, plan_id))
        content = plan_content.content_of(session, held.version)
        check_open(session, held, content, [WERKPLEKKEN])
        if len(content.werkplekken) >= MOST_WERKPLEKKEN:
            raise Invalid({"naam": said("Een plan heeft hooguit %(most)s werkplekken.", most=MOST_WERKPLEKKEN)})
        werkplek = Werkplek(public_id=secrets.token_hex(5), plan_id=plan_id, confirmed_at=context.today())
        session.add(werkplek)
        session.flush()
        row = WerkplekVersion(version_id=held.version_id, werkplek_id=werkplek.id or 0, naam=text.naam)
        plan_content.write_text(row, text)
        session.add(row)
        touch(context, held, [WERKPLEKKEN, werkplek_part(werkplek.public_id)])
        session.commit()
        return werkplek.public_id


def change_werkplek(context: Context, actor: Actor, plan_id: int, public_id: str, form: WerkplekForm, lock: int) -> int:
    """Change a werkplek of the draft; returns its new lock. Raises `Invalid`, `EditConflict` (per field), `Refused`,
    `NotFound`."""
    text = _checked(context, actor, plan_id, form)
    with context.database.write() as session:
        held = own(actor, taken(session, context, actor, plan_id))
        row = _row(session, held, public_id)
        kept = plan_content.text_of(row)
        if kept == text:
            return row.lock
        check_open(session, held, plan_content.content_of(session, held.version), [werkplek_part(public_id)])
        if row.lock != lock:
            raise EditConflict(_conflicts(text, kept), row.lock)
        plan_content.write_text(row, text)
        row.lock += 1
        touch(context, held, [werkplek_part(public_id)])
        session.commit()
        return row.lock


def remove_werkplek(context: Context, actor: Actor, plan_id: int, public_id: str) -> None:
    """Take a werkplek out of the draft; in the live version it stays. Raises `Refused`, `NotFound`."""
    with context.database.write() as session:
        held = own(actor, taken(session, context, actor, plan_id))
        row = _row(session, held, public_id)
        check_open(session, held, plan_content.content_of(session, held.version), [WERKPLEKKEN])
        session.delete(row)
        touch(context, held, [WERKPLEKKEN, werkplek_part(public_id)])
        session.commit()


def form_of(text: WerkplekText) -> WerkplekForm:
    """The form that leads to this text, to be shown for a change."""
    same = {f.name for f in fields(WerkplekForm)} - {"producten", "woonplaats", "locatie_van"}
    return WerkplekForm(
        **{name: getattr(text, name) for name in same},
        producten={token: text.capaciteit.get(token) for token in text.producten},
        woonplaats=text.woonplaats or "",
        locatie_van=text.locatie_van or "",
    )


def _checked(context: Context, actor: Actor, plan_id: int, form: WerkplekForm) -> WerkplekText:
    """Before the transaction: a geocoder may have to be asked."""
    with context.database.read() as session:
        regeling = own(actor, found(session, context, actor, plan_id)).regeling
    return text_from(context, regeling, form)


def _row(session: Session, held: Held, public_id: str) -> WerkplekVersion:
    statement = (
        select(WerkplekVersion)
        .join(Werkplek, col(Werkplek.id) == WerkplekVersion.werkplek_id)
        .where(WerkplekVersion.version_id == held.version_id, Werkplek.public_id == public_id)
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound
    return row


def _conflicts(mine: WerkplekText, theirs: WerkplekText) -> tuple[Conflict, ...]:
    pairs = [(f.name, getattr(mine, f.name), getattr(theirs, f.name)) for f in fields(WerkplekText)]
    return tuple(Conflict(name, one, other) for name, one, other in pairs if one != other)
