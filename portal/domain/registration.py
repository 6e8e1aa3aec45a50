"""What an aanbieder gives at registration, checked field by field. Each rule answers with the value as kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from portal.domain.said import said

_EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PHONE = re.compile(r"(0|\+31|0031)[1-9][0-9]{8}|0[89]00[0-9]{4,7}|14[0-9]{3,4}")
_BTW = re.compile(r"NL[0-9]{9}B[0-9]{2}", re.IGNORECASE)
LONGEST_NAME = 200  # of an organisation
LONGEST_PERSON = 100
NOT_WANTED = said(
    "Dat kan een burgerservicenummer (BSN) of RSIN zijn. Vul dat hier niet in, en ook geen btw-nummer. "
    "Een KvK-nummer heeft 8 cijfers."
)


class NotUsable(ValueError):
    """A value that cannot be used: which field, and in plain Dutch what to do."""

    def __init__(self, field: str, what_to_do: str) -> None:
        super().__init__(what_to_do)
        self.field = field
        self.what_to_do = what_to_do


def kvk_number(text: str) -> str:
    """Eight digits. A btw number of a sole trader holds the BSN, an RSIN looks like one (reliability.md P41)."""
    compact = re.sub(r"[\s.-]", "", text)
    if _BTW.fullmatch(compact):
        raise NotUsable("kvk", said("Dit lijkt een btw-nummer. %(waarom)s", waarom=NOT_WANTED))
    if not re.fullmatch(r"[0-9]*", compact):
        raise NotUsable("kvk", "Een KvK-nummer bestaat alleen uit cijfers, zoals 12345678.")
    if len(compact) == 9:
        raise NotUsable("kvk", said("Dit nummer heeft 9 cijfers. %(waarom)s", waarom=NOT_WANTED))
    if len(compact) != 8:
        raise NotUsable("kvk", "Vul de 8 cijfers van uw KvK-nummer in.")
    return compact


def email_address(text: str, field: str = "email") -> str:
    """A mail address, in lower case, without a name around it and without line ends (header injection)."""
    address = text.strip().lower()
    if len(address) > 200 or not _EMAIL.fullmatch(address) or ".." in address or ".@" in address:
        raise NotUsable(field, "Vul een e-mailadres in, zoals aanmelden@voorbeeld.nl.")
    return address


def telephone(text: str, field: str = "telefoon") -> str:
    """A Dutch number as people write it: ten digits, or +31 and nine; spaces and hyphens stay."""
    shown = re.sub(r"\s+", " ", text).strip()
    digits = re.sub(r"[ ()./-]", "", shown)
    if len(shown) > 30 or not _PHONE.fullmatch(digits):
        raise NotUsable(field, "Vul een telefoonnummer van 10 cijfers in, zoals 055 123 45 67.")
    return shown


def website(text: str, field: str = "website") -> str:
    """An address that starts with http(s); without a scheme https is meant. "" when there is none."""
    address = text.strip()
    if not address:
        return ""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        host = ""
    good = re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,24}", host) and parts.scheme in ("http", "https")
    if not good or parts.username or len(address) > 300 or re.search(r"[\s\"'<>\\\x00-\x1f]", address):
        raise NotUsable(field, "Vul het adres van uw website in, zoals www.voorbeeld.nl. Of laat dit leeg.")
    return address


def name(text: str, field: str, longest: int, what_to_do: str) -> str:
    """One line of text, white space folded."""
    folded = re.sub(r"\s+", " ", text).strip()
    if not folded or re.search(r"[\x00-\x1f\x7f<>]", folded):
        raise NotUsable(field, what_to_do)
    if len(folded) > longest:
        raise NotUsable(field, said("Dit is te lang. Gebruik hooguit %(most)s tekens.", most=longest))
    return folded
