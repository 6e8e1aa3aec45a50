"""Labels in the language of the page, for tokens and dates that the services give in a neutral form."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from flask_babel import format_currency, format_date, gettext, ngettext

from portal.domain.regeling import told_source
from portal.services.context import AMSTERDAM
from portal.web.language import DEFAULT, current_language


def _l(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


_DAYS = {
    "ma": _l("maandag"),
    "di": _l("dinsdag"),
    "wo": _l("woensdag"),
    "do": _l("donderdag"),
    "vr": _l("vrijdag"),
    "za": _l("zaterdag"),
    "zo": _l("zondag"),
}
_PARTS = {
    "ochtend": _l("ochtend"),
    "middag": _l("middag"),
    "avond": _l("avond"),
}
_GUIDANCE = {
    "nabij": _l("Begeleiding dichtbij, op de werkplek"),
    "op-afstand": _l("Begeleiding op afstand, als u die nodig hebt"),
}
_SWITCHES = {
    "vrij": _l("Er is plek vrij"),
    "regulier": _l("Bij een gewoon bedrijf of een gewone organisatie"),
    "toegankelijk": _l("Toegankelijk met een rolstoel"),
}
# The domain makes these labels from its tokens (`PlanState.label` and the like); inside a sentence in lower case.
_TOKENS = (
    _l("Concept"), _l("concept"), _l("Ingediend"), _l("ingediend"), _l("In beoordeling"), _l("in beoordeling"),
    _l("Aanvulling gevraagd"), _l("aanvulling gevraagd"), _l("Goedgekeurd"), _l("goedgekeurd"),
    _l("Afgewezen"), _l("afgewezen"), _l("Niet gepubliceerd"), _l("niet gepubliceerd"), _l("Gepubliceerd"),
    _l("gepubliceerd"), _l("Opgeschort"), _l("opgeschort"), _l("Ingetrokken"), _l("ingetrokken"), _l("Verlopen"),
    _l("verlopen"), _l("Gevraagd"), _l("gevraagd"), _l("Toegekend"), _l("toegekend"), _l("Geweigerd"), _l("geweigerd"),
    _l("Beëindigd"), _l("beëindigd"),
    _l("Organisatiebeheerder"), _l("Medewerker"), _l("Beoordelaar"), _l("Toegang"), _l("Beheerder"),
    _l("Nieuwe versie"), _l("Producten"), _l("Gemeenten"), _l("Vragen"), _l("Werkplekken"), _l("Verklaringen"),
)  # fmt: skip
_LANGUAGE_NAMES = {code: dict(Locale(code).languages) for code in ("nl", "en")}
# Both lists are answers to "which trede?"; the words are ours (B1), the treden those of S1 par. 4.
STANDS_ON = {
    1: _l("Ik zie weinig andere mensen"),
    2: _l("Ik ontmoet andere mensen"),
    3: _l("Ik help ergens mee"),
    4: _l("Ik doe onbetaald werk"),
    5: _l("Ik heb betaald werk, met hulp"),
    6: _l("Ik heb betaald werk"),
}
AIMS_AT = {
    2: _l("Andere mensen ontmoeten"),
    3: _l("Ergens aan meehelpen"),
    4: _l("Onbetaald werk doen"),
    5: _l("Betaald werk, met hulp"),
    6: _l("Betaald werk"),
}


def dagdeel_label(token: str) -> str:
    """`ma-ochtend` -> "maandag ochtend"; an unknown token as it is."""
    day, _, part = token.partition("-")
    return f"{gettext(_DAYS[day])} {gettext(_PARTS[part])}" if day in _DAYS and part in _PARTS else token


def day_label(day: str) -> str:
    """`ma` -> "maandag"."""
    return gettext(_DAYS[day])


def taal_label(code: str) -> str:
    """`tr` -> "Turks"; `ngt` is Dutch sign language."""
    if code == "ngt":
        return gettext("Nederlandse Gebarentaal")
    name = _LANGUAGE_NAMES[current_language()].get(code, code)
    return name[:1].upper() + name[1:]


def facet_label(key: str, value: str, name: str) -> str:
    """The label of a facet value. In Dutch the service's own; names of products, branches and gemeenten stay Dutch."""
    if current_language() == DEFAULT:
        return name
    if key == "taal":
        return taal_label(value)
    if key == "dagdeel":
        return dagdeel_label(value)
    if key == "begeleiding":
        return guidance_label(value)
    return gettext(_SWITCHES[key]) if key in _SWITCHES else name


def guidance_label(token: str) -> str:
    """The sentence for `nabij` or `op-afstand`."""
    return gettext(_GUIDANCE[token]) if token in _GUIDANCE else token


def days_ago(then: date, today: date) -> str:
    """As in "vandaag", "gisteren", "3 dagen geleden"; after four weeks the date itself."""
    return _days_ago(then, today, current_language())


@lru_cache(maxsize=2000)
def _days_ago(then: date, today: date, _language: str) -> str:
    days = (today - then).days
    if days <= 0:
        return gettext("vandaag")
    if days == 1:
        return gettext("gisteren")
    if days <= 28:
        return ngettext("%(num)d dag geleden", "%(num)d dagen geleden", days)
    return gettext("op %(datum)s", datum=long_date(then))


def long_date(day: date) -> str:
    """As in "22 november 2026"."""
    return format_date(day, "long")


def kept_date(text: str) -> str:
    """A date as events keep it, `2026-11-22`, as in "22 november 2026"; any other text as it is."""
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


def distance(meters: int) -> str:
    """As in "2,3 km" or "14 km", a straight line. Most places are points of postcode areas, so never metres."""
    if meters < 950:
        return gettext("minder dan 1 km")
    kilometers = meters / 1000
    text = f"{kilometers:.1f}" if kilometers < 10 else f"{kilometers:.0f}"
    return (text.replace(".", ",") if current_language() == DEFAULT else text) + " km"


def source(text: str) -> str:
    """Where a text of a regeling stands, in the language of the page."""
    return told_source(text, gettext("onze keuze"))


def euro(amount: Decimal) -> str:
    """As in "€ 9,00"."""
    return format_currency(amount, "EUR")


def moment(at: datetime | None) -> str:
    """As in "22 november 2026, 10:15", in Amsterdam; "" for no moment."""
    if at is None:
        return ""
    local = at.astimezone(AMSTERDAM)
    return f"{long_date(local.date())}, {local:%H:%M}"
