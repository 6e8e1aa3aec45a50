"""Pages around one's account."""

from portal.store.sessions import STAGE_CODE, STAGE_ENROL
from tests.web.access.row import EVERYONE, PUBLIC, Row

_NEW = {"wachtwoord": "een heel ander lang wachtwoord hier"}
_CONFIRM = "/registreren/bevestigen/<string:token>"

ROWS = {
    ("GET", "/inloggen"): Row(PUBLIC, "/inloggen"),
    ("POST", "/inloggen"): Row(PUBLIC, "/inloggen", 422, {"email": "x@y.nl", "wachtwoord": "x"}),
    ("POST", "/uitloggen"): Row(PUBLIC, "/uitloggen", 302),
    ("GET", "/inloggen/code"): Row(STAGE_CODE, "/inloggen/code"),
    ("POST", "/inloggen/code"): Row(STAGE_CODE, "/inloggen/code", 422, {"code": "000000"}),
    ("GET", "/inloggen/herstelcode"): Row(STAGE_CODE, "/inloggen/herstelcode"),
    ("POST", "/inloggen/herstelcode"): Row(STAGE_CODE, "/inloggen/herstelcode", 422, {"herstelcode": "x"}),
    ("GET", "/inloggen/code-instellen"): Row(STAGE_ENROL, "/inloggen/code-instellen", 302),
    ("POST", "/inloggen/code-instellen"): Row(STAGE_ENROL, "/inloggen/code-instellen", 302, {"code": "000000"}),
    ("GET", "/registreren"): Row(PUBLIC, "/registreren"),
    ("POST", "/registreren"): Row(PUBLIC, "/registreren", 422),
    ("GET", "/registreren/kijk-in-uw-mail"): Row(PUBLIC, "/registreren/kijk-in-uw-mail"),
    ("GET", _CONFIRM): Row(PUBLIC, "/registreren/bevestigen/{confirm_token}"),
    ("POST", _CONFIRM): Row(PUBLIC, "/registreren/bevestigen/{confirm_token}", 422, {"wachtwoord": "kort"}),
    ("GET", "/uitnodiging/<string:token>"): Row(PUBLIC, "/uitnodiging/{invitation_token}"),
    ("POST", "/uitnodiging/<string:token>"): Row(PUBLIC, "/uitnodiging/{invitation_token}", 422, {"naam": "Gast"}),
    ("GET", "/wachtwoord-vergeten"): Row(PUBLIC, "/wachtwoord-vergeten"),
    ("POST", "/wachtwoord-vergeten"): Row(PUBLIC, "/wachtwoord-vergeten", 302, {"email": "x@y.nl"}),
    ("GET", "/wachtwoord-vergeten/kijk-in-uw-mail"): Row(PUBLIC, "/wachtwoord-vergeten/kijk-in-uw-mail"),
    ("GET", "/wachtwoord-instellen/<string:token>"): Row(PUBLIC, "/wachtwoord-instellen/{reset_token}"),
    ("POST", "/wachtwoord-instellen/<string:token>"): Row(PUBLIC, "/wachtwoord-instellen/{reset_token}", 302, _NEW),
    ("GET", "/account"): Row(EVERYONE, "/account"),
    ("GET", "/account/wachtwoord"): Row(EVERYONE, "/account/wachtwoord"),
    ("POST", "/account/wachtwoord"): Row(EVERYONE, "/account/wachtwoord", 422, {"oud": "x", **_NEW}),
    ("POST", "/account/code/beginnen"): Row(EVERYONE, "/account/code/beginnen", 422),
    ("GET", "/account/code"): Row(EVERYONE, "/account/code", 302),
    ("POST", "/account/code"): Row(EVERYONE, "/account/code", 302),
    ("POST", "/account/code/uit"): Row(EVERYONE, "/account/code/uit", 422),
    ("POST", "/account/herstelcodes"): Row(EVERYONE, "/account/herstelcodes", 422),
    ("POST", "/account/uitloggen-overal"): Row(EVERYONE, "/account/uitloggen-overal", 302),
}
