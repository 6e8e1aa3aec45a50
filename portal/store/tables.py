"""All tables in one place: what Alembic compares the migrations with."""

from sqlmodel import SQLModel

from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account, AccountEvent, AccountTie, RecoveryCode
from portal.store.jobs import JobRun
from portal.store.mail import Mail
from portal.store.outbox import OutboxRow
from portal.store.plannen import LocalityException, Plan, PlanApproval, PlanEvent, PlanVersion
from portal.store.reviews import ExceptionRequest, PlanDeclaration, ReturnedPart, ReviewComment, ReviewMark
from portal.store.sessions import WebSession
from portal.store.throttle import Throttle
from portal.store.tokens import Invitation, OneTimeToken, Registration
from portal.store.unfound import Unfound
from portal.store.werkplekken import Offer, Werkplek, WerkplekVersion

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Aanbieder",
    "Account",
    "AccountEvent",
    "AccountTie",
    "ExceptionRequest",
    "Invitation",
    "JobRun",
    "LocalityException",
    "Mail",
    "Offer",
    "OneTimeToken",
    "OutboxRow",
    "Plan",
    "PlanApproval",
    "PlanDeclaration",
    "PlanEvent",
    "PlanVersion",
    "RecoveryCode",
    "Registration",
    "ReturnedPart",
    "ReviewComment",
    "ReviewMark",
    "Throttle",
    "Unfound",
    "WebSession",
    "Werkplek",
    "WerkplekVersion",
]
