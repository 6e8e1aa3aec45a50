"""Who acts: a signed-in account as the rules see it (domain.md, "Roles"). An inwoner has no account and is no actor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is for. `organisatiebeheerder` and `medewerker` are the two kinds of aanbieder members."""

    ORGANISATIEBEHEERDER = "organisatiebeheerder"
    MEDEWERKER = "medewerker"
    BEOORDELAAR = "beoordelaar"
    TOEGANG = "toegang"
    BEHEERDER = "beheerder"

    @property
    def label(self) -> str:
        """The Dutch name on screens."""
        return self.value.capitalize()


AANBIEDER_ROLES = frozenset({Role.ORGANISATIEBEHEERDER, Role.MEDEWERKER})
STAFF_ROLES = frozenset({Role.BEOORDELAAR, Role.TOEGANG, Role.BEHEERDER})


@dataclass(frozen=True, slots=True)
class Actor:
    """One account at work. `aanbieder_id` (database key) only for members of an aanbieder; `regelingen` only for
    reviewers; `gemeenten` (CBS codes) for reviewers and toegang; `ties` are aanbieders a reviewer has a tie to."""

    account_id: int
    naam: str
    role: Role
    aanbieder_id: int | None = None
    regelingen: frozenset[str] = frozenset()
    gemeenten: frozenset[str] = frozenset()
    ties: frozenset[int] = frozenset()

    @property
    def is_aanbieder(self) -> bool:
        """A member of an aanbieder, of either kind."""
        return self.role in AANBIEDER_ROLES and self.aanbieder_id is not None
