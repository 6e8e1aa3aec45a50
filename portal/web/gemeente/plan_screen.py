"""A plan under review as the page shows it: its parts in the order of the format, each with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.domain.plan import GEMEENTEN, PRODUCTEN, WERKPLEKKEN, asked, question_part, werkplek_part
from portal.domain.said import said
from portal.services.paper import Fact, PaperPlan
from portal.services.paper_rows import PaperMark, paper_of
from portal.services.review import ReviewView
from portal.store.catalogue import Catalogue
from portal.web.gemeente.words import Difference, differences
from portal.web.labels import moment


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan. `lines` are plain sentences, `facts` labels with words; `comment` is the reviewers' own.

    `since_approved` and `since_returned`: what changed. `asked_before`: the reason it was returned with.
    """

    key: str
    title: str
    lines: tuple[str, ...] = ()
    text: str = ""
    facts: tuple[Fact, ...] = ()
    comment: str = ""
    asked_before: str = ""
    since_approved: tuple[Difference, ...] = ()
    since_returned: tuple[Difference, ...] = ()

    @property
    def is_empty_whole(self) -> bool:
        """All werkplekken together, and nothing to say of them: it is there to write a remark at only."""
        said_of_it = (self.lines, self.comment, self.asked_before, self.since_approved, self.since_returned)
        return self.key == WERKPLEKKEN and not any(said_of_it)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts under one heading."""

    title: str
    parts: tuple[Part, ...]


def paper(catalogue: Catalogue, view: ReviewView) -> PaperPlan:
    """The full document of what was handed in, as the reviewer sees it."""
    handed_in = moment(view.submitted_at)
    state = f"{view.state.label.lower()}, ingediend op {handed_in}" if handed_in else view.state.label.lower()
    day = view.submitted_at.date() if view.submitted_at else view.start
    mark = PaperMark(view.aanbieder_naam, view.number, state, day)
    return paper_of(catalogue, view.regeling, view.content, mark, public_only=False)


def groups(catalogue: Catalogue, view: ReviewView) -> tuple[Group, ...]:
    """Everything the plan says, part by part. Declarations stand on the score sheet, beside their requirement."""
    written = paper(catalogue, view)
    approved = differences(catalogue, view.regeling, view.since_approved)
    returned = differences(catalogue, view.regeling, view.since_returned)

    def part(key: str, title: str, **shown: object) -> Part:
        return Part(
            key,
            title,
            comment=view.comments.get(key, ""),
            asked_before=view.returned.get(key, ""),
            since_approved=tuple(approved.get(key, ())),
            since_returned=tuple(returned.get(key, ())),
            **shown,  # type: ignore[arg-type]
        )

    offer = (
        part(PRODUCTEN, said("Producten"), lines=written.producten),
        part(GEMEENTEN, said("Gemeenten"), lines=written.gemeenten),
    )
    questions = zip(asked(view.regeling, view.content.products), written.answers, strict=True)
    answers = (
        part(question_part(q.id), said("%(nummer)s. %(vraag)s", nummer=a.number, vraag=a.question), text=a.answer)
        for q, a in questions
    )
    places = zip(view.content.werkplekken, written.werkplekken, strict=True)
    werkplekken = (part(werkplek_part(id_), w.naam or said("Werkplek zonder naam"), facts=w.facts) for id_, w in places)
    gone = _gone(approved | returned, view)
    whole = part(WERKPLEKKEN, said("Alle werkplekken samen"), lines=gone)
    return (
        Group(said("Waarvoor"), offer),
        Group(said("Antwoorden"), tuple(answers)),
        Group(said("Werkplekken"), (*werkplekken, whole)),
    )


def part_titles(catalogue: Catalogue, view: ReviewView) -> dict[str, str]:
    """Part -> its name, for every part that can be commented on or returned."""
    titles = {part.key: part.title for group in groups(catalogue, view) for part in group.parts}
    rest: dict[str, str] = {
        question_part(q.id): said("Vraag: %(vraag)s", vraag=q.text) for q in view.regeling.questions
    }
    rest |= {
        f"verklaring.{line.requirement.id}": said("Verklaring: %(eis)s", eis=line.requirement.text)
        for line in view.sheet
    }
    return {key: titles.get(key) or rest.get(key, key) for key in view.parts}


def _gone(changes: Mapping[str, list[Difference]], view: ReviewView) -> tuple[str, ...]:
    """Werkplekken that were in an earlier version, and are not in this one."""
    here = {werkplek_part(public_id) for public_id in view.content.werkplekken}
    return tuple(said("Niet meer in het plan: %(naam)s", naam=name) for name in _names(changes, here))


def _names(changes: Mapping[str, list[Difference]], here: set[str]) -> Iterator[str]:
    for key, found in changes.items():
        if key.startswith("werkplek.") and key not in here:
            yield "".join(piece.text for difference in found for piece in difference.pieces)


def declared_changes(catalogue: Catalogue, view: ReviewView) -> dict[str, tuple[Difference, ...]]:
    """Requirement -> what changed in its declaration against the approved version, else against what was returned."""
    changes = view.since_approved if view.since_approved is not None else view.since_returned
    found = differences(catalogue, view.regeling, changes)
    return {line.requirement.id: tuple(found.get(f"verklaring.{line.requirement.id}", ())) for line in view.sheet}
