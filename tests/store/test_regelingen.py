"""The shipped regelingen say what the sources say (S0-S4), and the loader keeps them together."""

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest

from portal.domain.regeling import PRODUCT_TOKENS, LocalityRule, ProductKind
from portal.resources import data_path
from portal.store.data_error import DataError
from portal.store.reference import load_reference
from portal.store.regelingen import load_regeling, load_regelingen

REFERENCE = load_reference()
SHIPPED = load_regelingen(REFERENCE)
DEMO = data_path("demo", "demo-landelijk.toml")
APELDOORN, ARNHEM, LIMBURG = (
    load_regeling(data_path("regelingen", f"{name}.toml"), REFERENCE.gemeenten)
    for name in ("werkt-mee-apeldoorn", "activerend-werk-arnhem", "participatie-noord-limburg")
)


def test_the_three_regelingen_are_shipped_and_no_other():
    assert {r.id for r in SHIPPED} == {APELDOORN.id, ARNHEM.id, LIMBURG.id}


@pytest.mark.parametrize(
    ("token", "amount", "unit"),
    [
        ("op-trede-3", "9.00", "uur"),
        ("op-trede-4", "6.60", "uur"),
        ("naar-trede-3", "1600.00", "traject"),
        ("naar-trede-4", "1600.00", "traject"),
        ("naar-trede-5", "1600.00", "traject"),
    ],
)
def test_apeldoorn_has_the_tariffs_of_s1_from_2021(token, amount, unit):
    product = APELDOORN.product(token)
    assert product.tariff_on(date(2020, 12, 31)) is None
    tariff = product.tariff_on(date(2021, 1, 1))
    assert (tariff.amount, tariff.unit) == (Decimal(amount), unit)


def test_arnhem_and_limburg_have_no_tariffs_in_the_source():
    assert not [p for r in (ARNHEM, LIMBURG) for p in r.products if p.tariffs]


def test_the_gemeenten_are_those_of_the_sources():
    assert [REFERENCE.gemeenten[c].naam for c in LIMBURG.gemeenten] == [
        "Beesel",
        "Bergen (L.)",
        "Gennep",
        "Horst aan de Maas",
        "Peel en Maas",
        "Venlo",
        "Venray",
    ]
    assert len(ARNHEM.gemeenten) == 11


def test_arnhem_has_its_own_rule_for_its_own_inwoners():
    rules = {(p.rule_for("GM0202"), p.rule_for("GM0275")) for p in ARNHEM.products}
    assert rules == {(LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS, LocalityRule.GEMEENTE_OF_AANGRENZENDE_GEMEENTE)}


def test_orientation_is_a_product_in_arnhem_and_a_signpost_in_apeldoorn():
    assert ARNHEM.product("orientatie") in ARNHEM.offered
    assert APELDOORN.product("orientatie") is None
    (signpost,) = [s for s in APELDOORN.signposts if s.id == "orientatie"]
    assert "maximaal 3 maanden" in signpost.text


def test_question_three_depends_on_the_kind_of_product():
    stable = APELDOORN.questions_for(frozenset({ProductKind.STABIEL}))
    developing = APELDOORN.questions_for(frozenset({ProductKind.ONTWIKKEL}))
    assert len(stable) == len(developing) == 8
    assert (stable[2].id, developing[2].id) == ("werklocaties", "aanpak")


@pytest.mark.parametrize("regeling", SHIPPED.all, ids=lambda r: r.id)
def test_the_first_six_questions_are_public_and_the_rest_is_not(regeling):
    private = [q.id for q in regeling.questions if not q.openbaar]
    assert private[:2] == ["voortgang", "doorstroom"]
    assert {q.id for q in regeling.questions if q.openbaar}.isdisjoint(private)


def test_arnhem_asks_about_staff_and_subcontractors_too():
    assert [q.id for q in ARNHEM.questions][-3:] == ["deskundigheid", "inzetbaarheid", "onderaannemers"]


