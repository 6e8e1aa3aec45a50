"""May a werkplek serve a gemeente (S0 "op trede 3", S2 eis 8, S3 par. 2.3, S4 par. 3.2). The map is in `map`."""

from datetime import date, timedelta

import pytest

from portal.domain.locality import GrantedException, Site, Verdict, borders_of, may_serve, serving_gemeenten
from portal.domain.regeling import LocalityRule
from portal.store.reference import load_reference
from tests.domain.map import AA, AB, BA, BB, BORDERS, CA, ZA, at, working_in
from tests.domain.schemes import APELDOORN, ARNHEM, LIMBURG, TODAY, product, regeling, with_rule

GEMEENTE = LocalityRule.GEMEENTE_OF_AANGRENZENDE_GEMEENTE
WOONPLAATS = LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS
REGIO = LocalityRule.REGIO
OWN, NEXT, REGION, FAR = Verdict.EIGEN_GEMEENTE, Verdict.AANGRENZEND, Verdict.REGIO, Verdict.BUITEN

RULES = [
    # S2 eis 8b: the gemeente of registration or an adjacent one.
    (at(AA), "A", GEMEENTE, OWN),
    (at(AA), "B", GEMEENTE, NEXT),
    (at(AA), "C", GEMEENTE, FAR),
    (at(ZA), "A", GEMEENTE, FAR),
    # S0, S2 eis 8a: the gemeente or an adjacent woonplaats.
    (at(AA), "A", WOONPLAATS, OWN),
    (at(AA), "B", WOONPLAATS, FAR),
    (at(AB), "B", WOONPLAATS, NEXT),
    (at(CA), "D", WOONPLAATS, FAR),
    (Site(None, "A"), "A", WOONPLAATS, OWN),
    (Site(None, "A"), "B", WOONPLAATS, FAR),
    # S4 par. 3.2, domain.md: the default rule, or anywhere in the gemeenten of the regeling (here A, C and Z).
    (at(AA), "B", REGIO, NEXT),
    (at(AA), "C", REGIO, REGION),
    (at(ZA), "A", REGIO, REGION),
    (at(AA), "D", REGIO, FAR),
    (at(BA), "Z", REGIO, FAR),
    # A werkgebied: each gemeente of it is tested in the same way; the nearest verdict counts.
    (working_in("A", "C"), "C", GEMEENTE, OWN),
    (working_in("A", "C"), "D", GEMEENTE, NEXT),
    (working_in("A", "C"), "Z", GEMEENTE, FAR),
    (working_in("A"), "B", WOONPLAATS, NEXT),
    (working_in("C"), "D", WOONPLAATS, FAR),
    (working_in("B", "Z"), "A", REGIO, NEXT),
    (working_in("B", "Z"), "C", REGIO, NEXT),
    (working_in("Z"), "C", REGIO, REGION),
    (working_in(), "A", REGIO, FAR),
]


@pytest.mark.parametrize(("site", "gemeente", "rule", "verdict"), RULES)
def test_the_rule_gives_its_nearest_verdict(site, gemeente, rule, verdict):
    assert may_serve(site, gemeente, rule, BORDERS, (), TODAY, {"A", "C", "Z"}).verdict is verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2026, 2, 28), FAR),
        (date(2026, 3, 1), Verdict.UITZONDERING),
        (date(2026, 6, 30), Verdict.UITZONDERING),
        (date(2026, 7, 1), FAR),
    ],
)
def test_an_exception_holds_from_its_start_to_its_end_both_included(day, verdict):
    granted = [GrantedException("Z", date(2026, 3, 1), date(2026, 6, 30))]
    assert may_serve(at(AA), "Z", GEMEENTE, BORDERS, granted, day).verdict is verdict


def test_an_exception_is_only_for_the_gemeente_that_granted_it():
    granted = [GrantedException("Z", TODAY, TODAY)]
    assert may_serve(at(AA), "D", GEMEENTE, BORDERS, granted, TODAY).verdict is FAR


