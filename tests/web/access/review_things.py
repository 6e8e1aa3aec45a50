"""Plans and requests that an address of a reviewer names; not own: of another regeling, or for another gemeente."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from portal.domain.review import ExceptionState, PlanState
from portal.store.reviews import ExceptionRequest
from tests.factories import NOW, TODAY, published

OWN, OTHER = "werkt-mee-apeldoorn", "activerend-werk-arnhem"


def published_plan(session: Session, aanbieder_id: int, own: bool) -> str:
    """A plan that the public sees."""
    return str(published(session, regeling=OWN if own else OTHER).plan.id)


def submitted_plan(session: Session, aanbieder_id: int, own: bool) -> str:
    """A plan that was handed in, and that nobody has."""
    return _plan(session, PlanState.INGEDIEND, own)


def plan_in_review(session: Session, aanbieder_id: int, own: bool) -> str:
    """A plan that a colleague has in review."""
    return _plan(session, PlanState.IN_BEOORDELING, own)


def exception_request(session: Session, aanbieder_id: int, own: bool) -> str:
    """A request that waits."""
    row = ExceptionRequest(
        werkplek_id=published(session, regeling=OWN).werkplek.id,
        gemeente_code="GM0200" if own else "GM0202",
        motivation="Uniek aanbod",
        transport=True,
        state=ExceptionState.GEVRAAGD,
        requested_by=1,
        requested_at=NOW,
    )
    session.add(row)
    session.flush()
    return str(row.id)


def granted_exception(session: Session, aanbieder_id: int, own: bool) -> str:
    """A request that was granted and still holds."""
    row = session.get_one(ExceptionRequest, int(exception_request(session, aanbieder_id, own)))
    row.state, row.reason, row.eind = ExceptionState.TOEGEKEND, "Uniek", TODAY + timedelta(days=30)
    session.flush()
    return str(row.id)


def _plan(session: Session, state: PlanState, own: bool) -> str:
    made = published(session, regeling=OWN if own else OTHER)
    made.version.state, made.version.live = state, False
    made.version.reviewer_id = 999 if state is PlanState.IN_BEOORDELING else None
    session.flush()
    return str(made.plan.id)


THINGS = {
    "published_plan": published_plan,
    "submitted_plan": submitted_plan,
    "plan_in_review": plan_in_review,
    "exception_request": exception_request,
    "granted_exception": granted_exception,
}
