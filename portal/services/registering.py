"""An aanbieder signs up. Until the mail is confirmed nothing counts; a stranger learns nothing from the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain import registration as rules
from portal.domain.actor import Role
from portal.domain.registration import NotUsable
from portal.domain.said import said
from portal.services import links, notify, passwords, signing_in, throttling
from portal.services.account_log import note
from portal.services.context import Context
from portal.services.same_work import done_either_way
from portal.services.signing_in import Refusal, Step
from portal.store import aanbieders, accounts, tokens
from portal.store.aanbieders import Aanbieder
from portal.store.accounts import Account
from portal.store.tokens import Registration


@dataclass(frozen=True, slots=True)
class NewAanbieder:
    """What a registration gives, as typed."""

    kvk: str
    naam: str
    email: str
    telefoon: str
    website: str
    contact_naam: str
    contact_email: str


def faults(typed: NewAanbieder) -> Mapping[str, str]:
    """Per field what to do about it; empty when all can be used."""
    _, wrong = _checked(typed)
    return wrong


def register(context: Context, typed: NewAanbieder, address: str) -> Mapping[str, str] | Refusal | None:
    """Take a registration: None when taken, else the faults per field or TOO_OFTEN.

    The answer is the same whether or not the KvK number or the mail address is known; only the mailboxes learn that.
    """
    clean, wrong = _checked(typed)
    if wrong:
        return wrong
    now = context.now()
    with context.database.write() as session:
        person = throttling.person_key(session, "register", clean["contact_email"])
        place = throttling.address_key(session, "register", address, now)
        if not throttling.may_try(session, {person: throttling.REGISTER, place: throttling.REGISTER_ADDRESS}, now):
            session.commit()
            return Refusal.TOO_OFTEN
        _take(session, clean, now)
        note(session, None, "aanmelden", "", address, now)
        session.commit()
    return None


def _take(session: Session, clean: dict[str, str], now: datetime) -> None:
    """Whatever is known, the same steps: a stranger learns nothing from the time either."""
    has_account = accounts.by_email(session, clean["contact_email"]) is not None
    existing = aanbieders.by_kvk(session, clean["kvk"])
    number = existing.id if existing and existing.id is not None else 0
    chiefs = accounts.organisatiebeheerders(session, [number]).get(number, [])
    row = Registration.model_validate({**clean, "aanbieder_id": existing.id if existing else None, "created_at": now})
    with done_either_way(session, keep=not has_account):
        session.add(row)
        session.flush()
        with done_either_way(session, keep=existing is None):
            token = links.make(session, now, tokens.CONFIRM, registration_id=row.id)
    if has_account:
        notify.queue(session, now, "registratie-al-account", clean["contact_email"])
    elif existing is None:
        notify.queue(session, now, "registratie-bevestigen", clean["contact_email"], token=token)
    else:
        for email in chiefs:
            notify.queue(session, now, "registratie-zelfde-organisatie", email)


def waiting(context: Context, raw: str) -> Registration | None:
    """The registration behind a link that still works."""
    with context.database.read() as session:
        token = links.look(session, raw, tokens.CONFIRM, context.now())
        return session.get(Registration, token.registration_id) if token else None


def password_fault(context: Context, row: Registration, password: str) -> str:
    """Why the password cannot be chosen; "" when it can."""
    own = [row.naam, row.contact_naam, row.contact_email, row.email, *context.catalogue.gemeente_names.values()]
    return passwords.fault(password, own)


def confirm(context: Context, raw: str, password: str, address: str) -> Step | Refusal:
    """Use the link: the aanbieder and its first organisatiebeheerder exist from now on, and are signed in.

    GONE when the link was used or ran out, and also when the KvK number or the mail address came into use since.
    """
    now = context.now()
    kept = passwords.make_hash(password)
    with context.database.write() as session:
        token = links.look(session, raw, tokens.CONFIRM, now)
        row = session.get(Registration, token.registration_id) if token else None
        if row is None or row.id is None or not links.use(session, raw):
            return Refusal.GONE
        if aanbieders.by_kvk(session, row.kvk) or accounts.by_email(session, row.contact_email):
            return Refusal.GONE
        account = _create(session, row, kept, now)
        tokens.remove_registration(session, row.id)
        step = signing_in.begin_after_proof(session, account, "", now)
        note(session, account.id, "account gemaakt", "aanmelding", address, now)
        session.commit()
    return step


def _create(session: Session, row: Registration, password_hash: str, now: datetime) -> Account:
    aanbieder = Aanbieder(
        public_id=aanbieders.new_public_id(),
        naam=row.naam,
        kvk=row.kvk,
        website=row.website,
        email=row.email,
        telefoon=row.telefoon,
        created_at=now,
        updated_at=now,
    )
    session.add(aanbieder)
    session.flush()
    account = Account(
        naam=row.contact_naam,
        email=row.contact_email,
        password_hash=password_hash,
        role=Role.ORGANISATIEBEHEERDER,
        aanbieder_id=aanbieder.id,
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def _checked(typed: NewAanbieder) -> tuple[dict[str, str], dict[str, str]]:
    organisation = said("Vul de naam van uw organisatie in.")
    checks: dict[str, Callable[[], str]] = {
        "kvk": lambda: rules.kvk_number(typed.kvk),
        "naam": lambda: rules.name(typed.naam, "naam", rules.LONGEST_NAME, organisation),
        "email": lambda: rules.email_address(typed.email),
        "telefoon": lambda: rules.telephone(typed.telefoon),
        "website": lambda: rules.website(typed.website),
        "contact_naam": lambda: rules.name(
            typed.contact_naam, "contact_naam", rules.LONGEST_PERSON, said("Vul uw naam in.")
        ),
        "contact_email": lambda: rules.email_address(typed.contact_email, "contact_email"),
    }
    clean: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for field, check in checks.items():
        try:
            clean[field] = check()
        except NotUsable as fault:
            wrong[field] = fault.what_to_do
    return clean, wrong
