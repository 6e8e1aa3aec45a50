"""A web server that is asked to stop writes down what its workers counted."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from tests.plugins.running import RunningPortal


def test_a_stop_loses_no_counts(tmp_path: Path) -> None:
    portal = RunningPortal(tmp_path, workers=2)
    portal.wait_until_up()
    for number in range(6):
        assert portal.get(f"/zoeken?plaats=Apeldoorn&q={quote('xqzzyw')}{number}")[0] == 200
    assert portal.stop() == 0
    rows = (
        sqlite3.connect(tmp_path / "demo" / "portal.db")
        .execute("SELECT gemeente, branche, reason, count FROM unfound")
        .fetchall()
    )
    assert rows == [("GM0200", "onbekend", "niets_gevonden", 6)]
