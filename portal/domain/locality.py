"""Zo lokaal mogelijk: which gemeenten a werkplek may serve, and why (domain.md, "Zo lokaal mogelijk").

Sources: S0 "op trede 3" (binnen de gemeente of de aanliggende woonplaats), S3 par. 2.3, S2 eis 8 a-c, S4 par. 3.2.
`serving_gemeenten` makes the document's tokens; `may_serve` is the same rule for one gemeente. A test holds them equal.
Give both the regeling's own borders: `borders_of(regeling, borders)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.places import Borders, Place, Woonplaats
from portal.domain.regeling import LocalityRule, Product, Regeling


class Verdict(StrEnum):
    """How near a werkplek is to an inwoner of a gemeente; nearest first. Shown, never sorted on."""

    EIGEN_GEMEENTE = "eigen_gemeente"
    AANGRENZEND = "aangrenzend"
    REGIO = "regio"
    UITZONDERING = "uitzondering"
    BUITEN = "buiten"


_PLAIN_REASON = {
    Verdict.EIGEN_GEMEENTE: "In uw gemeente",
    Verdict.AANGRENZEND: "Naast uw gemeente",
    Verdict.REGIO: "In de regio",
    Verdict.UITZONDERING: "Uitzondering: de aanbieder regelt het vervoer",
    Verdict.BUITEN: "Te ver weg volgens de regels van uw gemeente",
}


@dataclass(frozen=True, slots=True)
class Locality:
    """The verdict, and its reason in Dutch without names; `reason_for` says it with the names of the places."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Site:
    """Where a werkplek lies: a fixed place (`gemeente_code`, and mostly `woonplaats`) or else a `werkgebied`.

    `werkgebied` holds CBS codes and only counts without a fixed place.
    """

    woonplaats: Woonplaats | None
    gemeente_code: str | None
    werkgebied: frozenset[str] = frozenset()

    @property
    def gemeenten(self) -> frozenset[str]:
        """The gemeenten the work is done in: one for a fixed place."""
        return frozenset({self.gemeente_code}) if self.gemeente_code else self.werkgebied


@dataclass(frozen=True, slots=True)
class GrantedException:
    """Permission of one gemeente for a werkplek that is too far (S2 eis 8c); both dates inclusive."""

    gemeente_code: str
    start: date
    end: date

    def holds_on(self, today: date) -> bool:
        """True from the start date to the end date, both included."""
        return self.start <= today <= self.end


def borders_of(regeling: Regeling, borders: Borders) -> Borders:
    """The borders as this regeling has them: with its own pairs of gemeenten added and dropped."""
    if not regeling.borders_add and not regeling.borders_drop:
        return borders
    return borders.adjusted(regeling.borders_add, regeling.borders_drop)


def may_serve(
    site: Site,
    gemeente: str,
    rule: LocalityRule,
    borders: Borders,
    exceptions: Iterable[GrantedException],
    today: date,
    regeling_gemeenten: Collection[str] = (),
) -> Locality:
    """May this werkplek serve inwoners of that gemeente under that rule; the nearest verdict that holds.

    `regeling_gemeenten` are the gemeenten of the regeling, which only the rule `regio` needs. Source: S2 eis 8.
    """
    verdict = _by_rule(site, gemeente, rule, borders, regeling_gemeenten)
    if verdict is Verdict.BUITEN and any(e.gemeente_code == gemeente and e.holds_on(today) for e in exceptions):
        verdict = Verdict.UITZONDERING
    return Locality(verdict, _PLAIN_REASON[verdict])


def serving_gemeenten(
    site: Site,
    product: Product,
    regeling: Regeling,
    approved_gemeenten: Collection[str],
    borders: Borders,
    exceptions: Iterable[GrantedException],
    today: date,
) -> dict[str, Verdict]:
    """Per gemeente this werkplek may serve with this product: the verdict. Others, BUITEN included, are left out.

    `approved_gemeenten`: where the plan is approved for this product, the registration anchor (S0, S2 eis 8b); pass a
    set. An exception lifts the distance, not the registration. Work is in the gemeenten near the site, not in all 342.
    """
    own = borders_of(regeling, borders)
    found = {e.gemeente_code: Verdict.UITZONDERING for e in exceptions if e.holds_on(today)}
    overrides = dict(product.locality_per_gemeente)
    for rule in {product.locality, *overrides.values()}:
        reach = _reach(site, rule, own, regeling.gemeenten)
        found.update({code: v for code, v in reach.items() if overrides.get(code, product.locality) is rule})
    return {code: verdict for code, verdict in found.items() if code in approved_gemeenten}


