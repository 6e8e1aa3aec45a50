"""Small yardsticks for the tests."""

from __future__ import annotations

import json
from pathlib import Path

OFFER = {
    "id": "w1",
    "naam": "Eetcafe De Lepel",
    "aanbieder": {"id": "a1", "naam": "Stichting Lepel"},
    "branches": ["horeca"],
    "taken": ["koken"],
    "omschrijving": "Samen eten.",
}
QUERIES = "qid\tkind\tquery\tplace\tneed\nq1\tgewoon\tkoken\t\tWil koken.\nq2\tgewoon\tdieren\t\tWil dieren.\n"
QRELS = "qid\tid\tgrade\nq1\tw1\t3\n"


def write_folder(folder: Path, offers: str = json.dumps(OFFER), queries: str = QUERIES, qrels: str = QRELS) -> Path:
    """The three files in that folder, with what the test wants of each."""
    (folder / "offers.jsonl").write_text(offers, encoding="utf-8")
    (folder / "queries.tsv").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder
