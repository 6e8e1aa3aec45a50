"""From rows to paper: the public part holds only what is public today, the full part everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from portal.domain.plan import Declaration
from portal.domain.review import PlanState
from portal.services.context import Context
from portal.services.paper import PaperPlan
from portal.services.paper_rows import public_paper, version_paper
from portal.store.plan_content import set_declarations
from portal.store.tables import Plan, PlanApproval, PlanVersion, Werkplek
from tests.factories import NOW, TODAY, Published, published

APELDOORN, ARNHEM = "werkt-mee-apeldoorn", "activerend-werk-arnhem"
QUESTIONS = ("aanbod", "taken", "werklocaties", "aanpak", "onderscheid", "uitgangspunten", "ondersteuning",
             "voortgang", "doorstroom", "deskundigheid", "inzetbaarheid", "onderaannemers")  # fmt: skip
ANSWERS = {question: f"Antwoord op {question}." for question in QUESTIONS}
BOTH: dict[str, int | None] = {"op-trede-3": 2, "naar-trede-4": 1}


def add(context: Context, change: Any = None, **given: Any) -> Published:
    """A published werkplek whose plan answers everything; `change(rows, session)` alters it before the commit."""
    with context.database.write() as session:
        rows = published(session, **({"products": BOTH} | given))
        rows.version.answers = ANSWERS
        set_declarations(session, rows.version.id or 0, {"meldcode": Declaration(True, date(2026, 1, 2))})
        if change:
            change(rows, session)
        session.commit()
        for row in (rows.aanbieder, rows.plan, rows.version, rows.werkplek):
            session.refresh(row)
        session.expunge_all()
    return rows


def full(context: Context, rows: Published) -> PaperPlan:
    """The full document."""
    with context.database.read() as session:
        version = session.get(PlanVersion, rows.version.id)
        paper = version_paper(session, context, version) if version else None
    assert paper is not None
    return paper


def public(context: Context, rows: Published) -> PaperPlan | None:
    """The public part."""
    return public_paper(context, rows.aanbieder.public_id, rows.plan.regeling)


def test_the_full_part_has_every_question_and_the_declarations(context: Context) -> None:
    paper = full(context, add(context))
    assert [a.number for a in paper.answers] == ["1", "2", "3a", "3b", "4", "5", "6", "7", "8"]
    assert all(a.answer.startswith("Antwoord op") for a in paper.answers)
    assert [text for _, text in paper.declarations].count("aanwezig, van 2 januari 2026") == 1
    assert "niet verklaard" in [text for _, text in paper.declarations]


def test_the_public_part_leaves_out_7_and_8_and_the_declarations(context: Context) -> None:
    paper = public(context, add(context))
    assert paper is not None
    assert [a.number for a in paper.answers] == ["1", "2", "3a", "3b", "4", "5", "6"]
    assert (paper.declarations, paper.title) == ((), "Plan van aanpak, openbaar deel")


def test_the_extra_questions_of_arnhem_are_not_public(context: Context) -> None:
    rows = add(context, regeling=ARNHEM, gemeenten=("GM0202",), gemeente_code="GM0202", woonplaats="Arnhem")
    paper = public(context, rows)
    assert paper is not None
    assert not {"voortgang", "doorstroom", "deskundigheid", "inzetbaarheid", "onderaannemers"} & {
        a.answer.removeprefix("Antwoord op ").rstrip(".") for a in paper.answers
    }
    assert len(full(context, rows).answers) == 12


@pytest.mark.parametrize(("product", "question"), [("op-trede-3", "werklocaties"), ("naar-trede-4", "aanpak")])
def test_question_3_goes_by_the_products(context: Context, product: str, question: str) -> None:
    third = full(context, add(context, products={product: 1})).answers[2]
    assert (third.number, third.answer) == ("3", f"Antwoord op {question}.")


def test_the_public_part_says_nothing_of_what_is_not_answered(context: Context) -> None:
    paper = public(context, add(context, lambda rows, _: setattr(rows.version, "answers", {"taken": "Harken."})))
    assert paper is not None
    assert [(a.number, a.answer) for a in paper.answers] == [("2", "Harken.")]


def test_a_suspended_product_is_not_on_the_public_part(context: Context) -> None:
    def suspend(rows: Published, session: Any) -> None:
        session.flush()
        for row in session.exec(select(PlanApproval).where(PlanApproval.product == "naar-trede-4")):
            row.suspended = True

    rows = add(context, suspend)
    paper = public(context, rows)
    assert paper is not None
    assert paper.producten == ("Werkt mee op trede 3",)
    assert "trede 4" not in dict(paper.werkplekken[0].facts)["Producten en plekken"]
    assert len(full(context, rows).producten) == 2


def test_a_gemeente_whose_contract_is_over_is_not_on_the_public_part(context: Context) -> None:
    def end(rows: Published, session: Any) -> None:
        session.flush()
        for row in session.exec(select(PlanApproval).where(PlanApproval.gemeente_code == "GM0275")):
            row.eind = TODAY - timedelta(days=1)

    rows = add(
        context, end, regeling=ARNHEM, gemeenten=("GM0202", "GM0275"), gemeente_code="GM0202", woonplaats="Arnhem"
    )
    paper = public(context, rows)
    assert paper is not None
    assert paper.gemeenten == ("Arnhem",)


GONE = {
    "withdrawn": lambda rows, _: setattr(rows.plan, "withdrawn_at", NOW),
    "suspended": lambda rows, _: setattr(rows.plan, "suspended", True),
    "not live": lambda rows, _: setattr(rows.version, "live", False),
    "stale": lambda rows, _: setattr(rows.werkplek, "confirmed_at", TODAY - timedelta(days=400)),
}


@pytest.mark.parametrize("change", GONE.values(), ids=GONE)
def test_what_is_not_published_has_no_public_part(context: Context, change: Any) -> None:
    assert public(context, add(context, change)) is None


def test_an_unknown_aanbieder_or_regeling_has_none(context: Context) -> None:
    rows = add(context)
    assert public_paper(context, "zzzz", APELDOORN) is None
    assert public_paper(context, rows.aanbieder.public_id, "bestaat-niet") is None
    assert public_paper(context, rows.aanbieder.public_id, ARNHEM) is None


def test_only_the_werkplekken_that_are_published_are_listed(context: Context) -> None:
    def another(rows: Published, session: Any) -> None:
        stale = Werkplek(public_id="oud", plan_id=rows.plan.id, confirmed_at=TODAY - timedelta(days=400))
        session.add(stale)
        session.flush()
        values = rows.werkplek_version.model_dump(exclude={"id", "werkplek_id", "naam"})
        session.add(type(rows.werkplek_version)(**values, werkplek_id=stale.id, naam="Oude plek"))

    rows = add(context, another)
    paper = public(context, rows)
    assert paper is not None
    assert [w.naam for w in paper.werkplekken] == ["Kwekerij De Zon"]
    assert [w.naam for w in full(context, rows).werkplekken] == ["Kwekerij De Zon", "Oude plek"]


def test_a_newer_draft_is_not_on_the_public_part(context: Context) -> None:
    def draft(rows: Published, session: Any) -> None:
        values = rows.version.model_dump(exclude={"id"}) | {"number": 2, "live": False, "state": PlanState.CONCEPT}
        session.add(PlanVersion(**(values | {"answers": {"aanbod": "Nog geheim."}})))

    paper = public(context, add(context, draft))
    assert paper is not None
    assert (paper.version, paper.answers[0].answer) == (1, "Antwoord op aanbod.")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PlanState.CONCEPT, "concept van 23 november 2026"),
        (PlanState.INGEDIEND, "ingediend op 23 november 2026"),
        (PlanState.IN_BEOORDELING, "in beoordeling, ingediend op 23 november 2026"),
        (PlanState.AANVULLING_GEVRAAGD, "aanvulling gevraagd, bijgewerkt op 23 november 2026"),
        (PlanState.GOEDGEKEURD, "goedgekeurd op 23 november 2026"),
        (PlanState.AFGEWEZEN, "afgewezen op 23 november 2026"),
    ],
)
def test_the_footer_says_how_the_version_stands(context: Context, state: PlanState, words: str) -> None:
    paper = full(context, add(context, lambda rows, _: setattr(rows.version, "state", state)))
    assert (paper.state, paper.day) == (words, TODAY)


def test_a_werkplek_is_described_in_words(context: Context) -> None:
    rows = add(context, toegankelijk=True, toegankelijkheid="Lift.", groep_min=2, groep_max=5)
    facts = dict(full(context, rows).werkplekken[0].facts)
    assert facts["Adres"] == "Voorbeeldweg 1, 7311 AA Apeldoorn"
    assert facts["Producten en plekken"] == (
        "Werkt mee op trede 3 (5 plekken); Werkt mee ontwikkeling naar trede 4 (5 plekken)"
    )
    assert (facts["Groep"], facts["Met een rolstoel"]) == ("2 tot 5 mensen", "ja; Lift.")
    assert (facts["Talen"], facts["Dagdelen"]) == ("Nederlands", "Maandagochtend")
    assert "Werkgebied" not in facts


def test_a_version_whose_regeling_is_gone_has_no_paper(context: Context) -> None:
    rows = add(context, regeling="vroeger")
    with context.database.read() as session:
        version = session.get(PlanVersion, rows.version.id)
        assert version is not None
        assert session.get(Plan, version.plan_id) is not None
        assert version_paper(session, context, version) is None
