"""What every mail says: a subject, a few sentences and one link. No content and no personal data (reliability.md P38).

The only values a mail takes are those in the address of its link, so that nothing else can slip in. `path` is under
PUBLIC_URL, never under what a request says its host is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from urllib.parse import quote

_FIELD = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True, slots=True)
class MailText:
    """One kind of mail, in Dutch at B1. `path` may hold `{names}`; their values are given to `notify.queue`."""

    subject: str
    sentences: tuple[str, ...]
    link: str
    path: str

    @property
    def fields(self) -> frozenset[str]:
        """The names of the values it needs."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.path) if name)

    def address(self, values: Mapping[str, str]) -> str:
        """The path with its values; raises ValueError when one is missing or could change the address."""
        if set(values) != self.fields or not all(_FIELD.fullmatch(value) for value in values.values()):
            raise ValueError(f"this mail takes {sorted(self.fields)}, letters and digits only; got {sorted(values)}")
        return self.path.format(**{name: quote(value, safe="") for name, value in values.items()})


_NOT_YOU = "Hebt u dit niet gevraagd? Dan hoeft u niets te doen."

MAILS: dict[str, MailText] = {
    "registratie-bevestigen": MailText(
        "Bevestig uw aanmelding",
        (
            "U hebt uw organisatie aangemeld bij Werkplekvinder.",
            "Klik op de link en kies een wachtwoord. De link werkt 24 uur, en maar één keer.",
            _NOT_YOU,
        ),
        "Aanmelding bevestigen",
        "/registreren/bevestigen/{token}",
    ),
    "registratie-al-account": MailText(
        "U hebt al een account",
        (
            "Iemand wilde een organisatie aanmelden bij Werkplekvinder met uw e-mailadres.",
            "U hebt al een account. U kunt daarmee inloggen.",
            _NOT_YOU,
        ),
        "Inloggen",
        "/inloggen",
    ),
    "registratie-zelfde-organisatie": MailText(
        "Iemand wil bij uw organisatie horen",
        (
            "Iemand heeft uw organisatie nog een keer aangemeld bij Werkplekvinder.",
            "Is het een collega? Dan kunt u die uitnodigen. Kent u deze persoon niet? Verwijder dan de aanvraag.",
        ),
        "Aanvraag bekijken",
        "/aanbieder/leden",
    ),
    "uitnodiging": MailText(
        "U bent uitgenodigd voor Werkplekvinder",
        (
            "U bent uitgenodigd om een account te maken bij Werkplekvinder.",
            "Klik op de link en kies een wachtwoord. De link werkt 7 dagen, en maar één keer.",
            "Verwacht u deze uitnodiging niet? Dan hoeft u niets te doen.",
        ),
        "Account maken",
        "/uitnodiging/{token}",
    ),
    "uitnodiging-al-account": MailText(
        "U bent uitgenodigd voor Werkplekvinder",
        (
            "Iemand hebt u uitgenodigd bij Werkplekvinder. U hebt met dit e-mailadres al een account.",
            "Een account hoort bij één organisatie. Voor een tweede organisatie hebt u een ander e-mailadres nodig.",
        ),
        "Inloggen",
        "/inloggen",
    ),
    "wachtwoord-herstel": MailText(
        "Kies een nieuw wachtwoord",
        (
            "U hebt gevraagd om een nieuw wachtwoord voor Werkplekvinder.",
            "Klik op de link en kies een nieuw wachtwoord. De link werkt 1 uur, en maar één keer.",
            _NOT_YOU,
        ),
        "Nieuw wachtwoord kiezen",
        "/wachtwoord-instellen/{token}",
    ),
    "account-gewijzigd": MailText(
        "Uw account is veranderd",
        (
            "Uw wachtwoord of de manier waarop u inlogt bij Werkplekvinder is veranderd.",
            "Hebt u dit zelf gedaan? Dan hoeft u niets te doen. Zo niet: kies meteen een nieuw wachtwoord.",
        ),
        "Nieuw wachtwoord kiezen",
        "/wachtwoord-vergeten",
    ),
    "bevestig-werkplekken": MailText(
        "Kloppen uw werkplekken nog?",
        (
            "U hebt al een tijd niet gezegd dat uw werkplekken nog kloppen.",
            "Kijk uw werkplekken na en klik op 'klopt nog'. Anders staan ze straks niet meer in de resultaten.",
        ),
        "Werkplekken nakijken",
        "/aanbieder",
    ),
    "bevestig-werkplekken-weer": MailText(
        "Uw werkplekken verdwijnen bijna uit de resultaten",
        (
            "U hebt al lang niet gezegd dat uw werkplekken nog kloppen. De gemeente ziet dat nu ook.",
            "Kijk uw werkplekken na en klik op 'klopt nog'. Anders kunnen inwoners ze straks niet meer vinden.",
        ),
        "Werkplekken nakijken",
        "/aanbieder",
    ),
    "contract-loopt-af": MailText(
        "Uw contract loopt bijna af",
        (
            "Een contract voor uw plan van aanpak loopt binnenkort af.",
            "Na die dag staan de werkplekken van dat plan niet meer in de resultaten. Bekijk wat u kunt doen.",
        ),
        "Plan bekijken",
        "/aanbieder",
    ),
    "plan-aanvulling": MailText(
        "De gemeente vraagt een aanvulling op uw plan",
        (
            "Een beoordelaar heeft uw plan van aanpak gelezen en vraagt een aanvulling.",
            "Lees wat er wordt gevraagd, pas uw plan aan en dien het opnieuw in.",
        ),
        "Plan aanvullen",
        "/aanbieder/plannen/{plan}",
    ),
    "plan-beslist": MailText(
        "De gemeente heeft beslist over uw plan",
        ("Een beoordelaar heeft een besluit genomen over uw plan van aanpak.",),
        "Besluit bekijken",
        "/aanbieder/plannen/{plan}",
    ),
    "plan-zichtbaarheid": MailText(
        "Er is iets veranderd: is uw plan nog te vinden?",
        (
            "Uw plan van aanpak is opgeschort, weer hervat of verlopen.",
            "Bekijk wat er is veranderd en wat u kunt doen.",
        ),
        "Plan bekijken",
        "/aanbieder/plannen/{plan}",
    ),
    "plan-ingediend": MailText(
        "Er is een plan van aanpak ingediend",
        (
            "Een aanbieder heeft een plan van aanpak ingediend voor een regeling die u beoordeelt.",
            "Bekijk het plan. U kunt de beoordeling starten als nog niemand dat deed.",
        ),
        "Plan bekijken",
        "/gemeente/plannen/{plan}",
    ),
    "plan-terug": MailText(
        "Een aanbieder heeft een plan aangevuld",
        (
            "Een plan van aanpak dat terug was bij de aanbieder, is opnieuw ingediend.",
            "U ziet bij het plan wat er is veranderd.",
        ),
        "Plan bekijken",
        "/gemeente/plannen/{plan}",
    ),
    "uitzondering-gevraagd": MailText(
        "Een aanbieder vraagt om een uitzondering",
        ("Een aanbieder vraagt uw gemeente om een uitzondering voor een werkplek die te ver weg is.",),
        "Aanvraag bekijken",
        "/gemeente/uitzonderingen",
    ),
    "uitzondering-beeindigd": MailText(
        "De gemeente heeft een uitzondering beëindigd",
        (
            "Een gemeente heeft een uitzondering voor een van uw werkplekken beëindigd.",
            "Inwoners van die gemeente vinden deze werkplek nu niet meer. Lees in de geschiedenis waarom.",
        ),
        "Geschiedenis bekijken",
        "/aanbieder/plannen/{plan}/geschiedenis",
    ),
    "uitzondering-beslist": MailText(
        "De gemeente heeft beslist over uw uitzondering",
        ("U vroeg om een uitzondering voor een werkplek buiten het gebied. De gemeente heeft daarover beslist.",),
        "Besluit bekijken",
        "/aanbieder/plannen/{plan}",
    ),
}
