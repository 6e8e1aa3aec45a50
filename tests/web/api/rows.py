"""A handful of werkplekken, in the database and in the index."""

from datetime import timedelta

from indexer.document import from_werkplek
from portal.services.context import Context
from portal.store import published as published_rows
from tests.factories import TODAY, published


def fill(context: Context) -> None:
    """Put them in the database, and those that are published in the index."""
    _rows(context)
    with context.database.read() as session:
        rows = published_rows.load(session, ["w1", "w2", "w3", "w4", "w5"])
        documents = [from_werkplek(row, context.catalogue, TODAY) for row in rows.values()]
    context.engine.rebuild([document for document in documents if document])


def _rows(context: Context) -> None:
    """Five werkplekken: Apeldoorn, Vaassen (next to it), Arnhem, a werkgebied, and one that is no longer published."""
    with context.database.write() as session:
        first = published(session, public_id="w1", products={"op-trede-3": 2, "naar-trede-4": None})
        questions = context.catalogue.regelingen.get("werkt-mee-apeldoorn").questions
        first.version.answers = {q.id: "openbaar" if q.openbaar else "geheim" for q in questions}
        published(
            session, public_id="w2", naam="Bakkerij De Korst", woonplaats="Vaassen", gemeente_code="GM0232", lat=52.29,
            lon=5.97, branches=["bakkerij"], taken=["brood bakken"], products={"op-trede-4": 0}, regulier=True,
        )  # fmt: skip
        published(
            session, public_id="w3", regeling="activerend-werk-arnhem", gemeenten=["GM0202"], woonplaats="Arnhem",
            naam="Fietsen <b>&</b> zo", gemeente_code="GM0202", lat=51.98, lon=5.91, talen=["nl", "tr"],
        )  # fmt: skip
        published(
            session, public_id="w4", woonplaats=None, gemeente_code=None, lat=None, lon=None, werkgebied=["GM0200"],
            naam="Groenploeg onderweg", begeleiding=["op-afstand"], dagdelen=["za-ochtend"], toegankelijk=True,
        )  # fmt: skip
        published(session, public_id="w5", naam="Voorbij", eind=TODAY - timedelta(days=1))
        session.commit()
