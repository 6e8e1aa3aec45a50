"""The plan van aanpak on paper: A4, 11 points, tagged PDF/UA-1; and how long it is against the regeling's pages.

Carlito stands for the Calibri that S0's bijlage asks for: the same letter widths. Typst sets it; each document has its
own compiler over one set of fonts, so threads share nothing that changes. A compile cannot be stopped, so what goes in
is cut: 30,000 characters of answers take about 0.05 s, and 100,000 with a line each took 2 s and 0.6 GB.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import accumulate
from math import ceil
from typing import Any

import typst

from portal.domain.said import said
from portal.resources import data_path
from portal.services.paper_text import letters_of, paragraphs, printable

MOST_CHARACTERS = 30_000  # of all answers together; two pages hold about 7,000
MOST_LINES = 500  # the same, with short lines: about ten pages
MOST_OF_WERKPLEKKEN = 60_000  # characters; some hundred werkplekken
_MOST_OF_A_FACT = 2_000  # characters
CUT = "[De tekst gaat verder, maar is te lang om af te drukken.]"
UNANSWERED = "Nog niet beantwoord."
_FACES = ("Carlito-Regular.ttf", "Carlito-Bold.ttf", "Carlito-Italic.ttf")
_LINE_MM = 13.4 * 25.4 / 72
_LINE_CHARACTERS = 100  # a full line of Dutch running text: rather a few words too many than too few

Fact = tuple[str, str]  # label, text


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One question with its number ("3a") and the answer as it was written; "" when there is none yet."""

    number: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class PaperWerkplek:
    """One werkplek: its name and what is said of it, in order."""

    naam: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """All words of the document. `answers` are in the regeling's order; empty lists leave their part out.

    `state` is a Dutch phrase ("goedgekeurd op 12 mei 2026"), `day` the date of the document, `title` its heading.
    """

    title: str
    aanbieder: str
    regeling: str
    version: int
    state: str
    day: date
    max_pages: int
    answers: tuple[PaperAnswer, ...]
    producten: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    werkplekken: tuple[PaperWerkplek, ...] = ()
    declarations: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """How long the questions and answers are on paper. `filled` is in pages: 1.6 is one page and six tenths.

    `over_mm` and `over_words`: how much to cut before it fits, 0 when it does; the words are an estimate.
    """

    pages: int
    filled: float
    over_mm: float
    over_words: int
    max_pages: int

    @property
    def fits(self) -> bool:
        """True when the plan keeps to the regeling's pages (S0 bijlage: two)."""
        return self.pages <= self.max_pages

    @property
    def words(self) -> str:
        """ "1,6 van 2 bladzijden", rounded up, so that what is too long never looks as if it fits."""
        tenths = ceil(round(self.filled * 10, 6))
        shown = f"{tenths // 10},{tenths % 10}"
        if self.max_pages == 1:
            return said("%(lengte)s van 1 bladzijde", lengte=shown)
        return said("%(lengte)s van %(most)s bladzijden", lengte=shown, most=self.max_pages)


def plan_pdf(paper: PaperPlan) -> bytes:
    """The document as tagged PDF/UA-1: the questions in their order, then the annexes. Any text gives a document."""
    made = datetime.combine(paper.day, time(), UTC)
    answers, _ = _answers(paper)
    compiler = _compiler(_words(paper, answers, _annexes(paper)))
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no document")
    return pdf


def plan_length(paper: PaperPlan) -> Length:
    """The typeset length of title, questions and answers, without the annexes (S0 bijlage: at most two pages).

    Above what is printed the rest is counted on in proportion, so that the figure keeps growing with the text.
    """
    answers, printed = _answers(paper)
    end = json.loads(_compiler(_words(paper, answers, [])).query("<end>", field="value", one=True))
    filled = (end["page"] - 1 + (end["y"] - end["top"]) / end["height"]) / printed
    pages = max(end["page"], ceil(filled))
    over_mm = max(0.0, (filled - paper.max_pages) * end["height"]) if pages > paper.max_pages else 0.0
    return Length(pages, filled, over_mm, _over_words(over_mm, paper) if over_mm else 0, paper.max_pages)


