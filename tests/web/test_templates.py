"""Every page in every state and language: strict HTML, one h1, labels, unique ids, nothing inline or from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from portal.store.catalogue import load_catalogue
from tests.web.conftest import Render
from tests.web.screens import screens

NAMES = sorted(screens(load_catalogue()))
NOT_A_FIELD = {"hidden", "submit", "button"}


@lru_cache(maxsize=1)
def _screens() -> dict[str, tuple[str, dict[str, Any]]]:
    return screens(load_catalogue())


@pytest.fixture(params=[f"{language}: {name}" for language in ("nl", "en") for name in NAMES])
def html(request: pytest.FixtureRequest, render: Render) -> str:
    language, _, name = request.param.partition(": ")
    return render(*_screens()[name], language=language)


def _tree(html: str) -> Element:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def test_it_is_strict_html_with_a_title_a_language_and_one_h1(html: str) -> None:
    tree = _tree(html)
    assert len(tree.findall(".//h1")) == 1
    assert (tree.findtext(".//title") or "").count("-") >= 1
    assert tree.get("lang") in ("nl", "en")


def test_ids_are_unique_and_references_lead_somewhere(html: str) -> None:
    elements = list(_tree(html).iter())
    ids = Counter(e.get("id") for e in elements if e.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        assert {word for e in elements for word in (e.get(attribute) or "").split()} <= set(ids)
    assert {e.get("href", "")[1:] for e in elements if e.get("href", "").startswith("#")} <= set(ids)


def test_every_field_has_a_label(html: str) -> None:
    tree = _tree(html)
    labelled = {label.get("for") for label in tree.iter("label")}
    fields = [e for tag in ("input", "select", "textarea") for e in tree.iter(tag) if e.get("type") not in NOT_A_FIELD]
    assert [e.get("name") for e in fields if e.get("id") not in labelled] == []


def test_headings_skip_no_level(html: str) -> None:
    levels = [int(e.tag[1]) for e in _tree(html).iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(html: str) -> None:
    elements = list(_tree(html).iter())
    assert [e.tag for e in elements if e.get("style") or any(name.startswith("on") for name in e.attrib)] == []
    assert [e.tag for e in elements if e.tag == "style" or (e.tag == "script" and not e.get("src"))] == []
    loaded = [e.get("src") or (e.get("href") if e.tag == "link" else None) for e in elements]
    assert [address for address in loaded if address and not address.startswith("/static/")] == []


def test_what_a_person_typed_stays_text(render: Render) -> None:
    html = render(*_screens()["faults"])
    assert 'value="tuin &#34;&lt;b&gt;"' in html
    assert "Kies &lt;een&gt; getal." in html


def test_links_of_an_english_page_stay_english(render: Render) -> None:
    tree = _tree(render(*_screens()["search: full"], language="en"))
    links = [a.get("href", "") for a in tree.iter("a") if not (a.get("hreflang") or "").startswith("nl")]
    pages = [link for link in links if link.startswith("/") and not link.startswith("/api/")]
    assert [link for link in pages if not link.startswith("/en/")] == []
