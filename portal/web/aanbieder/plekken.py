"""What changes daily, on one screen and at once: free places, pause, contact, "klopt nog". No review (domain.md)."""

from __future__ import annotations

from dataclasses import asdict

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.said import said
from portal.services import live_facts, own_contact
from portal.services.live_facts import LiveChange, LiveWerkplek, free_field
from portal.services.refusals import Invalid
from portal.web import typed
from portal.web.aanbieder import draft
from portal.web.aanbieder.blueprint import MEMBERS, pages
from portal.web.access import allowed, current_actor
from portal.web.current import context
from portal.web.typed import Typed

CONTACT = ("email", "telefoon", "website")
_SAID = {
    "plekken": said("De vrije plekken zijn doorgegeven. Ze staan meteen op de site."),
    "klopt": said("U hebt bevestigd dat alles nog klopt."),
    "contact": said("Uw contactgegevens zijn gewijzigd. Ze staan meteen op de site."),
}
_NUMBER = said("Vul een getal in, of laat het leeg als u het niet weet.")


@pages.get("/plekken")
@allowed(*MEMBERS)
def plekken() -> str:
    """Every published werkplek with its free places and pause, and the contact of the aanbieder."""
    return _page()


@pages.post("/plekken")
@allowed(*MEMBERS)
def plekken_bewaren() -> ResponseReturnValue:
    """Change the numbers and pauses that are different; the places named again are dated today too."""
    form = Typed({name: text[:20] for name, text in request.form.items() if name.startswith(("vrij.", "pauze."))})
    changes = _changes(form, live_facts.live_werkplekken(context(), current_actor()))
    if form.faults:
        return _page(form), 422
    try:
        live_facts.save_live(context(), current_actor(), changes)
    except Invalid as invalid:
        form.add(invalid.errors)
        return _page(form), 422
    return redirect(url_for("aanbieder.plekken", klaar="plekken"))


@pages.post("/plekken/klopt-nog")
@allowed(*MEMBERS)
def klopt_nog() -> ResponseReturnValue:
    """Confirm all that is published, in one click."""
    live_facts.confirm(context(), current_actor())
    return redirect(url_for("aanbieder.plekken", klaar="klopt"))


@pages.post("/plekken/contact")
@allowed(*MEMBERS)
def contact_bewaren() -> ResponseReturnValue:
    """Change how people reach the aanbieder."""
    form = typed.read(*CONTACT)
    try:
        live_facts.save_contact(context(), current_actor(), **{name: form.value(name) for name in CONTACT})
    except Invalid as invalid:
        form.add(invalid.errors)
        return _page(contact=form), 422
    return redirect(url_for("aanbieder.plekken", klaar="contact"))


def _page(form: Typed | None = None, contact: Typed | None = None) -> str:
    here = own_contact.own_contact(context(), current_actor())
    return render_template(
        "aanbieder/plekken.html",
        werkplekken=live_facts.live_werkplekken(context(), current_actor()),
        form=form or Typed(),
        contact=contact or Typed({name: str(value) for name, value in asdict(here).items()}),
        faults=[*(form.summary if form else []), *(contact.summary if contact else [])],
        free_field=free_field,
        digest=draft.digest,
        said=_SAID.get(request.args.get("klaar", ""), ""),
        today=context().today(),
    )


def _changes(form: Typed, shown: tuple[LiveWerkplek, ...]) -> dict[str, LiveChange]:
    """Per werkplek that stood on the form what was filled in; what did not stand on it stays as it is, and so does what
    a colleague changed while this form was open and nobody touched here."""
    found = {}
    for werkplek in shown:
        fields = {offer.token: free_field(werkplek.public_id, offer.token) for offer in werkplek.offers}
        kept = {offer.token: "" if offer.free is None else str(offer.free) for offer in werkplek.offers}
        sent = {token: name for token, name in fields.items() if name in form.values}
        if sent:
            free = {token: _number(form, name) for token, name in sent.items() if _counts(form, name, kept[token])}
            pause = f"pauze.{werkplek.public_id}"
            counts = _counts(form, pause, "ja" if werkplek.paused else "")
            found[werkplek.public_id] = LiveChange(free, form.value(pause) == "ja" if counts else None)
    return found


def _counts(form: Typed, name: str, kept: str) -> bool:
    """Changed here, or still what is kept."""
    return draft.changed(name, form.value(name)) or form.value(name).strip() == kept


def _number(form: Typed, name: str) -> int | None:
    text = form.value(name).strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 7):
        form.wrong(name, _NUMBER)
        return None
    return int(text) if text else None
