"""Pages for anyone, and health for machines."""

from tests.web.access.row import PUBLIC, Row

ROWS = {
    ("GET", "/"): Row(PUBLIC, "/"),
    ("GET", "/zoeken"): Row(PUBLIC, "/zoeken?plaats=Apeldoorn"),
    ("GET", "/werkplekken/<string:address>"): Row(PUBLIC, "/werkplekken/appqkk-fietsenmakerij-de-wasserij"),
    ("GET", "/plannen/<string:aanbieder>/<string:naam>.pdf"): Row(
        PUBLIC, "/plannen/2743636efd/werkt-mee-apeldoorn.pdf"
    ),
    ("GET", "/hoe-werkt-de-volgorde"): Row(PUBLIC, "/hoe-werkt-de-volgorde"),
    ("GET", "/regelingen"): Row(PUBLIC, "/regelingen", 302),
    ("GET", "/regelingen/<string:naam>"): Row(PUBLIC, "/regelingen/werkt-mee-apeldoorn"),
    ("GET", "/toegankelijkheid"): Row(PUBLIC, "/toegankelijkheid"),
    ("GET", "/privacy"): Row(PUBLIC, "/privacy"),
    ("GET", "/bronnen"): Row(PUBLIC, "/bronnen"),
    ("GET", "/zwakke-plek-melden"): Row(PUBLIC, "/zwakke-plek-melden"),
    ("GET", "/.well-known/security.txt"): Row(PUBLIC, "/.well-known/security.txt"),
    ("GET", "/healthz/live"): Row(PUBLIC, "/healthz/live"),
    ("GET", "/readyz"): Row(PUBLIC, "/readyz"),
}
