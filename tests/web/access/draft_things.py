"""Things of an aanbieder's own pages: a draft, with a werkplek. One draft per aanbieder: one plan per regeling."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session, col, select

from portal.domain.review import PlanState
from portal.store.plannen import Plan, PlanVersion
from portal.store.werkplekken import Werkplek, WerkplekVersion
from tests.factories import NOW, TODAY

_REGELING = "participatie-noord-limburg"


def draft_plan(session: Session, aanbieder_id: int, own: bool) -> str:
    """A draft of the aanbieder, for one gemeente."""
    return str(_draft(session, aanbieder_id).plan_id)


def draft_werkplek(session: Session, aanbieder_id: int, own: bool) -> str:
    """A werkplek in that draft, far from its gemeente."""
    version = _draft(session, aanbieder_id)
    number = len(session.exec(select(Werkplek.id)).all())
    werkplek = Werkplek(public_id=f"dw{number}", plan_id=version.plan_id, confirmed_at=TODAY)
    session.add(werkplek)
    session.flush()
    place = {"postcode": "7311 KZ", "woonplaats": "Apeldoorn", "gemeente_code": "GM0200", "lat": 52.2, "lon": 5.9}
    texts = {"naam": "Tuin", "producten": ["collectief"], **place}
    session.add(WerkplekVersion(version_id=version.id, werkplek_id=werkplek.id, **texts))
    session.flush()
    return werkplek.public_id


def _draft(session: Session, aanbieder_id: int) -> PlanVersion:
    where = (Plan.aanbieder_id == aanbieder_id, Plan.regeling == _REGELING)
    version = session.exec(select(PlanVersion).join(Plan, col(Plan.id) == PlanVersion.plan_id).where(*where)).first()
    if version is None:
        plan = Plan(aanbieder_id=aanbieder_id, regeling=_REGELING, created_at=NOW)
        session.add(plan)
        session.flush()
        version = PlanVersion(plan_id=plan.id or 0, number=1, state=PlanState.CONCEPT, updated_at=NOW)
    version.products, version.gemeenten = ["collectief"], ["GM0983"]
    session.add(version)
    session.flush()
    return version


THINGS: dict[str, Callable[[Session, int, bool], str]] = {"draft_plan": draft_plan, "draft_werkplek": draft_werkplek}
