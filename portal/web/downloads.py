"""Files to keep. What a download may do stands in `headers`, by its type."""

from __future__ import annotations

from flask import Response

from portal.domain.slug import slug


def pdf_download(content: bytes, *names: str) -> Response:
    """A PDF that the browser saves as `<names joined by hyphens>.pdf`, in plain letters."""
    name = "-".join(slug(name) for name in names)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.pdf"
    return response
