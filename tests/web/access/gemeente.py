"""Pages for reviewers."""

from tests.web.access.row import BEOORDELAAR, Row

_PLAN = "/gemeente/plannen/<int:plan_id>"
_ASKED = "/gemeente/uitzonderingen"
_DECISIONS = "<any(oppakken,starten,aanvulling,goedkeuren,afwijzen,opschorten,hervatten):besluit>"
_MINE, _THEIRS, _PUBLIC = (
    f"/gemeente/plannen/{{{name}}}" for name in ("submitted_plan", "plan_in_review", "published_plan")
)
_WHY = {"lock": "0", "reason": "Daarom"}

# 409: the plan is there, but a colleague has it.
ROWS = {
    ("GET", "/gemeente"): Row(BEOORDELAAR, "/gemeente"),
    ("GET", _PLAN): Row(BEOORDELAAR, _MINE),
    ("POST", _PLAN): Row(BEOORDELAAR, _THEIRS, 409, {"opmerking.producten": "Nog een vraag"}),
    ("GET", f"{_PLAN}/geschiedenis"): Row(BEOORDELAAR, f"{_MINE}/geschiedenis"),
    ("GET", f"{_PLAN}/plan.pdf"): Row(BEOORDELAAR, f"{_MINE}/plan.pdf"),
    ("GET", f"{_PLAN}/{_DECISIONS}"): Row(BEOORDELAAR, f"{_MINE}/afwijzen"),
    ("POST", f"{_PLAN}/oppakken"): Row(BEOORDELAAR, f"{_THEIRS}/oppakken", 302),
    ("POST", f"{_PLAN}/starten"): Row(BEOORDELAAR, f"{_MINE}/starten", 302, {"lock": "0"}),
    ("POST", f"{_PLAN}/aanvulling"): Row(
        BEOORDELAAR, f"{_THEIRS}/aanvulling", 409, {"lock": "0", "reden.producten": "x"}
    ),
    ("POST", f"{_PLAN}/goedkeuren"): Row(BEOORDELAAR, f"{_THEIRS}/goedkeuren", 409, _WHY),
    ("POST", f"{_PLAN}/afwijzen"): Row(BEOORDELAAR, f"{_THEIRS}/afwijzen", 409, _WHY),
    ("POST", f"{_PLAN}/opschorten"): Row(BEOORDELAAR, f"{_PUBLIC}/opschorten", 302, {"wat": "geheel", **_WHY}),
    ("POST", f"{_PLAN}/hervatten"): Row(BEOORDELAAR, f"{_PUBLIC}/hervatten", 409, {"wat": "geheel"}),
    ("GET", "/gemeente/vraag"): Row(BEOORDELAAR, "/gemeente/vraag"),
    ("GET", _ASKED): Row(BEOORDELAAR, _ASKED),
    ("GET", "/gemeente/niet-bevestigd"): Row(BEOORDELAAR, "/gemeente/niet-bevestigd"),
    ("GET", f"{_ASKED}/<int:request_id>"): Row(BEOORDELAAR, f"{_ASKED}/{{exception_request}}"),
    ("POST", f"{_ASKED}/<int:request_id>"): Row(
        BEOORDELAAR, f"{_ASKED}/{{exception_request}}", 302, {"besluit": "weigeren", "reason": "Daarom"}
    ),
    ("GET", f"{_ASKED}/<int:request_id>/beeindigen"): Row(BEOORDELAAR, f"{_ASKED}/{{granted_exception}}/beeindigen"),
    ("POST", f"{_ASKED}/<int:request_id>/beeindigen"): Row(
        BEOORDELAAR, f"{_ASKED}/{{granted_exception}}/beeindigen", 302, {"reason": "Daarom"}
    ),
}
