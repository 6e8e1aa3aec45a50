"""A PostgreSQL database that tests take turns on: emptied after each, at a thirtieth of the price of a new copy.

After `empty` nothing tells it from a new copy: no rows, every sequence at its start, the same tables, constraints,
triggers and functions. A test that changed one of those, that filled megabytes, or that left somebody connected (who
could still write) has spoiled it: then `empty` says so, and its owner makes a new copy.
"""

import time

from sqlalchemy import create_engine, text

# Deleting is ten times as fast as TRUNCATE, which makes the files of each table and index anew. This connection is a
# "replica", for which neither foreign keys nor the triggers that keep events from being removed are looked at.
_OPTIONS = "-c session_replication_role=replica"
_EMPTY = """DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT quote_ident(relname) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
        IF filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
    PERFORM setval(s.oid, s.seqstart, false)
        FROM (SELECT seqrelid AS oid, seqstart FROM pg_sequence) s WHERE pg_sequence_last_value(s.oid) IS NOT NULL;
END $$"""
_SHAPE = """SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
    SELECT concat('column ', c.oid, c.relname, c.relkind, attnum, attname, atttypid, atttypmod, attnotnull, atthasdef)
        AS part FROM pg_class c JOIN pg_attribute ON attrelid = c.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat('constraint ', oid, conname) FROM pg_constraint
    UNION ALL SELECT concat('trigger ', oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat('function ', oid, xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat('revision ', version_num) FROM alembic_version) AS parts"""
_SIZE = "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
LARGEST = 8_000_000  # bytes of tables and indexes, most of them deleted rows; a new copy has 0.5 million
_LEAVING = 0.5  # seconds in which the connections that a test closed are gone


class Emptied:
    """One database at `url`, a new copy when it is handed over."""

    def __init__(self, url: str) -> None:
        self.url = url
        engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1, connect_args={"options": _OPTIONS})
        self._connection = engine.connect()
        self._shape = self._value(_SHAPE)

    def empty(self) -> bool:
        """Whether it is as a new copy again."""
        if not self._alone():
            return False
        self._connection.execute(text(_EMPTY))
        return bool(self._value(_SHAPE) == self._shape and self._value(_SIZE) < LARGEST)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
        self._connection.engine.dispose()

    def _alone(self) -> bool:
        deadline = time.monotonic() + _LEAVING
        while self._value(_OTHERS):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def _value(self, statement: str) -> object:
        return self._connection.execute(text(statement)).scalar_one()
