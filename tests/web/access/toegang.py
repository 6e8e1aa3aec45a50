"""Pages for access staff."""

from tests.web.access.row import TOEGANG, Row

ROWS = {
    ("GET", "/toegang"): Row(TOEGANG, "/toegang"),
    ("GET", "/toegang/zoeken"): Row(TOEGANG, "/toegang/zoeken?q=op+trede+3&plaats=Apeldoorn"),
}
