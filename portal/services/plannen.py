"""The aanbieder's plan as a draft: open it, see what is missing, save parts of it. Steps are in `plan_steps`.

Each save is one commit. It names the `lock` it started from; a later save of the same part by someone else gives an
`EditConflict` that holds both texts. Saves of different parts do not hinder each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.domain.actor import Actor
from portal.domain.plan import (
    GEMEENTEN,
    PRODUCTEN,
    Declaration,
    PlanContent,
    Task,
    declaration_part,
    declared,
    question_part,
    task_list,
)
from portal.domain.plan_changes import is_open, open_parts, tasks_not_changed
from portal.domain.regeling import Regeling
from portal.domain.review import OPEN_FOR_AANBIEDER, Action, PlanState, PlanStatus, allowed
from portal.domain.said import said
from portal.domain.written import LONGEST_ANSWER, as_written
from portal.services.context import Context
from portal.services.plan_access import Held, found, note, own, taken
from portal.services.refusals import Conflict, EditConflict, Invalid, NotFound, Refused
from portal.store import plan_content
from portal.store.plannen import Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One plan in the aanbieder's list."""

    plan_id: int
    regeling: Regeling
    number: int
    state: PlanState
    status: PlanStatus


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its aanbieder works on it: the newest version.

    `open_now`: the parts that may be changed, None for all, empty when nothing may. `returned`: part -> the reviewer's
    reason. `to_change`: ids of the tasks in which something was returned that is still as it was. `lock` goes into
    every save. `actions`: what this actor may do now.
    """

    plan_id: int
    aanbieder_naam: str
    regeling: Regeling
    number: int
    state: PlanState
    status: PlanStatus
    lock: int
    content: PlanContent
    tasks: tuple[Task, ...]
    returned: Mapping[str, str]
    to_change: frozenset[str]
    open_now: frozenset[str] | None
    actions: tuple[Action, ...]

    def may_change(self, part: str) -> bool:
        """True when a save of that part is taken now."""
        return is_open(part, self.open_now)


def my_plannen(context: Context, actor: Actor) -> tuple[PlanSummary, ...]:
    """The plans of the actor's aanbieder, in the order in which they were begun."""
    with context.database.read() as session:
        ids = session.exec(select(Plan.id).where(Plan.aanbieder_id == actor.aanbieder_id).order_by(col(Plan.id))).all()
        plans = [found(session, context, actor, plan_id or 0) for plan_id in ids] if actor.is_aanbieder else []
    return tuple(PlanSummary(h.plan_id, h.regeling, h.version.number, h.version.state, h.status) for h in plans)


def open_draft(context: Context, actor: Actor, regeling: str) -> int:
    """The plan of this aanbieder for that regeling; begun when there is none. Returns its id."""
    known = context.catalogue.regelingen.get(regeling)
    if known is None or not actor.is_aanbieder:
        raise NotFound
    if plan_id := _existing(context, actor, regeling):
        return plan_id
    try:
        return _begin(context, actor, regeling)
    except IntegrityError:  # a colleague was just before us
        return _existing(context, actor, regeling)


def view(context: Context, actor: Actor, plan_id: int) -> PlanView:
    """The newest version, with what is missing. Raises `NotFound`."""
    with context.database.read() as session:
        held = own(actor, found(session, context, actor, plan_id))
        content = plan_content.content_of(session, held.version)
        returned = plan_content.returned_parts(session, held.version_id)
    waiting = held.version.state is PlanState.AANVULLING_GEVRAAGD
    kept = held.version.returned_content
    earlier = plan_content.from_json(kept) if waiting and kept else content
    return PlanView(
        plan_id=plan_id,
        aanbieder_naam=held.aanbieder.naam,
        regeling=held.regeling,
        number=held.version.number,
        state=held.version.state,
        status=held.status,
        lock=held.version.lock,
        content=content,
        tasks=task_list(held.regeling, content),
        returned=returned if waiting else {},
        to_change=tasks_not_changed(returned, earlier, content) if waiting else frozenset(),
        open_now=open_now(held, content, returned),
        actions=allowed(actor, held.situation()),
    )


