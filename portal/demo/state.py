"""The folder of a demo: what marks it as made up. Standard library only, so that a start can begin with it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from portal.resources import data_path

MADE_UP = "MADE-UP-DATA"


def begin(state_dir: Path, offers: int | None, *, reset: bool) -> None:
    """Make the folder and mark it; thrown away first with `reset`. Else what was there stays.

    Pages of this state say that it is a demo. The fictitious regeling exists only beside made-up offers.
    """
    if reset and state_dir.exists():
        shutil.rmtree(state_dir)
    state_dir.mkdir(parents=True, exist_ok=True)
    (state_dir / MADE_UP).write_text("Everything in this state is made up.\n", encoding="utf-8")
    if offers is not None:
        folder = state_dir / "regelingen"
        folder.mkdir(exist_ok=True)
        shutil.copy(data_path("demo", "demo-landelijk.toml"), folder / "demo-landelijk.toml")
