"""Pages for members of an aanbieder."""

from tests.web.access.row import MEMBERS, ORGANISATIEBEHEERDER, Row

_LEDEN = "/aanbieder/leden"
_PLAN, _PLAN_HERE = "/aanbieder/plannen/<int:plan_id>", "/aanbieder/plannen/{draft_plan}"
_PLEK, _PLEK_HERE = f"{_PLAN}/werkplekken/<string:public_id>", f"{_PLAN_HERE}/werkplekken/{{draft_werkplek}}"
_LOKAAL = f"{_PLAN}/lokaal/<string:gemeente>/<string:public_id>"
_LOKAAL_HERE = f"{_PLAN_HERE}/lokaal/GM0983/{{draft_werkplek}}"
_CHOSEN = {"producten": "collectief", "gemeenten": "GM0983"}  # as it is: a second call changes nothing
_PARTS = ("vragen", "producten", "gemeenten", "verklaringen")
_PLEKKEN = "/aanbieder/plekken"
_CONTACT = {"email": "aanmelden@voorbeeld.example", "telefoon": "055 123 45 67", "website": ""}
_GUEST = {"naam": "Gast", "email": "gast@voorbeeld.example", "rol": "medewerker"}

ROWS = {
    ("GET", "/aanbieder"): Row(MEMBERS, "/aanbieder"),
    ("POST", "/aanbieder/plannen"): Row(MEMBERS, "/aanbieder/plannen", 302, {"regeling": "werkt-mee-apeldoorn"}),
    ("GET", _PLAN): Row(MEMBERS, _PLAN_HERE),
    **{
        ("GET", f"{_PLAN}/{page}"): Row(MEMBERS, f"{_PLAN_HERE}/{page}")
        for page in ("lengte", "geschiedenis", "plan.pdf", "lokaal", "werkplekken", "werkplekken/nieuw")
    },
    **{("GET", f"{_PLAN}/{p}"): Row(MEMBERS, f"{_PLAN_HERE}/{p}") for p in _PARTS},
    **{("POST", f"{_PLAN}/{p}"): Row(MEMBERS, f"{_PLAN_HERE}/{p}", 302, _CHOSEN) for p in _PARTS},
    ("POST", f"{_PLAN}/indienen"): Row(MEMBERS, f"{_PLAN_HERE}/indienen", 409),
    ("POST", f"{_PLAN}/terugnemen"): Row(MEMBERS, f"{_PLAN_HERE}/terugnemen", 409),
    ("POST", f"{_PLAN}/nieuwe-versie"): Row(MEMBERS, f"{_PLAN_HERE}/nieuwe-versie", 409),
    ("GET", f"{_PLAN}/intrekken"): Row(MEMBERS, f"{_PLAN_HERE}/intrekken", 409),
    ("POST", f"{_PLAN}/intrekken"): Row(MEMBERS, f"{_PLAN_HERE}/intrekken", 409),
    ("POST", f"{_PLAN}/werkplekken/nieuw"): Row(MEMBERS, f"{_PLAN_HERE}/werkplekken/nieuw", 302, {"naam": "Nieuw"}),
    ("GET", _PLEK): Row(MEMBERS, _PLEK_HERE),
    ("POST", _PLEK): Row(MEMBERS, _PLEK_HERE, 302, {"naam": "Tuin De Es"}),
    ("GET", f"{_PLEK}/verwijderen"): Row(MEMBERS, f"{_PLEK_HERE}/verwijderen"),
    ("POST", f"{_PLEK}/verwijderen"): Row(MEMBERS, f"{_PLEK_HERE}/verwijderen", 302),
    ("GET", _LOKAAL): Row(MEMBERS, _LOKAAL_HERE),
    ("POST", _LOKAAL): Row(MEMBERS, _LOKAAL_HERE, 422, {"motivation": ""}),
    ("GET", _PLEKKEN): Row(MEMBERS, _PLEKKEN),
    ("POST", _PLEKKEN): Row(MEMBERS, _PLEKKEN, 302),
    ("POST", f"{_PLEKKEN}/klopt-nog"): Row(MEMBERS, f"{_PLEKKEN}/klopt-nog", 302),
    ("POST", f"{_PLEKKEN}/contact"): Row(MEMBERS, f"{_PLEKKEN}/contact", 302, _CONTACT),
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
