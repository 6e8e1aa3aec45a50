"""One login per role for the demo, and the code of its app. Only in a state that is marked as made up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from portal.domain.actor import AANBIEDER_ROLES, STAFF_ROLES, Role
from portal.services import codes, passwords
from portal.services.context import Context
from portal.store import accounts
from portal.store.accounts import Account
from portal.store.plannen import Plan
from portal.store.vault import vault_of

PASSWORD = "samen-meedoen-in-de-demo"  # noqa: S105  of the demo only, printed by it
REGELING, GEMEENTE = "werkt-mee-apeldoorn", "GM0200"
_NAMES = {
    Role.ORGANISATIEBEHEERDER: "Olga Organisatie",
    Role.MEDEWERKER: "Mees Medewerker",
    Role.BEOORDELAAR: "Bea Beoordelaar",
    Role.TOEGANG: "Tom Toegang",
    Role.BEHEERDER: "Bo Beheerder",
}


class NoDemo(Exception):
    """This state holds real data, or no such demo login."""


@dataclass(frozen=True, slots=True)
class Login:
    """What to type at the sign-in page."""

    role: Role
    email: str
    password: str
    has_code: bool


def make(context: Context) -> None:
    """Add the logins that are missing."""
    _only_in_a_demo(context)
    with context.database.write() as session:
        for role in Role:
            if accounts.by_email(session, address(role)) is None:
                session.add(_account(context, session, role))
        session.commit()


def logins(context: Context) -> list[Login]:
    """The logins of this demo."""
    _only_in_a_demo(context)
    return [Login(role, address(role), PASSWORD, role in STAFF_ROLES) for role in Role]


def code(context: Context, name: str) -> tuple[str, int]:
    """The code of a demo login now, and the seconds until it can be typed: 0, or those until the next when this one
    was used. `name`: a role or the mail address. Raises NoDemo."""
    _only_in_a_demo(context)
    now = context.now()
    with context.database.read() as session:
        account = accounts.by_email(session, name if "@" in name else f"{name}@demo.example")
        if account is None or account.totp_secret is None:
            raise NoDemo(f"{name!r} is no demo login with a code; try one of: {', '.join(sorted(STAFF_ROLES))}")
        secret = vault_of(session).decrypt(account.totp_secret)
    counter = codes.counter_at(now)
    if counter > account.totp_counter:
        return codes.code_at(secret, counter), 0
    wait = int((account.totp_counter + 1) * codes.STEP_SECONDS - now.timestamp()) + 1
    return codes.code_at(secret, account.totp_counter + 1), wait


def address(role: Role) -> str:
    """The mail address of a demo login."""
    return f"{role.value}@demo.example"


def _account(context: Context, session: Session, role: Role) -> Account:
    staff = role in (Role.BEOORDELAAR, Role.TOEGANG)
    return Account(
        naam=_NAMES[role],
        email=address(role),
        password_hash=passwords.make_hash(PASSWORD),
        role=role,
        aanbieder_id=_first_aanbieder(session) if role in AANBIEDER_ROLES else None,
        regelingen=[REGELING] if role is Role.BEOORDELAAR else [],
        gemeenten=[GEMEENTE] if staff else [],
        totp_secret=vault_of(session).encrypt(codes.new_secret()) if role in STAFF_ROLES else None,
        created_at=context.now(),
    )


def _first_aanbieder(session: Session) -> int:
    """The first aanbieder with a plan in the regeling of the demo's reviewer, else the first one."""
    plans = select(Plan.aanbieder_id).order_by(col(Plan.aanbieder_id))
    found = session.exec(plans.where(Plan.regeling == REGELING)).first() or session.exec(plans).first()
    if found is None:
        raise NoDemo("this demo holds no aanbieders")
    return found


def _only_in_a_demo(context: Context) -> None:
    if not context.made_up:
        raise NoDemo("this is no demo: its accounts belong to people")
