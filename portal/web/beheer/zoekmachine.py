"""How the search engine stands, for the beheerder: what waits, what is stuck, and what to do about it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actor import Role
from portal.domain.said import said
from portal.services import indexing
from portal.services.indexing import Finding
from portal.web.access import allowed
from portal.web.beheer.blueprint import pages
from portal.web.current import context
from portal.web.labels import moment

ENGINES = {"embedded": said("Ingebouwd in het portaal"), "meilisearch": "Meilisearch"}
MOST_SHOWN = 100  # parked werkplekken; more than a handful has one cause
_FROM_DATABASE = said(
    "Bezoekers kunnen blijven zoeken: het portaal zoekt nu in de database. Wijzigingen blijven wachten."
)


class Notice(NamedTuple):
    """The kind of `alerts.alert`, what is the matter, what to do."""

    kind: str
    title: str
    text: str


NOTICES = {
    Finding.AWAY: Notice(
        "error",
        said("De zoekmachine geeft geen antwoord"),
        said(
            "%(eerst)s Start de zoekmachine. Daarna werkt het portaal alles vanzelf bij, binnen een minuut.",
            eerst=_FROM_DATABASE,
        ),
    ),
    Finding.KEY_REFUSED: Notice(
        "error",
        said("De zoekmachine weigert de sleutel van het portaal"),
        said(
            "%(eerst)s Maak nieuwe sleutels met 'portal meilisearch-keys', zet ze in de instellingen en start het "
            "portaal opnieuw.",
            eerst=_FROM_DATABASE,
        ),
    ),
    Finding.NO_INDEX: Notice(
        "error",
        said("Er is geen bruikbare index"),
        said(
            "%(eerst)s De worker maakt de index vanzelf opnieuw. Gebeurt dat niet? Controleer of 'portal worker' "
            "draait, of gebruik 'python -m indexer rebuild'.",
            eerst=_FROM_DATABASE,
        ),
    ),
    Finding.PARTIAL: Notice(
        "error",
        said("De index is niet volledig"),
        said(
            "Bezoekers vinden niet alle werkplekken. De worker maakt de index vanzelf opnieuw. Gebeurt dat niet? "
            "Controleer of 'portal worker' draait, of gebruik 'python -m indexer rebuild'."
        ),
    ),
    Finding.NOBODY_WORKS: Notice(
        "error",
        said("Wijzigingen wachten te lang"),
        said("Een wijziging hoort binnen een seconde vindbaar te zijn. Controleer of 'portal worker' draait."),
    ),
    Finding.PARKED: Notice(
        "warning",
        said("Er zijn werkplekken vastgelopen"),
        said(
            "De zoekmachine weigerde ze tien keer. Bezoekers vinden de oude gegevens, of niets. Laat de aanbieder "
            "verbeteren wat bij de reden staat. Is de oorzaak weg? Probeer ze dan opnieuw."
        ),
    ),
    Finding.DRIFT_LEFT: Notice(
        "error",
        said("De index is niet gelijk aan de database"),
        said("Herstel dit met 'python -m indexer check --repair'."),
    ),
    Finding.NOT_CHECKED: Notice(
        "warning",
        said("De index is vandaag en gisteren niet gecontroleerd"),
        said("De worker doet dit elke dag. Controleer of 'portal worker' draait."),
    ),
    Finding.DRIFT_MENDED: Notice(
        "info",
        said("De laatste controle heeft iets hersteld"),
        said("Alles klopt weer. Komt dit vaker voor? Dan schrijft iets anders ook in de index. Zoek uit wat dat is."),
    ),
}


@pages.get("/zoekmachine", endpoint="zoekmachine")
@allowed(Role.BEHEERDER)
def zoekmachine() -> str:
    """The state of index and queue; opens also while the engine is away."""
    state = indexing.status(context())
    return render_template(
        "beheer/zoekmachine.html",
        state=state,
        engine=ENGINES.get(state.health.engine, state.health.engine),
        notices=[NOTICES[finding] for finding in state.findings],
        last_write=_last_write(state.health.last_write),
        most_shown=MOST_SHOWN,
        moment=moment,
        today=context().today(),
    )


@pages.post("/zoekmachine/opnieuw")
@allowed(Role.BEHEERDER)
def zoekmachine_opnieuw() -> ResponseReturnValue:
    """Try parked werkplekken again: the one that the form names, or all. One that is parked no more needs nothing."""
    indexing.retry_parked(context(), request.form.get("werkplek", "")[:40])
    return redirect(url_for("beheer.zoekmachine"))


def _last_write(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
