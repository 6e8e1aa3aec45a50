"""Labels in the language of the page, for tokens and dates that the services give in a neutral form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel import Locale
from flask_babel import format_currency, format_date, gettext, lazy_gettext, ngettext

from portal.web.language import DEFAULT, current_language

_DAYS = {
    "ma": lazy_gettext("maandag"),
    "di": lazy_gettext("dinsdag"),
    "wo": lazy_gettext("woensdag"),
    "do": lazy_gettext("donderdag"),
    "vr": lazy_gettext("vrijdag"),
    "za": lazy_gettext("zaterdag"),
    "zo": lazy_gettext("zondag"),
}
_PARTS = {
    "ochtend": lazy_gettext("ochtend"),
    "middag": lazy_gettext("middag"),
    "avond": lazy_gettext("avond"),
}
_GUIDANCE = {
    "nabij": lazy_gettext("Begeleiding dichtbij, op de werkplek"),
    "op-afstand": lazy_gettext("Begeleiding op afstand, als u die nodig hebt"),
}
_SWITCHES = {
    "vrij": lazy_gettext("Er is plek vrij"),
    "regulier": lazy_gettext("Bij een gewoon bedrijf of een gewone organisatie"),
    "toegankelijk": lazy_gettext("Toegankelijk met een rolstoel"),
}
_LANGUAGE_NAMES = {code: dict(Locale(code).languages) for code in ("nl", "en")}
# Both lists are answers to "which trede?"; the words are ours (B1), the treden those of S1 par. 4.
STANDS_ON = {
    1: lazy_gettext("Ik zie weinig andere mensen"),
    2: lazy_gettext("Ik ontmoet andere mensen"),
    3: lazy_gettext("Ik help ergens mee"),
    4: lazy_gettext("Ik doe onbetaald werk"),
    5: lazy_gettext("Ik heb betaald werk, met hulp"),
    6: lazy_gettext("Ik heb betaald werk"),
}
AIMS_AT = {
    2: lazy_gettext("Andere mensen ontmoeten"),
    3: lazy_gettext("Ergens aan meehelpen"),
    4: lazy_gettext("Onbetaald werk doen"),
    5: lazy_gettext("Betaald werk, met hulp"),
    6: lazy_gettext("Betaald werk"),
}


def dagdeel_label(token: str) -> str:
    """`ma-ochtend` -> "maandag ochtend"; an unknown token as it is."""
    day, _, part = token.partition("-")
    return f"{_DAYS[day]} {_PARTS[part]}" if day in _DAYS and part in _PARTS else token


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
        return str(_GUIDANCE.get(value, name))
    return str(_SWITCHES[key]) if key in _SWITCHES else name


def guidance_label(token: str) -> str:
    """The sentence for `nabij` or `op-afstand`."""
    return str(_GUIDANCE.get(token, token))


def days_ago(then: date, today: date) -> str:
    """ "vandaag", "gisteren", "3 dagen geleden", and after four weeks the date itself."""
    days = (today - then).days
    if days <= 0:
        return gettext("vandaag")
    if days == 1:
        return gettext("gisteren")
    if days <= 28:
        return ngettext("%(num)d dag geleden", "%(num)d dagen geleden", days)
    return gettext("op %(datum)s", datum=long_date(then))


def long_date(day: date) -> str:
    """ "22 november 2026"."""
    return format_date(day, "long")


def distance(meters: int) -> str:
    """ "350 m", "2,3 km", "14 km"; straight line."""
    if meters < 950:
        return f"{max(50, round(meters / 50) * 50)} m"
    kilometers = meters / 1000
    text = f"{kilometers:.1f}" if kilometers < 10 else f"{kilometers:.0f}"
    return (text.replace(".", ",") if current_language() == DEFAULT else text) + " km"


def euro(amount: Decimal) -> str:
    """ "€ 9,00"."""
    return format_currency(amount, "EUR")
