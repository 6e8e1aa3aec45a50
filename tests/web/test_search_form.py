"""The query keys of a search: what is used, what is not and what is said about it."""

from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.services.search import SearchRequest
from portal.store.catalogue import load_catalogue
from portal.web.search_form import KEYS, SINGLE_KEYS, Parsed, args_of, known_tokens, parse, shown

CATALOGUE = load_catalogue()


def read(query: str | bytes) -> Parsed:
    return parse(args_of(query.encode() if isinstance(query, str) else query), CATALOGUE)


@pytest.mark.parametrize(
    ("query", "attribute", "value"),
    [
        ("", "q", ""),
        ("q=in+de+tuin", "q", "in de tuin"),
        ("q=%22met+dieren%22+-koken", "q", '"met dieren" -koken'),
        ("q=caf%C3%A9%0A", "q", "café"),
        ("plaats=7311+kz", "plaats", "7311 kz"),
        ("plaats=+'s-Gravenhage+", "plaats", "'s-Gravenhage"),
        ("gemeente=GM0200", "gemeente", "GM0200"),
        ("gemeente=", "gemeente", ""),
        ("trede=1", "trede", 1),
        ("trede=6", "trede", 6),
        ("trede=", "trede", None),
        ("doel=5", "doel", 5),
        ("product=op-trede-3&product=naar-trede-4", "product", ("op-trede-3", "naar-trede-4")),
        ("product=op-trede-3&product=op-trede-3&product=", "product", ("op-trede-3",)),
        ("product=orientatie", "product", ("orientatie",)),
        ("branche=groen", "branche", ("groen",)),
        ("taal=tr&taal=ngt", "taal", ("tr", "ngt")),
        ("dagdeel=zo-avond", "dagdeel", ("zo-avond",)),
        ("begeleiding=op-afstand", "begeleiding", ("op-afstand",)),
        ("vrij=true", "vrij", True),
        ("regulier=", "regulier", False),
        ("toegankelijk=true", "toegankelijk", True),
        ("volgorde=afstand&plaats=Velp", "volgorde", "afstand"),
        ("volgorde=afstand&gemeente=GM0200", "volgorde", "afstand"),
        ("volgorde=relevantie", "volgorde", "relevantie"),
        ("pagina=99999999", "pagina", 99999999),
        ("pagina=9007199254740991", "pagina", 2**53 - 1),
        ("perPagina=1", "per_pagina", 1),
        ("perPagina=100", "per_pagina", 100),
    ],
)
def test_a_usable_value_is_taken_without_a_fault(query: str, attribute: str, value: Any) -> None:
    parsed = read(query)
    assert getattr(parsed.request, attribute) == value
    assert parsed.faults == ()


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("trede=0", "trede"),
        ("trede=7", "trede"),
        ("trede=drie", "trede"),
        ("trede=3.0", "trede"),
        ("trede=%D9%A3", "trede"),  # an Arabic three: a digit to Python, not to a person who reads the address
        ("doel=-1", "doel"),
        ("pagina=-1", "pagina"),
        ("pagina=0", "pagina"),
        ("pagina=1e3", "pagina"),
        ("pagina=" + "9" * 5000, "pagina"),
        ("pagina=9007199254740992", "pagina"),
        ("perPagina=101", "perPagina"),
        ("perPagina=0", "perPagina"),
        ("product=trede-3", "product"),
        ("branche=Groen", "branche"),
        ("taal=nederlands", "taal"),
        ("dagdeel=ma", "dagdeel"),
        ("begeleiding=veel", "begeleiding"),
        ("vrij=1", "vrij"),
        ("regulier=True", "regulier"),
        ("toegankelijk=false", "toegankelijk"),
        ("volgorde=naam", "volgorde"),
        ("volgorde=afstand", "volgorde"),
        ("gemeente=GM9999", "gemeente"),
        ("gemeente=Apeldoorn", "gemeente"),
        ("plaats=" + "a" * 101, "plaats"),
        ("q=a&q=b", "q"),
        ("plaats=Velp&plaats=Ede", "plaats"),
        ("q=%00", "q"),
        ("q=tuin%C2%85", "q"),  # white space to Python, a control character to everyone else
        ("plaats=Ede%07", "plaats"),
        ("q=%FF", "q"),
        (b"q=\xff\xfe", "q"),
        ("q=%ED%A0%80", "q"),  # half of a surrogate pair
        ("per_pagina=10", "per_pagina"),
        ("Q=tuin", "Q"),
        ("=tuin", ""),
    ],
)
def test_an_unusable_value_is_one_fault_that_names_its_key(query: str | bytes, key: str) -> None:
    assert [fault.naam for fault in read(query).faults] == [key]


