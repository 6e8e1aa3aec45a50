"""A returned plan goes back only after every task in which something was returned has changed (domain.md, states)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.plan import (
    GEMEENTEN,
    PRODUCTEN,
    WERKPLEKKEN,
    Declaration,
    PlanContent,
    WerkplekText,
    declaration_part,
    question_part,
    werkplek_part,
)
from portal.domain.plan_changes import tasks_not_changed

PLACE = WerkplekText(naam="Tuin", taken=("zaaien",), producten=("op-trede-3",))
OLD = PlanContent(
    answers={"visie": "Samen", "aanbod": "Tuin"},
    products=("op-trede-3",),
    gemeenten=("GM0200",),
    declarations={"vog": Declaration(True, date(2026, 1, 1))},
    werkplekken={"w1": PLACE, "w2": replace(PLACE, naam="Kas")},
)
ANSWERED = replace(OLD, answers={**OLD.answers, "visie": "Samen buiten"})
PLACED = replace(OLD, werkplekken={**OLD.werkplekken, "w1": replace(PLACE, taken=("zaaien", "oogsten"))})
VISIE, AANBOD, W1, W2 = question_part("visie"), question_part("aanbod"), werkplek_part("w1"), werkplek_part("w2")


@pytest.mark.parametrize(
    ("returned", "new", "left"),
    [
        ([], OLD, set()),
        ([VISIE], OLD, {"vragen"}),
        ([VISIE], ANSWERED, set()),
        # The other question was returned: what changed beside it is no answer to that.
        ([AANBOD], ANSWERED, {"vragen"}),
        ([VISIE, AANBOD], ANSWERED, {"vragen"}),
        ([PRODUCTEN], ANSWERED, {PRODUCTEN}),
        ([PRODUCTEN], replace(OLD, products=("op-trede-3", "op-trede-4")), set()),
        ([GEMEENTEN], replace(OLD, gemeenten=("GM0200",)), {GEMEENTEN}),
        ([GEMEENTEN], replace(OLD, gemeenten=("GM0200", "GM0232")), set()),
        ([declaration_part("vog")], OLD, {"verklaringen"}),
        ([declaration_part("vog")], replace(OLD, declarations={"vog": Declaration(True, date(2026, 6, 1))}), set()),
        # Any werkplek answers what was said of the werkplekken together, but not what was said of another one.
        ([WERKPLEKKEN], OLD, {WERKPLEKKEN}),
        ([WERKPLEKKEN], PLACED, set()),
        ([W1], PLACED, set()),
        ([W2], PLACED, {WERKPLEKKEN}),
        ([WERKPLEKKEN], replace(OLD, werkplekken={"w1": PLACE}), set()),
        ([VISIE, W1], PLACED, {"vragen"}),
        ([VISIE, W2, PRODUCTEN], OLD, {"vragen", WERKPLEKKEN, PRODUCTEN}),
    ],
)
def test_what_still_has_to_change(returned: list[str], new: PlanContent, left: set[str]) -> None:
    assert tasks_not_changed(returned, OLD, new) == left
