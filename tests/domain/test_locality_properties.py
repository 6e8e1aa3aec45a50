"""What holds for every map: adjacency counts both ways, more borders never serve fewer, and both readings agree."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.locality import GrantedException, Site, Verdict, may_serve, serving_gemeenten
from portal.domain.places import Borders, Woonplaats
from portal.domain.regeling import LocalityRule
from tests.domain.schemes import TODAY, product, regeling

CODES = tuple("ABCDEF")
PLACES = tuple(Woonplaats(f"{code}{number}", code) for code in CODES for number in (1, 2))

gemeente_pairs = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda p: p[0] != p[1]))
woonplaats_pairs = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)).filter(lambda p: p[0] != p[1]))
maps = st.builds(Borders.of, gemeente_pairs, woonplaats_pairs)
rules = st.sampled_from(LocalityRule)
regions = st.frozensets(st.sampled_from(CODES))
fixed = st.sampled_from(PLACES).map(lambda w: Site(w, w.gemeente_code))
areas = st.frozensets(st.sampled_from(CODES)).map(lambda codes: Site(None, None, codes))
unnamed = st.sampled_from(CODES).map(lambda code: Site(None, code))
sites = fixed | areas | unnamed
exceptions = st.lists(st.sampled_from(CODES).map(lambda code: GrantedException(code, TODAY, TODAY)), max_size=2)


def verdict(site, gemeente, rule, borders, region=frozenset()):
    return may_serve(site, gemeente, rule, borders, (), TODAY, region).verdict


@given(maps, st.sampled_from(CODES), st.sampled_from(CODES), regions)
def test_gemeenten_serve_each_other_or_neither_does(borders, one, other, region):
    for rule in (LocalityRule.GEMEENTE_OF_AANGRENZENDE_GEMEENTE, LocalityRule.REGIO):
        there = verdict(Site(None, one), other, rule, borders, region)
        assert there is verdict(Site(None, other), one, rule, borders, region)


@given(maps, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_woonplaatsen_that_border_serve_each_others_gemeente(borders, one, other):
    if borders.woonplaatsen_border(one, other):
        rule = LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS
        for here, there in ((one, other), (other, one)):
            found = verdict(Site(here, here.gemeente_code), there.gemeente_code, rule, borders)
            assert found in (Verdict.EIGEN_GEMEENTE, Verdict.AANGRENZEND)


@given(maps, st.sampled_from(CODES), st.sampled_from(CODES))
def test_werkgebieden_under_the_woonplaats_rule_serve_each_other_or_neither_does(borders, one, other):
    rule = LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS
    there = verdict(Site(None, None, frozenset({one})), other, rule, borders)
    assert there is verdict(Site(None, None, frozenset({other})), one, rule, borders)


@given(gemeente_pairs, woonplaats_pairs, gemeente_pairs, woonplaats_pairs, sites, rules, regions)
def test_more_border_pairs_never_serve_fewer(pairs, beside, more_pairs, more_beside, site, rule, region):
    before, after = Borders.of(pairs, beside), Borders.of(pairs + more_pairs, beside + more_beside)
    for code in CODES:
        if verdict(site, code, rule, before, region) is not Verdict.BUITEN:
            assert verdict(site, code, rule, after, region) is not Verdict.BUITEN


@given(maps, sites, rules, rules, st.frozensets(st.sampled_from(CODES)), exceptions, regions)
def test_the_document_serves_exactly_what_the_rule_allows(borders, site, rule, other, approved, granted, region):
    scheme = regeling(gemeenten=tuple(sorted(region)))
    one = product(locality=rule, locality_per_gemeente=(("B", other),))
    allowed = {
        code: may_serve(site, code, one.rule_for(code), borders, granted, TODAY, region).verdict for code in approved
    }
    expected = {code: found for code, found in allowed.items() if found is not Verdict.BUITEN}
    assert serving_gemeenten(site, one, scheme, approved, borders, granted, TODAY) == expected


@given(maps, gemeente_pairs, gemeente_pairs)
def test_borders_stay_symmetric_when_a_regeling_adds_and_drops(borders, add, drop):
    changed = borders.adjusted(add, drop)
    for one in CODES:
        for other in CODES:
            assert changed.gemeenten_border(one, other) == changed.gemeenten_border(other, one)
    assert not any(changed.gemeenten_border(*pair) for pair in drop)
    assert all(changed.gemeenten_border(*pair) for pair in add if pair not in drop and pair[::-1] not in drop)
