"""Which SQLite: one with the WAL-reset fix (3.51.3). `pysqlite3` bundles it; Python's own only when new enough.

Source: design/reliability.md P1 (databases of versions before 3.51.3 can be damaged when several processes write).
"""

from __future__ import annotations

import sqlite3 as _standard
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        if _standard.sqlite_version_info < (3, 51, 3):
            old = _standard.sqlite_version
            raise ImportError(f"the search index needs SQLite 3.51.3, Python has {old}: install pysqlite3") from None
        sqlite3 = _standard

Connection = sqlite3.Connection
Cursor = sqlite3.Cursor
DatabaseError = sqlite3.DatabaseError
Error = sqlite3.Error
connect = sqlite3.connect


def is_damage(error: BaseException) -> bool:
    """True when the file itself is broken (malformed, no database); False for locks, full disks and rights."""
    return type(error) is DatabaseError
