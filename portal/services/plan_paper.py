"""The whole plan on paper for who may see it whole, and its length against the pages of the regeling (S0 bijlage)."""

from __future__ import annotations

from portal.domain.actor import Actor
from portal.domain.plan import PlanContent
from portal.domain.regeling import Regeling
from portal.services.context import Context
from portal.services.paper import Length, PaperPlan, plan_length
from portal.services.paper_rows import mark_of, paper_of, version_paper
from portal.services.plan_access import as_submitted, found
from portal.services.plan_steps import LengthCheck
from portal.services.refusals import NotFound

_CM = 10  # millimetres


def full_paper(context: Context, actor: Actor, plan_id: int) -> PaperPlan:
    """The newest version in full; for a reviewer the newest that was handed in. Raises `NotFound`."""
    with context.database.read() as session:
        held = found(session, context, actor, plan_id)
        held = held if actor.is_aanbieder else as_submitted(session, held)
        paper = version_paper(session, context, held.version)
    if paper is None:
        raise NotFound
    return paper


def length(context: Context, actor: Actor, plan_id: int) -> Length:
    """How long the newest version is as it is kept now. About 0.05 s. Raises `NotFound`."""
    return plan_length(full_paper(context, actor, plan_id))


def excess(found: Length) -> str:
    """How much to cut, in Dutch; "" when it fits."""
    if found.fits:
        return ""
    centimetres = max(1, round(found.over_mm / _CM))
    return (
        f"Uw plan is te lang: {found.words}. Haal ongeveer {found.over_words} woorden weg "
        f"(ongeveer {centimetres} cm tekst)."
    )


def length_check(context: Context, actor: Actor, plan_id: int) -> LengthCheck:
    """The check that `plan_steps.submit` asks for. Raises `NotFound`."""
    with context.database.read() as session:
        held = found(session, context, actor, plan_id)
        mark = mark_of(held.aanbieder.naam, held.version)

    def too_long(regeling: Regeling, content: PlanContent) -> str:
        return excess(plan_length(paper_of(context.catalogue, regeling, content, mark, public_only=False)))

    return too_long
