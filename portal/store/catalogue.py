"""The data files that everything reads, loaded once at start and never changed: a bad file stops the start."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portal.resources import data_path
from portal.store.branches import Branches, load_branches
from portal.store.filter_words import FilterWords, load_filter_words
from portal.store.reference import Reference, load_reference
from portal.store.regelingen import Regelingen, load_regelingen
from portal.store.woorden import FILTERS_FILE, Words, load_words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Places and borders, regelingen, branches, everyday words, words that are filters."""

    reference: Reference
    regelingen: Regelingen
    branches: Branches
    words: Words
    filter_words: FilterWords
    gemeente_names: Mapping[str, str]  # by CBS code
    fingerprint: str  # of the files that documents are made of: another one means that the index must be rebuilt


def load_catalogue(extra_regelingen: Sequence[Path] = ()) -> Catalogue:
    """Load all of `data/`; raises DataError with file, place and reason."""
    reference = load_reference()
    branches = load_branches()
    regelingen = load_regelingen(reference, extra=extra_regelingen)
    filter_words = load_filter_words(regelingen)
    return Catalogue(
        reference=reference,
        regelingen=regelingen,
        branches=branches,
        words=replace(load_words(branches), asides=filter_words.asides),
        filter_words=filter_words,
        gemeente_names={code: gemeente.naam for code, gemeente in reference.gemeenten.items()},
        fingerprint=_fingerprint(extra_regelingen),
    )


def _fingerprint(extra: Sequence[Path]) -> str:
    files = [data_path("branches.toml"), *extra]
    for folder in ("woorden", "regelingen", "reference"):
        files += [path for path in data_path(folder).iterdir() if path.suffix in (".toml", ".txt", ".csv")]
    files = [path for path in files if path.name != FILTERS_FILE]  # no document holds these words
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(files, key=lambda path: path.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
