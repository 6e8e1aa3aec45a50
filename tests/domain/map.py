"""A small made-up map for the locality tests.

Gemeenten in a row, A-B-C-D: neighbours share a border. A has the woonplaatsen Aa and Ab, B has Ba and Bb, C has Ca.
Aa-Ab, Ab-Ba, Ba-Bb and Bb-Ca border. Z lies apart. C and D share a border, but none of their woonplaatsen do.
"""

from portal.domain.locality import Site
from portal.domain.places import Borders, Place, Point, Woonplaats

AA, AB = Woonplaats("Aa", "A"), Woonplaats("Ab", "A")
BA, BB = Woonplaats("Ba", "B"), Woonplaats("Bb", "B")
CA, DA, ZA = Woonplaats("Ca", "C"), Woonplaats("Da", "D"), Woonplaats("Za", "Z")
EVERY = (AA, AB, BA, BB, CA, DA, ZA)

BORDERS = Borders.of([("A", "B"), ("B", "C"), ("C", "D")], [(AA, AB), (AB, BA), (BA, BB), (BB, CA)])
NAMES = {"A": "Aadorp", "B": "Beekstad", "C": "Ceintuur", "D": "Dijkstad", "Z": "Zanddorp"}


def at(woonplaats: Woonplaats) -> Site:
    """A werkplek with an address there."""
    return Site(woonplaats, woonplaats.gemeente_code)


def working_in(*codes: str) -> Site:
    """A werkplek without an address, with that werkgebied."""
    return Site(None, None, frozenset(codes))


def home(woonplaats: Woonplaats | None, gemeente: str = "A") -> Place:
    """Where the searcher lives; without a woonplaats: a whole gemeente."""
    code = woonplaats.gemeente_code if woonplaats else gemeente
    name = woonplaats.naam if woonplaats else NAMES[code]
    return Place("woonplaats", name, woonplaats.naam if woonplaats else None, code, NAMES[code], Point(52.0, 6.0))
