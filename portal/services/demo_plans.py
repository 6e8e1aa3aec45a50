"""Plans of the demo that wait for a reviewer, written and handed in by the services themselves, as a person would."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from portal.domain.actor import Actor, Role
from portal.domain.plan import Declaration
from portal.domain.regeling import Regeling
from portal.services import plan_steps, plannen
from portal.services.context import Context
from portal.services.refusals import Refused
from portal.store import plan_content
from portal.store.plannen import Plan, PlanVersion

WAITING = 3  # plans per regeling
_NEW = " Nieuw dit jaar: wij beginnen met een kleine groep op vrijdag, met een vaste begeleider."
_AGO = timedelta(days=60)


def declare(context: Context) -> None:
    """Give every approved plan the declarations that its regeling asks."""
    day = context.today() - _AGO
    with context.database.write() as session:
        rows = session.exec(select(PlanVersion, Plan).join(Plan, col(Plan.id) == PlanVersion.plan_id)).all()
        for version, plan in rows:
            regeling = context.catalogue.regelingen.get(plan.regeling)
            if regeling and version.id is not None:
                wanted = {key: Declaration(present=True, dated=day, handed_over=day) for key in _asked(regeling)}
                plan_content.set_declarations(session, version.id, wanted)
        session.commit()


def hand_in(context: Context) -> int:
    """Write a new version of a few plans per regeling and hand it in; returns how many."""
    count = 0
    for regeling in context.catalogue.regelingen.all:
        for plan in _some(context, regeling):
            count += _hand_in(context, plan)
    return count


def _hand_in(context: Context, plan: Plan) -> int:
    actor = Actor(0, "Verzonnen voorbeeld", Role.ORGANISATIEBEHEERDER, aanbieder_id=plan.aanbieder_id)
    plan_id = plan.id or 0
    plan_steps.new_version(context, actor, plan_id)
    written = plannen.view(context, actor, plan_id)
    first, text = next(iter(written.content.answers.items()))
    lock = plannen.save_answers(context, actor, plan_id, {first: text + _NEW}, written.lock)
    try:
        plan_steps.submit(context, actor, plan_id, lock)
    except Refused:  # too long on paper, say: then it stays a draft, which a demo may show as well
        return 0
    return 1


def _some(context: Context, regeling: Regeling) -> list[Plan]:
    with context.database.read() as session:
        statement = select(Plan).where(Plan.regeling == regeling.id, col(Plan.suspended).is_(False))
        plans = list(session.exec(statement.order_by(col(Plan.id))).all())
    return plans[3 : 3 + 4 * WAITING : 4]


def _asked(regeling: Regeling) -> list[str]:
    return [requirement.id for requirement in regeling.requirements if requirement.declaration]
