"""Statements 13 to 18: filters, facets, any text as a value."""

from __future__ import annotations

import pytest

from indexer.engine import AnyFilter, AtLeast, Engine, FacetQuery, Filter, SearchQuery, UnknownField
from tests.indexer.contract.documents import document, found

DOCUMENTS = [
    document("a", title="bijl", serves=["GM0200", "GM0200.op-trede-3", "NL"], talen=["nl", "pl"], free_places=0),
    document("b", title="bijl", serves=["GM0200", "NL"], talen=["nl"], free_places=3, regulier="true"),
    document("c", title="zeef", serves=["GM0202", "NL"], talen=["en"], free_places=12),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """The three documents."""
    engine.upsert(DOCUMENTS)
    return engine


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ((Filter("serves", ("GM0200", "GM0202")),), ["a", "b", "c"]),  # OR within a field
        ((Filter("serves", ("GM0200",)), Filter("talen", ("pl", "en"))), ["a"]),  # AND across
        ((Filter("serves", ("GM0200",)), Filter("serves", ("GM0200.op-trede-3",))), ["a"]),  # twice the same field
        ((Filter("serves", ("GM9999",)),), []),  # unknown value
        ((Filter("serves", ()),), []),  # no values: no document
        ((Filter("talen", ("pl",)),), ["a"]),  # any element of an array
        ((Filter("serves", ("gm0200",)),), []),  # codes are exact
        ((Filter("serves", ("GM02",)),), []),
        ((Filter("regulier", ("true",)),), ["b"]),
        ((AtLeast("free_places", 1),), ["b", "c"]),  # a number, not a text: 12 > 3
        ((AtLeast("free_places", 3.5),), ["c"]),
    ],
)
def test_filters(filled: Engine, filters: tuple[AnyFilter, ...], ids: list[str]) -> None:
    """Statements 13 and 14."""
    assert found(filled, "", filters=filters) == ids


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(filters=(Filter("kleur", ("rood",)),)),
        SearchQuery(filters=(AtLeast("kleur", 1),)),
        SearchQuery(facets=(FacetQuery("f", "kleur"),)),
        SearchQuery(facets=(FacetQuery("f", "talen", (Filter("kleur", ("rood",)),)),)),
    ],
)
def test_an_undeclared_field_is_an_error(filled: Engine, query: SearchQuery) -> None:
    """Statement 13."""
    with pytest.raises(UnknownField):
        filled.search(query)


def test_thousands_of_tokens_are_counted_exactly(engine: Engine) -> None:
    """Statements 15 and 17."""
    engine.upsert([document(f"d{n}", serves=[f"T{n}.{m}" for m in range(40)] + ["NL"]) for n in range(100)])
    result = engine.search(SearchQuery(facets=(FacetQuery("all", "serves"),)))
    assert len(result.facets["all"]) == 4001
    assert result.facets["all"]["NL"] == 100
    assert result.facets["all"]["T99.39"] == 1


def test_a_facet_counts_over_the_words_and_its_own_filters(filled: Engine) -> None:
    """Statement 16: the query's filters do not touch it."""
    taal = FacetQuery("taal", "talen", (Filter("serves", ("GM0200",)),))
    result = filled.search(SearchQuery("bijl", filters=(Filter("talen", ("pl",)),), facets=(taal,)))
    assert result.total == 1
    assert result.facets == {"taal": {"nl": 2, "pl": 1}}


def test_asked_values_are_counted_also_at_zero(filled: Engine) -> None:
    """Statement 16; without asked values only counts above zero are there."""
    asked = FacetQuery("asked", "talen", values=("nl", "ar"))
    every = FacetQuery("every", "talen", (Filter("regulier", ("true",)),))
    result = filled.search(SearchQuery("bijl", per_page=0, facets=(asked, every)))
    assert result.facets == {"asked": {"nl": 2, "ar": 0}, "every": {"nl": 1}}


def test_a_value_named_twice_in_a_document_counts_once(engine: Engine) -> None:
    """Statement 16: distinct documents."""
    engine.upsert([document("a", talen=["nl", "nl"])])
    assert engine.search(SearchQuery(facets=(FacetQuery("t", "talen"),))).facets["t"] == {"nl": 1}


NASTY = ["'", '"', "\\", "a OR b", "%", "*", "NEAR(a b)", "x:y", "{a}", "^a", ") OR (", "-- ;", "\x00", "é\u0301", "🌱"]


@pytest.mark.parametrize("value", [*NASTY, "x" * 10_000])
def test_any_text_is_safe_as_a_value(engine: Engine, value: str) -> None:
    """Statement 18: found exactly, and nothing else is."""
    engine.upsert([document("a", talen=[value]), document("b", talen=["nl"])])
    assert found(engine, "", filters=(Filter("talen", (value,)),)) == ["a"]
    assert engine.search(SearchQuery(facets=(FacetQuery("t", "talen"),))).facets["t"] == {value: 1, "nl": 1}


@pytest.mark.parametrize("words", [*NASTY, "x" * 10_000, '"' * 99, "-a " * 3000, "bijl OR zeef", "bijl AND NOT zeef"])
def test_any_text_is_safe_as_words(filled: Engine, words: str) -> None:
    """Statement 18."""
    result = filled.search(SearchQuery(words, highlight=("title",), facets=(FacetQuery("t", "talen"),)))
    assert 0 <= result.total <= 3


def test_words_of_the_query_language_are_plain_words(filled: Engine) -> None:
    """Statement 18: OR is a word, that nobody has."""
    assert found(filled, "bijl OR zeef") == []


@pytest.mark.parametrize(
    ("named", "filters", "ids"),
    [
        (("c", "a"), (), ["a", "c"]),
        (("a", "b", "c"), (Filter("serves", ("GM0200",)),), ["a", "b"]),
        (("a", "nobody"), (), ["a"]),
        ((), (), []),
    ],
)
def test_named_documents_pass_the_filters_too(
    filled: Engine, named: tuple[str, ...], filters: tuple[AnyFilter, ...], ids: list[str]
) -> None:
    result = filled.search(SearchQuery(filters=filters, ids=named))
    assert (result.total, [hit.id for hit in result.hits]) == (len(ids), ids)


def test_named_documents_are_not_searched_for_words(filled: Engine) -> None:
    with pytest.raises(ValueError, match="no words"):
        filled.search(SearchQuery("bijl", ids=("a",)))
