"""The public API: open data under /api/v1, by the NLGov REST API Design Rules. The contract is docs/api.md."""

from __future__ import annotations

import functools
import logging
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Rule

from portal.web.access import public
from portal.web.api import answers
from portal.web.api.operations import BASE, OPERATIONS
from portal.web.api.problems import Problem, problem_of
from portal.web.api.views import VIEWS
from portal.web.current import settings

log = logging.getLogger("api")
_ELSEWHERE = "api.elsewhere"


class _Anything(BaseConverter):
    """Any rest of a path, also empty and with double slashes, which the router would answer with a redirect."""

    regex = r"[\s\S]*"
    part_isolating = False


def register(app: Flask) -> None:
    """Add the resources, and an answer of the API's own for everything else under /api."""
    app.extensions["api"] = {}  # answers that never change, by name, made on first use
    blueprint = Blueprint("api", __name__, url_prefix=BASE)
    for operation in OPERATIONS:
        view = _resource(operation.name)
        blueprint.add_url_rule(operation.rule, operation.name, view, methods=list(answers.ALLOWED))
    blueprint.register_error_handler(Exception, _failed)
    blueprint.after_request(_finish)
    app.register_blueprint(blueprint)
    # No methods given: any method, also one that nobody has heard of, is answered here and not by a page.
    app.url_map.converters["anything"] = _Anything
    for rule in ("/api", "/api/<anything:rest>"):
        app.url_map.add(Rule(rule, endpoint=_ELSEWHERE))
    app.view_functions[_ELSEWHERE] = _elsewhere


def _resource(name: str) -> Any:
    view = VIEWS[name]

    @public
    @functools.wraps(view)
    def answer(**path: str) -> Response:
        if request.method == "OPTIONS":
            return answers.options()
        accepted = request.accept_mimetypes
        if "Accept" in request.headers and not accepted.quality("application/json"):
            raise Problem(406)
        return answers.ok(view(**path))

    return answer


@public
def _elsewhere(rest: str = "") -> Response:
    """A method that a resource does not have is 405 with Allow; any other path under /api is 404, never a redirect."""
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint = adapter.match(request.path, "GET")[0] if adapter else _ELSEWHERE
    except HTTPException:
        endpoint = _ELSEWHERE
    if endpoint == _ELSEWHERE:
        raise NotFound
    raise MethodNotAllowed(answers.ALLOWED)


def _failed(error: Exception) -> Response:
    found = problem_of(error)
    if found.status >= 500 and not isinstance(error, Problem):
        # The route's template, never the address: its query holds what someone searched for (P39).
        log.error("fault in %s", request.url_rule, exc_info=error)
    return answers.problem(found)


def _finish(response: Response) -> Response:
    return answers.add_headers(response, production=settings().production)
