"""Every view says who may use it; a test calls each route for real and fails on a view without a mark.

The mark alone opens a view: before each request the mark of its view is looked at, and a view without one is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import Forbidden
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from portal.domain.actor import Actor, Role
from portal.store.sessions import STAGE_CODE, STAGE_ENROL
from portal.web import csrf
from portal.web.sessions import signed_in

View = TypeVar("View", bound=Callable[..., Any])
MARK = "portal_access"
PUBLIC = "public"
HALF_WAY = {STAGE_CODE: "account.code", STAGE_ENROL: "account.code_instellen"}
EVERYONE = tuple(Role)


def public(view: View) -> View:
    """Anyone may, without an account; the view stores nothing about the visitor."""
    setattr(view, MARK, PUBLIC)
    return view


def allowed(*roles: Role) -> Callable[[View], View]:
    """Only accounts in these roles, with every step of signing in done. `EVERYONE`: any account."""
    if not roles:
        raise ValueError("name at least one role")

    def mark(view: View) -> View:
        setattr(view, MARK, frozenset(roles))
        return view

    return mark


def half_way(stage: str) -> Callable[[View], View]:
    """Only between the password and the code, at that stage (`sessions.STAGE_CODE`)."""

    def mark(view: View) -> View:
        setattr(view, MARK, stage)
        return view

    return mark


def current_actor() -> Actor:
    """Who acts in this request; only in a view marked `@allowed`."""
    here = signed_in()
    if here is None or here.actor is None:
        raise Forbidden
    return here.actor


def actor_or_none() -> Actor | None:
    """Who acts, or None for a visitor: for pages that anyone may see."""
    here = signed_in()
    return here.actor if here else None


def register(app: Flask) -> None:
    """Look at the mark and at the form's token before each view; after `sessions.register`."""
    app.before_request(_enter)


def goal_of_request() -> str:
    """This page as a name and its arguments, signed, to come back to after signing in: never an address (P24)."""
    if request.endpoint is None or request.method not in csrf.SAFE_METHODS:
        return ""
    return _signer().dumps([request.endpoint, request.view_args or {}])


def goal_address(goal: str, actor: Actor | None) -> str:
    """The page that a signed goal names, on this site; without a goal of ours the start page of the role."""
    try:
        endpoint, values = _signer().loads(goal) if goal else ("", {})
        if endpoint in current_app.view_functions and _may(endpoint, actor):
            return url_for(endpoint, **values)
    except (BadSignature, BuildError, TypeError, ValueError):
        pass
    return url_for(landing(actor))


def landing(actor: Actor | None) -> str:
    """The endpoint where a role starts."""
    if actor is None:
        return "inwoner.home"
    if actor.is_aanbieder:
        return "aanbieder.start"
    return {Role.BEOORDELAAR: "gemeente.start", Role.TOEGANG: "toegang.start", Role.BEHEERDER: "beheer.start"}.get(
        actor.role, "account.mijn_account"
    )


def _enter() -> Response | None:
    if request.endpoint is None:  # no such page: the error page answers
        return None
    mark = getattr(current_app.view_functions[request.endpoint], MARK, None)
    here = signed_in()
    if mark is None:
        raise Forbidden
    if mark != PUBLIC and (here is None or (here.stage in HALF_WAY and mark != here.stage)):
        return _away(here.stage if here else "")
    csrf.check()
    if isinstance(mark, frozenset) and (here is None or here.actor is None or here.actor.role not in mark):
        raise Forbidden
    if isinstance(mark, str) and mark not in (PUBLIC, here.stage if here else ""):
        return redirect(url_for(landing(here.actor if here else None)))
    return None


def _away(stage: str) -> Response:
    """To the sign-in page, or to the step that is still asked."""
    if stage:
        return redirect(url_for(HALF_WAY[stage]))
    goal = goal_of_request()
    return redirect(url_for("account.inloggen", naar=goal) if goal else url_for("account.inloggen"))


def _may(endpoint: str, actor: Actor | None) -> bool:
    mark = getattr(current_app.view_functions[endpoint], MARK, None)
    return mark == PUBLIC or (isinstance(mark, frozenset) and actor is not None and actor.role in mark)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="goal")
