"""One regeling read key by key from its TOML file. The keys are explained in `docs/regelingen.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.domain.participatieladder import Trede
from portal.domain.regeling import (
    Delimitation,
    Fact,
    LocalityRule,
    Product,
    ProductKind,
    Purpose,
    Question,
    Regeling,
    Requirement,
    Signpost,
    Tariff,
    Term,
    Thresholds,
)
from portal.store.toml_table import Table

EVERY_GEMEENTE = "alle"
_AUDIENCES = ("inwoner", "aanbieder")
_UNITS = ("uur", "traject")
_TERM_UNITS = ("werkdag", "week", "maand", "jaar")


def read_regeling(top: Table, known: Mapping[str, object]) -> Regeling:
    """The whole file; `known` gives every gemeente code, for a regeling of all of them. Raises `DataError`."""
    age, own, contract = top.table("age"), top.table("own_contribution"), top.table("contract")
    plan, pairs, borders = top.table("plan"), top.table("pairs"), top.table("borders", optional=True)
    days = top.table("thresholds")
    regeling = Regeling(
        id=top.text("id"),
        naam=top.text("naam"),
        summary=top.text("summary"),
        gemeenten=_gemeenten(top, known),
        gemeenten_source=top.text("gemeenten_source"),
        min_age=age.whole("min"),
        max_age_text=age.text("max_text", ""),
        pension_age_years=age.whole("pension_years"),
        age_source=age.text("source"),
        own_contribution=own.text("text"),
        own_contribution_source=own.text("source"),
        contract_months=contract.whole("months", lowest=1),
        contract_source=contract.text("source"),
        thresholds=_thresholds(days),
        thresholds_source=days.text("source"),
        products=top.each("product", _product, optional=False),
        questions=plan.each("question", _question, optional=False),
        plan_max_pages=plan.whole("max_pages", lowest=1),
        plan_format=plan.text("format"),
        plan_source=plan.text("source"),
        requirements=top.each("requirement", _requirement),
        signposts=top.each("signpost", _signpost),
        facts=top.each("fact", _fact),
        terms=top.each("term", _term),
        delimitations=top.each("delimitation", _delimitation),
        pairs=pairs.flag("allowed"),
        pairs_text=pairs.text("text", ""),
        pairs_source=pairs.text("source"),
        borders_add=borders.pairs("add"),
        borders_drop=borders.pairs("drop"),
        borders_source=borders.text("source", ""),
        sources=top.texts("sources"),
        made_up=top.flag("made_up", False),
    )
    for part in (age, own, contract, plan, pairs, borders, days):
        part.done()
    return regeling


def _gemeenten(top: Table, known: Mapping[str, object]) -> tuple[str, ...]:
    value = top.raw("gemeenten")
    if value == EVERY_GEMEENTE:
        return tuple(known)
    if not isinstance(value, list) or not value or not all(isinstance(code, str) for code in value):
        top.fail("gemeenten", 'must be a list of codes such as ["GM0200"], or "alle"')
    return tuple(value)


def _thresholds(table: Table) -> Thresholds:
    return Thresholds(
        capacity_call_first=table.whole("capacity_call_first", lowest=1),
        confirm_flag=table.whole("confirm_flag", lowest=1),
        confirm_reviewer=table.whole("confirm_reviewer", lowest=1),
        confirm_remove=table.whole("confirm_remove", lowest=1),
    )


def _product(table: Table) -> Product:
    return Product(
        token=table.text("token"),
        naam=table.text("naam"),
        kind=table.choice("kind", ProductKind),
        start_treden=_treden(table, "start_treden"),
        doel_treden=_treden(table, "doel_treden"),
        treden_source=table.text("treden_source", ""),
        duration=table.text("duration"),
        guidance=table.text("guidance"),
        staff=table.text("staff", empty=True),
        description=table.text("description"),
        for_whom=table.text("for_whom"),
        settled=table.text("settled"),
        progress=table.text("progress"),
        locality=table.choice("locality", LocalityRule),
        locality_per_gemeente=_overrides(table),
        locality_source=table.text("locality_source"),
        tariffs=table.each("tariff", _tariff),
        contracted=table.flag("contracted"),
        group_size=_group_size(table),
        source=table.text("source"),
    )


def _overrides(table: Table) -> tuple[tuple[str, LocalityRule], ...]:
    rules = table.table("locality_per_gemeente", optional=True)
    return tuple((code, rules.choice(code, LocalityRule)) for code in rules.names())


def _group_size(table: Table) -> tuple[int, int] | None:
    if not table.has("group_size"):
        return None
    size = table.wholes("group_size")
    if len(size) != 2:
        table.fail("group_size", "must be the smallest and the largest number of people")
    return size[0], size[1]


def _tariff(table: Table) -> Tariff:
    return Tariff(
        amount=table.amount("amount"),
        unit=_one_of(table, "unit", _UNITS),
        start=table.day("start"),
        source=_source(table),
    )


def _question(table: Table) -> Question:
    return Question(
        id=table.text("id"),
        text=table.text("text"),
        openbaar=table.flag("openbaar"),
        kinds=frozenset(table.choices("kinds", ProductKind)),
        source=_source(table),
    )


def _requirement(table: Table) -> Requirement:
    return Requirement(
        id=table.text("id"), text=table.text("text"), declaration=table.flag("declaration"), source=_source(table)
    )


def _signpost(table: Table) -> Signpost:
    return Signpost(
        id=table.text("id"),
        titel=table.text("titel"),
        text=table.text("text"),
        treden=_treden(table, "treden"),
        doelen=_treden(table, "doelen"),
        url=_url(table),
        source=_source(table),
    )


def _fact(table: Table) -> Fact:
    voor = _one_of(table, "voor", _AUDIENCES) if table.has("voor") else "inwoner"
    return Fact(titel=table.text("titel"), text=table.text("text"), source=_source(table), voor=voor)


def _term(table: Table) -> Term:
    return Term(
        id=table.text("id"),
        text=table.text("text"),
        amount=table.whole("amount", lowest=1),
        unit=_one_of(table, "unit", _TERM_UNITS),
        source=_source(table),
    )


def _delimitation(table: Table) -> Delimitation:
    return Delimitation(
        purpose=table.choice("purpose", Purpose),
        text=table.text("text"),
        signpost=table.text("signpost", ""),
        source=_source(table),
    )


def _treden(table: Table, key: str) -> frozenset[Trede]:
    values = table.wholes(key)
    if not all(1 <= value <= 6 for value in values):
        table.fail(key, "holds a trede that does not exist; treden are 1 to 6")
    return frozenset(Trede(value) for value in values)


def _one_of(table: Table, key: str, allowed: Sequence[str]) -> str:
    value = table.text(key)
    if value not in allowed:
        table.fail(key, f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _url(table: Table) -> str:
    value = table.text("url", "")
    if value and not value.startswith("https://"):
        table.fail("url", f"{value!r} must start with https://")
    return value


def _source(table: Table) -> str:
    return table.text("source")
