"""Pages for inwoners: search, one werkplek, and what explains them. No account, no cookie, nothing stored."""

from portal.web.inwoner.routes import register

__all__ = ["register"]
