"""One published werkplek as one flat document. An allow-list of fields: no personal data, nothing unapproved.

Fields of a document (what is searched, filtered and sorted: `indexer.schema`; the rest is only carried for the card):

- `id` public id of the werkplek; `rank_key` hash of date and id, unique, renewed daily.
- `title` name of the place; `branche` labels; `tasks` texts; `keywords` everyday words of the branches; `stems` one text
  of word stems; `description`; `aanbieder` name.
- `serves`, `free` token lists: `GM0200`, `GM0200.op-trede-3`, `NL`, `NL.op-trede-3` (domain.md, "Units").
- `branches`, `talen`, `dagdelen`, `begeleiding` token lists; `regulier`, `toegankelijk` "true" or "false".
- `free_places` whole number, all products together; `_geo` {"lat", "lng"} or absent.
- Carried: `aanbieder_id`, `regeling`, `gemeente_code` (or None), `woonplaats` (or None), `werkgebied` (codes),
  `lokaal` {gemeente code: verdict}, `products` [{"token", "capacity", "free"}], `capacity_at` and `confirmed_at` (ISO
  dates), `paused`, `location_of` (named subcontractor or None).
"""

from __future__ import annotations

import hashlib
from datetime import date


def rank_key(public_id: str, day: date) -> str:
    """A key that puts documents in another order each day and that nobody's name or size can move.

    The day comes first in the hash, so that one day's order says nothing about the next.
    """
    return hashlib.blake2b(f"{day.isoformat()} {public_id}".encode(), digest_size=10).hexdigest()
