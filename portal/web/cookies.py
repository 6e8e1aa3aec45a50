"""Cookies as reliability.md section 6 says: `__Host-`, Secure, HttpOnly, Lax. Over http, in development, unprefixed."""

from __future__ import annotations

from flask import Response

from portal.web.current import settings


def name(plain: str) -> str:
    """The name in the browser; `__Host-` keeps a cookie of another subdomain out."""
    return f"__Host-{plain}" if settings().production else plain


def put(response: Response, plain: str, value: str) -> None:
    """Set it for as long as the browser is open."""
    response.set_cookie(name(plain), value, path="/", secure=settings().production, httponly=True, samesite="Lax")


def remove(response: Response, plain: str) -> None:
    """Take it away."""
    response.delete_cookie(name(plain), path="/", secure=settings().production, httponly=True, samesite="Lax")
