"""What the aanbieder does with a plan as a whole: submit, take back, a new version, withdraw. One event each."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session, col, select

from portal.domain.actor import Actor
from portal.domain.plan import Missing, PlanContent, missing_answers
from portal.domain.plan_changes import changed_fields
from portal.domain.review import Action, PlanState, PlanStatus, back_to, next_state, next_status
from portal.domain.said import said
from portal.services import plan_notes
from portal.services.context import Context
from portal.services.paper import Length, PaperPlan, plan_length
from portal.services.paper_rows import version_paper
from portal.services.plan_access import Held, found, note, own, queue_index, taken
from portal.services.refusals import EditConflict, NotFound, Refused
from portal.store import plan_content
from portal.store.plannen import PlanVersion

Measure = Callable[[PaperPlan], Length]


class Incomplete(Refused):
    """Something is still missing; `missing` says what and where."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(said("Uw plan is nog niet compleet. Vul eerst in wat er mist."), "incomplete")
        self.missing = missing


class TooLong(Refused):
    """The plan has more pages than the regeling allows; `length` says how much to cut."""

    def __init__(self, length: Length) -> None:
        super().__init__(
            said(
                "Uw plan is te lang: %(lengte)s. Maak het ongeveer %(aantal)s woorden korter.",
                lengte=length.words,
                aantal=length.over_words,
            ),
            "too_long",
        )
        self.length = length


def length_of(context: Context, actor: Actor, plan_id: int, measure: Measure = plan_length) -> Length:
    """The typeset length of the newest version against the regeling's pages, for its aanbieder. Raises `NotFound`."""
    with context.database.read() as session:
        held = own(actor, found(session, context, actor, plan_id))
        paper = version_paper(session, context, held.version)
    if paper is None:
        raise NotFound
    return measure(paper)


def submit(context: Context, actor: Actor, plan_id: int, lock: int, measure: Measure = plan_length) -> None:
    """Hand the plan in for review. `lock`: of the plan as the actor saw it.

    Raises `Incomplete`, `TooLong`, `Refused` (state, or unchanged since it was returned or rejected), `EditConflict`
    when it was changed since, `NotFound`.
    """
    # Before the transaction, as typesetting takes long; `lock` makes sure that what was measured is what is handed in.
    length = length_of(context, actor, plan_id, measure)
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        before = held.version.state
        after = next_state(actor, Action.INDIENEN, held.situation())
        content = plan_content.content_of(session, held.version)
        if held.version.lock != lock:
            raise EditConflict((), held.version.lock)
        if missing := missing_answers(held.regeling, content):
            raise Incomplete(missing)
        _check_changed(session, held, content)
        if not length.fits:
            raise TooLong(length)
        version = held.version
        version.submitted_at = context.now()
        _move(version, after, context)
        note(session, context, actor, held, Action.INDIENEN, before=before, after=after, version_id=version.id)
        queue_index(session, context, held)
        came_back = before is PlanState.AANVULLING_GEVRAAGD
        plan_notes.tell_reviewers(session, context, held, plan_notes.CAME_BACK if came_back else plan_notes.CAME_IN)
        session.commit()


def take_back(context: Context, actor: Actor, plan_id: int) -> None:
    """Take a submitted plan back to change it, as long as nobody started the review. Raises `Refused`, `NotFound`."""
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        before = held.version.state
        after = next_state(actor, Action.TERUGNEMEN, held.situation())
        version_id = held.version.id
        held.version.submitted_at, held.version.reviewer_id = None, None
        _move(held.version, after, context)
        note(session, context, actor, held, Action.TERUGNEMEN, before=before, after=after, version_id=version_id)
        queue_index(session, context, held)
        session.commit()


def new_version(context: Context, actor: Actor, plan_id: int) -> int:
    """Begin a new version with the texts of the newest one; what is live stays as it is. Returns its number."""
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        old = held.version
        after = next_state(actor, Action.NIEUWE_VERSIE, held.situation())
        version = PlanVersion(
            plan_id=held.plan_id,
            number=old.number + 1,
            state=after or PlanState.CONCEPT,
            answers=dict(old.answers),
            products=list(old.products),
            gemeenten=list(old.gemeenten),
            updated_at=context.now(),
        )
        session.add(version)
        session.flush()
        plan_content.copy_content(session, old, version.id or 0)
        note(session, context, actor, held, Action.NIEUWE_VERSIE, before=old.state, after=after, version_id=version.id)
        session.commit()
        return version.number


def withdraw(context: Context, actor: Actor, plan_id: int, reason: str = "") -> None:
    """End what is published, at once. A version under way goes back to the aanbieder as a draft.

    Raises `Refused` when nothing is published, `NotFound`.
    """
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        before: PlanStatus = held.status
        after = next_status(actor, Action.INTREKKEN, held.situation())
        held.plan.withdrawn_at = context.now()
        version, state = held.version, held.version.state
        if state in (PlanState.INGEDIEND, PlanState.IN_BEOORDELING):
            version.submitted_at, version.reviewer_id = None, None
            _move(version, back_to(version.returned_content is not None), context)
        note(
            session,
            context,
            actor,
            held,
            Action.INTREKKEN,
            before=before,
            after=after,
            reason=reason.strip(),
            version_id=version.id,
            versie_van=state,
            versie_naar=version.state,
        )
        queue_index(session, context, held)
        session.commit()


def _move(version: PlanVersion, state: PlanState | None, context: Context) -> None:
    version.state = state or version.state
    version.lock += 1
    version.updated_at = context.now()


def _check_changed(session: Session, held: Held, content: PlanContent) -> None:
    """No resubmission without a change: of what was returned, or of the version that was rejected."""
    if held.version.state is PlanState.AANVULLING_GEVRAAGD and held.version.returned_content is not None:
        earlier = plan_content.from_json(held.version.returned_content)
    else:
        statement = select(PlanVersion).where(
            PlanVersion.plan_id == held.plan_id, col(PlanVersion.number) == held.version.number - 1
        )
        previous = session.exec(statement).first()
        if previous is None or previous.state is not PlanState.AFGEWEZEN:
            return
        earlier = plan_content.content_of(session, previous)
    if not changed_fields(earlier, content):
        raise Refused("U hebt nog niets gewijzigd. Wijzig eerst waar de beoordelaar om vraagt.", "unchanged")
