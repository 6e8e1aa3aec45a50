"""Per gemeente, whether each werkplek of a plan may serve it and why; and asking for an exception (S2 eis 8c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from indexer.document import site_of
from portal.domain.actor import Actor
from portal.domain.locality import GrantedException, Verdict, borders_of, may_serve
from portal.domain.places import Borders
from portal.domain.regeling import Regeling
from portal.domain.review import Action, ExceptionState, PlanState
from portal.domain.said import said
from portal.domain.written import as_written
from portal.services import plan_notes
from portal.services.context import Context
from portal.services.plan_access import Held, found, note, own, taken
from portal.services.refusals import Invalid, NotFound, Refused
from portal.store.plannen import LocalityException
from portal.store.reviews import ExceptionRequest
from portal.store.werkplekken import Werkplek, WerkplekVersion

LONGEST_MOTIVATION = 2000
_NEAREST = list(Verdict)


@dataclass(frozen=True, slots=True)
class ProductLocality:
    """May this product be offered there; `verdict` `buiten` means no. `reason` in Dutch, as inwoners there read it."""

    token: str
    naam: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class AskedException:
    """A request for an exception and what came of it. `eind`: until when it holds, once granted."""

    request_id: int
    state: ExceptionState
    requested_on: date
    reason: str
    eind: date | None


@dataclass(frozen=True, slots=True)
class WerkplekLocality:
    """One werkplek for one gemeente. `verdict`: the nearest over its products. `may_ask`: an exception makes sense."""

    public_id: str
    naam: str
    verdict: Verdict
    products: tuple[ProductLocality, ...]
    asked: AskedException | None
    may_ask: bool

    @property
    def serves(self) -> bool:
        """True when at least one product may be offered to inwoners of that gemeente."""
        return self.verdict is not Verdict.BUITEN


@dataclass(frozen=True, slots=True)
class GemeenteLocality:
    """One gemeente the plan asks for, with every werkplek."""

    code: str
    naam: str
    werkplekken: tuple[WerkplekLocality, ...]

    @property
    def served(self) -> bool:
        """True when at least one werkplek may serve it."""
        return any(w.serves for w in self.werkplekken)


def local_overview(context: Context, actor: Actor, plan_id: int) -> tuple[GemeenteLocality, ...]:
    """Per gemeente asked for in the newest version, in the order of the regeling. Members of the aanbieder, and
    reviewers. Raises `NotFound`."""
    with context.database.read() as session:
        held = found(session, context, actor, plan_id)
        return overview_of(session, context, held)


def overview_of(session: Session, context: Context, held: Held) -> tuple[GemeenteLocality, ...]:
    """The same for a plan at hand."""
    rows = session.exec(
        select(WerkplekVersion, Werkplek.public_id)
        .join(Werkplek, col(Werkplek.id) == WerkplekVersion.werkplek_id)
        .where(WerkplekVersion.version_id == held.version_id)
        .order_by(col(Werkplek.id))
    ).all()
    ids = [row.werkplek_id for row, _ in rows]
    granted = session.exec(select(LocalityException).where(col(LocalityException.werkplek_id).in_(ids))).all()
    asked = session.exec(
        select(ExceptionRequest).where(col(ExceptionRequest.werkplek_id).in_(ids)).order_by(col(ExceptionRequest.id))
    ).all()
    borders = borders_of(held.regeling, context.catalogue.reference.borders)
    today = context.today()
    overview = []
    for code in held.version.gemeenten:
        lines = []
        for row, public_id in rows:
            exceptions = [e for e in granted if e.werkplek_id == row.werkplek_id]
            requests = [r for r in asked if r.werkplek_id == row.werkplek_id and r.gemeente_code == code]
            lines.append(_line(held.regeling, row, public_id, code, exceptions, requests, borders, today))
        overview.append(GemeenteLocality(code, context.catalogue.reference.gemeente_naam(code), tuple(lines)))
    return tuple(overview)


def ask_exception(
    context: Context,
    actor: Actor,
    plan_id: int,
    public_id: str,
    gemeente_code: str,
    *,
    motivation: str,
    transport: bool,
) -> int:
    """Ask one gemeente for an exception for one werkplek; returns the id of the request.

    Raises `Invalid` (`motivation`, `transport`), `Refused` when none is needed or one is asked already, `NotFound`.
    """
    why = as_written(motivation)
    errors = {}
    if not why or len(why) > LONGEST_MOTIVATION:
        errors["motivation"] = said(
            "Leg uit waarom uw aanbod uniek is, in hooguit %(most)s tekens.", most=LONGEST_MOTIVATION
        )
    if not transport:
        errors["transport"] = said("Een uitzondering kan alleen als u het vervoer regelt en betaalt (eis 8c).")
    if errors:
        raise Invalid(errors)
    with context.database.write() as session:
        held = own(actor, taken(session, context, actor, plan_id))
        gemeente = next((g for g in overview_of(session, context, held) if g.code == gemeente_code), None)
        line = next((w for w in gemeente.werkplekken if w.public_id == public_id), None) if gemeente else None
        if line is None:
            raise NotFound
        if not line.may_ask:
            raise Refused("Voor deze werkplek en gemeente kunt u nu geen uitzondering vragen.", "no_exception_needed")
        werkplek = session.exec(select(Werkplek).where(Werkplek.public_id == public_id)).one()
        request = ExceptionRequest(
            werkplek_id=werkplek.id or 0,
            gemeente_code=gemeente_code,
            motivation=why,
            transport=transport,
            state=ExceptionState.GEVRAAGD,
            requested_by=actor.account_id,
            requested_at=context.now(),
        )
        session.add(request)
        note(
            session,
            context,
            actor,
            held,
            Action.UITZONDERING_VRAGEN,
            after=ExceptionState.GEVRAAGD,
            werkplek=public_id,
            gemeente=gemeente_code,
        )
        if held.live is not None or held.version.state is not PlanState.CONCEPT:  # else no reviewer sees it yet
            plan_notes.tell_reviewers(session, context, held, plan_notes.EXCEPTION_ASKED, gemeente_code)
        session.commit()
        return request.id or 0


def _line(
    regeling: Regeling,
    row: WerkplekVersion,
    public_id: str,
    code: str,
    exceptions: Sequence[LocalityException],
    requests: Sequence[ExceptionRequest],
    borders: Borders,
    today: date,
) -> WerkplekLocality:
    offered = [p for p in regeling.offered if p.token in row.producten]
    granted = [GrantedException(e.gemeente_code, e.start, e.eind) for e in exceptions]
    products = []
    for product in offered:
        rule = product.rule_for(code)
        local = may_serve(site_of(row), code, rule, borders, granted, today, regeling.gemeenten)
        products.append(ProductLocality(product.token, product.naam, local.verdict, local.reason))
    verdict = min((p.verdict for p in products), key=_NEAREST.index, default=Verdict.BUITEN)
    outside = any(p.verdict is Verdict.BUITEN for p in products)
    last = requests[-1] if requests else None
    asked = AskedException(last.id or 0, last.state, last.requested_at.date(), last.reason, last.eind) if last else None
    waiting = last is not None and last.state is ExceptionState.GEVRAAGD
    has_place = bool(row.gemeente_code or row.werkgebied)
    return WerkplekLocality(public_id, row.naam, verdict, tuple(products), asked, outside and has_place and not waiting)
