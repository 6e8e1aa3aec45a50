"""Dutch at `/`, English under `/en/`, and one catalogue that lacks nothing."""

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask, redirect, url_for

from portal.domain.actor import Role
from portal.domain.review import Action, ExceptionState, Mark, PlanState, PlanStatus
from portal.domain.said import said
from portal.domain.unfound import Reason
from portal.web import labels, look
from portal.web.language import current_language, other_language_url, page_url, site_root
from portal.web.texts import TRANSLATIONS, plural_text, text, worded

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent.parent
KEYWORDS = [part for name in ("_l", "said", "Refused:1", "NotUsable:2", "Missing:2") for part in ("-k", name)]
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Answers with what the look says about the request."""
    static = tmp_path_factory.mktemp("static")
    (static / "css").mkdir()
    (static / "css" / "thema-standaard.css").write_text("")
    app = Flask("portal", static_folder=None)
    look.register(app, static)

    @app.get("/waar")
    @app.get("/api/waar")
    def where() -> dict[str, str]:
        urls = {"page": page_url("/x"), "root": site_root(), "other": other_language_url()}
        return {"language": current_language(), "text": text("Zoeken"), **urls}

    @app.get("/gezegd")
    def said_here() -> str:
        return str(worded(app.extensions["sentence"]))

    @app.get("/weg")
    def away() -> Any:
        return redirect(url_for("where"))

    return app


def test_dutch_is_the_default(app: Flask) -> None:
    answer = app.test_client().get("/waar?q=a").json
    assert (answer["language"], answer["text"], answer["page"]) == ("nl", "Zoeken", "/x")
    assert (answer["root"], answer["other"]) == ("", "/en/waar?q=a")


def test_under_en_the_same_view_speaks_english_and_keeps_the_prefix(app: Flask) -> None:
    answer = app.test_client().get("/en/waar?q=%C3%A9&q=%26").json
    assert (answer["language"], answer["text"], answer["page"]) == ("en", "Search", "/en/x")
    assert (answer["root"], answer["other"]) == ("", "/waar?q=%C3%A9&q=%26")
    assert app.test_client().get("/en/weg").headers["Location"].startswith("/en/")


@pytest.mark.parametrize("path", ["/en/api/waar", "/en/static/x/y.css", "/en/en/waar", "/english/waar", "/nl/waar"])
def test_other_prefixes_are_no_pages(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404


def test_the_portal_may_live_below_a_path(app: Flask) -> None:
    answer = app.test_client().get("/en/waar", environ_overrides={"SCRIPT_NAME": "/portaal"}).json
    assert (answer["page"], answer["root"], answer["other"]) == ("/portaal/en/x", "/portaal", "/portaal/waar")


def test_the_language_of_one_request_does_not_stay(app: Flask) -> None:
    app.test_client().get("/en/waar")
    assert current_language() == "nl"


def test_texts_fill_in_and_escape() -> None:
    assert text("Bron: %(bron)s", bron="<b>") == "Bron: &lt;b&gt;"
    assert [plural_text("%(num)d plek", "%(num)d plekken", n) for n in (0, 1, 2)] == [
        "0 plekken",
        "1 plek",
        "2 plekken",
    ]


@pytest.mark.parametrize(
    ("sentence", "dutch", "english"),
    [
        (said("Beantwoord de vraag: %(vraag)s", vraag="<b>Hoe?"), "Beantwoord de vraag: &lt;b&gt;Hoe?",
         'Answer the question: <span lang="nl">&lt;b&gt;Hoe?</span>'),
        (said("Gebruik hooguit %(most)s", most=9), "Gebruik hooguit 9", "Gebruik hooguit 9"),
        (said("%(een)s of %(ander)s", een=said("ingediend"), ander=said("concept")), "ingediend of concept",
         "submitted or draft"),
        ("Een <b>getypte</b> tekst", "Een &lt;b&gt;getypte&lt;/b&gt; tekst", "Een &lt;b&gt;getypte&lt;/b&gt; tekst"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_rules_say_is_said_in_the_language_of_the_page(
    app: Flask, sentence: str, dutch: str, english: str
) -> None:
    app.extensions["sentence"] = sentence
    assert [app.test_client().get(address).text for address in ("/gezegd", "/en/gezegd")] == [dutch, english]


@pytest.mark.parametrize("kind", [PlanState, PlanStatus, Mark, ExceptionState, Action, Role, Reason])
def test_every_label_of_the_domain_has_an_english_twin(kind: Any) -> None:
    with (ENGLISH / "messages.po").open("rb") as source:
        known = read_po(source, locale="en")
    in_sentences = kind in (PlanState, PlanStatus, ExceptionState)
    labels_here = [m.label for m in kind] + [m.label.lower() for m in kind if in_sentences]
    assert [label for label in labels_here if not known.get(label) or not known.get(label).string] == []


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "vandaag"), (0, "vandaag"), (1, "gisteren"), (2, "2 dagen geleden"), (28, "28 dagen geleden"),
     (29, "op 24 oktober 2026")],
)  # fmt: skip
def test_days_ago(app: Flask, days: int, words: str) -> None:
    with app.test_request_context():
        assert labels.days_ago(TODAY - timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("meters", "words"),
    [(0, "minder dan 1 km"), (949, "minder dan 1 km"), (960, "1,0 km"), (2340, "2,3 km"), (14400, "14 km")],
)
def test_distance(app: Flask, meters: int, words: str) -> None:
    with app.test_request_context():
        assert labels.distance(meters) == words


def test_labels_of_tokens(app: Flask) -> None:
    with app.test_request_context():
        assert labels.dagdeel_label("ma-ochtend") == "maandag ochtend"
        assert (labels.dagdeel_label("xx-ochtend"), labels.taal_label("tr"), labels.taal_label("??")) == (
            "xx-ochtend", "Turks", "??"
        )  # fmt: skip
        assert labels.euro(Decimal("9")).replace("\xa0", " ") == "€ 9,00"


def test_every_text_of_the_screens_has_an_english_twin(tmp_path: Path) -> None:
    pot = tmp_path / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", str(TRANSLATIONS / "babel.cfg")]
    subprocess.run([*command, *KEYWORDS, "-o", str(pot), "."], cwd=ROOT, check=True)
    with pot.open("rb") as source, (ENGLISH / "messages.po").open("rb") as target:
        dutch, english = read_po(source), read_po(target, locale="en")
    missing = [m.id for m in dutch if m.id and not (english.get(m.id) and english.get(m.id).string)]
    assert missing == []
    assert [m.id for m in english if m.fuzzy and m.id] == []


def test_the_compiled_catalogue_is_the_present_one() -> None:
    with (ENGLISH / "messages.po").open("rb") as source, (ENGLISH / "messages.mo").open("rb") as compiled:
        po, mo = read_po(source, locale="en"), read_mo(compiled)
    assert _texts(po) == _texts(mo)


def _texts(catalogue: Any) -> dict[str, str]:
    pairs = ((m.id, m.string) for m in catalogue if m.id)
    return {i if isinstance(i, str) else "|".join(i): s if isinstance(s, str) else "|".join(s) for i, s in pairs}
