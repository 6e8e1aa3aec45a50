"""Pages for members of an aanbieder."""

from tests.web.access.row import MEMBERS, ORGANISATIEBEHEERDER, Row

_LEDEN = "/aanbieder/leden"
_GUEST = {"naam": "Gast", "email": "gast@voorbeeld.example", "rol": "medewerker"}

ROWS = {
    ("GET", "/aanbieder"): Row(MEMBERS, "/aanbieder"),
    ("GET", _LEDEN): Row(ORGANISATIEBEHEERDER, _LEDEN),
    ("POST", _LEDEN): Row(ORGANISATIEBEHEERDER, _LEDEN, 302, _GUEST),
    ("POST", f"{_LEDEN}/<int:account_id>/rol"): Row(
        ORGANISATIEBEHEERDER, f"{_LEDEN}/{{member}}/rol", 302, {"rol": "organisatiebeheerder"}
    ),
    ("POST", f"{_LEDEN}/<int:account_id>/uitzetten"): Row(ORGANISATIEBEHEERDER, f"{_LEDEN}/{{member}}/uitzetten", 302),
    ("POST", f"{_LEDEN}/<int:account_id>/aanzetten"): Row(ORGANISATIEBEHEERDER, f"{_LEDEN}/{{member}}/aanzetten", 302),
    ("POST", f"{_LEDEN}/uitnodigingen/<int:invitation_id>/intrekken"): Row(
        ORGANISATIEBEHEERDER, f"{_LEDEN}/uitnodigingen/{{invitation}}/intrekken", 302
    ),
    ("POST", f"{_LEDEN}/aanvragen/<int:registration_id>/uitnodigen"): Row(
        ORGANISATIEBEHEERDER, f"{_LEDEN}/aanvragen/{{registration}}/uitnodigen", 302
    ),
    ("POST", f"{_LEDEN}/aanvragen/<int:registration_id>/verwijderen"): Row(
        ORGANISATIEBEHEERDER, f"{_LEDEN}/aanvragen/{{registration}}/verwijderen", 302
    ),
}
