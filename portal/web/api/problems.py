"""What goes wrong, as application/problem+json (RFC 9457; NLGov /core/error-handling/problem-details)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.exceptions import HTTPException

RETRY_SECONDS = 30
# Title and what to do, per status. The titles are Dutch for the phrases of HTTP.
_TEXTS = {
    400: ("Ongeldige vraag", "Er staan fouten in de vraag. Bij errors staat per fout wat u kunt doen."),
    404: ("Niet gevonden", "Dit adres bestaat niet. Kijk in /api/v1/openapi.json welke adressen er zijn."),
    405: ("Methode niet toegestaan", "Dit adres kent alleen de methoden die in de header Allow staan."),
    406: ("Niet aanvaardbaar", "Wij antwoorden alleen in application/json. Pas de header Accept aan."),
    429: ("Te veel vragen", "Wacht het aantal seconden dat in de header Retry-After staat."),
    500: ("Fout bij ons", "Er ging iets mis bij ons. Probeer het later nog een keer."),
    503: ("Tijdelijk niet beschikbaar", "Zoeken kan nu niet. Wacht het aantal seconden van de header Retry-After."),
}
_ELSE = ("Fout", "De vraag kan niet worden beantwoord.")


class Problem(Exception):
    """Ends a view with a problem answer. `errors`: all faults of the request at once."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        errors: Sequence[dict[str, Any]] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = tuple(headers)

    def body(self) -> dict[str, Any]:
        """The members of RFC 9457. Nothing of the address is repeated: it can hold what someone searched for."""
        title, detail = _TEXTS.get(self.status, _ELSE)
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": title,
            "status": self.status,
            "detail": self.detail or detail,
        }
        return found | ({"errors": list(self.errors)} if self.errors else {})

    def response_headers(self) -> dict[str, str]:
        """Headers of this problem alone; 429 and 503 always say when to come back."""
        headers = dict(self.headers)
        if self.status in (429, 503):
            headers.setdefault("Retry-After", str(RETRY_SECONDS))
        return headers


def problem_of(error: Exception) -> Problem:
    """Any exception as a problem; what is no answer of HTTP is a 500 and tells nothing."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException) and (error.code or 0) >= 400:
        kept = [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]
        return Problem(error.code or 500, headers=kept)
    return Problem(500)
