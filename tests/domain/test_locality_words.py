"""Why it is local enough, in words (S3 par. 2.3: the home anchor is met by order and words)."""

import pytest

from portal.domain.locality import Verdict, may_serve, reason_for
from portal.domain.regeling import LocalityRule
from tests.domain.map import AA, AB, BA, BORDERS, CA, DA, NAMES, ZA, at, home, working_in
from tests.domain.schemes import TODAY

OWN, NEXT, REGION = Verdict.EIGEN_GEMEENTE, Verdict.AANGRENZEND, Verdict.REGIO

WORDS = [
    (OWN, at(AA), home(AA), "In uw woonplaats"),
    (OWN, at(AB), home(AA), "In een woonplaats naast de uwe"),
    (OWN, at(CA), home(DA._replace(gemeente_code="C")), "Elders in uw gemeente"),
    (OWN, at(AA), home(None), "In uw gemeente"),
    (OWN, working_in("A"), home(AA), "Komt bij u in de gemeente"),
    (NEXT, at(BA), home(AA), "In buurgemeente Beekstad"),
    (NEXT, at(BA), home(None), "In buurgemeente Beekstad"),
    (NEXT, at(BA), home(AB), "In een woonplaats naast de uwe, in buurgemeente Beekstad"),
    (NEXT, working_in("B"), home(AA), "Werkt in buurgemeente Beekstad"),
    (NEXT, working_in("A", "C", "Z"), home(BA), "Werkt in buurgemeenten Aadorp en Ceintuur"),
    (REGION, at(CA), home(AA), "In de regio, in Ceintuur"),
    (REGION, working_in("C", "D", "Z"), home(AA), "Werkt in de regio, in Ceintuur, Dijkstad en Zanddorp"),
    (Verdict.UITZONDERING, at(ZA), home(AA), "Uitzondering: de aanbieder regelt het vervoer"),
    (Verdict.BUITEN, at(ZA), home(AA), "Te ver weg volgens de regels van uw gemeente"),
]


@pytest.mark.parametrize(("verdict", "site", "place", "words"), WORDS)
def test_the_reason_names_the_place(verdict, site, place, words):
    assert reason_for(verdict, site, place, BORDERS, NAMES) == words


def test_woonplaatsen_that_border_where_the_gemeenten_do_not():
    # The two tables are made apart: a dropped pair of gemeenten may still have woonplaatsen side by side.
    apart = BORDERS.adjusted((), [("A", "B")])
    assert reason_for(NEXT, at(BA), home(AA), apart, NAMES) == "Naast uw gemeente, in gemeente Beekstad"


def test_the_rule_alone_gives_a_reason_without_names():
    found = may_serve(at(AA), "B", LocalityRule.GEMEENTE_OF_AANGRENZENDE_GEMEENTE, BORDERS, (), TODAY)
    assert found.reason == "Naast uw gemeente"
