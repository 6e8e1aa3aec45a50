"""What stands on paper: from a plan version, or from what of it is public today, to the values of `paper`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from sqlmodel import Session

from indexer.document import from_werkplek
from portal.domain.plan import Declaration, PlanContent, WerkplekText, asked, declared
from portal.domain.plan_numbers import question_numbers
from portal.domain.regeling import Regeling
from portal.domain.review import PlanState
from portal.domain.said import said
from portal.services.context import AMSTERDAM, Context
from portal.services.facet_values import name_of
from portal.services.paper import Fact, PaperAnswer, PaperPlan, PaperWerkplek
from portal.store import published
from portal.store.aanbieders import Aanbieder
from portal.store.catalogue import Catalogue
from portal.store.plan_content import content_of, text_of
from portal.store.plannen import Plan, PlanVersion
from portal.store.published import PublicWerkplek


@dataclass(frozen=True, slots=True)
class PaperMark:
    """Which version it is: of whom, its number, how it stands in Dutch, and the date of the document."""

    aanbieder: str
    version: int
    state: str
    day: date


def paper_of(
    catalogue: Catalogue, regeling: Regeling, content: PlanContent, mark: PaperMark, *, public_only: bool
) -> PaperPlan:
    """The document of this content. Public: only the questions with `openbaar`, without what is not answered, and no
    declarations (domain.md, "Public part"). In full: every question asked, and every declaration.
    """
    questions = asked(regeling, content.products)
    numbers = question_numbers(regeling, {question.id for question in questions})
    answers = [
        PaperAnswer(numbers[q.id], q.text, content.answers.get(q.id, ""))
        for q in questions
        if not public_only or (q.openbaar and content.answers.get(q.id, "").strip())
    ]
    return PaperPlan(
        title="Plan van aanpak, openbaar deel" if public_only else "Plan van aanpak",
        aanbieder=mark.aanbieder,
        regeling=regeling.naam,
        version=mark.version,
        state=mark.state,
        day=mark.day,
        max_pages=regeling.plan_max_pages,
        answers=tuple(answers),
        producten=_product_names(regeling, content.products),
        gemeenten=_gemeente_names(catalogue, content.gemeenten),
        werkplekken=tuple(_werkplek(w, regeling, catalogue) for w in content.werkplekken.values()),
        declarations=() if public_only else _declarations(regeling, content),
    )


def version_paper(session: Session, context: Context, version: PlanVersion) -> PaperPlan | None:
    """The full document of one version, for its aanbieder and its reviewers: who may see it, the caller has checked.

    None when the regeling or the plan is no longer there.
    """
    plan = session.get(Plan, version.plan_id)
    aanbieder = session.get(Aanbieder, plan.aanbieder_id) if plan else None
    regeling = context.catalogue.regelingen.get(plan.regeling) if plan else None
    if aanbieder is None or regeling is None:
        return None
    content = content_of(session, version)
    return paper_of(context.catalogue, regeling, content, mark_of(aanbieder.naam, version), public_only=False)


def mark_of(aanbieder: str, version: PlanVersion) -> PaperMark:
    """How a version stands, with the date that goes with its state."""
    moment = {
        PlanState.GOEDGEKEURD: version.reviewed_at,
        PlanState.AFGEWEZEN: version.reviewed_at,
        PlanState.INGEDIEND: version.submitted_at,
        PlanState.IN_BEOORDELING: version.submitted_at,
    }.get(version.state)
    day = _day(moment or version.updated_at)
    words = {
        PlanState.CONCEPT: "concept van",
        PlanState.IN_BEOORDELING: "in beoordeling, ingediend op",
        PlanState.AANVULLING_GEVRAAGD: "aanvulling gevraagd, bijgewerkt op",
    }.get(version.state, f"{version.state.label.lower()} op")
    return PaperMark(aanbieder, version.number, f"{words} {_long(day)}", day)


def public_paper(context: Context, aanbieder_id: str, regeling_id: str) -> PaperPlan | None:
    """The public part of the live version, or None when no werkplek of it is published today.

    It lists only the werkplekken, products and gemeenten that are published: an approval that is suspended or over is
    not on it.
    """
    today = context.today()
    regeling = context.catalogue.regelingen.get(regeling_id)
    with context.database.read() as session:
        ids = published.public_ids_of_plan(session, aanbieder_id, regeling_id) if regeling else []
        rows = published.load(session, ids)
    found = [(rows[id_], _served(rows[id_], context, today)) for id_ in ids if id_ in rows]
    shown = [(row, served) for row, served in found if served]
    if regeling is None or not shown:
        return None
    first = shown[0][0]
    content = PlanContent(
        answers=first.plan_version.answers,
        products=tuple(first.plan_version.products),
        werkplekken={row.werkplek.public_id: _public_text(row, served) for row, served in shown},
    )
    mark = mark_of(first.aanbieder.naam, first.plan_version)
    paper = paper_of(context.catalogue, regeling, content, mark, public_only=True)
    pairs = {pair for _, served in shown for pair in served}
    products, gemeenten = {product for _, product in pairs}, {code for code, _ in pairs}
    return replace(
        paper,
        producten=_product_names(regeling, [p.token for p in regeling.offered if p.token in products]),
        gemeenten=_gemeente_names(context.catalogue, [code for code in regeling.gemeenten if code in gemeenten]),
    )


def _served(public: PublicWerkplek, context: Context, today: date) -> set[tuple[str, str]]:
    """The (gemeente, product) pairs that this werkplek serves today, of the document that the index holds."""
    document = from_werkplek(public, context.catalogue, today, with_words=False)
    tokens = [token.partition(".") for token in document["serves"]] if document else []
    return {(code, product) for code, _, product in tokens if product and code.startswith("GM")}


def _public_text(row: PublicWerkplek, served: set[tuple[str, str]]) -> WerkplekText:
    text, products = text_of(row.version), {product for _, product in served}
    return replace(text, producten=tuple(token for token in text.producten if token in products))


def _product_names(regeling: Regeling, tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(p.naam if (p := regeling.product(token)) else token for token in tokens)


def _gemeente_names(catalogue: Catalogue, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(catalogue.gemeente_names.get(code, code) for code in codes)


def _werkplek(w: WerkplekText, regeling: Regeling, catalogue: Catalogue) -> PaperWerkplek:
    places = [
        f"{p.naam if (p := regeling.product(token)) else token} ({_places(w.capaciteit.get(token))})"
        for token in w.producten
    ]
    own = w.gemeente_code or ""
    facts: list[Fact] = [
        (said("Adres"), f"{w.straat} {w.huisnummer}, {w.postcode} {w.woonplaats}" if w.straat else w.woonplaats or ""),
        (said("Gemeente"), catalogue.gemeente_names.get(own, own)),
        (said("Werkgebied"), ", ".join(_gemeente_names(catalogue, w.werkgebied))),
        (said("Locatie van"), w.locatie_van or ""),
        (said("Producten en plekken"), "; ".join(places)),
        (said("Taken"), "; ".join(w.taken)),
        (said("Branches"), _names("branche", w.branches, catalogue)),
        (said("Omschrijving"), w.omschrijving),
        (said("Dagdelen"), _names("dagdeel", w.dagdelen, catalogue)),
        (said("Begeleiding"), _names("begeleiding", w.begeleiding, catalogue)),
        (said("Groep"), _group(w.groep_min, w.groep_max)),
        (said("Soort bedrijf"), "een gewoon bedrijf of een gewone organisatie" if w.regulier else "begeleid werk"),
        (said("Met een rolstoel"), "; ".join(filter(None, ("ja" if w.toegankelijk else "nee", w.toegankelijkheid)))),
        (said("Talen"), _names("taal", w.talen, catalogue)),
    ]
    return PaperWerkplek(w.naam, tuple(fact for fact in facts if fact[1].strip()))


def _names(key: str, tokens: Sequence[str], catalogue: Catalogue) -> str:
    return ", ".join(name_of(key, token, None, catalogue) for token in tokens)


def _places(capacity: int | None) -> str:
    if capacity is None:
        return "aantal plekken niet bekend"
    return "1 plek" if capacity == 1 else f"{capacity} plekken"


def _group(smallest: int | None, largest: int | None) -> str:
    if largest is None or smallest is None:
        return f"{largest or smallest} mensen" if largest or smallest else ""
    return f"{smallest} mensen" if smallest == largest else f"{smallest} tot {largest} mensen"


def _declarations(regeling: Regeling, content: PlanContent) -> tuple[Fact, ...]:
    given = [(r, content.declarations.get(r.id, Declaration())) for r in declared(regeling)]
    return tuple((requirement.text.rstrip(".:"), _declared(declaration)) for requirement, declaration in given)


def _declared(declaration: Declaration) -> str:
    if not declaration.present:
        return "niet verklaard"
    parts = ["aanwezig"]
    if declaration.dated:
        parts.append(f"van {_long(declaration.dated)}")
    if declaration.handed_over:
        parts.append(f"aan de gemeente gegeven op {_long(declaration.handed_over)}")
    return ", ".join(parts)


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _long(day: date) -> str:
    """ "12 mei 2026": the document is in Dutch, whatever the language of the page."""
    return str(format_date(day, "d MMMM y", locale="nl"))
