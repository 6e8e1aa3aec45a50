"""The participatieladder: six treden, the matching axis of the portal (S1 par. 4)."""

from __future__ import annotations

from enum import IntEnum


class Trede(IntEnum):
    """A step of the participatieladder (S1 par. 4; S3 hoofdstuk G)."""

    GEISOLEERD = 1
    ONTMOETEN = 2
    BIJDRAGE_LEVEREN = 3
    ONBETAALD_WERK = 4
    BETAALD_WERK_MET_ONDERSTEUNING = 5
    BETAALD_WERK = 6

    @property
    def label(self) -> str:
        """The Dutch name of the trede."""
        return _LABELS[self]


_LABELS = {
    Trede.GEISOLEERD: "Geïsoleerd",
    Trede.ONTMOETEN: "Ontmoeten",
    Trede.BIJDRAGE_LEVEREN: "Bijdrage leveren",
    Trede.ONBETAALD_WERK: "Onbetaald werk",
    Trede.BETAALD_WERK_MET_ONDERSTEUNING: "Betaald werk met ondersteuning",
    Trede.BETAALD_WERK: "Betaald werk",
}