def reason_for(verdict: Verdict, site: Site, place: Place, borders: Borders, gemeente_names: Mapping[str, str]) -> str:
    """Why it is local enough, in Dutch, with the names of the places.

    The home anchor of S3 par. 2.3 (own or adjacent woonplaats) is met by these words. `gemeente_names`: per CBS code.
    """
    if verdict in (Verdict.UITZONDERING, Verdict.BUITEN):
        return _PLAIN_REASON[verdict]
    if site.gemeente_code is None:
        return _reason_for_werkgebied(verdict, site, place, borders, gemeente_names)
    if verdict is Verdict.REGIO:
        return f"In de regio, in {_name(site.gemeente_code, gemeente_names)}"
    if verdict is Verdict.AANGRENZEND:
        return _reason_next_door(site, site.gemeente_code, place, borders, gemeente_names)
    home = _home(place)
    if home is None or site.woonplaats is None:
        return "In uw gemeente"
    if site.woonplaats == home:
        return "In uw woonplaats"
    return "In een woonplaats naast de uwe" if _beside(site, place, borders) else "Elders in uw gemeente"


def _by_rule(
    site: Site, gemeente: str, rule: LocalityRule, borders: Borders, regeling_gemeenten: Collection[str]
) -> Verdict:
    if gemeente in site.gemeenten:
        return Verdict.EIGEN_GEMEENTE
    if rule is LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS:
        return Verdict.AANGRENZEND if _woonplaatsen_meet(site, gemeente, borders) else Verdict.BUITEN
    if any(borders.gemeenten_border(code, gemeente) for code in site.gemeenten):
        return Verdict.AANGRENZEND
    within = rule is LocalityRule.REGIO and gemeente in regeling_gemeenten
    if within and not site.gemeenten.isdisjoint(regeling_gemeenten):
        return Verdict.REGIO
    return Verdict.BUITEN


def _woonplaatsen_meet(site: Site, gemeente: str, borders: Borders) -> bool:
    if site.gemeente_code is None:
        return any(gemeente in borders.gemeenten_beside_woonplaatsen_of(code) for code in site.werkgebied)
    # A fixed place whose woonplaats is not known cannot show that it borders: only its own gemeente is served.
    return site.woonplaats is not None and borders.woonplaats_borders_gemeente(site.woonplaats, gemeente)


def _reach(site: Site, rule: LocalityRule, borders: Borders, regeling_gemeenten: Collection[str]) -> dict[str, Verdict]:
    """The rule read the other way round: every gemeente it lets this site serve. Nearer verdicts overwrite."""
    places = site.gemeenten
    found: dict[str, Verdict] = {}
    if rule is LocalityRule.REGIO and not places.isdisjoint(regeling_gemeenten):
        found.update(dict.fromkeys(regeling_gemeenten, Verdict.REGIO))
    for code in places:
        found.update(dict.fromkeys(_next_door(site, code, rule, borders), Verdict.AANGRENZEND))
    found.update(dict.fromkeys(places, Verdict.EIGEN_GEMEENTE))
    return found


def _next_door(site: Site, code: str, rule: LocalityRule, borders: Borders) -> frozenset[str]:
    if rule is not LocalityRule.GEMEENTE_OF_AANGRENZENDE_WOONPLAATS:
        return borders.gemeenten_near(code)
    if site.gemeente_code is None:
        return borders.gemeenten_beside_woonplaatsen_of(code)
    return borders.gemeenten_beside_woonplaats(site.woonplaats) if site.woonplaats else frozenset()


def _reason_next_door(site: Site, code: str, place: Place, borders: Borders, gemeente_names: Mapping[str, str]) -> str:
    name = _name(code, gemeente_names)
    where = f"buurgemeente {name}" if borders.gemeenten_border(code, place.gemeente_code) else f"gemeente {name}"
    if _beside(site, place, borders):
        return f"In een woonplaats naast de uwe, in {where}"
    return f"In {where}" if where.startswith("buur") else f"Naast uw gemeente, in {where}"


def _reason_for_werkgebied(
    verdict: Verdict, site: Site, place: Place, borders: Borders, gemeente_names: Mapping[str, str]
) -> str:
    if verdict is Verdict.EIGEN_GEMEENTE:
        return "Komt bij u in de gemeente"
    if verdict is Verdict.REGIO:
        return "Werkt in de regio, in " + _listed(_name(code, gemeente_names) for code in site.werkgebied)
    near = [c for c in site.werkgebied if borders.gemeenten_border(c, place.gemeente_code)]
    beside = [c for c in site.werkgebied if place.gemeente_code in borders.gemeenten_beside_woonplaatsen_of(c)]
    names = [_name(code, gemeente_names) for code in near or beside]
    word = "buurgemeente" if len(names) == 1 else "buurgemeenten"
    return f"Werkt in {word} " + _listed(names)


def _home(place: Place) -> Woonplaats | None:
    return Woonplaats(place.woonplaats, place.gemeente_code) if place.woonplaats else None


def _beside(site: Site, place: Place, borders: Borders) -> bool:
    home = _home(place)
    return home is not None and site.woonplaats is not None and borders.woonplaatsen_border(site.woonplaats, home)


def _name(code: str, gemeente_names: Mapping[str, str]) -> str:
    return gemeente_names.get(code, code)


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(names)
    return ordered[0] if len(ordered) == 1 else ", ".join(ordered[:-1]) + " en " + ordered[-1]
