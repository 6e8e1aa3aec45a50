"""How often something may be tried: one table of limits, counted in the database for all workers together."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.services.context import AMSTERDAM
from portal.store import throttle
from portal.store.vault import vault_of


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in any `window`."""

    most: int
    window: timedelta


# reliability.md section 1 (Warehouse) and row 20. A gemeente sits behind one address, so an address gets more.
PASSWORD = Limit(10, timedelta(minutes=5))
PASSWORD_ADDRESS = Limit(60, timedelta(minutes=5))
CODE = Limit(5, timedelta(minutes=5))
CODE_LONG = Limit(20, timedelta(hours=1))
# As long as a link for a new password works: when the mails are used up, one in the mailbox still does, so that a
# guesser cannot keep the owner out by asking for them.
RESET = Limit(3, timedelta(hours=1))
RESET_ADDRESS = Limit(30, timedelta(hours=1))
REGISTER = Limit(3, timedelta(hours=1))
REGISTER_ADDRESS = Limit(30, timedelta(hours=1))
INVITE = Limit(30, timedelta(hours=1))


def person_key(session: Session, what: str, who: str) -> str:
    """The key of tries about one mail address or account; it holds neither."""
    return vault_of(session).mark(f"throttle {what}", who)


def address_key(session: Session, what: str, address: str, now: datetime) -> str:
    """The key of tries from one internet address, another each day; of IPv6 the part a subscriber holds (/64)."""
    day = now.astimezone(AMSTERDAM).date()
    return vault_of(session).mark_of_the_day(f"throttle {what}", network_of(address), day)


def network_of(address: str) -> str:
    """An IPv4 address as it is, of IPv6 the /64; what is no address becomes "unknown"."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def may_try(session: Session, limits: dict[str, Limit], now: datetime) -> bool:
    """Count one try under every key; False when one of them is used up (then none of the later ones is counted)."""
    return all(throttle.take(session, key, limit.most, limit.window, now) for key, limit in limits.items())
