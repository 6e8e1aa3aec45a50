"""What a plan lacks, what changed in it, and what a returned plan leaves open. On the real regelingen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.domain.contract import contract_end
from portal.domain.plan import Declaration, PlanContent, WerkplekText, asked, declared, missing_answers, task_list
from portal.domain.plan_changes import changed_fields, open_parts, valid_parts
from portal.domain.regeling import Regeling
from portal.domain.written import as_written, one_line
from portal.store.catalogue import Catalogue

WERKPLEK = WerkplekText(
    naam="Tuin",
    gemeente_code="GM0200",
    taken=("zaaien",),
    branches=("groen",),
    producten=("op-trede-3",),
    capaciteit={"op-trede-3": 4},
    dagdelen=("ma-ochtend",),
    begeleiding=("nabij",),
)


@pytest.fixture
def regeling(catalogue: Catalogue) -> Regeling:
    found = catalogue.regelingen.get("werkt-mee-apeldoorn")
    assert found is not None
    return found


@pytest.fixture
def whole(regeling: Regeling) -> PlanContent:
    """Nothing is missing from this."""
    return PlanContent(
        answers={q.id: "Antwoord" for q in regeling.questions},
        products=("op-trede-3",),
        gemeenten=("GM0200",),
        declarations={r.id: Declaration(True, date(2026, 1, 1)) for r in declared(regeling)},
        werkplekken={"w1": WERKPLEK},
    )


def missing(regeling: Regeling, content: PlanContent) -> list[str]:
    return [m.part for m in missing_answers(regeling, content)]


def test_a_whole_plan_lacks_nothing(regeling: Regeling, whole: PlanContent) -> None:
    assert missing(regeling, whole) == []
    assert all(task.done for task in task_list(regeling, whole))


def test_an_empty_plan_lacks_something_in_every_task(regeling: Regeling) -> None:
    assert not any(task.done for task in task_list(regeling, PlanContent()))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"products": ()}, "producten"),
        ({"products": ("op-trede-3", "collectief")}, "producten"),
        ({"gemeenten": ()}, "gemeenten"),
        ({"gemeenten": ("GM0200", "GM0202")}, "gemeenten"),
        ({"werkplekken": {}}, "werkplekken"),
    ],
)
def test_what_is_missing_is_named(regeling: Regeling, whole: PlanContent, change: Any, part: str) -> None:
    assert part in missing(regeling, replace(whole, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"naam": " "},
        {"gemeente_code": None},
        {"taken": ()},
        {"branches": ()},
        {"producten": ()},
        {"producten": ("op-trede-4",), "capaciteit": {"op-trede-4": 2}},
        {"capaciteit": {}},
        {"dagdelen": ()},
        {"begeleiding": ()},
    ],
)
def test_a_werkplek_that_lacks_something_is_named(regeling: Regeling, whole: PlanContent, change: Any) -> None:
    assert "werkplek.w1" in missing(regeling, replace(whole, werkplekken={"w1": replace(WERKPLEK, **change)}))


def test_a_werkgebied_stands_for_an_address(regeling: Regeling, whole: PlanContent) -> None:
    roaming = replace(WERKPLEK, gemeente_code=None, werkgebied=("GM0200",))
    assert missing(regeling, replace(whole, werkplekken={"w1": roaming})) == []


def test_a_product_without_a_werkplek_is_missing(regeling: Regeling, whole: PlanContent) -> None:
    assert missing(regeling, replace(whole, products=("op-trede-3", "op-trede-4"))) == ["producten"]


@pytest.mark.parametrize("given", [Declaration(), Declaration(True, None), Declaration(False, date(2026, 1, 1))])
def test_a_declaration_needs_present_and_a_date(regeling: Regeling, whole: PlanContent, given: Declaration) -> None:
    content = replace(whole, declarations={**whole.declarations, "meldcode": given})
    assert missing(regeling, content) == ["verklaring.meldcode"]


@pytest.mark.parametrize(
    ("products", "has", "has_not"),
    [(("op-trede-3",), "werklocaties", "aanpak"), (("naar-trede-4",), "aanpak", "werklocaties")],
)
def test_question_3_depends_on_the_product(
    regeling: Regeling, products: tuple[str, ...], has: str, has_not: str
) -> None:
    ids = [q.id for q in asked(regeling, products)]
    assert has in ids
    assert has_not not in ids


def test_a_question_that_is_not_asked_is_not_missing(regeling: Regeling, whole: PlanContent) -> None:
    assert missing(regeling, replace(whole, answers={**whole.answers, "aanpak": ""})) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"answers": {"aanbod": "Nieuw"}}, {("vraag.aanbod", "")}),
        ({"products": ("op-trede-4",)}, {("producten", "")}),
        ({"gemeenten": ()}, {("gemeenten", "")}),
        ({"werkplekken": {}}, {("werkplek.w1", "verwijderd")}),
        ({"werkplekken": {"w1": WERKPLEK, "w2": WERKPLEK}}, {("werkplek.w2", "toegevoegd")}),
        ({"werkplekken": {"w1": replace(WERKPLEK, naam="Kas")}}, {("werkplek.w1", "naam")}),
        ({"werkplekken": {"w1": replace(WERKPLEK, capaciteit={"op-trede-3": 9})}}, {("werkplek.w1", "capaciteit")}),
        ({"declarations": {"vog": Declaration(True)}}, {("verklaring.vog", "present")}),
    ],
)
def test_every_difference_is_named_per_field(change: Any, found: set[tuple[str, str]]) -> None:
    old = PlanContent({"aanbod": "Oud"}, ("op-trede-3",), ("GM0200",), {}, {"w1": WERKPLEK})
    new = replace(old, **change)
    assert {(c.part, c.field) for c in changed_fields(old, new)} == found
    assert {(c.part) for c in changed_fields(new, old)} == {part for part, _ in found}


def test_another_order_and_spaces_at_the_ends_are_no_difference() -> None:
    old = PlanContent({"aanbod": "Tekst"}, ("a", "b"), ("x", "y"))
    assert changed_fields(old, PlanContent({"aanbod": "Tekst \n"}, ("b", "a"), ("y", "x"))) == ()


def test_the_order_of_tasks_is_a_difference() -> None:
    old = PlanContent(werkplekken={"w1": replace(WERKPLEK, taken=("a", "b"))})
    new = PlanContent(werkplekken={"w1": replace(WERKPLEK, taken=("b", "a"))})
    assert [c.field for c in changed_fields(old, new)] == ["taken"]


@pytest.mark.parametrize(
    ("returned", "open_now"),
    [
        (["vraag.aanbod"], {"vraag.aanbod"}),
        (["werkplek.w1"], {"werkplek.w1"}),
        (["werkplekken"], {"werkplekken", "werkplek.w1"}),
        (["producten"], {"producten", "werkplekken", "werkplek.w1"}),
    ],
)
def test_only_what_was_returned_is_open(
    regeling: Regeling, whole: PlanContent, returned: list[str], open_now: set[str]
) -> None:
    assert open_parts(regeling, whole, returned) == open_now


def test_a_question_that_another_product_asks_opens_too(regeling: Regeling, whole: PlanContent) -> None:
    more = replace(whole, products=("op-trede-3", "naar-trede-4"), answers={**whole.answers, "aanpak": ""})
    assert "vraag.aanpak" in open_parts(regeling, more, ["producten"])


def test_a_reviewer_may_return_every_part(regeling: Regeling, whole: PlanContent) -> None:
    parts = valid_parts(regeling, whole)
    assert {"producten", "vraag.aanbod", "werkplek.w1", "verklaring.meldcode"} <= set(parts)
    assert len(parts) == len(set(parts))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 11, 23), 24, date(2028, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
    ],
)
def test_a_contract_ends_the_day_before(start: date, months: int, end: date) -> None:
    assert contract_end(start, months) == end


def test_text_is_kept_as_written_without_control_characters() -> None:
    assert as_written(" Een\r\ntwee\x00\x07\ud800 ") == "Een\ntwee"
    assert one_line(" Een \n twee ") == "Een twee"
