"""Alembic's entry point: runs on the connection that `portal.store.migrate` hands over."""

from alembic import context

from portal.store.db import Moment
from portal.store.tables import METADATA


def _render(kind, item, _context):  # type: ignore[no-untyped-def]
    """A migration stands on its own: our own column type is written as what it is in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def _belongs(thing, _name, kind, _reflected, _other):  # type: ignore[no-untyped-def]
    """An index with `only` in its info is for that database alone."""
    return kind != "index" or thing.info.get("only", connection.dialect.name) == connection.dialect.name


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_render,
    include_object=_belongs,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