def _over_words(over_mm: float, paper: PaperPlan) -> int:
    """Words on that many millimetres; two lines more, because whole lines move between pages."""
    words = " ".join(answer.answer for answer in paper.answers).split()
    mean = sum(map(len, words)) / max(1, len(words)) + 1
    return min(len(words), ceil((over_mm / _LINE_MM + 2) * _LINE_CHARACTERS / mean))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(data_path("paper", "carlito"))]
    )


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    return frozenset.intersection(*(letters_of(data_path("paper", "carlito", face)) for face in _FACES))


def _compiler(words: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        data_path("paper", "plan.typ"),
        root=data_path("paper"),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(words)},
    )


def _line(text: str, longest: int = _MOST_OF_A_FACT) -> str:
    """One printable line."""
    return " ".join(printable(text[:longest], _letters()).split())


def _words(paper: PaperPlan, answers: list[dict[str, Any]], annexes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": _line(paper.title) or "Plan van aanpak",
        "aanbieder": _line(paper.aanbieder),
        "regeling": _line(paper.regeling),
        "version": _line(f"Versie {paper.version}, {paper.state}"),
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "unanswered": UNANSWERED,
        "answers": answers,
        "annexes": annexes,
    }


def _answers(paper: PaperPlan) -> tuple[list[dict[str, Any]], float]:
    """The answers in paragraphs of lines, and which part of all text is among them (1.0: all)."""
    characters, lines, printed, dropped = MOST_CHARACTERS, MOST_LINES, 0, 0
    found = []
    for answer in paper.answers:
        text = answer.answer[:characters]
        whole = paragraphs(printable(text, _letters()))
        kept = _first_lines(whole, lines)
        lost = _size(whole) - _size(kept) + len(answer.answer) - len(text)
        question = _line(f"{answer.number}. {answer.question}")
        found.append({"question": question, "paragraphs": [*kept, [CUT]] if lost else kept})
        characters -= len(text)
        lines -= sum(map(len, kept))
        printed, dropped = printed + _size(kept), dropped + lost
    return found, printed / (printed + dropped) if printed else 1.0


def _first_lines(parts: Sequence[list[str]], most: int) -> list[list[str]]:
    kept = []
    for part in parts:
        if most <= 0:
            break
        kept.append(part[:most])
        most -= len(part)
    return kept


def _size(parts: Sequence[list[str]]) -> int:
    return sum(len(line) for part in parts for line in part)


def _annexes(paper: PaperPlan) -> list[dict[str, Any]]:
    own = [
        ("Aanbieder", paper.aanbieder),
        ("Regeling", paper.regeling),
        ("Versie", f"{paper.version}, {paper.state}"),
        ("Producten", "; ".join(paper.producten)),
        ("Gemeenten", ", ".join(paper.gemeenten)),
    ]
    found = [_annex("Bijlage: gegevens", own, ())]
    if paper.werkplekken:
        sizes = accumulate(sum(min(len(text), _MOST_OF_A_FACT) for _, text in w.facts) for w in paper.werkplekken)
        kept = sum(size <= MOST_OF_WERKPLEKKEN for size in sizes)
        rest = len(paper.werkplekken) - kept
        more = [("Niet afgedrukt", f"nog {rest} werkplekken; deze bijlage is vol")] if rest else []
        found.append(_annex("Bijlage: werkplekken", more, paper.werkplekken[:kept]))
    if paper.declarations:
        found.append(_annex("Bijlage: verklaringen", paper.declarations, ()))
    return found


def _annex(title: str, facts: Sequence[Fact], parts: Sequence[PaperWerkplek]) -> dict[str, Any]:
    shown = [{"title": _line(part.naam) or "Werkplek zonder naam", "facts": _facts(part.facts)} for part in parts]
    return {"title": title, "facts": _facts(facts), "parts": shown}


def _facts(facts: Sequence[Fact]) -> list[list[str]]:
    lines = ((_line(label), _line(text)) for label, text in facts)
    return [[label, text] for label, text in lines if label and text]
