"""Pages for the beheerder."""

from tests.web.access.row import BEHEERDER, Row

_LIST = "/beheer/accounts"
_ONE = f"{_LIST}/<int:account_id>"
_GUEST = {"naam": "Gast", "email": "gast@voorbeeld.example", "rol": "toegang", "gemeenten": "GM0200"}
_INVITATION = f"{_LIST}/uitnodigingen/<int:invitation_id>/intrekken"

ROWS = {
    ("GET", "/beheer"): Row(BEHEERDER, "/beheer"),
    ("GET", _LIST): Row(BEHEERDER, _LIST),
    ("POST", _LIST): Row(BEHEERDER, _LIST, 302, _GUEST),
    ("GET", _ONE): Row(BEHEERDER, f"{_LIST}/{{staff}}"),
    ("POST", _ONE): Row(BEHEERDER, f"{_LIST}/{{staff}}", 302, {"rol": "toegang", "gemeenten": "GM0200"}),
    ("POST", f"{_ONE}/uitzetten"): Row(BEHEERDER, f"{_LIST}/{{staff}}/uitzetten", 302),
    ("POST", f"{_ONE}/aanzetten"): Row(BEHEERDER, f"{_LIST}/{{staff}}/aanzetten", 302),
    ("POST", f"{_ONE}/code-wissen"): Row(BEHEERDER, f"{_LIST}/{{any_account}}/code-wissen", 302),
    ("GET", "/beheer/zoekmachine"): Row(BEHEERDER, "/beheer/zoekmachine"),
    ("POST", "/beheer/zoekmachine/opnieuw"): Row(BEHEERDER, "/beheer/zoekmachine/opnieuw", 302, {"werkplek": "x"}),
    ("POST", _INVITATION): Row(BEHEERDER, f"{_LIST}/uitnodigingen/{{staff_invitation}}/intrekken", 302),
}
