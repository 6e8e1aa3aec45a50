"""What of one plan ought to be public: kept by the steps of the machine, apart from how the portal works it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.factories import TODAY

REMOVED_AFTER = timedelta(days=180)  # without "klopt nog"; the threshold of the regeling


@dataclass
class Text:
    """What one version says, as far as it is followed here: the marks of its answer and of its werkplekken."""

    answer: str = ""
    werkplekken: dict[str, str] = field(default_factory=dict)


@dataclass
class Model:
    """What ought to be."""

    draft: Text = field(default_factory=Text)
    live: Text | None = None
    pairs: dict[tuple[str, str], bool] = field(default_factory=dict)  # approved pair -> suspended
    eind: date = date.min
    suspended: bool = False
    withdrawn: bool = False
    confirmed: dict[str, date] = field(default_factory=dict)
    submitted: date = date.min
    events: int = 0

    def in_force(self, today: date) -> bool:
        """The live version is of a contract that runs, and was not withdrawn. The worker notes each end at once."""
        return self.live is not None and not self.withdrawn and self.eind >= today

    def shown(self, today: date) -> dict[str, str]:
        """The names that may be seen on that day, by id."""
        if self.live is None or not self.in_force(today) or self.suspended or all(self.pairs.values()):
            return {}
        oldest = today - REMOVED_AFTER
        return {i: name for i, name in self.live.werkplekken.items() if self.confirmed.get(i, TODAY) >= oldest}
