"""What a person does with the own account: another password, the code of the app, recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain.actor import Role
from portal.services import browser_sessions, codes, identity, links, notify, passwords, signing_in, throttling
from portal.services.account_log import note
from portal.services.browser_sessions import SignedIn
from portal.services.context import Context
from portal.services.identity import LocalClaim
from portal.services.same_work import done_either_way
from portal.services.signing_in import Refusal, Step
from portal.store import accounts, sessions, throttle, tokens
from portal.store.accounts import Account
from portal.store.sessions import STAGE_ENROL, STAGE_FULL
from portal.store.vault import vault_of


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What "Mijn account" shows."""

    naam: str
    email: str
    role: Role
    has_code: bool
    must_have_code: bool
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The code works from now on: the new session, and the recovery codes, which are shown this once."""

    step: Step
    recovery_codes: tuple[str, ...]


def show(context: Context, signed_in: SignedIn) -> OwnAccount:
    """The own account."""
    with context.database.read() as session:
        account = _account(session, signed_in)
        left = accounts.recovery_codes_left(session, signed_in.account_id)
    return OwnAccount(
        account.naam, account.email, account.role, account.totp_secret is not None, identity.needs_code(account), left
    )


def ask_reset(context: Context, email: str, address: str) -> Refusal | None:
    """Mail a link for a new password, when the address has an account; the answer never tells if it has."""
    now, email = context.now(), email.strip().lower()[:254]
    with context.database.write() as session:
        person = throttling.person_key(session, "reset", email)
        place = throttling.address_key(session, "reset", address, now)
        if not throttling.may_try(session, {place: throttling.RESET_ADDRESS}, now):
            session.commit()
            return Refusal.TOO_OFTEN
        account = accounts.by_email(session, email)
        mails_left = throttling.may_try(session, {person: throttling.RESET}, now)
        known = account is not None and account.disabled_at is None
        if mails_left:
            with done_either_way(session, keep=known):
                token = links.make(session, now, tokens.RESET, account_id=account.id if account else None)
                notify.queue(session, now, "wachtwoord-herstel", email, token=token)
        note(session, account.id if account else None, "herstel gevraagd", "", address, now)
        session.commit()
    return None


def reset_works(context: Context, raw: str) -> bool:
    """The link for a new password still works."""
    with context.database.read() as session:
        return links.look(session, raw, tokens.RESET, context.now()) is not None


def reset(context: Context, raw: str, password: str, address: str) -> Step | Refusal | str:
    """Use the link: the new password counts, every session ends, and the code is still asked (reliability.md P35).

    A text is what is wrong with the password; the link then still works.
    """
    now = context.now()
    with context.database.read() as session:
        token = links.look(session, raw, tokens.RESET, now)
        account = accounts.by_id(session, token.account_id) if token and token.account_id else None
    if account is None or account.disabled_at is not None:
        return Refusal.GONE
    if fault := password_fault(context, account, password):
        return fault
    kept = passwords.make_hash(password)
    with context.database.write() as session:
        account = accounts.by_id(session, account.id or 0)
        if account is None or account.id is None or not links.use(session, raw):
            return Refusal.GONE
        _set_password(session, account, kept, now)
        step = signing_in.begin_after_proof(session, account, "", now)
        note(session, account.id, "wachtwoord", "herstel", address, now)
        session.commit()
    return step


def password_fault(context: Context, account: Account, password: str) -> str:
    """Why the password cannot be chosen; "" when it can."""
    return passwords.fault(password, [account.naam, account.email, *context.catalogue.gemeente_names.values()])


def change_password(context: Context, signed_in: SignedIn, old: str, new: str, address: str) -> Step | Refusal | str:
    """Another password; every session ends and this browser gets a new one. A text: what is wrong with the new one."""
    account = _proven(context, signed_in, old)
    if isinstance(account, Refusal):
        return account
    if fault := password_fault(context, account, new):
        return fault
    now, kept = context.now(), passwords.make_hash(new)
    with context.database.write() as session:
        account = _account(session, signed_in)
        _set_password(session, account, kept, now)
        raw = browser_sessions.begin(session, account, STAGE_FULL, "", now)
        note(session, account.id, "wachtwoord", "veranderd", address, now)
        session.commit()
    return Step(raw, STAGE_FULL)


def start_code(context: Context, signed_in: SignedIn, password: str) -> Refusal | None:
    """Begin with a new secret for the app; it counts when a code of it was typed. Asks the password."""
    account = _proven(context, signed_in, password)
    if isinstance(account, Refusal):
        return account
    with context.database.write() as session:
        account = _account(session, signed_in)
        account.totp_pending = vault_of(session).encrypt(codes.new_secret())
        session.add(account)
        session.commit()
    return None


def pending_secret(context: Context, signed_in: SignedIn) -> tuple[str, str] | None:
    """The secret to show and the mail address of the account; None when nothing was begun."""
    with context.database.read() as session:
        account = _account(session, signed_in)
        if account.totp_pending is None:
            return None
        return vault_of(session).decrypt(account.totp_pending), account.email


def confirm_code(context: Context, signed_in: SignedIn, typed: str, address: str) -> Enrolled | Refusal:
    """The app works: from now on its code is asked. Every session ends and this browser gets a new one."""
    now = context.now()
    with context.database.write() as session:
        account = _account(session, signed_in)
        row = sessions.get(session, signed_in.session_hash)
        if account.totp_pending is None or account.id is None or row is None:
            return Refusal.GONE
        key = throttling.person_key(session, "code", str(account.id))
        if not throttling.may_try(session, {key: throttling.CODE}, now):
            session.commit()
            return Refusal.TOO_OFTEN
        counter = codes.matching_counter(vault_of(session).decrypt(account.totp_pending), typed, now)
        if counter is None:
            session.commit()
            return Refusal.WRONG
        first = signed_in.stage == STAGE_ENROL
        account.totp_secret, account.totp_pending, account.totp_counter = account.totp_pending, None, counter
        paper = _new_recovery_codes(session, account.id)
        sessions.end_all(session, account.id)
        raw = browser_sessions.begin(session, account, STAGE_FULL, "", now)
        if not first:
            notify.queue(session, now, "account-gewijzigd", account.email)
        note(session, account.id, "code", "aan", address, now)
        session.commit()
    return Enrolled(Step(raw, STAGE_FULL, signed_in.goal), tuple(paper))


def switch_code_off(context: Context, signed_in: SignedIn, password: str, address: str) -> Step | Refusal:
    """No code any more; only for who need not have one. Every session ends and this browser gets a new one."""
    account = _proven(context, signed_in, password)
    if isinstance(account, Refusal):
        return account
    if identity.needs_code(account):
        return Refusal.WRONG
    now = context.now()
    with context.database.write() as session:
        account = _account(session, signed_in)
        remove_code(session, account)
        raw = browser_sessions.begin(session, account, STAGE_FULL, "", now)
        notify.queue(session, now, "account-gewijzigd", account.email)
        note(session, account.id, "code", "uit", address, now)
        session.commit()
    return Step(raw, STAGE_FULL)


def new_recovery_codes(context: Context, signed_in: SignedIn, password: str) -> tuple[str, ...] | Refusal:
    """Ten new codes, shown this once; the old ones stop working. Asks the password."""
    account = _proven(context, signed_in, password)
    if isinstance(account, Refusal) or account.totp_secret is None:
        return account if isinstance(account, Refusal) else Refusal.WRONG
    with context.database.write() as session:
        paper = _new_recovery_codes(session, signed_in.account_id)
        note(session, signed_in.account_id, "herstelcodes", "nieuw", "", context.now())
        session.commit()
    return tuple(paper)


def remove_code(session: Session, account: Account) -> None:
    """Forget the app and the recovery codes and end every session, in the running transaction."""
    if account.id is None:
        return
    account.totp_secret = account.totp_pending = None
    session.add(account)
    accounts.set_recovery_codes(session, account.id, [])
    sessions.end_all(session, account.id)


def _proven(context: Context, signed_in: SignedIn, password: str) -> Account | Refusal:
    """The account, when the password is right: counted like a sign-in, as a stolen session must not guess freely."""
    now = context.now()
    with context.database.write() as session:
        account = _account(session, signed_in)
        key = throttling.person_key(session, "password", account.email)
        allowed = throttling.may_try(session, {key: throttling.PASSWORD}, now)
        session.commit()
    if not allowed:
        return Refusal.TOO_OFTEN
    if not identity.proves(LocalClaim(account.email, password), account):
        return Refusal.WRONG
    with context.database.write() as session:
        throttle.give_back(session, key)
        session.commit()
    return account


def _set_password(session: Session, account: Account, kept: str, now: datetime) -> None:
    if account.id is None:
        return
    account.password_hash = kept
    session.add(account)
    # The links in the mailbox are gone, so new mails may be asked for: else a guesser who used them up keeps the owner
    # out until the hour is over.
    tokens.cancel_resets(session, account.id)
    throttle.clear(session, throttling.person_key(session, "reset", account.email))
    sessions.end_all(session, account.id)
    notify.queue(session, now, "account-gewijzigd", account.email)


def _new_recovery_codes(session: Session, account_id: int) -> list[str]:
    paper = codes.new_recovery_codes()
    vault = vault_of(session)
    accounts.set_recovery_codes(
        session, account_id, [vault.mark("recovery", codes.plain_recovery_code(code)) for code in paper]
    )
    return paper


def _account(session: Session, signed_in: SignedIn) -> Account:
    account = accounts.by_id(session, signed_in.account_id)
    if account is None:
        raise LookupError("the account of a session is gone")
    return account
