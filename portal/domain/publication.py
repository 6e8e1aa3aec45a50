"""What is published today (domain.md, "Published"): the set of (gemeente, product) a document is built from.

Full and paused werkplekken stay findable: free places are no part of this rule. What a plan may serve after this is
`portal.domain.locality`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from portal.domain.freshness import Confirmation, confirmation_state
from portal.domain.regeling import Thresholds


@dataclass(frozen=True, slots=True)
class Approval:
    """One gemeente x product an approved plan version may serve, from `start` to `end`, both included."""

    gemeente_code: str
    product: str
    start: date
    end: date
    suspended: bool = False

    def holds_on(self, today: date) -> bool:
        """Inside the contract dates and not suspended for this gemeente x product (S2 eis 8c, S4 segment 2)."""
        return not self.suspended and self.start <= today <= self.end


@dataclass(frozen=True, slots=True)
class Standing:
    """How the plan and the werkplek stand as a whole. `confirmed_at`: the aanbieder last said "still right"."""

    confirmed_at: date
    suspended: bool = False  # the whole plan
    withdrawn: bool = False  # by the aanbieder: the plan, or this werkplek
    expired: bool = False  # the plan's state is `verlopen`


def live_today(
    approvals: Iterable[Approval],
    werkplek_products: Collection[str],
    standing: Standing,
    today: date,
    thresholds: Thresholds,
) -> frozenset[tuple[str, str]]:
    """The (gemeente code, product token) pairs of this werkplek that are published today; empty: not published.

    `werkplek_products` are the products offered on this werkplek. Source: domain.md "Units"; the clock is ours.
    """
    if standing.suspended or standing.withdrawn or standing.expired:
        return frozenset()
    if confirmation_state(standing.confirmed_at, today, thresholds) is Confirmation.REMOVED:
        return frozenset()
    return frozenset(
        (a.gemeente_code, a.product) for a in approvals if a.product in werkplek_products and a.holds_on(today)
    )


def is_published(
    approvals: Iterable[Approval],
    werkplek_products: Collection[str],
    standing: Standing,
    today: date,
    thresholds: Thresholds,
) -> bool:
    """True when at least one gemeente x product is live today."""
    return bool(live_today(approvals, werkplek_products, standing, today, thresholds))
