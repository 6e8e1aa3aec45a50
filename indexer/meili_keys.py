"""The two keys of the portal, made from the server's master key: one that only searches, one for the indexer.

The server derives a key from its master key and the key's uid. Our uids are fixed per index, so that asking twice gives
the same two keys, and a server that was wiped gets them back. Another master key makes other keys.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError

from indexer.engine import SearchUnavailable
from indexer.meili_server import typed_errors

SEARCH_ACTIONS = ("search",)
# A swap by a key that is limited to indexes is carried out, but its task cannot be followed: hence all indexes.
INDEX_ACTIONS = ("documents.*", "indexes.*", "settings.get", "settings.update", "stats.get", "tasks.get", "version")
_NAMESPACE = uuid.UUID("5d0c9d0e-6f5b-4c57-9a52-7a5b8a3a2f10")


@dataclass(frozen=True, slots=True)
class Keys:
    """What the web and the indexer sign their requests with."""

    search: str = field(repr=False)
    index: str = field(repr=False)


def make_keys(url: str, master_key: str, index: str = "werkplekken") -> Keys:
    """The keys, made when they are not there yet, made anew when their rights differ. Raises SearchUnavailable."""
    client = Client(url, master_key, timeout=10)
    try:
        with typed_errors():
            return Keys(
                search=_key(client, f"{index}/search", [index], SEARCH_ACTIONS),
                index=_key(client, f"{index}/index", ["*"], INDEX_ACTIONS),
            )
    except SearchUnavailable as error:
        cause = error.__cause__
        if isinstance(cause, MeilisearchApiError) and cause.status_code in (401, 403):
            raise SearchUnavailable(
                "the server refuses this master key (it is the server's MEILI_MASTER_KEY)"
            ) from error
        raise


def _key(client: Client, name: str, indexes: list[str], actions: tuple[str, ...]) -> str:
    uid = str(uuid.uuid5(_NAMESPACE, name))
    try:
        held = client.get_key(uid)
        if sorted(held.actions) == sorted(actions) and list(held.indexes) == indexes and held.expires_at is None:
            return str(held.key)
        client.delete_key(uid)
    except MeilisearchApiError as error:
        if error.code != "api_key_not_found":
            raise
    wanted = {"uid": uid, "name": f"werkplekvinder {name}", "actions": list(actions), "indexes": indexes}
    return str(client.create_key({**wanted, "expiresAt": None}).key)
