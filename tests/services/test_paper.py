"""The plan on paper: what a reader and a screen reader get, how long it is, and that no text can break it."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from portal.services.paper import (
    CUT,
    UNANSWERED,
    PaperAnswer,
    PaperPlan,
    PaperWerkplek,
    plan_length,
    plan_pdf,
)

SENTENCE = "Wij bieden werk in het groen, in kleine groepen en met vaste begeleiding. "


def paper(*answers: str, **changes: Any) -> PaperPlan:
    """A plan with these answers to questions that are numbered from 1."""
    plan = PaperPlan(
        title="Plan van aanpak",
        aanbieder="Stichting Voorbeeld",
        regeling="Werkt mee",
        version=2,
        state="goedgekeurd op 12 mei 2026",
        day=date(2026, 5, 12),
        max_pages=2,
        answers=tuple(PaperAnswer(str(i), f"Vraag {i}?", text) for i, text in enumerate(answers, 1)),
    )
    return replace(plan, **changes)


def read(plan: PaperPlan) -> PdfReader:
    """The document, opened."""
    return PdfReader(io.BytesIO(plan_pdf(plan)))


def text_of(plan: PaperPlan) -> str:
    """All words of the document, on one line, without the breaks that are not seen."""
    pages = (page.extract_text() for page in read(plan).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def test_it_is_tagged_for_screen_readers() -> None:
    root: Any = read(paper("a")).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])


def test_it_is_a4_with_title_and_author() -> None:
    document = read(paper("a"))
    assert [round(float(x)) for x in document.pages[0].mediabox[2:]] == [595, 842]
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == ("Plan van aanpak", "Stichting Voorbeeld")


def test_only_carlito_and_inside_the_document() -> None:
    fonts: Any = read(paper("a", "")).pages[0]["/Resources"]["/Font"]
    inner = [font["/DescendantFonts"][0] for font in fonts.values()]
    assert {re.sub(r"^/[A-Z]+\+", "", font["/BaseFont"]) for font in inner} == {
        "Carlito",
        "Carlito-Bold",
        "Carlito-Italic",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in inner)


def test_the_text_is_set_in_eleven_points() -> None:
    sizes: set[float] = set()
    read(paper("Het antwoord.")).pages[0].extract_text(
        visitor_text=lambda text, _cm, _tm, _font, size: sizes.add(round(size, 1)) if "antwoord" in text else None
    )
    assert sizes == {11.0}


def test_header_and_footer_name_plan_and_page() -> None:
    pages = [page.extract_text() for page in read(paper(SENTENCE * 80)).pages]
    assert all("Stichting Voorbeeld" in page and "Werkt mee" in page for page in pages)
    assert all("Versie 2, goedgekeurd op 12 mei 2026" in page for page in pages)
    assert [re.findall(r"pagina (\d+) van (\d+)", page) for page in pages] == [
        [(str(i), str(len(pages)))] for i in range(1, len(pages) + 1)
    ]


def test_everything_stands_in_the_order_of_the_format() -> None:
    plan = paper("Eerste.", "Tweede.", "", producten=("Op trede 3",), gemeenten=("Apeldoorn",))
    plan = replace(plan, werkplekken=(PaperWerkplek("De Zon", (("Taken", "harken"),)),), declarations=(("VOG", "ja"),))
    words = ["Plan van aanpak", "1. Vraag 1? Eerste.", "2. Vraag 2? Tweede.", f"3. Vraag 3? {UNANSWERED}",
             "Bijlage: gegevens", "Op trede 3", "Apeldoorn", "Bijlage: werkplekken", "De Zon", "harken",
             "Bijlage: verklaringen", "VOG: ja"]  # fmt: skip
    text = text_of(plan)
    found = [text.find(word) for word in words]
    assert -1 not in found
    assert found == sorted(found)


HOSTILE = ['#read("/etc/passwd")', "$x^2$", "*vet* _cursief_", "@ref <end>", "\\ \\u{41}", "= Kop", "/ Term: x",
           "// weg", "#import sys", "`raw`", '"]}', "</w:t>", "- lijst", "~ -- ...", "'aan' \"haal\""]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_person_writes_stays_text_wherever_it_stands(hostile: str) -> None:
    plan = paper(hostile, aanbieder=hostile, gemeenten=(hostile,), declarations=((hostile, hostile),))
    assert text_of(plan).replace("-\u00ad", "-").count(hostile) >= 5


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "\U0001f600", "\u202e\u2066", "\ue000", "\u0301" * 9, "مرحبا", ""])
def test_what_the_font_lacks_does_not_refuse_the_document(odd: str) -> None:
    plan = paper(f"voor {odd} na", odd, title=odd, aanbieder=odd, werkplekken=(PaperWerkplek(odd, ((odd, odd),)),))
    assert "voor" in text_of(plan)


@pytest.mark.parametrize(("sentences", "pages"), [(1, 1), (20, 1), (80, 2), (140, 3)])
def test_pages_follow_from_the_text(sentences: int, pages: int) -> None:
    plan = paper(SENTENCE * sentences)
    length = plan_length(plan)
    assert length.pages == pages
    assert length.fits == (pages <= 2)
    assert pages - 1 < length.filled <= pages


def test_the_measure_is_of_the_questions_and_not_of_the_annexes() -> None:
    plan = paper("Kort.", werkplekken=tuple(PaperWerkplek(f"Plek {i}", (("Taken", "harken"),)) for i in range(60)))
    assert plan_length(plan) == plan_length(paper("Kort."))
    assert len(read(plan).pages) > 3


def test_the_measure_grows_with_every_line() -> None:
    found = [plan_length(paper("regel\n" * lines)).filled for lines in (1, 5, 30, 60, 400, 499, 600, 5000)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("sentences", [140, 170, 300])
def test_cutting_what_it_says_makes_it_fit(sentences: int) -> None:
    words = (SENTENCE * sentences).split()
    length = plan_length(paper(" ".join(words)))
    assert length.over_words > 0
    assert length.over_mm > 0
    rest = words[: -length.over_words]
    assert plan_length(paper(" ".join(rest))).fits
    assert len(rest) > 900  # and it does not ask for much more than that


def test_what_fits_needs_no_cut() -> None:
    length = plan_length(paper("Kort."))
    assert (length.fits, length.over_mm, length.over_words) == (True, 0.0, 0)


@pytest.mark.parametrize(
    ("filled", "words"),
    [(0.71, "0,8 van 2 bladzijden"), (1.6, "1,6 van 2 bladzijden"), (2.0, "2,0 van 2 bladzijden"),
     (2.01, "2,1 van 2 bladzijden"), (12.34, "12,4 van 2 bladzijden")],
)  # fmt: skip
def test_the_words_of_the_measure_round_up(filled: float, words: str) -> None:
    assert replace(plan_length(paper("a")), filled=filled).words == words


@pytest.mark.parametrize("flood", [SENTENCE * 3000, "a\n" * 100_000, "w" * 200_000, "a\n\n" * 50_000])
def test_a_flood_of_text_is_cut_and_says_so(flood: str) -> None:
    plan = paper("Eerst.", flood, "Later.")
    document = read(plan)
    assert len(document.pages) < 80
    assert CUT in text_of(plan)
    assert plan_length(plan).filled > 20


def test_a_flood_of_werkplekken_is_cut_and_says_so() -> None:
    plan = paper("a", werkplekken=tuple(PaperWerkplek(f"Plek {i}", (("Taken", "x" * 5000),)) for i in range(1000)))
    assert "nog 970 werkplekken" in text_of(plan)


def test_threads_do_not_disturb_each_other() -> None:
    plans = [paper(f"Antwoord nummer {i}. {SENTENCE * i}") for i in range(24)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(plan_pdf, plans))
    assert together == [plan_pdf(plan) for plan in plans]
