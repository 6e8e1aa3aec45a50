"""What every service works with: database, engine, data files, geocoder and the clock. Opened once per process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from geopy.geocoders.base import Geocoder

from indexer.embedded import EmbeddedEngine
from indexer.engine import Engine
from portal.config import Settings
from portal.demo.state import MADE_UP
from portal.services.fallback import Fallback
from portal.services.geocoders import OfflineGeocoder, PdokGeocoder
from portal.services.tally import Tally
from portal.store.catalogue import Catalogue, load_catalogue
from portal.store.db import Database
from portal.store.vault import Vault

if TYPE_CHECKING:  # it brings numpy along, which a portal without it need not load
    from indexer.nearest import Meaning

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """One process's resources. `clock` is the only clock; a test hands its own."""

    database: Database
    engine: Engine
    catalogue: Catalogue
    geocoder: Geocoder
    lock_path: Path
    clock: Callable[[], datetime] = utc_now
    fallback: Fallback = field(default_factory=Fallback)  # searches from the database while the engine is away
    tally: Tally = field(default_factory=Tally)  # what people could not find, until it is written down
    meaning: Meaning | None = None  # None: switched off
    made_up: bool = False  # the state holds demo data, and pages say so

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The calendar day in Europe/Amsterdam, on which contracts and clocks run."""
        return self.clock().astimezone(AMSTERDAM).date()

    def close(self) -> None:
        """Write down what was counted, and let go of the files of engine, vectors and database."""
        self.engine.close()
        if self.meaning:
            self.meaning.close()
        self.tally.close(self.database)
        self.database.close()


def open_engine(settings: Settings, *, writes: bool) -> Engine:
    """The engine of the settings. `writes` False: without the key of the indexer, as in the web."""
    if settings.search_engine == "embedded":
        return EmbeddedEngine(settings.index_path)
    from indexer.meili import MeiliEngine

    return MeiliEngine(
        settings.meilisearch_url,
        settings.meilisearch_search_key,
        settings.meilisearch_index_key if writes else "",
        settings.meilisearch_index,
    )


def open_context(settings: Settings, clock: Callable[[], datetime] = utc_now, *, writes_index: bool = True) -> Context:
    """Load the data files and point at database and engine; neither is opened before its first use (P7)."""
    catalogue = load_catalogue(extra_regelingen(settings.state_dir))
    offline = OfflineGeocoder(catalogue.reference)
    engine, meaning = open_engine(settings, writes=writes_index), None
    if settings.meaning == "on":
        engine, meaning = _with_meaning(engine, settings, writes=writes_index)
    return Context(
        database=Database(settings.database_url, Vault(settings.contact_key, settings.secret_key)),
        engine=engine,
        catalogue=catalogue,
        geocoder=PdokGeocoder() if settings.geocoder == "pdok" else offline,
        lock_path=settings.state_dir / "index.lock",
        clock=clock,
        meaning=meaning,
        made_up=(settings.state_dir / MADE_UP).exists(),
    )


def _with_meaning(engine: Engine, settings: Settings, *, writes: bool) -> tuple[Engine, Meaning]:
    """The encoder is shared by all that this process opens, and loaded at the first text."""
    from indexer.meaning import sentence_encoder
    from indexer.nearest import Meaning
    from indexer.with_meaning import WithMeaning

    meaning = Meaning(settings.vectors_path, sentence_encoder())
    return WithMeaning(engine, meaning.vectors) if writes else engine, meaning


def extra_regelingen(state_dir: Path) -> list[Path]:
    """Regelingen that belong to this state only, such as the fictitious one of the made-up offers."""
    return sorted((state_dir / "regelingen").glob("*.toml"))
