"""Alembic migrations, from the first table on. Run by `portal.store.migrate`."""
