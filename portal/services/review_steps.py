"""What a reviewer decides about a submitted plan. The present state is checked first, with the plan's row locked.

Every step is one commit with one event, its mail, and outbox rows when what the public sees changes. `lock` is that of
the plan as the reviewer saw it: whoever comes second is told, and decides over nobody (reliability.md rows 14, 15).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from portal.domain.actor import Actor
from portal.domain.plan_changes import valid_parts
from portal.domain.review import Action, next_state
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services import plan_notes
from portal.services.context import AMSTERDAM, Context
from portal.services.plan_access import Held, approvals_of, note, queue_index, taken
from portal.services.refusals import EditConflict, Invalid
from portal.services.review import LONGEST_COMMENT, proposed_dates
from portal.store import plan_content
from portal.store.plannen import PlanApproval
from portal.store.reviews import ReturnedPart
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion

Pair = tuple[str, str]  # CBS code, product token


def take(context: Context, actor: Actor, plan_id: int) -> None:
    """Have a plan in review, also when a colleague had it. Raises `Refused`, `NotFound`."""
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        _move(session, context, actor, held, Action.OPPAKKEN, lock=None)
        session.commit()


def start(context: Context, actor: Actor, plan_id: int, lock: int) -> None:
    """Begin the review. Raises `Refused`, also when a colleague has it, `EditConflict`, `NotFound`."""
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        _move(session, context, actor, held, Action.STARTEN, lock=lock)
        session.commit()


def return_with_reasons(context: Context, actor: Actor, plan_id: int, lock: int, reasons: Mapping[str, str]) -> None:
    """Give the plan back, with a reason per part; only those parts reopen. Raises `Invalid` per part."""
    clean = {part: as_written(reason) for part, reason in reasons.items()}
    if not clean:
        raise Invalid({"reasons": said("Kies bij welke vraag u een aanvulling wilt, en leg uit waarom.")})
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        next_state(actor, Action.AANVULLING_VRAGEN, held.situation())
        _check_seen(held, lock)
        content = plan_content.content_of(session, held.version)
        known = valid_parts(held.regeling, content)
        if errors := {part: _REASON for part, why in clean.items() if part not in known or not _fits(why)}:
            raise Invalid(errors)
        held.version.returned_content = plan_content.to_json(content)
        number = _rounds(session, held) + 1
        session.add_all(
            ReturnedPart(version_id=held.version_id, round=number, part=part, reason=why) for part, why in clean.items()
        )
        _move(session, context, actor, held, Action.AANVULLING_VRAGEN, lock=lock, onderdelen=clean)
        plan_notes.tell_aanbieder(session, context, held, plan_notes.RETURNED)
        session.commit()


def approve(
    context: Context,
    actor: Actor,
    plan_id: int,
    lock: int,
    *,
    pairs: Collection[Pair] | None = None,
    start: date | None = None,
    eind: date | None = None,
    reason: str = "",
) -> None:
    """Approve and publish. `pairs` (gemeente, product): None for all that was asked for; fewer need a reason.

    `start` and `eind`, both included: by default from today for as long as the regeling says. What was suspended for a
    pair stays so. Raises `Invalid` (`pairs`, `start`, `eind`, `reason`), `Refused`, `EditConflict`, `NotFound`.
    """
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        next_state(actor, Action.GOEDKEUREN, held.situation())
        _check_seen(held, lock)
        first, last = proposed_dates(context, held)
        begin = start or first
        end = eind or last
        asked = {(g, p) for g in held.version.gemeenten for p in held.version.products}
        chosen = asked if pairs is None else set(pairs)
        if errors := _wrong_approval(context, held, asked, chosen, begin, end, as_written(reason)):
            raise Invalid(errors)
        _publish(session, context, held, chosen, begin, end)
        details = {"paren": sorted(map(list, chosen)), "start": begin.isoformat(), "eind": end.isoformat()}
        _move(session, context, actor, held, Action.GOEDKEUREN, lock=lock, reason=as_written(reason), **details)
        plan_notes.tell_aanbieder(session, context, held, plan_notes.DECIDED)
        session.commit()


def reject(context: Context, actor: Actor, plan_id: int, lock: int, reason: str) -> None:
    """Refuse this version, with the reason; what is live stays live. Raises `Invalid` (`reason`), `Refused`, ..."""
    why = as_written(reason)
    if not _fits(why):
        raise Invalid({"reason": _REASON})
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        _move(session, context, actor, held, Action.AFWIJZEN, lock=lock, reason=why)
        held.version.reviewed_at = context.now()
        plan_notes.tell_aanbieder(session, context, held, plan_notes.DECIDED)
        session.commit()


_REASON = said("Leg uit waarom, in hooguit %(most)s tekens.", most=LONGEST_COMMENT)


def _fits(reason: str) -> bool:
    return 0 < len(reason) <= LONGEST_COMMENT


def _move(
    session: Session,
    context: Context,
    actor: Actor,
    held: Held,
    action: Action,
    *,
    lock: int | None,
    reason: str = "",
    **details: object,
) -> None:
    """The step itself: allowed now, seen as it is, counted, noted."""
    version = held.version
    before = version.state
    after = next_state(actor, action, held.situation())
    _check_seen(held, lock)
    if action in (Action.OPPAKKEN, Action.STARTEN):
        version.reviewer_id = actor.account_id
    version.state = after or before
    version.lock += 1
    note(
        session,
        context,
        actor,
        held,
        action,
        before=before,
        after=version.state,
        reason=reason,
        version_id=version.id,
        **details,
    )
    if version.state is not before:
        # Whatever the step: the index looks again at every werkplek of the plan. One look too many costs nothing.
        queue_index(session, context, held)


def _check_seen(held: Held, lock: int | None) -> None:
    if lock is not None and held.version.lock != lock:
        raise EditConflict((), held.version.lock)


def _rounds(session: Session, held: Held) -> int:
    statement = select(ReturnedPart.round).where(ReturnedPart.version_id == held.version_id)
    return max(session.exec(statement).all(), default=0)


def _wrong_approval(
    context: Context, held: Held, asked: set[Pair], chosen: set[Pair], start: date, eind: date, reason: str
) -> dict[str, str]:
    errors: dict[str, str] = {}
    today = context.today()
    if not chosen or not chosen <= asked:
        errors["pairs"] = said("Kies een of meer gemeenten en producten die de aanbieder heeft gevraagd.")
    elif chosen != asked and not _fits(reason):
        errors["reason"] = said("U keurt minder goed dan gevraagd. Leg uit waarom.")
    if eind < max(start, today):
        errors["eind"] = said("De einddatum moet na vandaag en na de begindatum liggen.")
    published = held.live is not None and held.plan.withdrawn_at is None and held.plan.expired_at is None
    if start > today and published:
        errors["start"] = said("Het huidige plan staat nog online. Kies vandaag of eerder als begindatum.")
    return errors


def _publish(session: Session, context: Context, held: Held, pairs: set[Pair], start: date, eind: date) -> None:
    """The new version takes the place of the live one, in one commit."""
    version = held.version
    suspended = {(a.gemeente_code, a.product) for a in approvals_of(session, held.live) if a.suspended}
    if held.live is not None and held.live.id != version.id:
        held.live.live = False
        session.flush()  # two live versions of one plan are refused by the database, also for a moment
    version.live = True
    version.reviewed_at = context.now()
    version.returned_content = None
    held.plan.withdrawn_at = None
    held.plan.expired_at = None
    session.add_all(
        PlanApproval(
            version_id=held.version_id,
            gemeente_code=gemeente,
            product=product,
            start=start,
            eind=eind,
            suspended=(gemeente, product) in suspended,
        )
        for gemeente, product in sorted(pairs)
    )
    _bring_up_to_date(session, context, held)


def _bring_up_to_date(session: Session, context: Context, held: Held) -> None:
    """Capacities as approved; and handing the plan in was saying that it is right."""
    submitted = held.version.submitted_at
    said_right = submitted.astimezone(AMSTERDAM).date() if submitted else context.today()
    rows = session.exec(
        select(WerkplekVersion, Werkplek)
        .join(Werkplek, col(Werkplek.id) == WerkplekVersion.werkplek_id)
        .where(WerkplekVersion.version_id == held.version_id)
    ).all()
    kept = session.exec(select(Offer).where(col(Offer.werkplek_id).in_([w.id for _, w in rows]))).all()
    offers = {(offer.werkplek_id, offer.product): offer for offer in kept}
    for text, werkplek in rows:
        werkplek.confirmed_at = max(werkplek.confirmed_at, said_right)
        for token in text.producten:
            offer = offers.get((text.werkplek_id, token)) or Offer(werkplek_id=text.werkplek_id, product=token)
            offer.capacity = text.capaciteit.get(token)
            if offer.free is not None and offer.capacity is not None:
                offer.free = min(offer.free, offer.capacity)
            session.add(offer)
