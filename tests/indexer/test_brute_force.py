"""The embedded engine against plain Python on random documents: what is found, counted, in which order and how far."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.embedded import EmbeddedEngine
from indexer.engine import Document, FacetQuery, Filter, SearchQuery
from portal.domain.places import Point
from tests.indexer import naive

ROOTS = (
    "keramiek",
    "bloemkool",
    "fiets",
    "zaag",
    "museumgids",
    "paardenstal",
    "vlechtwerk",
    "dok",
    "tuin",
    "leerlooier",
)
TOKENS = [f"GM{n}{tail}" for n in range(12) for tail in ("", ".x", ".y")]
POINT = Point(52.2, 5.9)


def _word(rnd: random.Random) -> str:
    """A root, whole or cut, with up to three random changes: many words near each other."""
    word = rnd.choice(ROOTS)
    word = word[: rnd.randint(3, len(word))] if rnd.random() < 0.3 else word
    for _ in range(rnd.choice((0, 0, 1, 1, 2, 3))):
        at = rnd.randrange(len(word) + 1)
        letter = rnd.choice("aeikrst")
        swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        word = rnd.choice((word[:at] + letter + word[at:], word[:at] + word[at + 1 :], swapped)) or letter
    return word


def _document(rnd: random.Random, n: int) -> Document:
    fields = {name: " ".join(_word(rnd) for _ in range(rnd.choice((0, 0, 1, 1)))) for name in naive.SEARCHED}
    geo = {"lat": rnd.choice((52.1, 52.3)) + rnd.random() / 100, "lng": 5.9 + rnd.random()}
    return {
        "id": f"d{n}",
        "rank_key": f"{rnd.random():.12f}",
        "serves": rnd.sample(TOKENS, rnd.randrange(10)),
        "talen": rnd.sample(["nl", "pl", "ar"], rnd.randrange(3)),
        "regulier": rnd.choice(("true", "false")),
        **fields,
        **({"_geo": geo} if rnd.random() < 0.9 else {}),
    }


@pytest.fixture(scope="module", params=["rebuilt", "patched"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seed: int) -> object:
    """The engine and the documents it should hold: built at once, or grown by hundreds of writes while it was read."""
    rnd = random.Random(seed)
    documents = {f"d{n}": _document(rnd, n) for n in range(250)}
    engine = EmbeddedEngine(tmp_path_factory.mktemp("brute") / "search")
    engine.rebuild(documents.values())
    if request.param == "patched":
        for step in range(300):
            engine.search(SearchQuery("fiets"))
            n = rnd.randrange(300)
            if rnd.random() < 0.3:
                engine.delete([f"d{n}"])
                documents.pop(f"d{n}", None)
            else:
                documents[f"d{n}"] = _document(rnd, n)
                engine.upsert([documents[f"d{n}"]])
            if step % 40 == 0:
                keys = {identity: f"{rnd.random():.12f}" for identity in documents}
                engine.set_rank_keys(keys)
                documents = {identity: one | {"rank_key": keys[identity]} for identity, one in documents.items()}
    yield engine, list(documents.values())
    engine.close()


Pair = tuple[EmbeddedEngine, list[Document]]


def _asked(rnd: random.Random) -> str:
    while True:
        word = _word(rnd)
        # Words that join or split are outside this oracle: no root is two others, and one word is typed.
        if len(word) > 2:
            return word


def test_one_word_finds_what_brute_force_finds(pair: Pair, seed: int, scale: Callable[[int], int]) -> None:
    """Statements 3 to 5: exact, with typos, as prefix; in the order of statement 10."""
    engine, documents = pair
    rnd = random.Random(seed + 1)
    for _ in range(scale(1500)):
        word, prefix = _asked(rnd), rnd.random() < 0.5
        expected = [(naive.cost(one, [word], prefix=prefix), one["rank_key"], one["id"]) for one in documents]
        ids = [identity for cost, _, identity in sorted((e for e in expected if e[0]), key=lambda e: e[:2])]
        result = engine.search(SearchQuery(word if prefix else f"{word} ", per_page=1000))
        assert [hit.id for hit in result.hits] == ids, (word, prefix)
        assert result.total == len(ids)


def test_totals_facets_and_pages_equal_brute_force(pair: Pair, seed: int, scale: Callable[[int], int]) -> None:
    """Statements 13 to 19, with filters and disjunctive facets."""
    engine, documents = pair
    rnd = random.Random(seed + 2)
    for _ in range(scale(1000)):
        serves = Filter("serves", tuple(rnd.sample(TOKENS, rnd.randint(1, 4))))
        talen = Filter("talen", tuple(rnd.sample(["nl", "pl", "ar", "xx"], rnd.randint(1, 2))))
        facets = (FacetQuery("serves", "serves", (talen,)), FacetQuery("talen", "talen", (serves,)))
        word = rnd.choice(("", "", "zaag ", "fiets "))
        page = rnd.randint(1, 4)
        result = engine.search(SearchQuery(word, (serves, talen), facets, page=page, per_page=7))
        matched = [one for one in documents if not word or naive.cost(one, [word.strip()], prefix=False)]
        both = [one for one in matched if naive.passes(one, (serves, talen))]
        assert result.total == len(both)
        assert len(result.hits) == max(0, min(7, len(both) - 7 * (page - 1)))
        for name, own in (("serves", talen), ("talen", serves)):
            rest = [one for one in matched if naive.passes(one, (own,))]
            assert result.facets[name] == naive.count(rest, name)


def test_distance_order_equals_brute_force(pair: Pair, seed: int, scale: Callable[[int], int]) -> None:
    """Statement 12: nearest first, then rank key, also with words; the distance shown is the one of the order."""
    engine, documents = pair
    rnd = random.Random(seed + 3)
    for _ in range(scale(1000)):
        word = rnd.choice(("", "zaag ", "fiets "))
        point = Point(POINT.lat + rnd.random() / 5, POINT.lon + rnd.random())
        matched = [one for one in documents if not word or naive.cost(one, [word.strip()], prefix=False)]
        expected = sorted((naive.metres(point, one), one["rank_key"], one["id"]) for one in matched)
        hits = engine.search(SearchQuery(word, order="distance", point=point, per_page=1000)).hits
        assert [hit.id for hit in hits] == [identity for _, _, identity in expected]
        assert [hit.distance_m or 10**9 for hit in hits] == [far for far, _, _ in expected]


def test_the_oracle_itself() -> None:
    """The figures of the contract by hand, so that the oracle is not taken on trust."""
    assert naive.osa("keramiek", "kermaiek") == 1
    assert naive.typos("werc", "werk") is None
    assert naive.typos("gloemkool", "bloemkool") == 2
    assert naive.prefix_typos("greonv", "groenvoorziening") == 1


def test_a_folder_is_enough(tmp_path: Path) -> None:
    """Opening twice gives the same answers: nothing lives in memory only."""
    rnd = random.Random(1)
    documents = [_document(rnd, n) for n in range(50)]
    EmbeddedEngine(tmp_path / "search").rebuild(documents)
    assert EmbeddedEngine(tmp_path / "search").ids() == {one["id"] for one in documents}
