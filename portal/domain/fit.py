"""Why an offer fits, in the order of the four uitgangspunten: passend, lokaal, regulier, gericht op ontwikkeling.

Source: S0 par. 5.4 and S2 par. 1.1.3. Short Dutch sentences for a card; only what is known is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.ladder import products_for
from portal.domain.regeling import Product, ProductKind

_MOST_MATCHES = 3
_DEVELOPING = frozenset({ProductKind.ONTWIKKEL, ProductKind.COLLECTIEF, ProductKind.INDIVIDUEEL})


def reasons(
    products: Sequence[Product],
    *,
    staat_op: int | None = None,
    doel: int | None = None,
    matched: Sequence[str] = (),
    regulier: bool = False,
    local_reason: str = "",
) -> tuple[str, ...]:
    """Why it fits, one sentence per uitgangspunt that holds.

    `products`: those that may serve the searcher; `matched`: names of branches and tasks that met the words, best
    first; `local_reason`: `locality.reason_for`, "" without a place.
    """
    found = (
        _passend(products, staat_op, doel),
        f"Past bij wat u zoekt: {', '.join(matched[:_MOST_MATCHES])}." if matched else "",
        f"{local_reason}." if local_reason else "",
        "U werkt bij een gewoon bedrijf of een gewone organisatie." if regulier else "",
        _ontwikkeling(products, staat_op, doel),
    )
    return tuple(sentence for sentence in found if sentence)


def _passend(products: Sequence[Product], staat_op: int | None, doel: int | None) -> str:
    if (staat_op is None and doel is None) or not products_for(products, staat_op, doel):
        return ""
    if staat_op is not None and doel is not None and doel != staat_op:
        return f"Past bij u: u staat op trede {staat_op} en wilt naar trede {doel}."
    if staat_op is not None:
        return f"Past bij u: u kunt beginnen vanaf trede {staat_op}."
    return f"Past bij u: u kunt hier werken aan trede {doel}."


def _ontwikkeling(products: Sequence[Product], staat_op: int | None, doel: int | None) -> str:
    developing = [p for p in products_for(products, staat_op, doel) if p.kind in _DEVELOPING]
    ends = sorted({trede for p in developing for trede in p.doel_treden if staat_op is None or trede > staat_op})
    if not ends:
        return ""
    if doel in ends:
        return f"U krijgt hulp bij de stap naar trede {doel}."
    return f"U krijgt hulp bij de stap naar trede {_or_list(ends)}."


def _or_list(treden: Sequence[int]) -> str:
    words = [str(int(trede)) for trede in treden]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " of " + words[-1]
