"""One row of the access table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.domain.actor import Role

PUBLIC = "public"
EVERYONE = frozenset(Role)
ORGANISATIEBEHEERDER = frozenset({Role.ORGANISATIEBEHEERDER})
MEMBERS = frozenset({Role.ORGANISATIEBEHEERDER, Role.MEDEWERKER})
BEOORDELAAR = frozenset({Role.BEOORDELAAR})
TOEGANG = frozenset({Role.TOEGANG})
BEHEERDER = frozenset({Role.BEHEERDER})


@dataclass(frozen=True)
class Row:
    """`who`: PUBLIC, the roles, or the stage of a session. `status`: what who may gets, with `fields` as the form."""

    who: str | frozenset[Role]
    address: str
    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def things(self) -> list[str]:
        """The names in braces."""
        return re.findall(r"{(\w+)}", self.address)
