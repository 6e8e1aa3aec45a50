"""The same work for a known and an unknown mail address, so that the time of an answer tells nobody who has an account.

An answer that looks the same still takes longer when it writes a link and a mail (reliability.md row 21).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session


@contextmanager
def done_either_way(session: Session, *, keep: bool) -> Iterator[None]:
    """Write what is inside to the database; unless `keep`, it is undone again, and only that."""
    session.flush()  # what came before is not undone with it
    nested = session.begin_nested()
    try:
        yield
        session.flush()
    except BaseException:
        nested.rollback()
        raise
    if keep:
        nested.commit()
    else:
        nested.rollback()