def test_all_faults_come_at_once() -> None:
    faults = read("trede=9&vrij=ja&branche=x&branche=y&pagina=-1&foo=1").faults
    assert sorted(fault.naam for fault in faults) == ["branche", "branche", "foo", "pagina", "trede", "vrij"]


def test_the_usable_rest_of_a_faulty_request_is_kept() -> None:
    request = read("trede=9&branche=groen&branche=x&q=a&q=b&pagina=2").request
    assert request == SearchRequest(q="a", branche=("groen",), pagina=2)


def test_unreadable_characters_are_left_out_of_what_is_searched() -> None:
    assert read("q=tuin%00man&plaats=Ede%FF").request == SearchRequest(q="tuin man", plaats="Ede")


def test_words_are_cut_at_500_characters_and_a_note_says_so() -> None:
    parsed = read("q=" + "é" * 501)
    assert (len(parsed.request.q), len(parsed.notes), parsed.faults) == (500, 1, ())
    assert read("q=" + "é" * 500).notes == ()


def test_a_message_says_what_was_wrong_and_what_to_do() -> None:
    (fault,) = read("trede=drie").faults
    assert fault.melding == "‘drie’ kan hier niet. Kies een heel getal van 1 tot en met 6."


def test_a_message_repeats_little_and_nothing_unreadable() -> None:
    (fault,) = read("branche=" + "%00" * 10 + "x" * 8000).faults
    assert len(fault.melding) < 120
    assert "\0" not in fault.melding


def test_percent_signs_in_a_value_do_not_upset_the_message() -> None:
    (fault,) = read("branche=%25s%25(x)d").faults
    assert "‘%s%(x)d’" in fault.melding


def test_the_known_products_are_those_of_the_loaded_regelingen() -> None:
    assert set(known_tokens(CATALOGUE)["product"]) == {p.token for r in CATALOGUE.regelingen for p in r.products}


@pytest.mark.parametrize(("text", "short"), [("a b", "a b"), ("a\0\nb", "a? b"), ("x" * 41, "x" * 39 + "…")])
def test_shown(text: str, short: str) -> None:
    assert shown(text) == short


_VALUES = st.one_of(
    st.text(max_size=60),
    st.integers().map(str),
    st.sampled_from(["true", "afstand", "groen", "tr", "GM0200", "ma-ochtend", "nabij", "op-trede-3", ""]),
)
_PAIRS = st.lists(st.tuples(st.one_of(st.sampled_from(sorted(KEYS)), st.text(max_size=8)), _VALUES), max_size=12)


@settings(max_examples=300, deadline=None)
@given(_PAIRS)
def test_any_keys_and_values_are_read_without_an_error(pairs: list[tuple[str, str]]) -> None:
    parsed = parse(MultiDict(pairs), CATALOGUE)
    request = parsed.request
    assert 1 <= request.per_pagina <= 100
    assert 1 <= request.pagina < 2**53
    assert len(request.q) <= 500
    assert "\0" not in request.q + request.plaats


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    parse(args_of(raw), CATALOGUE)
    parse(args_of(b"q=" + raw + b"&plaats=" + quote_from_bytes(raw).encode()), CATALOGUE)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(SINGLE_KEYS), _VALUES))
def test_what_had_no_fault_has_none_without_the_faulty_keys(values: dict[str, str]) -> None:
    first = parse(MultiDict(values), CATALOGUE)
    faulty = {fault.naam for fault in first.faults}
    again = read(urlencode({key: value for key, value in values.items() if key not in faulty}, errors="replace"))
    assert {fault.naam for fault in again.faults} <= {"volgorde"}