def save_answers(context: Context, actor: Actor, plan_id: int, answers: Mapping[str, str], lock: int) -> int:
    """Keep these answers (question id -> text); questions left out stay as they are. Returns the new lock.

    Raises `Invalid` (per question part), `EditConflict`, `Refused` when the part is closed, `NotFound`.
    """
    written = {key: as_written(text) for key, text in answers.items()}
    with context.database.write() as session:
        held, content = _for_change(session, context, actor, plan_id)
        known = {q.id for q in held.regeling.questions}
        errors = {
            question_part(key): said("Deze vraag hoort niet bij dit plan.") for key in written if key not in known
        }
        for key, text in written.items():
            if len(text) > LONGEST_ANSWER:
                errors[question_part(key)] = said(
                    "Uw antwoord is te lang. Gebruik hooguit %(most)s tekens.", most=LONGEST_ANSWER
                )
        if errors:
            raise Invalid(errors)
        new = {question_part(key): text for key, text in written.items()}
        old = {question_part(key): content.answers.get(key, "") for key in written}
        if changed := _to_write(session, held, content, old, new, lock):
            held.version.answers = {
                **held.version.answers,
                **{k: written[k] for k in written if question_part(k) in changed},
            }
        return _saved(session, context, held, changed)


def save_products(context: Context, actor: Actor, plan_id: int, products: Collection[str], lock: int) -> int:
    """Choose the products; kept in the regeling's order. Returns the new lock; raises as `save_answers`."""
    with context.database.write() as session:
        held, content = _for_change(session, context, actor, plan_id)
        offered = [p.token for p in held.regeling.offered]
        if set(products) - set(offered):
            raise Invalid({PRODUCTEN: said("Kies producten uit de lijst.")})
        chosen = [token for token in offered if token in products]
        changed = _to_write(session, held, content, {PRODUCTEN: list(content.products)}, {PRODUCTEN: chosen}, lock)
        held.version.products = chosen
        return _saved(session, context, held, changed)


def save_gemeenten(context: Context, actor: Actor, plan_id: int, gemeenten: Collection[str], lock: int) -> int:
    """Choose the gemeenten of registration (CBS codes). Returns the new lock; raises as `save_answers`."""
    with context.database.write() as session:
        held, content = _for_change(session, context, actor, plan_id)
        if set(gemeenten) - set(held.regeling.gemeenten):
            raise Invalid({GEMEENTEN: said("Kies gemeenten uit de lijst.")})
        chosen = [code for code in held.regeling.gemeenten if code in gemeenten]
        changed = _to_write(session, held, content, {GEMEENTEN: list(content.gemeenten)}, {GEMEENTEN: chosen}, lock)
        held.version.gemeenten = chosen
        return _saved(session, context, held, changed)


def save_declarations(
    context: Context, actor: Actor, plan_id: int, declarations: Mapping[str, Declaration], lock: int
) -> int:
    """Keep these declarations (by requirement id); others stay. Returns the new lock; raises as `save_answers`."""
    with context.database.write() as session:
        held, content = _for_change(session, context, actor, plan_id)
        if errors := _wrong_declarations(held.regeling, declarations, context):
            raise Invalid(errors)
        new = {declaration_part(key): given for key, given in declarations.items()}
        old = {declaration_part(key): content.declarations.get(key, Declaration()) for key in declarations}
        changed = _to_write(session, held, content, old, new, lock)
        kept = {key: given for key, given in declarations.items() if declaration_part(key) in changed}
        plan_content.set_declarations(session, held.version_id, kept)
        return _saved(session, context, held, changed)


