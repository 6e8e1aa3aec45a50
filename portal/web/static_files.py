"""Static files under one hash of the whole folder: `/static/<hash>/css/portaal.css`.

One hash for all files, because style sheets name fonts and icons by relative address: a changed icon must get a new
address too. Answers are cacheable for a year under the present hash; any other hash gets the present file, uncached
(a page of the previous release may still ask for it during a roll-out).
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request

from portal.web.access import public
from portal.web.language import site_root

YEAR = "public, max-age=31536000, immutable"
_TEXT = frozenset({".css", ".js", ".svg", ".json", ".txt", ".md"})
_SERVED = _TEXT | {".woff2", ".png", ".ico"}
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".md": "text/plain", ".svg": "image/svg+xml"}


class StaticFiles:
    """The files of one folder, read and hashed once per process (about 0.4 MB)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _SERVED
        }
        digest = hashlib.sha256()
        for name, path in self.files.items():
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        self.version = digest.hexdigest()[:12]
        self._bytes = lru_cache(maxsize=None)(self._read)

    def url(self, name: str) -> str:
        """The address of a file; an unknown name is a mistake in a template and raises `KeyError`."""
        if name not in self.files:
            raise KeyError(f"no static file {name!r}")
        return f"{site_root()}/static/{self.version}/{name}"

    def answer(self, version: str, name: str) -> Response:
        """The file, packed when the browser accepts that and it pays; 404 for what is not in the folder."""
        path = self.files.get(name)
        if path is None:
            abort(404)
        packed = path.suffix in _TEXT and request.accept_encodings.quality("gzip") > 0
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = Response(self._bytes(path, packed), content_type=_with_charset(kind))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if path.suffix in _TEXT:
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = YEAR if version == self.version else "no-cache"
        return response

    @staticmethod
    def _read(path: Path, packed: bool) -> bytes:
        content = path.read_bytes()
        return gzip.compress(content, mtime=0) if packed else content


def _with_charset(kind: str) -> str:
    textual = kind.startswith("text/") or kind.endswith(("+xml", "json"))
    return f"{kind}; charset=utf-8" if textual else kind


def register(app: Flask, folder: Path) -> StaticFiles:
    """Add the route `/static/<version>/<path>` (endpoint `static_files`) and the Jinja global `static_url`."""
    files = StaticFiles(folder)

    @app.get("/static/<version>/<path:name>", endpoint="static_files")
    @public
    def serve(version: str, name: str) -> Response:
        return files.answer(version, name)

    app.jinja_env.globals["static_url"] = files.url
    return files
