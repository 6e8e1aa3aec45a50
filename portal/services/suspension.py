"""Suspend and resume what is published, whole or for some gemeenten x products (S2 eis 8c, S4 segment 2).

Only a reviewer who works for all the gemeenten that it touches.
"""

from __future__ import annotations

from collections.abc import Collection

from portal.domain.actor import Actor
from portal.domain.review import Action, next_status
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services import plan_notes
from portal.services.context import Context
from portal.services.plan_access import approvals_of, note, queue_index, taken
from portal.services.refusals import Invalid, Refused
from portal.services.review import LONGEST_COMMENT
from portal.services.review_steps import Pair


def suspend(
    context: Context, actor: Actor, plan_id: int, *, reason: str, pairs: Collection[Pair] | None = None
) -> None:
    """Take the plan (`pairs` None), or these (gemeente, product) pairs of it, out of sight at once.

    Raises `Invalid` (`reason`, `pairs`), `Refused`, `NotFound`.
    """
    why = as_written(reason)
    if not 0 < len(why) <= LONGEST_COMMENT:
        raise Invalid({"reason": said("Leg uit waarom, in hooguit %(most)s tekens.", most=LONGEST_COMMENT)})
    _set(context, actor, plan_id, Action.OPSCHORTEN, why, pairs)


def resume(
    context: Context, actor: Actor, plan_id: int, *, reason: str = "", pairs: Collection[Pair] | None = None
) -> None:
    """Show again what was suspended: the plan as a whole, or these pairs. Raises `Invalid`, `Refused`, `NotFound`."""
    _set(context, actor, plan_id, Action.HERVATTEN, as_written(reason), pairs)


def _set(
    context: Context, actor: Actor, plan_id: int, action: Action, reason: str, pairs: Collection[Pair] | None
) -> None:
    to = action is Action.OPSCHORTEN
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        approvals = approvals_of(session, held.live)
        known = {(a.gemeente_code, a.product): a for a in approvals}
        touched = set(known) if pairs is None else set(pairs)
        before = held.status
        after = next_status(actor, action, held.situation(gemeente for gemeente, _ in touched))
        if pairs is not None and (not touched or not touched <= set(known)):
            raise Invalid({"pairs": said("Kies gemeenten en producten waarvoor het plan is goedgekeurd.")})
        already = held.plan.suspended is to if pairs is None else all(known[pair].suspended is to for pair in touched)
        if already:
            raise Refused(said("Dit is al opgeschort.") if to else said("Dit is al niet meer opgeschort."), "already")
        if pairs is None:
            held.plan.suspended = to
        else:
            after = before
            for pair in touched:
                known[pair].suspended = to
        details = {} if pairs is None else {"paren": sorted(map(list, touched))}
        version_id = held.live.id if held.live else None
        note(
            session,
            context,
            actor,
            held,
            action,
            before=before,
            after=after,
            reason=reason,
            version_id=version_id,
            **details,
        )
        queue_index(session, context, held)
        plan_notes.tell_aanbieder(session, context, held, plan_notes.VISIBILITY)
        session.commit()
