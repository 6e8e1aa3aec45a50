"""The access table: every route and method outside the API, who may use it, and what it answers. Rows per audience.

A new route needs a row in the module of its audience, or `tests/web/test_access.py` fails. A name in braces in an
address is a thing of `things.py`, made anew for each call: once of the caller's own organisation, once of another.
"""

from tests.web.access import aanbieder, account, beheer, gemeente, toegang, visitors
from tests.web.access.row import Row

ROWS: dict[tuple[str, str], Row] = {
    **visitors.ROWS,
    **account.ROWS,
    **aanbieder.ROWS,
    **gemeente.ROWS,
    **toegang.ROWS,
    **beheer.ROWS,
}
