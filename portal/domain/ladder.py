"""Which products, pairs and signposts fit someone who stands on a trede and aims at one (domain.md, "Ladder filters").

Treden are 1..6; None means "not said". Everything that differs per regeling (start treden, end treden, whether pairs
exist, which signposts there are) is data of the regeling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.regeling import Product, ProductKind, Regeling, Signpost

DEFAULT_PAIR_TEXT = "Dit kan samen. De twee onderdelen mogen bij twee verschillende aanbieders zijn."


@dataclass(frozen=True, slots=True)
class Pair:
    """A development product together with the work of an "op trede" product, and a Dutch sentence that says so."""

    development: Product
    work: Product
    sentence: str


def products_for(products: Iterable[Product], staat_op: int | None, doel: int | None) -> tuple[Product, ...]:
    """The products that someone on `staat_op` may start and that end on `doel`, in the order given.

    Source: S0 "Cliënt", S2 par. 1.1.6 (start and end per product); domain.md "Ladder filters".
    """
    return tuple(p for p in products if _starts(p, staat_op) and _ends(p, doel) and _steps_up(p, staat_op, doel))


def pairs_for(regeling: Regeling, staat_op: int | None, doel: int | None) -> tuple[Pair, ...]:
    """Development plus the work that goes with it: `op trede` as one stands on, else the first one on the way up.

    Source: S1 par. 7 and S3 par. 2.3 last paragraph ("vaak in combinatie met", "verschillende organisaties"); which
    `op trede` goes with a start on trede 2 is ours. Only with both treden known, and only where the regeling has pairs.
    """
    if not regeling.pairs or staat_op is None or doel is None:
        return ()
    work = _work_during(regeling.offered, staat_op, doel)
    if work is None:
        return ()
    developing = [p for p in regeling.offered if p.kind is ProductKind.ONTWIKKEL]
    text = regeling.pairs_text or DEFAULT_PAIR_TEXT
    return tuple(
        Pair(development, work, f"{development.naam} gaat vaak samen met {work.naam}. {text}")
        for development in products_for(developing, staat_op, doel)
    )


def signposts_for(regeling: Regeling, staat_op: int | None, doel: int | None) -> tuple[Signpost, ...]:
    """Where to go instead, in the order of the regeling: by where one stands or what one aims at; nothing said: all.

    Source: S1 par. 9, S3 par. 1.2, 2 and 2.2 (oriëntatie, ontmoeten, Lucrato); S2 par. 1.1.10.
    """
    if staat_op is None and doel is None:
        return regeling.signposts
    return tuple(s for s in regeling.signposts if staat_op in s.treden or doel in s.doelen)


def _starts(product: Product, staat_op: int | None) -> bool:
    return staat_op is None or staat_op in product.start_treden


def _ends(product: Product, doel: int | None) -> bool:
    return doel is None or doel in product.doel_treden


def _steps_up(product: Product, staat_op: int | None, doel: int | None) -> bool:
    # S4 par. 3.1 "geen blijf-voorziening": only a stable product may end where it starts, even when the sets overlap.
    if staat_op is None or doel is None or product.kind is ProductKind.STABIEL:
        return True
    return doel > staat_op


def _work_during(products: Iterable[Product], staat_op: int, doel: int) -> Product | None:
    stable = {min(p.start_treden): p for p in products if p.kind is ProductKind.STABIEL}
    on_the_way = [trede for trede in sorted(stable) if staat_op <= trede <= doel]
    return stable[on_the_way[0]] if on_the_way else None
