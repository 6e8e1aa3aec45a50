"""Dutch at `/`, English under `/en/`: the address alone decides, no query key and no cookie (design/api.md).

A small WSGI layer moves the prefix from the path to the script root. So routes know nothing of languages, `url_for`
keeps the prefix by itself, and `/en/zoeken` is the same view as `/zoeken`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel

DEFAULT = "nl"
_PREFIXES = {"en": "/en"}
_LOCALES = {"nl": "nl", "en": "en_GB"}  # en_GB: "22 November 2026", not "November 22, 2026"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=DEFAULT)
_ONE_ADDRESS = ("/api/", "/static/", "/.well-known/")  # never under a prefix: one address per resource
_MAX_QUERY = 1000  # characters of the query that the language link repeats

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class LanguagePrefix:
    """WSGI layer: `/en/x` becomes script root `/en` and path `/x`."""

    def __init__(self, app: WsgiApp) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer the request in the language of its path."""
        path = environ.get("PATH_INFO", "")
        for language, prefix in _PREFIXES.items():
            if path == prefix or path.startswith(prefix + "/"):
                rest = path[len(prefix) :] or "/"
                if not rest.startswith(_ONE_ADDRESS):
                    root = environ.get("SCRIPT_NAME", "") + prefix
                    environ = {**environ, "SCRIPT_NAME": root, "PATH_INFO": rest}
                    return self._answer(language, environ, start_response)
        return self._answer(DEFAULT, environ, start_response)

    def _answer(self, language: str, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = _LANGUAGE.set(language)
        try:
            return self.app(environ, start_response)  # pages are rendered whole before this returns
        finally:
            _LANGUAGE.reset(token)


def current_language() -> str:
    """`nl` or `en`, from the address of the request; `nl` outside a request."""
    return _LANGUAGE.get()


def site_root() -> str:
    """The script root without the language: what addresses that exist once (static, API) start with."""
    if not has_request_context():
        return ""
    root = request.environ.get("SCRIPT_NAME", "")
    return root.removesuffix(_PREFIXES[language]) if (language := current_language()) != DEFAULT else root


def page_url(path: str) -> str:
    """The address of a page in the language of this request: `/zoeken` or `/en/zoeken`."""
    return (request.environ.get("SCRIPT_NAME", "") if has_request_context() else "") + path


def other_language_url(page: str = "") -> str:
    """The address of this same page in the other language, with its query. After a form was sent: of the page that the
    form stands on, which is the nearest address above it that can be opened. `page`: the path of another page."""
    prefix = _PREFIXES["en"] if current_language() == DEFAULT else ""
    if page:
        return f"{site_root()}{prefix}{page}"
    query = quote(request.environ.get("QUERY_STRING", "")[:_MAX_QUERY], safe="=&%+-_.~,")
    path = quote(_openable(request.path), safe="/-_.~%")
    return f"{site_root()}{prefix}{path}" + (f"?{query}" if query and request.method == "GET" else "")


def _openable(path: str) -> str:
    if request.method in ("GET", "HEAD") or request.routing_exception is not None:
        return path
    adapter = current_app.create_url_adapter(request)
    while adapter is not None and len(path) > 1 and not adapter.test(path, method="GET"):
        path = path.rpartition("/")[0] or "/"
    return path


def register(app: Flask) -> None:
    """Install the prefix, Flask-Babel and the Jinja globals of this module."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(
        app,
        default_locale=DEFAULT,
        default_timezone="Europe/Amsterdam",
        locale_selector=lambda: _LOCALES[current_language()],
    )
    app.jinja_env.globals.update(
        current_language=current_language,
        page_url=page_url,
        site_root=site_root,
        other_language_url=other_language_url,
    )
