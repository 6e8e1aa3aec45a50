"""Whom a regeling is for, by age and main purpose (S0 "Cliënt", S1 par. 6, S2 par. 1.1.5 and 1.1.10)."""

import pytest

from portal.domain.eligibility import Answer, eligibility
from portal.domain.regeling import Purpose
from tests.domain.schemes import APELDOORN, ARNHEM, LIMBURG, regeling

AGES = [
    (APELDOORN, 17, Answer.TE_JONG),
    (APELDOORN, 18, Answer.PAST),
    (APELDOORN, 66, Answer.PAST),
    (APELDOORN, 67, Answer.TE_OUD),
    (APELDOORN, None, Answer.ONBEKEND),
    (ARNHEM, 15, Answer.TE_JONG),
    (ARNHEM, 16, Answer.PAST),
    (ARNHEM, 67, Answer.TE_OUD),
    # S4 names no age, so none is refused.
    (LIMBURG, 15, Answer.ONBEKEND),
    (LIMBURG, 70, Answer.ONBEKEND),
]

PURPOSES = [
    (APELDOORN, Purpose.WERKEN, Answer.PAST, None),
    (APELDOORN, Purpose.ONTMOETEN, Answer.ANDER_DOEL, "ontmoeten"),
    (APELDOORN, Purpose.BETAALD_WERK, Answer.ANDER_DOEL, "betaald-werk"),
    (APELDOORN, Purpose.MANTELZORG, Answer.PAST, None),
    (ARNHEM, Purpose.ONTMOETEN, Answer.ANDER_DOEL, "ontmoeten"),
    (ARNHEM, Purpose.DAGSTRUCTUUR, Answer.ANDER_DOEL, "andere-hulp"),
    (ARNHEM, Purpose.ZELFREDZAAMHEID, Answer.ANDER_DOEL, "andere-hulp"),
    (ARNHEM, Purpose.MANTELZORG, Answer.ANDER_DOEL, "andere-hulp"),
    (ARNHEM, Purpose.VRIJWILLIGERSWERK, Answer.ANDER_DOEL, None),
    (LIMBURG, Purpose.DAGSTRUCTUUR, Answer.ANDER_DOEL, "ontmoeten"),
    (LIMBURG, Purpose.VRIJWILLIGERSWERK, Answer.ONBEKEND, None),
]


@pytest.mark.parametrize(("regeling_id", "age", "answer"), AGES)
def test_the_age_decides(regeling_id, age, answer):
    assert eligibility(regeling(regeling_id), age).answer is answer


@pytest.mark.parametrize(("regeling_id", "purpose", "answer", "signpost"), PURPOSES)
def test_the_main_purpose_decides_and_points_on(regeling_id, purpose, answer, signpost):
    found = eligibility(regeling(regeling_id), 30, purpose)
    assert (found.answer, found.signpost.id if found.signpost else None) == (answer, signpost)


def test_age_goes_before_purpose():
    assert eligibility(regeling(APELDOORN), 15, Purpose.ONTMOETEN).answer is Answer.TE_JONG


def test_too_young_says_from_which_age():
    reason = eligibility(regeling(APELDOORN), 16).reason
    assert reason == "Dit is voor mensen vanaf 18 jaar. Vraag de toegang van uw gemeente wat wel kan."


def test_without_an_age_in_the_source_the_reason_says_so():
    assert "In de bron staat geen leeftijd" in eligibility(regeling(LIMBURG), 30).reason
