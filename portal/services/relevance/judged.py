"""A folder of judged queries: `offers.jsonl`, `queries.tsv` and `qrels.tsv`, checked line by line.

The split into a half for tuning and a half for the figure follows from the qid alone, so that adding a query moves no
other: the number at the end of the qid, odd for tuning, even for the figure; a qid without a number goes by its CRC-32.
Numbered through per kind, the halves hold as many queries of each kind.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from portal.store.data_error import DataError

OFFERS, QUERIES, QRELS = "offers.jsonl", "queries.tsv", "qrels.tsv"
QUERY_COLUMNS = ("qid", "kind", "query", "place", "need")
QREL_COLUMNS = ("qid", "id", "grade")
GRADES = {"0": 0, "1": 1, "2": 2, "3": 3}
GOOD = 2  # this grade and better is a good hit

Half = Literal["tuning", "figure", "all"]
_ID = re.compile(r"[A-Za-z0-9_-]{1,511}")
_NUMBER_AT_END = re.compile(r"(\d+)$")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types (`words`), where (`place`, "" for everywhere) and what for (`need`)."""

    qid: str
    kind: str
    words: str
    place: str
    need: str
    line: str = ""  # of the file, for errors found later

    @property
    def half(self) -> Half:
        """`tuning` or `figure`."""
        number = _NUMBER_AT_END.search(self.qid)
        return "tuning" if (int(number[1]) if number else zlib.crc32(self.qid.encode())) % 2 else "figure"


@dataclass(frozen=True, slots=True)
class Judged:
    """`offers`: fields of `Werkplek` (docs/api.md) in the order of the file. `grades`: qid -> id -> 0..3."""

    offers: tuple[Mapping[str, Any], ...]
    queries: tuple[Query, ...]
    grades: Mapping[str, Mapping[str, int]]

    def of(self, half: Half) -> tuple[Query, ...]:
        """The queries of that half that can be judged: for which at least one offer is of some use."""
        return tuple(q for q in self.queries if half in ("all", q.half) and any(self.grades[q.qid].values()))


def load_judged(folder: Path) -> Judged:
    """Read the three files; raises DataError with file, line and reason."""
    offers = tuple(_offers(folder / OFFERS))
    queries = tuple(_queries(folder / QUERIES))
    return Judged(offers, queries, _grades(folder / QRELS, queries, {str(o["id"]) for o in offers}))


def _offers(path: Path) -> Iterator[Mapping[str, Any]]:
    seen: dict[str, str] = {}
    for where, text in _lines(path):
        try:
            offer = json.loads(text)
        except json.JSONDecodeError as error:
            raise DataError(path.name, where, f"is not JSON: {error}") from error
        if wrong := _wrong(offer):
            raise DataError(path.name, where, wrong)
        if offer["id"] in seen:
            raise DataError(path.name, where, f"id {offer['id']!r} is already on {seen[offer['id']]}")
        seen[offer["id"]] = where
        yield offer
    if not seen:
        raise DataError(path.name, "the file", "holds no offers")


def _wrong(offer: Any) -> str:
    """What is wrong with the fields that are searched, or ""."""
    if not isinstance(offer, dict):
        return "is not an object"
    if not isinstance(offer.get("id"), str) or not _ID.fullmatch(offer["id"]):
        return "id must be letters, digits, - or _"
    aanbieder = offer.get("aanbieder")
    if not isinstance(aanbieder, dict) or not isinstance(aanbieder.get("naam"), str):
        return "aanbieder must be an object with a naam"
    for key in ("naam", "omschrijving"):
        if not isinstance(offer.get(key), str):
            return f"{key} must be a text"
    for key in ("branches", "taken"):
        if not isinstance(offer.get(key), list) or not all(isinstance(value, str) for value in offer[key]):
            return f"{key} must be a list of texts"
    return ""


def _queries(path: Path) -> Iterator[Query]:
    seen: dict[str, str] = {}
    for where, (qid, kind, words, place, need) in _rows(path, QUERY_COLUMNS):
        if not (qid and kind and words):
            raise DataError(path.name, where, "qid, kind and query must not be empty")
        if qid in seen:
            raise DataError(path.name, where, f"qid {qid!r} is already on {seen[qid]}")
        seen[qid] = where
        yield Query(qid, kind, words, place, need, where)
    if not seen:
        raise DataError(path.name, "the file", "holds no queries")


def _grades(path: Path, queries: tuple[Query, ...], ids: set[str]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {query.qid: {} for query in queries}
    for where, (qid, identity, grade) in _rows(path, QREL_COLUMNS):
        if qid not in grades:
            raise DataError(path.name, where, f"qid {qid!r} is not in {QUERIES}")
        if identity not in ids:
            raise DataError(path.name, where, f"id {identity!r} is not in {OFFERS}")
        if grade not in GRADES:
            raise DataError(path.name, where, f"grade {grade!r} is not 0, 1, 2 or 3")
        if identity in grades[qid]:
            raise DataError(path.name, where, f"{qid} and {identity} are already judged above")
        grades[qid][identity] = GRADES[grade]
    return grades


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """The rows below the header, as many values as `columns`."""
    header = True
    for where, text in _lines(path):
        values = [value.strip() for value in text.split("\t")]
        if header and tuple(values) != columns:
            raise DataError(path.name, where, f"the columns must be {', '.join(columns)}, with tabs between")
        if not header and len(values) != len(columns):
            raise DataError(path.name, where, f"has {len(values)} values instead of {len(columns)}")
        if not header:
            yield where, values
        header = False


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(path.name, "the file", f"cannot be read as UTF-8 text: {error}") from error
    except OSError as error:
        raise DataError(path.name, "the file", f"cannot be read in {path.parent}: {error.strerror}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"line {number}", line
