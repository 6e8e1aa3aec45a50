"""Pages for access staff."""

from tests.web.access.row import TOEGANG, Row

ROWS = {("GET", "/toegang"): Row(TOEGANG, "/toegang")}
