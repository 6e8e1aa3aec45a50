"""Parts and states of a plan as its aanbieder reads them: names, addresses, what to do now."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from portal.domain.plan import Declaration, asked, declared
from portal.domain.plan_numbers import question_numbers
from portal.domain.regeling import Question
from portal.domain.review import PlanState, PlanStatus
from portal.domain.said import said
from portal.services.plannen import PlanView

# The page of each task of `portal.domain.plan.task_list`.
PAGES: Mapping[str, str] = {
    "producten": "aanbieder.producten",
    "gemeenten": "aanbieder.gemeenten",
    "vragen": "aanbieder.vragen",
    "werkplekken": "aanbieder.werkplekken",
    "verklaringen": "aanbieder.verklaringen",
}
STATE_KINDS: Mapping[str, str] = {
    PlanState.INGEDIEND: "info",
    PlanState.IN_BEOORDELING: "info",
    PlanState.AANVULLING_GEVRAAGD: "warning",
    PlanState.GOEDGEKEURD: "positive",
    PlanState.AFGEWEZEN: "negative",
    PlanStatus.GEPUBLICEERD: "positive",
    PlanStatus.OPGESCHORT: "warning",
}
_NOW = {
    PlanState.CONCEPT: said("Vul het plan in. Klaar? Dien het dan in bij de gemeente."),
    PlanState.INGEDIEND: said("U hoeft niets te doen. Een beoordelaar van de gemeente pakt uw plan op."),
    PlanState.IN_BEOORDELING: said("U hoeft niets te doen. De gemeente beoordeelt uw plan."),
    PlanState.AANVULLING_GEVRAAGD: said(
        "De gemeente heeft vragen. Pas aan waar de gemeente om vraagt en dien opnieuw in."
    ),
    PlanState.GOEDGEKEURD: said("Houd uw vrije plekken bij. Wilt u iets anders wijzigen? Maak dan een nieuwe versie."),
    PlanState.AFGEWEZEN: said("De gemeente heeft dit plan afgewezen. U kunt een nieuwe versie maken."),
}
_STATUS_NOW = {
    PlanStatus.OPGESCHORT: said("De gemeente heeft uw plan opgeschort. Lees in de geschiedenis waarom."),
    PlanStatus.INGETROKKEN: said("U hebt dit plan ingetrokken. Het staat niet meer op de site."),
    PlanStatus.VERLOPEN: said("Uw contract is afgelopen. Uw werkplekken staan niet meer op de site."),
}


def what_now(state: PlanState, status: PlanStatus) -> str:
    """One or two sentences on what the aanbieder has to do."""
    before = _STATUS_NOW.get(status, "")
    if before and state is not PlanState.GOEDGEKEURD:
        return said("%(eerst)s %(nu)s", eerst=before, nu=_NOW[state])
    return before or _NOW[state]


def numbered(plan: PlanView) -> list[tuple[str, Question]]:
    """(number, question) of every question asked for the chosen products, in the regeling's order."""
    questions = asked(plan.regeling, plan.content.products)
    numbers = question_numbers(plan.regeling, {question.id for question in questions})
    return [(numbers[question.id], question) for question in questions]


def part_title(plan: PlanView, part: str) -> str:
    """The name of a part: a returned one, or one in the history."""
    kind, _, key = part.partition(".")
    if kind == "vraag":
        number = {question.id: number for number, question in numbered(plan)}.get(key, "")
        text = next((q.text for q in plan.regeling.questions if q.id == key), key)
        if number:
            return said("Vraag %(nummer)s: %(vraag)s", nummer=number, vraag=text)
        return said("Vraag: %(vraag)s", vraag=text)
    if kind == "verklaring":
        requirement = next((r.text for r in declared(plan.regeling) if r.id == key), key)
        return said("Verklaring: %(eis)s", eis=requirement)
    if kind == "werkplek":
        werkplek = plan.content.werkplekken.get(key)
        return said("Werkplek: %(naam)s", naam=werkplek.naam if werkplek else said("niet meer in het plan"))
    return {
        "producten": said("Producten"),
        "gemeenten": said("Gemeenten"),
        "werkplekken": said("Alle werkplekken samen"),
    }.get(kind, kind)


def part_address(plan: PlanView, part: str) -> str:
    """Where that part is changed."""
    kind, _, key = part.partition(".")
    if kind == "werkplek":
        if key not in plan.content.werkplekken:
            return url_for("aanbieder.werkplekken", plan_id=plan.plan_id)
        return url_for("aanbieder.werkplek", plan_id=plan.plan_id, public_id=key)
    page = PAGES[{"vraag": "vragen", "verklaring": "verklaringen"}.get(kind, kind)]
    return url_for(page, plan_id=plan.plan_id, _anchor=part if key else None)


def in_words(value: object) -> str:
    """A value that two people changed, as text to compare."""
    if isinstance(value, Declaration):
        dates = [f"van {value.dated:%d-%m-%Y}" if value.dated else ""]
        dates += [f"aan de gemeente gegeven op {value.handed_over:%d-%m-%Y}" if value.handed_over else ""]
        return ", ".join(filter(None, ["aanwezig" if value.present else "niet aanwezig", *dates]))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {one}" for key, one in value.items()) or "(leeg)"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "(leeg)"
    return str(value) if value not in (None, "") else "(leeg)"
