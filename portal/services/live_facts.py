"""What changes daily and is not reviewed: free places, pause, contact data, "klopt nog" (domain.md, "Facts that change
daily are not the plan"). At once, in bulk, each with its event and outbox rows in the same commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from portal.domain import registration
from portal.domain.actor import Actor
from portal.domain.freshness import Confirmation, capacity_is_old, confirmation_state
from portal.domain.regeling import Regeling
from portal.domain.review import Action
from portal.domain.said import said
from portal.services.context import Context
from portal.services.plan_access import Held, note, own, taken
from portal.services.refusals import Invalid, NotFound
from portal.store import outbox
from portal.store.aanbieders import Aanbieder
from portal.store.plannen import Plan, PlanVersion
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion


@dataclass(frozen=True, slots=True)
class LiveOffer:
    """One product on a werkplek. `free` None: not known. `old`: too long ago to trust."""

    token: str
    naam: str
    capacity: int | None
    free: int | None
    capacity_at: date | None
    old: bool


@dataclass(frozen=True, slots=True)
class LiveWerkplek:
    """A werkplek of the live version with its daily facts."""

    public_id: str
    plan_id: int
    regeling: Regeling
    naam: str
    paused: bool
    confirmed_at: date
    confirmation: Confirmation
    offers: tuple[LiveOffer, ...]


@dataclass(frozen=True, slots=True)
class LiveChange:
    """What to change on one werkplek. `free`: product token -> places, None for not known. `paused` None: as it is."""

    free: Mapping[str, int | None] = field(default_factory=dict)
    paused: bool | None = None


def free_field(public_id: str, token: str) -> str:
    """The name of one number in the errors of `save_live`."""
    return f"vrij.{public_id}.{token}"


def live_werkplekken(context: Context, actor: Actor) -> tuple[LiveWerkplek, ...]:
    """Every werkplek of the actor's aanbieder in a live version, by plan and name."""
    if not actor.is_aanbieder:
        return ()
    with context.database.read() as session:
        rows = session.exec(
            select(Werkplek, WerkplekVersion, Plan)
            .join(Plan, col(Plan.id) == Werkplek.plan_id)
            .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
            .join(
                WerkplekVersion,
                (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
            )
            .where(Plan.aanbieder_id == actor.aanbieder_id, col(Plan.withdrawn_at).is_(None))
            .order_by(col(Plan.id), col(WerkplekVersion.naam), col(Werkplek.id))
        ).all()
        offers = _offers(session, [werkplek.id or 0 for werkplek, _, _ in rows])
    found = []
    for werkplek, text, plan in rows:
        regeling = context.catalogue.regelingen.get(plan.regeling)
        if regeling is not None:
            found.append(_live(context, werkplek, text, regeling, offers))
    return tuple(found)


def save_live(context: Context, actor: Actor, changes: Mapping[str, LiveChange]) -> int:
    """Change free places and pauses of many werkplekken (by public id) at once: all or nothing.

    Places named are dated today, also when the number is the same. Returns how many werkplekken were named. Raises
    `Invalid` with `free_field` keys, `NotFound` when one is not in a live version of this aanbieder.
    """
    with context.database.write() as session:
        for held, werkplekken in _mine(session, context, actor, changes):
            offers = _offers(session, [w.id or 0 for w in werkplekken])
            texts = _texts(session, held, werkplekken)
            errors: dict[str, str] = {}
            places: list[dict[str, object]] = []
            pauses: list[dict[str, object]] = []
            for werkplek in werkplekken:
                change = changes[werkplek.public_id]
                known = offers[werkplek.id or 0]
                places += _set_free(session, context, werkplek, texts.get(werkplek.id or 0), change, known, errors)
                if change.paused is not None and change.paused != werkplek.paused:
                    pauses.append({"werkplek": werkplek.public_id, "van": werkplek.paused, "naar": change.paused})
                    werkplek.paused = change.paused
            if errors:
                raise Invalid(errors)
            if places:
                note(session, context, actor, held, Action.VRIJE_PLEKKEN, wijzigingen=places)
            if pauses:
                note(session, context, actor, held, Action.PAUZE, wijzigingen=pauses)
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(changes), context.now())
        session.commit()
    return len(changes)


def confirm(context: Context, actor: Actor, public_ids: Collection[str] | None = None) -> int:
    """ "Klopt nog": for these werkplekken, or for all that are live. Returns how many. Raises `NotFound`."""
    wanted = {w.public_id for w in live_werkplekken(context, actor)} if public_ids is None else set(public_ids)
    with context.database.write() as session:
        for held, werkplekken in _mine(session, context, actor, wanted):
            for werkplek in werkplekken:
                werkplek.confirmed_at = context.today()
            note(session, context, actor, held, Action.BEVESTIGEN, werkplekken=[w.public_id for w in werkplekken])
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(wanted), context.now())
        session.commit()
    return len(wanted)


