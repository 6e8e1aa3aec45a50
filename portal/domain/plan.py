"""What a plan van aanpak says, and what is still missing from it (S0 bijlage; domain.md, "The plan van aanpak").

Parts: what can be missing, returned, reopened or changed has a key, a plain text: `producten`, `gemeenten`,
`werkplekken`, `vraag.<question id>`, `verklaring.<requirement id>` and `werkplek.<public id>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.domain.regeling import ProductKind, Question, Regeling, Requirement
from portal.domain.said import said

PRODUCTEN = "producten"
GEMEENTEN = "gemeenten"
WERKPLEKKEN = "werkplekken"
_VRAAG, _VERKLARING, _WERKPLEK = "vraag.", "verklaring.", "werkplek."


def question_part(question_id: str) -> str:
    """The part of one question."""
    return _VRAAG + question_id


def declaration_part(requirement_id: str) -> str:
    """The part of the declaration for one requirement."""
    return _VERKLARING + requirement_id


def werkplek_part(public_id: str) -> str:
    """The part of one werkplek."""
    return _WERKPLEK + public_id


def task_of(part: str) -> str:
    """The id of the task that a part is filled in at."""
    kind = part.partition(".")[0]
    return {"vraag": "vragen", "verklaring": "verklaringen", "werkplek": WERKPLEKKEN}.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Declaration:
    """The aanbieder declares: present, of that date, handed to the gemeente on that date. No uploads (domain.md)."""

    present: bool = False
    dated: date | None = None
    handed_over: date | None = None


@dataclass(frozen=True, slots=True)
class WerkplekText:
    """A werkplek as a plan version describes it. An address (`gemeente_code` filled) or else a `werkgebied`.

    `producten` holds the tokens in order, `capaciteit` the places per token. Tokens are those of api.md.
    """

    naam: str = ""
    straat: str = ""
    huisnummer: str = ""
    postcode: str = ""  # "7311 KZ"
    woonplaats: str | None = None
    gemeente_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    werkgebied: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    omschrijving: str = ""
    branches: tuple[str, ...] = ()
    producten: tuple[str, ...] = ()
    capaciteit: Mapping[str, int] = field(default_factory=dict)
    dagdelen: tuple[str, ...] = ()
    begeleiding: tuple[str, ...] = ()
    groep_min: int | None = None
    groep_max: int | None = None
    regulier: bool = False
    toegankelijk: bool = False
    toegankelijkheid: str = ""
    talen: tuple[str, ...] = ()
    locatie_van: str | None = None


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything one version says. `werkplekken` by public id, `declarations` by requirement, `answers` by question."""

    answers: Mapping[str, str] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    werkplekken: Mapping[str, WerkplekText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before the plan can be submitted: where, and what, in Dutch."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list. `id`: producten, gemeenten, vragen, werkplekken, verklaringen."""

    id: str
    titel: str
    missing: tuple[Missing, ...]

    @property
    def done(self) -> bool:
        """True when nothing of it is missing."""
        return not self.missing


def kinds_of(regeling: Regeling, products: Iterable[str]) -> frozenset[ProductKind]:
    """The kinds of the chosen products."""
    return frozenset(p.kind for token in products if (p := regeling.product(token)))


def asked(regeling: Regeling, products: Iterable[str]) -> tuple[Question, ...]:
    """The questions asked for the chosen products, in the regeling's order (S0 bijlage, vraag 3).

    Without products: those that are asked always.
    """
    return regeling.questions_for(kinds_of(regeling, products))


def declared(regeling: Regeling) -> tuple[Requirement, ...]:
    """The requirements the aanbieder makes a declaration for."""
    return tuple(r for r in regeling.requirements if r.declaration)


def task_list(regeling: Regeling, content: PlanContent) -> tuple[Task, ...]:
    """What is done and what is missing, in the order in which a plan is best filled in."""
    return (
        Task("producten", said("Producten kiezen"), _missing_products(regeling, content)),
        Task("gemeenten", said("Gemeenten kiezen"), _missing_gemeenten(regeling, content)),
        Task("vragen", said("Vragen beantwoorden"), _missing_questions(regeling, content)),
        Task("werkplekken", said("Werkplekken invullen"), _missing_werkplekken(content)),
        Task("verklaringen", said("Verklaringen geven"), _missing_declarations(regeling, content)),
    )


def missing_answers(regeling: Regeling, content: PlanContent) -> tuple[Missing, ...]:
    """All that is missing; empty: the plan can be submitted."""
    return tuple(missing for task in task_list(regeling, content) for missing in task.missing)


def _missing_products(regeling: Regeling, content: PlanContent) -> tuple[Missing, ...]:
    offered = {p.token for p in regeling.offered}
    if not content.products:
        return (Missing(PRODUCTEN, "Kies een of meer producten."),)
    if not offered.issuperset(content.products):
        return (Missing(PRODUCTEN, "Een gekozen product hoort niet meer bij deze regeling. Kies opnieuw."),)
    used = {token for werkplek in content.werkplekken.values() for token in werkplek.producten}
    unused = [p.naam for p in regeling.offered if p.token in content.products and p.token not in used]
    if unused and content.werkplekken:
        return (
            Missing(
                PRODUCTEN, said("Op geen enkele werkplek biedt u dit aan: %(producten)s.", producten=", ".join(unused))
            ),
        )
    return ()


def _missing_gemeenten(regeling: Regeling, content: PlanContent) -> tuple[Missing, ...]:
    if not content.gemeenten:
        return (Missing(GEMEENTEN, "Kies een of meer gemeenten waarvoor u zich inschrijft."),)
    if not set(regeling.gemeenten).issuperset(content.gemeenten):
        return (Missing(GEMEENTEN, "Een gekozen gemeente hoort niet meer bij deze regeling. Kies opnieuw."),)
    return ()


def _missing_questions(regeling: Regeling, content: PlanContent) -> tuple[Missing, ...]:
    return tuple(
        Missing(question_part(q.id), said("Beantwoord de vraag: %(vraag)s", vraag=q.text))
        for q in asked(regeling, content.products)
        if not content.answers.get(q.id, "").strip()
    )


def _missing_declarations(regeling: Regeling, content: PlanContent) -> tuple[Missing, ...]:
    found = []
    for requirement in declared(regeling):
        given = content.declarations.get(requirement.id, Declaration())
        if not given.present:
            found.append(
                Missing(
                    declaration_part(requirement.id), said("Verklaar dat u dit hebt: %(eis)s", eis=requirement.text)
                )
            )
        elif given.dated is None:
            found.append(
                Missing(declaration_part(requirement.id), said("Vul de datum in bij: %(eis)s", eis=requirement.text))
            )
    return tuple(found)


def _missing_werkplekken(content: PlanContent) -> tuple[Missing, ...]:
    if not content.werkplekken:
        return (Missing(WERKPLEKKEN, "Voeg een werkplek toe, of een werkgebied als er geen vast adres is."),)
    return tuple(
        Missing(
            werkplek_part(public_id),
            said("%(werkplek)s: %(wat)s", werkplek=werkplek.naam or said("Werkplek zonder naam"), wat=what),
        )
        for public_id, werkplek in content.werkplekken.items()
        for what in _missing_of(werkplek, content.products)
    )


def _missing_of(werkplek: WerkplekText, products: tuple[str, ...]) -> list[str]:
    """What one werkplek still lacks (S0 bijlage, vragen 1-3)."""
    lacking = [
        (not werkplek.naam.strip(), said("vul een naam in.")),
        (not werkplek.gemeente_code and not werkplek.werkgebied, said("vul een adres of een werkgebied in.")),
        (not werkplek.taken, said("vul in welke taken mensen er doen.")),
        (not werkplek.branches, said("kies een of meer branches.")),
        (not werkplek.producten, said("kies een of meer producten.")),
        (not set(products).issuperset(werkplek.producten), said("een product hoort niet bij dit plan. Kies opnieuw.")),
        (
            any(not werkplek.capaciteit.get(t) for t in werkplek.producten),
            said("vul per product het aantal plekken in."),
        ),
        (not werkplek.dagdelen, said("kies een of meer dagdelen.")),
        (not werkplek.begeleiding, said("kies hoe de begeleiding is.")),
    ]
    return [text for is_missing, text in lacking if is_missing]
