"""All tables in one place: what Alembic compares the migrations with."""

from sqlmodel import SQLModel

from portal.store.aanbieders import Aanbieder
from portal.store.jobs import JobRun
from portal.store.outbox import OutboxRow
from portal.store.plannen import LocalityException, Plan, PlanApproval, PlanEvent, PlanVersion
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Aanbieder",
    "JobRun",
    "LocalityException",
    "Offer",
    "OutboxRow",
    "Plan",
    "PlanApproval",
    "PlanEvent",
    "PlanVersion",
    "Werkplek",
    "WerkplekVersion",
]
