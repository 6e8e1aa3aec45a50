"""The whole plan on paper, for who may see it whole (the public part is `paper_rows.public_paper`)."""

from __future__ import annotations

from portal.domain.actor import Actor
from portal.services.context import Context
from portal.services.paper import PaperPlan
from portal.services.paper_rows import version_paper
from portal.services.plan_access import as_submitted, found
from portal.services.refusals import NotFound


def full_paper(context: Context, actor: Actor, plan_id: int) -> PaperPlan:
    """The newest version in full; for a reviewer the newest that was handed in. Raises `NotFound`."""
    with context.database.read() as session:
        held = found(session, context, actor, plan_id)
        held = held if actor.is_aanbieder else as_submitted(session, held)
        paper = version_paper(session, context, held.version)
    if paper is None:
        raise NotFound
    return paper
