"""The document of a werkplek: what it serves, and that nothing else of the database is in it."""

from datetime import date, timedelta

import pytest

from indexer import schema
from indexer.document import from_werkplek, rank_key
from indexer.engine import Document
from portal.store import published as store
from portal.store.catalogue import Catalogue
from portal.store.db import Database
from tests.factories import TODAY, Published, published

ALLOWED = {
    "id",
    "rank_key",
    "title",
    "branche",
    "tasks",
    "trades",
    "keywords",
    "stems",
    "description",
    "aanbieder",
    "serves",
    "free",
    "branches",
    "talen",
    "dagdelen",
    "begeleiding",
    "regulier",
    "toegankelijk",
    "free_places",
    "_geo",
    "aanbieder_id",
    "regeling",
    "gemeente_code",
    "woonplaats",
    "werkgebied",
    "lokaal",
    "products",
    "capacity_at",
    "confirmed_at",
    "paused",
    "location_of",
}


def document(database: Database, catalogue: Catalogue, made: Published, today: date = TODAY) -> Document | None:
    """The document as the indexer would make it."""
    public_id = made.werkplek.public_id
    with database.read() as session:
        found = store.load(session, [public_id]).get(public_id)
    return from_werkplek(found, catalogue, today) if found else None


def put(database: Database, **given: object) -> Published:
    """One published werkplek, committed."""
    with database.write() as session:
        made = published(session, **given)  # type: ignore[arg-type]
        session.commit()
    return made


def test_only_the_fields_of_the_allow_list(database: Database, catalogue: Catalogue) -> None:
    made = document(database, catalogue, put(database))
    assert made is not None
    assert set(made) == ALLOWED == set(schema.DOCUMENT)


def test_no_contact_data_in_any_field(database: Database, catalogue: Catalogue) -> None:
    """P19: the page reads contact data from the database, the index holds none."""
    text = str(document(database, catalogue, put(database)))
    assert not any(secret in text for secret in ("aanmelden@", "055 000", "0000", "Voorbeeldweg"))


def test_tokens_say_gemeente_and_product(database: Database, catalogue: Catalogue) -> None:
    made = document(database, catalogue, put(database, products={"op-trede-3": 2, "naar-trede-4": 0}))
    assert made is not None
    assert made["serves"] == [
        "GM0200",
        "GM0200.naar-trede-4",
        "GM0200.op-trede-3",
        "NL",
        "NL.naar-trede-4",
        "NL.op-trede-3",
    ]
    assert made["free"] == ["GM0200", "GM0200.op-trede-3", "NL", "NL.op-trede-3"]


def test_a_paused_werkplek_is_found_but_has_no_free_place(database: Database, catalogue: Catalogue) -> None:
    made = document(database, catalogue, put(database, paused=True))
    assert made is not None
    assert (made["serves"][0], made["free"], made["free_places"]) == ("GM0200", [], 0)


def test_a_product_of_the_plan_that_the_werkplek_does_not_offer_is_not_served(
    database: Database, catalogue: Catalogue
) -> None:
    made = document(
        database, catalogue, put(database, products={"op-trede-3": 1, "op-trede-4": 1}, producten=["op-trede-3"])
    )
    assert made is not None
    assert "GM0200.op-trede-4" not in made["serves"]


AWAY = {
    "contract not started": {"start": TODAY + timedelta(days=1)},
    "contract ended": {"eind": TODAY - timedelta(days=1)},
    "not confirmed for 181 days": {"confirmed_at": TODAY - timedelta(days=181)},
    "too far away": {"woonplaats": "Groningen", "gemeente_code": "GM0014", "postcode": "9711 AA"},
    "unknown regeling": {"regeling": "bestaat-niet"},
}


@pytest.mark.parametrize("given", AWAY.values(), ids=AWAY.keys())
def test_what_is_not_published_has_no_document(
    database: Database, catalogue: Catalogue, given: dict[str, object]
) -> None:
    assert document(database, catalogue, put(database, **given)) is None


def test_a_suspended_or_withdrawn_plan_has_no_document(database: Database, catalogue: Catalogue) -> None:
    made = put(database)
    with database.write() as session:
        made.plan.suspended = True
        session.add(made.plan)
        session.commit()
    assert document(database, catalogue, made) is None


def test_an_exception_of_eis_8c_serves_that_gemeente_until_its_end(database: Database, catalogue: Catalogue) -> None:
    made = put(
        database,
        regeling="activerend-werk-arnhem",
        gemeenten=["GM0202", "GM0299"],
        woonplaats="Nijmegen",
        gemeente_code="GM0268",
        postcode="6511 AA",
        exceptions=[("GM0202", TODAY - timedelta(days=5), TODAY)],
    )
    today, after = document(database, catalogue, made), document(database, catalogue, made, TODAY + timedelta(days=1))
    assert today is not None
    assert today["lokaal"].get("GM0202") == "uitzondering"
    assert after is None or "GM0202" not in after["lokaal"]


def test_the_order_of_ties_changes_with_the_day_and_not_with_name_or_size() -> None:
    days = [TODAY + timedelta(days=n) for n in range(200)]
    first = sum(rank_key("aaa", day) < rank_key("zzz", day) for day in days)
    assert 70 < first < 130
