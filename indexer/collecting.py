"""Fewer looks for unreachable cycles while very many objects are made in a row.

A rebuild makes some fifty objects per werkplek and keeps none of them. Python's collector then walks the whole heap
over and over: it took a third of the time of a rebuild (measured at 10,000 werkplekken).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 50_000  # objects made before the youngest are looked at; Python's own default is some hundreds


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Set what exists aside and collect less often inside; everything is as before afterwards."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, before[1], before[2])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
