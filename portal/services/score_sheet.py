"""The score sheet and the comments of a review, kept together: nothing of what a reviewer typed is half saved."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, delete

from portal.domain.actor import Actor
from portal.domain.plan_changes import valid_parts
from portal.domain.review import Action, Mark, check
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services.context import Context
from portal.services.plan_access import Held, taken
from portal.services.refusals import Invalid
from portal.services.review import LONGEST_COMMENT
from portal.store import plan_content
from portal.store.reviews import ReviewComment, ReviewMark


def save_sheet(
    context: Context,
    actor: Actor,
    plan_id: int,
    marks: Mapping[str, Mark | None],
    comments: Mapping[str, str],
) -> None:
    """Keep these marks (by requirement; None: not judged) and comments (by part; "": none), in one commit.

    What is not named stays; what does not belong to the plan is left out. Only who has the plan in review. Raises
    `Invalid` per part, `Refused`, `NotFound`.
    """
    clean = {part: as_written(text) for part, text in comments.items()}
    long = said("Dit is te lang. Gebruik hooguit %(most)s tekens.", most=LONGEST_COMMENT)
    if errors := {part: long for part, text in clean.items() if len(text) > LONGEST_COMMENT}:
        raise Invalid(errors)
    with context.database.write() as session:
        held = taken(session, context, actor, plan_id)
        check(actor, Action.AFWIJZEN, held.situation())  # the sheet belongs to who may decide
        known = {requirement.id for requirement in held.regeling.requirements}
        parts = valid_parts(held.regeling, plan_content.content_of(session, held.version))
        _set_marks(session, context, actor, held, {key: marks[key] for key in marks if key in known})
        _set_comments(session, context, actor, held, {part: clean[part] for part in clean if part in parts})
        session.commit()


def _set_marks(session: Session, context: Context, actor: Actor, held: Held, marks: Mapping[str, Mark | None]) -> None:
    old = (col(ReviewMark.version_id) == held.version_id, col(ReviewMark.requirement).in_(list(marks)))
    session.execute(delete(ReviewMark).where(*old))
    session.add_all(
        ReviewMark(
            version_id=held.version_id, requirement=key, mark=mark, account_id=actor.account_id, at=context.now()
        )
        for key, mark in marks.items()
        if mark is not None
    )


def _set_comments(session: Session, context: Context, actor: Actor, held: Held, comments: Mapping[str, str]) -> None:
    old = (col(ReviewComment.version_id) == held.version_id, col(ReviewComment.part).in_(list(comments)))
    session.execute(delete(ReviewComment).where(*old))
    session.add_all(
        ReviewComment(version_id=held.version_id, part=part, text=text, account_id=actor.account_id, at=context.now())
        for part, text in comments.items()
        if text
    )