def open_now(held: Held, content: PlanContent, returned: Mapping[str, str]) -> frozenset[str] | None:
    """The parts that may be changed now: None for all, empty for none."""
    if held.version.state not in OPEN_FOR_AANBIEDER:
        return frozenset()
    if held.version.state is PlanState.CONCEPT:
        return None
    return open_parts(held.regeling, content, returned)


def check_open(session: Session, held: Held, content: PlanContent, parts: Collection[str]) -> None:
    """Raise `Refused` when the version, or one of these parts of it, is closed now."""
    if held.version.state not in OPEN_FOR_AANBIEDER:
        raise Refused(
            said(
                "U kunt het plan nu niet wijzigen. De status is: %(status)s.",
                status=said(held.version.state.label.lower()),
            ),
            "state",
        )
    returned = plan_content.returned_parts(session, held.version_id)
    open_parts_now = open_now(held, content, returned)
    if not all(is_open(part, open_parts_now) for part in parts):
        raise Refused("U kunt alleen wijzigen waar de beoordelaar om vraagt.", "closed_part")


def touch(context: Context, held: Held, parts: Collection[str]) -> int:
    """Count a save of these parts of the version; returns the new lock."""
    version = held.version
    version.lock += 1
    version.updated_at = context.now()
    version.field_locks = {**version.field_locks, **dict.fromkeys(parts, version.lock)}
    return version.lock


def _existing(context: Context, actor: Actor, regeling: str) -> int:
    with context.database.read() as session:
        statement = select(Plan.id).where(Plan.aanbieder_id == actor.aanbieder_id, Plan.regeling == regeling)
        return session.exec(statement).first() or 0


def _begin(context: Context, actor: Actor, regeling: str) -> int:
    now = context.now()
    with context.database.write() as session:
        plan = Plan(aanbieder_id=actor.aanbieder_id or 0, regeling=regeling, created_at=now)
        session.add(plan)
        session.flush()
        version = PlanVersion(plan_id=plan.id or 0, number=1, state=PlanState.CONCEPT, updated_at=now)
        session.add(version)
        session.flush()
        held = found(session, context, actor, plan.id or 0)
        note(session, context, actor, held, Action.BEGINNEN, after=PlanState.CONCEPT, version_id=version.id)
        session.commit()
        return held.plan_id


def _for_change(session: Session, context: Context, actor: Actor, plan_id: int) -> tuple[Held, PlanContent]:
    held = own(actor, taken(session, context, actor, plan_id))
    return held, plan_content.content_of(session, held.version)


def _to_write(
    session: Session, held: Held, content: PlanContent, old: Mapping[str, object], new: Mapping[str, object], lock: int
) -> tuple[str, ...]:
    """The parts that differ from what is kept. Raises when one of them is closed, or was saved after `lock`."""
    changed = tuple(part for part in new if new[part] != old[part])
    check_open(session, held, content, changed)
    kept_at = held.version.field_locks
    clashes = tuple(Conflict(part, new[part], old[part]) for part in changed if kept_at.get(part, 0) > lock)
    if clashes:
        raise EditConflict(clashes, held.version.lock)
    return changed


def _saved(session: Session, context: Context, held: Held, changed: Collection[str]) -> int:
    """Commit when there is something to commit; returns the lock."""
    lock = touch(context, held, changed) if changed else held.version.lock
    session.commit()
    return lock


def _wrong_declarations(
    regeling: Regeling, declarations: Mapping[str, Declaration], context: Context
) -> dict[str, str]:
    known, today = {r.id for r in declared(regeling)}, context.today()
    errors: dict[str, str] = {}
    for key, given in declarations.items():
        if key not in known:
            errors[declaration_part(key)] = said("Deze verklaring hoort niet bij dit plan.")
        elif any(day is not None and day > today for day in (given.dated, given.handed_over)):
            errors[declaration_part(key)] = said("De datum ligt in de toekomst. Vul een datum in tot en met vandaag.")
        elif not given.present and (given.dated or given.handed_over):
            errors[declaration_part(key)] = said("Vink aan dat u dit hebt, of haal de datum weg.")
    return errors
