"""Where reviewers start: what waits for review, per regeling."""

from __future__ import annotations

from flask import abort, render_template, request

from portal.domain.actor import Actor, Role
from portal.domain.review import PlanState
from portal.domain.said import said
from portal.services.refusals import NotFound
from portal.services.review_queue import SUBMITTED_STATES, WAITING_STATES, Order, QueuePage, QueueRequest, Whose, queue
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.gemeente import words
from portal.web.gemeente.blueprint import pages

ALL = "alle"
ORDERS: dict[Order, str] = {
    "oudste": said("Langst geleden ingediend"),
    "nieuwste": said("Laatst ingediend"),
    "aanbieder": said("Aanbieder"),
    "status": said("Status"),
}
WHOSE: dict[Whose, str] = {"": said("Iedereen"), "mij": said("Mij"), "niemand": said("Niemand")}
_LONGEST = 100  # characters of a search


@pages.get("")
@allowed(Role.BEOORDELAAR)
def start() -> str:
    """The queue."""
    actor = current_actor()
    wanted = _wanted(actor)
    try:
        found = queue(context(), actor, wanted)
    except NotFound:
        abort(404)
    return render_template("gemeente/start.html", page=found, wanted=wanted, **_choices(actor, wanted, found))


def _wanted(actor: Actor) -> QueueRequest:
    """The queue that the address asks for; what it does not know counts as not asked."""
    args = request.args
    status = args.get("status", "")
    states = tuple(s for s in SUBMITTED_STATES if s == status)
    gemeente = args.get("gemeente", "")
    return QueueRequest(
        regeling=args.get("regeling", "") or min(actor.regelingen, default=""),
        states=SUBMITTED_STATES if status == ALL else states,
        gemeente=gemeente if gemeente in context().catalogue.gemeente_names else "",
        q=args.get("zoek", "")[:_LONGEST],
        whose=next((w for w in WHOSE if w == args.get("van")), ""),
        order=next((o for o in ORDERS if o == args.get("volgorde")), "oudste"),
        page=args.get("pagina", 1, type=int),
    )


def _choices(actor: Actor, wanted: QueueRequest, found: QueuePage) -> dict[str, object]:
    """What the filters offer, and the query of this page for links."""
    catalogue = context().catalogue
    regeling = catalogue.regelingen.get(wanted.regeling)
    names = sorted((words.gemeente_name(catalogue, code), code) for code in (regeling.gemeenten if regeling else ()))
    status = ALL if len(wanted.states) > 1 else "".join(wanted.states)
    given = {
        "regeling": wanted.regeling if len(actor.regelingen) > 1 else "",
        "status": status,
        "gemeente": wanted.gemeente,
        "van": wanted.whose,
        "zoek": wanted.q,
        "volgorde": wanted.order if wanted.order != "oudste" else "",
    }
    return {
        "regeling": regeling,
        "regelingen": [(r.id, r.naam) for r in catalogue.regelingen if r.id in actor.regelingen],
        "gemeenten": [(code, name) for name, code in names],
        "gemeente_names": {code: name for name, code in names},
        "states": [(s.value, s.label) for s in SUBMITTED_STATES],
        "tiles": [(s, s.label, found.counts[s]) for s in (*WAITING_STATES, PlanState.GOEDGEKEURD)],
        "status": status,
        "orders": list(ORDERS.items()),
        "whose": list(WHOSE.items()),
        "values": {key: (value,) for key, value in given.items() if value},
        "waiting": WAITING_STATES,
        "state_kinds": words.STATE_KINDS,
    }
