"""The documents of werkplekken as they are in the database now; one that cannot be made does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from indexer import checked
from indexer.document import from_werkplek
from indexer.engine import Document
from portal.store import published
from portal.store.catalogue import Catalogue
from portal.store.db import Database

log = logging.getLogger("indexer")

# What a value raises that no rule of ours can read. A database that is away raises something else: that is no fault of
# a werkplek, and the caller tries the whole batch again.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


@dataclass(slots=True)
class Made:
    """`documents` of those that are published; `faults`: id and reason of those of which no document can be made."""

    documents: list[Document] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def make(
    session: Session, public_ids: Sequence[str], catalogue: Catalogue, today: date, *, with_words: bool = True
) -> Made:
    """Read these werkplekken and make their documents, as they may be shown on that day (`with_words`: `document`)."""
    made = Made()
    for public in _load(session, public_ids, made.faults):
        identity = public.werkplek.public_id
        try:
            document = from_werkplek(public, catalogue, today, with_words=with_words)
            if document is not None:
                check(document)
                made.documents.append(document)
        except _UNREADABLE as error:
            made.faults[identity] = f"no document can be made: {type(error).__name__}: {error}"
    return made


def make_all(database: Database, catalogue: Catalogue, today: date) -> Iterator[Made]:
    """Everything that is published, in batches. Each batch is a read transaction of its own: an engine that takes its
    time then holds no snapshot of the database open (P9). What changes meanwhile has its outbox row."""
    for batch in all_batches(database):
        yield make_batch(database, batch, catalogue, today)


def all_batches(database: Database) -> list[Sequence[str]]:
    """The public ids of everything that is published, in the order and the portions in which documents are made."""
    with database.read() as session:
        ids = published.all_public_ids(session)
    return [ids[start : start + published.BATCH] for start in range(0, len(ids), published.BATCH)]


def make_batch(database: Database, batch: Sequence[str], catalogue: Catalogue, today: date) -> Made:
    """`make` in a read transaction of its own."""
    with database.read() as session:
        return make(session, batch, catalogue, today)


def check(document: Document) -> None:
    """Raises DocumentRefused for what every engine refuses, before a whole batch is sent for nothing."""
    checked.identity_of(document)
    checked.position_of(document)
    checked.number_of(document, "free_places")


def _load(session: Session, public_ids: Sequence[str], faults: dict[str, str]) -> list[published.PublicWerkplek]:
    """Halve until the row that cannot be read stands alone."""
    try:
        return list(published.load(session, public_ids).values())
    except _UNREADABLE as error:
        if len(public_ids) == 1:
            faults[public_ids[0]] = f"cannot be read: {type(error).__name__}: {error}"
            return []
    half = len(public_ids) // 2
    return _load(session, public_ids[:half], faults) + _load(session, public_ids[half:], faults)