def save_contact(context: Context, actor: Actor, *, email: str, telefoon: str, website: str) -> None:
    """Change the one public aanmeldpunt of the actor's aanbieder. Raises `Invalid` per field, `NotFound`."""
    if not actor.is_aanbieder:
        raise NotFound
    clean = _contact(email, telefoon, website)
    with context.database.write() as session:
        statement = select(Aanbieder).where(Aanbieder.id == actor.aanbieder_id).with_for_update()
        aanbieder = session.exec(statement).one()
        changed = [name for name, value in clean.items() if getattr(aanbieder, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(aanbieder, name, clean[name])
        aanbieder.updated_at = context.now()
        plan_ids = session.exec(select(Plan.id).where(Plan.aanbieder_id == aanbieder.id).order_by(col(Plan.id))).all()
        for plan_id in plan_ids:
            held = taken(session, context, actor, plan_id or 0)
            note(session, context, actor, held, Action.CONTACT, velden=changed)
        subjects = session.exec(select(Werkplek.public_id).where(col(Werkplek.plan_id).in_(plan_ids))).all()
        outbox.enqueue(session, outbox.INDEX_WERKPLEK, sorted(subjects), context.now())
        session.commit()


def _contact(email: str, telefoon: str, website: str) -> dict[str, str]:
    clean: dict[str, str] = {}
    errors: dict[str, str] = {}
    rules = {"email": registration.email_address, "telefoon": registration.telephone, "website": registration.website}
    for name, typed in (("email", email), ("telefoon", telefoon), ("website", website)):
        try:
            clean[name] = rules[name](typed)
        except registration.NotUsable as wrong:
            errors[name] = wrong.what_to_do
    if errors:
        raise Invalid(errors)
    return clean


def _mine(
    session: Session, context: Context, actor: Actor, public_ids: Collection[str]
) -> list[tuple[Held, list[Werkplek]]]:
    """The werkplekken per plan, each plan locked, in a fixed order so that nobody waits in a circle."""
    if not actor.is_aanbieder:
        raise NotFound
    rows = session.exec(
        select(Werkplek)
        .join(Plan, col(Plan.id) == Werkplek.plan_id)
        .join(PlanVersion, (col(PlanVersion.plan_id) == Plan.id) & col(PlanVersion.live))
        .join(
            WerkplekVersion,
            (col(WerkplekVersion.version_id) == PlanVersion.id) & (col(WerkplekVersion.werkplek_id) == Werkplek.id),
        )
        .where(Plan.aanbieder_id == actor.aanbieder_id, col(Werkplek.public_id).in_(list(public_ids)))
        .order_by(col(Werkplek.id))
    ).all()
    if len(rows) != len(set(public_ids)):
        raise NotFound
    per_plan: defaultdict[int, list[Werkplek]] = defaultdict(list)
    for row in rows:
        per_plan[row.plan_id].append(row)
    return [(own(actor, taken(session, context, actor, plan_id)), per_plan[plan_id]) for plan_id in sorted(per_plan)]


def _offers(session: Session, werkplek_ids: Collection[int]) -> defaultdict[int, dict[str, Offer]]:
    found: defaultdict[int, dict[str, Offer]] = defaultdict(dict)
    for offer in session.exec(select(Offer).where(col(Offer.werkplek_id).in_(werkplek_ids))).all():
        found[offer.werkplek_id][offer.product] = offer
    return found


def _texts(session: Session, held: Held, werkplekken: Collection[Werkplek]) -> dict[int, WerkplekVersion]:
    live_id = held.live.id if held.live else None
    ids = [w.id for w in werkplekken]
    statement = select(WerkplekVersion).where(
        WerkplekVersion.version_id == live_id, col(WerkplekVersion.werkplek_id).in_(ids)
    )
    return {row.werkplek_id: row for row in session.exec(statement).all()}


def _set_free(
    session: Session,
    context: Context,
    werkplek: Werkplek,
    text: WerkplekVersion | None,
    change: LiveChange,
    offers: dict[str, Offer],
    errors: dict[str, str],
) -> list[dict[str, object]]:
    """Write the places of one werkplek; returns what changed, for the event."""
    changed: list[dict[str, object]] = []
    for token, free in change.free.items():
        if text is None or token not in text.producten:  # a new version may just have taken it out
            raise NotFound
        offer = offers.get(token) or Offer(werkplek_id=werkplek.id or 0, product=token)
        most = offer.capacity
        if free is not None and (free < 0 or (most is not None and free > most)):
            errors[free_field(werkplek.public_id, token)] = (
                said("Vul een getal in van 0 tot en met %(most)s.", most=most)
                if most is not None
                else said("Vul 0 of meer in.")
            )
            continue
        changed.append({"werkplek": werkplek.public_id, "product": token, "van": offer.free, "naar": free})
        offer.free, offer.capacity_at = free, context.today()
        session.add(offer)
    return changed


def _live(
    context: Context,
    werkplek: Werkplek,
    text: WerkplekVersion,
    regeling: Regeling,
    offers: Mapping[int, Mapping[str, Offer]],
) -> LiveWerkplek:
    today, known = context.today(), offers.get(werkplek.id or 0, {})
    shown = []
    for product in regeling.offered:
        if product.token in text.producten:
            offer = known.get(product.token) or Offer(werkplek_id=werkplek.id or 0, product=product.token)
            old = capacity_is_old(offer.capacity_at, today, regeling.thresholds)
            shown.append(LiveOffer(product.token, product.naam, offer.capacity, offer.free, offer.capacity_at, old))
    return LiveWerkplek(
        werkplek.public_id,
        werkplek.plan_id,
        regeling,
        text.naam,
        werkplek.paused,
        werkplek.confirmed_at,
        confirmation_state(werkplek.confirmed_at, today, regeling.thresholds),
        tuple(shown),
    )
