"""Whom a regeling is for, by age and main purpose, and where to go otherwise (S2 par. 1.1.10, S0 "Cliënt", S1 par. 6).

Guidance for the keuzehulp, not a decision: the toegang decides with the inwoner. Nothing about a person is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.regeling import Purpose, Regeling, Signpost


class Answer(StrEnum):
    """What the rule says; ONBEKEND when the source names no age or nothing was told."""

    PAST = "past"
    TE_JONG = "te_jong"
    TE_OUD = "te_oud"
    ANDER_DOEL = "ander_doel"
    ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer, its reason in plain Dutch, and the signpost to follow instead (None: ask the toegang)."""

    answer: Answer
    reason: str
    signpost: Signpost | None = None


def eligibility(regeling: Regeling, age: int | None = None, purpose: Purpose | None = None) -> Eligibility:
    """Is this regeling meant for someone of `age` whole years who mainly wants `purpose`; None: not told.

    Source: S0 "Cliënt" and S1 par. 6 (18 to pension age), S2 par. 1.1.5 and 1.1.10 (16 to pension age, not mainly to
    meet others). Age comes first: another purpose can change, an age cannot.
    """
    return _by_age(regeling, age) or _by_purpose(regeling, purpose) or _otherwise(regeling, age)


def _by_age(regeling: Regeling, age: int | None) -> Eligibility | None:
    if age is not None and regeling.min_age and age < regeling.min_age:
        reason = f"Dit is voor mensen vanaf {regeling.min_age} jaar. Vraag de toegang van uw gemeente wat wel kan."
        return Eligibility(Answer.TE_JONG, reason)
    if age is not None and regeling.pension_age_years and age >= regeling.pension_age_years:
        reason = "Dit is voor mensen die nog geen AOW-leeftijd hebben. Vraag uw gemeente wat er voor u is."
        return Eligibility(Answer.TE_OUD, reason, _signpost(regeling, "ontmoeten"))
    return None


def _by_purpose(regeling: Regeling, purpose: Purpose | None) -> Eligibility | None:
    line = next((d for d in regeling.delimitations if d.purpose is purpose), None)
    return Eligibility(Answer.ANDER_DOEL, line.text, _signpost(regeling, line.signpost)) if line else None


def _otherwise(regeling: Regeling, age: int | None) -> Eligibility:
    if age is None or not regeling.min_age:
        return Eligibility(Answer.ONBEKEND, f"{regeling.ages_text} De toegang van uw gemeente denkt met u mee.")
    return Eligibility(Answer.PAST, "Dit kan bij u passen. De toegang van uw gemeente beslist samen met u.")


def _signpost(regeling: Regeling, signpost_id: str) -> Signpost | None:
    return next((s for s in regeling.signposts if s.id == signpost_id), None)
