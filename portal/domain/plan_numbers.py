"""The numbers of the questions of a plan (S0 bijlage): question 3 has a half per kind of product."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from portal.domain.regeling import Regeling


def question_numbers(regeling: Regeling, asked: Collection[str]) -> dict[str, str]:
    """Question id -> number as printed: "1", "2", "3a", "3b", "4"; the ids that are `asked`, in the regeling's order.

    Neighbours that are only asked for some kinds of product are halves of one question; a half that is asked alone
    carries the bare number. Numbers do not move when a half is left out (S0 bijlage, vraag 3).
    """
    numbers: dict[str, str] = {}
    number = 0
    for halves, group in groupby(regeling.questions, key=lambda question: bool(question.kinds)):
        questions = list(group)
        for part in [questions] if halves else [[question] for question in questions]:
            number += 1
            ids = [question.id for question in part if question.id in asked]
            alone = len(ids) == 1
            numbers |= {id_: f"{number}{'' if alone else chr(ord('a') + i)}" for i, id_ in enumerate(ids)}
    return numbers
