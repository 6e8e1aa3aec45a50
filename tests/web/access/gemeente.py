"""Pages for reviewers."""

from tests.web.access.row import BEOORDELAAR, Row

ROWS = {("GET", "/gemeente"): Row(BEOORDELAAR, "/gemeente")}
