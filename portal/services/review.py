"""A plan opened for review: its texts, the score sheet made from the regeling's requirements, and what changed.

The decisions are in `review_steps`; the queue in `review_queue`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from portal.domain.actor import Actor, Role
from portal.domain.contract import contract_end
from portal.domain.plan import Declaration, PlanContent
from portal.domain.plan_changes import FieldChange, changed_fields, valid_parts
from portal.domain.regeling import Regeling, Requirement
from portal.domain.review import Action, Mark, PlanState, PlanStatus, allowed, check
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services.context import Context
from portal.services.local_overview import GemeenteLocality, overview_of
from portal.services.plan_access import Held, approvals_of, as_submitted, found, taken
from portal.services.refusals import Invalid, NotFound
from portal.store import plan_content
from portal.store.accounts import Account
from portal.store.plannen import PlanApproval, PlanVersion
from portal.store.reviews import ReviewComment, ReviewMark

LONGEST_COMMENT = 4000


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One requirement on the score sheet. `mark` None: not judged yet. `declaration`: only where one is asked."""

    requirement: Requirement
    mark: Mark | None
    declaration: Declaration | None


@dataclass(frozen=True, slots=True)
class ApprovedPair:
    """What the live version is approved for."""

    gemeente_code: str
    product: str
    start: date
    eind: date
    suspended: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A submitted plan as a reviewer sees it.

    While a plan is returned, `content` is what it said then, not what the aanbieder is writing. `since_approved`:
    against the live version, None without one. `since_returned`: against what was last returned, None if it never was.
    `comments` and `returned`: by part. `lock` goes into every decision. `start`, `eind`: the contract dates to propose.
    """

    plan_id: int
    aanbieder_naam: str
    aanbieder_kvk: str
    regeling: Regeling
    number: int
    state: PlanState
    status: PlanStatus
    lock: int
    submitted_at: datetime | None
    content: PlanContent
    sheet: tuple[SheetLine, ...]
    comments: Mapping[str, str]
    parts: tuple[str, ...]
    since_approved: tuple[FieldChange, ...] | None
    since_returned: tuple[FieldChange, ...] | None
    returned: Mapping[str, str]
    local: tuple[GemeenteLocality, ...]
    approved: tuple[ApprovedPair, ...]
    start: date
    eind: date
    reviewer_id: int | None
    reviewer: str
    tied: bool
    actions: tuple[Action, ...]


def open_review(context: Context, actor: Actor, plan_id: int) -> ReviewView:
    """The newest version that was handed in, for a reviewer of its regeling. Raises `NotFound`."""
    if actor.role is not Role.BEOORDELAAR:
        raise NotFound
    with context.database.read() as session:
        newest = found(session, context, actor, plan_id)
        held = as_submitted(session, newest)
        return _view(session, context, actor, held, newest)


def save_mark(context: Context, actor: Actor, plan_id: int, requirement: str, mark: Mark | None) -> None:
    """Judge one requirement; None takes the judgement away. Only who has the plan in review. Raises `Refused`."""
    with context.database.write() as session:
        held = _in_review(session, context, actor, plan_id)
        if requirement not in {r.id for r in held.regeling.requirements}:
            raise NotFound
        session.execute(
            delete(ReviewMark).where(
                col(ReviewMark.version_id) == held.version_id, col(ReviewMark.requirement) == requirement
            )
        )
        if mark is not None:
            row = ReviewMark(
                version_id=held.version_id,
                requirement=requirement,
                mark=mark,
                account_id=actor.account_id,
                at=context.now(),
            )
            session.add(row)
        session.commit()


def save_comment(context: Context, actor: Actor, plan_id: int, part: str, text: str) -> None:
    """Note something at a part; "" takes it away. For reviewers only, until it is a reason of a return."""
    clean = as_written(text)
    if len(clean) > LONGEST_COMMENT:
        raise Invalid({part: said("Dit is te lang. Gebruik hooguit %(most)s tekens.", most=LONGEST_COMMENT)})
    with context.database.write() as session:
        held = _in_review(session, context, actor, plan_id)
        if part not in valid_parts(held.regeling, plan_content.content_of(session, held.version)):
            raise NotFound
        session.execute(
            delete(ReviewComment).where(
                col(ReviewComment.version_id) == held.version_id, col(ReviewComment.part) == part
            )
        )
        if clean:
            row = ReviewComment(
                version_id=held.version_id, part=part, text=clean, account_id=actor.account_id, at=context.now()
            )
            session.add(row)
        session.commit()


def _in_review(session: Session, context: Context, actor: Actor, plan_id: int) -> Held:
    """The plan, for whoever may decide about it now: the sheet belongs to the decision."""
    held = taken(session, context, actor, plan_id)
    check(actor, Action.AFWIJZEN, held.situation())
    return held


def _view(session: Session, context: Context, actor: Actor, held: Held, newest: Held) -> ReviewView:
    version = held.version
    content = plan_content.content_of(session, version)
    earlier = plan_content.from_json(version.returned_content) if version.returned_content else None
    waiting = version.state is PlanState.AANVULLING_GEVRAAGD
    if waiting and earlier is not None:
        content = earlier
    start, eind = proposed_dates(context, held)
    approved = _approved(session, held)
    return ReviewView(
        plan_id=held.plan_id,
        aanbieder_naam=held.aanbieder.naam,
        aanbieder_kvk=held.aanbieder.kvk,
        regeling=held.regeling,
        number=version.number,
        state=version.state,
        status=held.status,
        lock=version.lock,
        submitted_at=version.submitted_at,
        content=content,
        sheet=_sheet(session, held, content),
        comments=_comments(session, version),
        parts=valid_parts(held.regeling, content),
        since_approved=_since_live(session, held, content),
        since_returned=None if waiting or earlier is None else changed_fields(earlier, content),
        returned=plan_content.returned_parts(session, held.version_id),
        local=() if waiting else overview_of(session, context, held),
        approved=approved,
        start=start,
        eind=eind,
        reviewer_id=version.reviewer_id,
        reviewer=reviewer_name(session, version.reviewer_id),
        tied=held.plan.aanbieder_id in actor.ties,
        actions=allowed(actor, newest.situation(a.gemeente_code for a in approved)),
    )


def proposed_dates(context: Context, held: Held) -> tuple[date, date]:
    """The contract dates an approval gets by default: from today, for as long as the regeling says."""
    today = context.today()
    return today, contract_end(today, held.regeling.contract_months)


def reviewer_name(session: Session, account_id: int | None) -> str:
    """The name of a reviewer, for reviewers; "" for nobody."""
    if account_id is None:
        return ""
    account = session.get(Account, account_id)
    return account.naam if account else said("een beoordelaar")


def _approved(session: Session, held: Held) -> tuple[ApprovedPair, ...]:
    """In the order of the regeling; what it no longer has comes last."""
    gemeenten, products = held.regeling.gemeenten, [p.token for p in held.regeling.products]

    def place(a: PlanApproval) -> tuple[int, int, str, str]:
        return _index(gemeenten, a.gemeente_code), _index(products, a.product), a.gemeente_code, a.product

    rows = sorted(approvals_of(session, held.live), key=place)
    return tuple(ApprovedPair(a.gemeente_code, a.product, a.start, a.eind, a.suspended) for a in rows)


def _index(known: Sequence[str], token: str) -> int:
    return known.index(token) if token in known else len(known)


def _since_live(session: Session, held: Held, content: PlanContent) -> tuple[FieldChange, ...] | None:
    if held.live is None or held.live.id == held.version.id:
        return None
    return changed_fields(plan_content.content_of(session, held.live), content)


def _sheet(session: Session, held: Held, content: PlanContent) -> tuple[SheetLine, ...]:
    rows = session.exec(select(ReviewMark).where(ReviewMark.version_id == held.version_id)).all()
    marks = {row.requirement: row.mark for row in rows}
    return tuple(
        SheetLine(r, marks.get(r.id), content.declarations.get(r.id, Declaration()) if r.declaration else None)
        for r in held.regeling.requirements
    )


def _comments(session: Session, version: PlanVersion) -> dict[str, str]:
    rows = session.exec(select(ReviewComment).where(ReviewComment.version_id == version.id)).all()
    return {row.part: row.text for row in rows}
