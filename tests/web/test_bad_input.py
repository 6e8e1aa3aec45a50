"""Generated bad input against page and API: never a fault of ours. The API says 200 or 400, the page always 200."""

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from portal import create_app
from portal.config import load_settings
from portal.services.context import Context
from portal.web.search_form import KEYS
from tests.web.api.rows import fill

PAGE, API = "/zoeken", "/api/v1/werkplekken"
ALLOWED = {PAGE: {200}, API: {200, 400}}
_LONG = 8_000  # characters: what a web server lets through in one line
_WORDS = (
    "tuin",
    "brod",
    "koken -vlees",
    '"met dieren"',
    "in de",
    "é",
    "<script>",
    "'; drop table",
    "NEAR(a b)",
    "a* OR b",
)
_GOOD = {
    "plaats": ("7311", "7311 kz", "Apeldoorn", "apeldorn", "Velp", "Blerick", "xqzxqz", "'s-Gravenhage"),
    "gemeente": ("GM0200", "GM0202", "GM9999", "Apeldoorn"),
    "product": ("op-trede-3", "naar-trede-5", "collectief", "onzin"),
    "branche": ("groen", "bakkerij", "Groen", "x"),
    "taal": ("nl", "tr", "ngt", "klingon"),
    "dagdeel": ("ma-ochtend", "zo-avond", "zo-nacht"),
    "begeleiding": ("nabij", "op-afstand", "ver"),
    "volgorde": ("afstand", "relevantie", "naam"),
}
_NUMBERS = ("1", "6", "0", "-1", "7", "99999999", "9" * 30, "1e3", "3.0", "drie", "%D9%A3", "+2", " 2", "NaN", "")
_RAW = (
    "%00",
    "%FF%FE",
    "%C3%28",
    "%ED%A0%80",
    "%F0%9F%98%80",
    "%",
    "%zz",
    "%22%27%5C",
    "\xff\xfe",
    "%0A%0D",
    "%E2%80%AE",
)


@pytest.fixture
def client(context: Context, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The real application on a handful of werkplekken."""
    folder = tmp_path_factory.mktemp("state")
    fill(context)
    app: Flask = create_app(load_settings({"STATE_DIR": str(folder)}), context)
    return app.test_client(use_cookies=False)


def _value(dice: random.Random, key: str) -> str:
    kind = dice.randrange(10)
    if kind == 0:
        return dice.choice(_RAW) + quote(dice.choice(_WORDS))
    if kind == 1:
        return dice.choice(("a", "%C3%A9", "%22", "-", "+", "%00", "a+")) * (_LONG // 6)
    if kind == 2:
        return quote("".join(chr(dice.randrange(1, 0xD7FF)) for _ in range(dice.randrange(12))))
    if key in _GOOD:
        return quote(dice.choice(_GOOD[key]))
    if key == "q":
        return quote(" ".join(dice.choices(_WORDS, k=dice.randrange(1, 4))))
    return dice.choice((*_NUMBERS, "true", "false", "ja"))


def _queries(seed: int, count: int) -> Iterator[str]:
    """Made-up query strings, as they stand in an address: known, unknown, misspelt and repeated keys, any value."""
    dice = random.Random(seed)
    keys = [*sorted(KEYS), "utm_source", "per_pagina", "Q", "", "%00", "q%5B%5D", "\xe9"]
    for _ in range(count):
        chosen = dice.choices(keys, k=dice.randrange(1, 7))
        yield "&".join(f"{key}={_value(dice, key)}" if dice.random() < 0.95 else key for key in chosen)[: _LONG + 90]


def _faults(client: FlaskClient, queries: Iterator[str]) -> list[tuple[str, int, str]]:
    found = []
    for query in queries:
        for path, allowed in ALLOWED.items():
            status = client.get(path, environ_overrides={"QUERY_STRING": query}).status_code
            if status not in allowed:
                found.append((path, status, query[:300]))
    return found


@pytest.mark.parametrize("part", range(8))
def test_2000_made_up_queries_get_an_answer_from_page_and_api(client: FlaskClient, part: int, seed: int) -> None:
    assert _faults(client, _queries(seed * 100 + part, 250)) == []


_TEXT = st.text(max_size=30).map(lambda text: quote(text, errors="replace"))
_ANY = st.one_of(_TEXT, st.binary(max_size=30).map(quote_from_bytes))
_PAIRS = st.lists(st.tuples(st.sampled_from(sorted(KEYS)), _ANY), max_size=6)


def test_any_text_and_any_bytes_get_an_answer_from_page_and_api(
    client: FlaskClient, seed: int, scale: Callable[[int], int]
) -> None:
    @seeded(seed)
    @settings(
        max_examples=scale(3_000), deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(_PAIRS)
    def ask(pairs: list[tuple[str, str]]) -> None:
        assert _faults(client, iter(["&".join(f"{key}={value}" for key, value in pairs)])) == []

    ask()


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * _LONG, "q=" + "%22" * 2_600, "q=%00", "q=%FF", "q=\xff", "pagina=-1", "pagina=99999999", "branche=x",
     "plaats=Ede&plaats=Velp", "utm_source=x", "trede=drie", "q=-", "q=%22", "q=*", "&&&", "=", "q", "q=a;b"],
)  # fmt: skip
def test_known_bad_input_gets_an_answer_from_page_and_api(client: FlaskClient, query: str) -> None:
    assert _faults(client, iter([query])) == []


@pytest.mark.parametrize("query", ["trede=drie", "branche=onzin", "zoek=x", "q=%FF", "volgorde=afstand", "pagina=-1"])
def test_the_page_says_what_it_could_not_use(client: FlaskClient, query: str) -> None:
    api = client.get(f"{API}?{query}").json
    page = client.get(f"{PAGE}?{query}").text
    for error in api["errors"]:
        assert error["melding"] in page
