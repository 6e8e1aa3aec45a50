"""The states of a plan version and who may move it from where (domain.md, "The plan van aanpak and its life")."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    """The state of one version. What happens after approval (suspended, withdrawn, expired) is of the plan."""

    CONCEPT = "concept"
    INGEDIEND = "ingediend"
    IN_BEOORDELING = "in_beoordeling"
    AANVULLING_GEVRAAGD = "aanvulling_gevraagd"
    GOEDGEKEURD = "goedgekeurd"
    AFGEWEZEN = "afgewezen"

    @property
    def label(self) -> str:
        """The Dutch label on screens."""
        return _LABELS[self]


_LABELS = {
    PlanState.CONCEPT: "Concept",
    PlanState.INGEDIEND: "Ingediend",
    PlanState.IN_BEOORDELING: "In beoordeling",
    PlanState.AANVULLING_GEVRAAGD: "Aanvulling gevraagd",
    PlanState.GOEDGEKEURD: "Goedgekeurd",
    PlanState.AFGEWEZEN: "Afgewezen",
}
