"""docs/search.md names the tests behind each statement; they exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")


def test_every_statement_has_a_row() -> None:
    assert [int(n) for n in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)] == list(range(1, 28))


def test_every_named_test_exists() -> None:
    files = (ROOT / "tests" / "indexer").rglob("test_*.py")
    defined = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}
    assert set(re.findall(r"`(test_\w+)`", TEXT)) - defined == set()
