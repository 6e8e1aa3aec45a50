"""What people in the reviewer's gemeenten could not find, per month that is over."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import render_template
from flask_babel import format_date

from portal.domain.actor import Role
from portal.domain.unfound import LEAST, open_month
from portal.services.unfound import not_found
from portal.store.unfound import UNKNOWN
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.gemeente import words
from portal.web.gemeente.blueprint import pages

_MONTHS = 12  # on the page; the demand report may look further back


@pages.get("/vraag")
@allowed(Role.BEOORDELAAR)
def vraag() -> str:
    """One table per month; only counts that point at nobody."""
    here, actor = context(), current_actor()
    months = [(_month(month), tuple(rows)) for month, rows in groupby(not_found(here, actor), lambda row: row.month)]
    names = {code: words.gemeente_name(here.catalogue, code) for code in actor.gemeenten}
    return render_template(
        "gemeente/vraag.html",
        months=months[:_MONTHS],
        names=names,
        least=LEAST,
        running=_month(open_month(here.today())),
        branche=lambda token: "Onbekend" if token == UNKNOWN else here.catalogue.branches.label(token),
    )


def _month(month: str) -> str:
    """ "2026-11" as "november 2026"."""
    return str(format_date(date.fromisoformat(f"{month}-01"), "MMMM yyyy"))
