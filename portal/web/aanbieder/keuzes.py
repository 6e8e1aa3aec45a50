"""Which products the plan is for (they decide question 3) and for which gemeenten one registers."""

from __future__ import annotations

from collections.abc import Callable, Collection

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.plan import GEMEENTEN, PRODUCTEN
from portal.services import plannen
from portal.services.plannen import PlanView
from portal.services.refusals import Conflict
from portal.web.aanbieder import draft
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.aanbieder.draft import Clash, Draft
from portal.web.access import allowed, current_actor
from portal.web.current import context

Store = Callable[..., int]


@pages.get("/plannen/<int:plan_id>/producten")
@allowed(*MEMBERS)
def producten(plan_id: int) -> str:
    """The products of the regeling, to choose from."""
    return _page(plan_id, PRODUCTEN, None)


@pages.post("/plannen/<int:plan_id>/producten")
@allowed(*MEMBERS)
def producten_bewaren(plan_id: int) -> ResponseReturnValue:
    """Keep the choice of products."""
    return _save(plan_id, PRODUCTEN, plannen.save_products)


@pages.get("/plannen/<int:plan_id>/gemeenten")
@allowed(*MEMBERS)
def gemeenten(plan_id: int) -> str:
    """The gemeenten of the regeling, to choose from."""
    return _page(plan_id, GEMEENTEN, None)


@pages.post("/plannen/<int:plan_id>/gemeenten")
@allowed(*MEMBERS)
def gemeenten_bewaren(plan_id: int) -> ResponseReturnValue:
    """Keep the choice of gemeenten."""
    return _save(plan_id, GEMEENTEN, plannen.save_gemeenten)


def _save(plan_id: int, part: str, store: Store) -> ResponseReturnValue:
    form = draft.read(lists=(part,))
    lock = form.lock

    def keep() -> None:
        nonlocal lock
        lock = store(context(), current_actor(), plan_id, form.value(part).split(), form.lock)

    def done() -> ResponseReturnValue:
        return draft.kept(lock, {}, {}) if draft.by_script() else draft.saved(f"aanbieder.{part}", plan_id=plan_id)

    return draft.save(form, keep, lambda typed: _page(plan_id, part, typed), done, lambda c: _clash(plan_id, part, c))


def _page(plan_id: int, part: str, form: Draft | None) -> str:
    plan = plannen.view(context(), current_actor(), plan_id)
    kept = plan.content.products if part == PRODUCTEN else plan.content.gemeenten
    return render_template(
        f"aanbieder/{part}.html",
        plan=plan,
        form=form or Draft(lock=plan.lock),
        part=part,
        options=_options(plan, part),
        chosen=form.value(part).split() if form else kept,
        saved="bewaard" in request.args,
    )


def _options(plan: PlanView, part: str) -> list[tuple[str, str]]:
    if part == PRODUCTEN:
        return [(product.token, product.naam) for product in plan.regeling.offered]
    return [(code, context().catalogue.reference.gemeente_naam(code)) for code in plan.regeling.gemeenten]


def _clash(plan_id: int, part: str, conflict: Conflict) -> Clash:
    """The two choices by name."""
    names = dict(_options(plannen.view(context(), current_actor(), plan_id), part))

    def words(tokens: object) -> str:
        chosen = tokens if isinstance(tokens, Collection) else ()
        return ", ".join(names.get(str(token), str(token)) for token in chosen) or "(niets gekozen)"

    return Clash(conflict.field, words(conflict.mine), words(conflict.theirs))