@pytest.mark.parametrize(("regeling", "days"), [(APELDOORN, 1), (ARNHEM, 2)], ids=["apeldoorn", "arnhem"])
def test_a_calamity_is_told_within_the_term_of_the_source(regeling, days):
    term = regeling.term("calamiteit")
    assert (term.amount, term.unit) == (days, "werkdag")


def test_limburg_invents_no_term_for_calamities():
    assert LIMBURG.term("calamiteit") is None
    assert any("noemt hiervoor geen termijnen" in f.text for f in LIMBURG.facts)


@pytest.mark.parametrize("regeling", SHIPPED.all, ids=lambda r: r.id)
def test_thresholds_are_ours(regeling):
    days = regeling.thresholds
    assert (days.capacity_call_first, days.confirm_flag) == (30, 90)
    assert (days.confirm_reviewer, days.confirm_remove) == (120, 180)
    assert regeling.thresholds_source == "ours"


def test_labels_come_from_the_regeling_of_the_gemeente():
    assert SHIPPED.products_label("GM0200", "op-trede-3") == "Werkt mee op trede 3"
    assert SHIPPED.products_label("GM0202", "op-trede-3") == "Stabiel arrangement op trede 3"
    assert SHIPPED.products_label(None, "op-trede-3") == PRODUCT_TOKENS["op-trede-3"]
    assert SHIPPED.products_label("GM0200", "collectief") == PRODUCT_TOKENS["collectief"]


def test_a_gemeente_knows_its_regelingen():
    assert [r.id for r in SHIPPED.for_gemeente("GM0275")] == [ARNHEM.id]
    assert SHIPPED.for_gemeente("GM0014") == ()


def test_the_made_up_regeling_covers_all_gemeenten_and_products():
    demo = load_regelingen(REFERENCE, extra=[DEMO]).get("demo-landelijk")
    assert demo.made_up
    assert set(demo.gemeenten) == set(REFERENCE.gemeenten)
    assert {p.token for p in demo.offered} == set(PRODUCT_TOKENS)
    assert {p.locality for p in demo.products} == {LocalityRule.GEMEENTE_OF_AANGRENZENDE_GEMEENTE}


def keys_of(value):
    if isinstance(value, dict):
        return set(value).union(*(keys_of(inner) for inner in value.values()))
    return set().union(*(keys_of(inner) for inner in value)) if isinstance(value, list) else set()


def test_every_key_is_explained_in_the_guide():
    guide = (data_path().parent / "docs" / "regelingen.md").read_text(encoding="utf-8")
    used = set().union(*(keys_of(tomllib.loads(path.read_text("utf-8"))) for path in data_path("regelingen").iterdir()))
    named = set(re.findall(r"[a-z_]+", guide))
    assert {key for key in used if not key.startswith("GM")} <= named


@pytest.mark.parametrize("regeling", SHIPPED.all, ids=lambda r: r.id)
def test_texts_for_inwoners_have_short_sentences(regeling):
    texts = [regeling.summary, regeling.own_contribution, *(s.text for s in regeling.signposts)]
    texts += [t for p in regeling.products for t in (p.description, p.for_whom, p.guidance, p.duration, p.progress)]
    texts += [f.text for f in regeling.facts if f.voor == "inwoner"] + [d.text for d in regeling.delimitations]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!])\s", text)]
    assert [s for s in sentences if len(s.split()) > 20] == []


def test_the_same_regeling_twice_is_refused():
    with pytest.raises(DataError, match=r"werkt-mee-apeldoorn\.toml, id: .* already the id of another"):
        load_regelingen(REFERENCE, extra=[data_path("regelingen", "werkt-mee-apeldoorn.toml")])


def test_a_folder_without_regelingen_is_refused(tmp_path):
    with pytest.raises(DataError, match="holds no regeling"):
        load_regelingen(REFERENCE, tmp_path)