def test_an_exception_does_not_make_a_near_place_look_far():
    granted = [GrantedException("B", TODAY, TODAY)]
    assert may_serve(at(AA), "B", GEMEENTE, BORDERS, granted, TODAY).verdict is NEXT


def test_a_werkplek_serves_only_where_its_plan_is_approved():
    found = serving_gemeenten(at(BA), with_rule(GEMEENTE), regeling(), {"A", "Z"}, BORDERS, (), TODAY)
    assert found == {"A": NEXT}


def test_an_exception_lifts_the_distance_and_not_the_registration():
    granted = [GrantedException("Z", TODAY, TODAY + timedelta(days=30))]
    served = serving_gemeenten(at(AA), with_rule(GEMEENTE), regeling(), {"A", "Z"}, BORDERS, granted, TODAY)
    assert served == {"A": OWN, "Z": Verdict.UITZONDERING}
    assert serving_gemeenten(at(AA), with_rule(GEMEENTE), regeling(), {"A"}, BORDERS, granted, TODAY) == {"A": OWN}


def test_a_regeling_adds_and_drops_pairs_of_gemeenten():
    changed = regeling(borders_add=(("A", "Z"),), borders_drop=(("B", "A"),))
    found = serving_gemeenten(at(AB), with_rule(GEMEENTE), changed, set("ABCDZ"), BORDERS, (), TODAY)
    assert found == {"A": OWN, "Z": NEXT}
    assert borders_of(changed, BORDERS).gemeenten_border("Z", "A")


def test_arnhem_asks_the_adjacent_woonplaats_for_its_own_inwoners_only():
    # S2 eis 8a and 8b. Elst borders Arnhem; Zetten lies in the same gemeente Overbetuwe and does not.
    places = load_reference()
    elst, zetten = (w for w in places.woonplaatsen if w in {("Elst", "GM1734"), ("Zetten", "GM1734")})
    approved = set(regeling(ARNHEM).gemeenten)
    serving = [
        serving_gemeenten(at(w), product("op-trede-3", ARNHEM), regeling(ARNHEM), approved, places.borders, (), TODAY)
        for w in (elst, zetten)
    ]
    assert serving[0]["GM0202"] is NEXT
    assert "GM0202" not in serving[1]
    assert serving[1]["GM1734"] is OWN
    assert serving[1]["GM0274"] is NEXT


def test_apeldoorn_is_served_from_the_next_woonplaats_and_not_from_the_next_gemeente():
    places = load_reference()
    near, far = (w for w in places.woonplaatsen if w in {("Eerbeek", "GM0213"), ("Brummen", "GM0213")})
    near, far = (near, far) if near.naam == "Eerbeek" else (far, near)
    assert may_serve(at(near), "GM0200", WOONPLAATS, places.borders, (), TODAY).verdict is NEXT
    assert may_serve(at(far), "GM0200", WOONPLAATS, places.borders, (), TODAY).verdict is FAR


def test_individual_guidance_in_limburg_reaches_the_whole_region():
    places = load_reference()
    gennep = next(w for w in places.woonplaatsen if w == ("Gennep", "GM0907"))
    scheme = regeling(LIMBURG)
    everywhere = set(scheme.gemeenten)
    found = [
        serving_gemeenten(at(gennep), product(t, LIMBURG), scheme, everywhere, places.borders, (), TODAY)
        for t in ("individueel", "collectief")
    ]
    assert found[0]["GM0983"] is REGION
    assert "GM0983" not in found[1]


def test_every_product_of_apeldoorn_keeps_the_woonplaats_rule():
    assert {p.rule_for("GM0200") for p in regeling(APELDOORN).products} == {WOONPLAATS}


def test_two_woonplaatsen_of_b_border_each_other_without_serving_further():
    assert may_serve(at(BB), "A", WOONPLAATS, BORDERS, (), TODAY).verdict is FAR
