"""gunicorn's worker for the portal: what cannot be read as a request gets our page and headers, and no log keeps it.

gunicorn answers such a request with a bare page of its own and writes its first line, the words of a search included,
with the visitor's address to the log (reliability.md P27, P39).
"""

from __future__ import annotations

import re
from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.web.errors import UNREADABLE

_BAD_REQUEST, _FAULT = 400, 500
_STATUS: dict[type[Exception], int] = {
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
    errors.ExpectationFailed: 417,
}
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def spelled_out(line: bytes) -> bytes:
    """The first line of a request with letters such as a bare é as %C3%A9, which is what browsers send.

    Scripts and old programs send them bare, and servers such as nginx and Apache let them. Nothing else is repaired: a
    space or a control character may be there to mislead (RFC 9112, 3.2).
    """
    method, space, rest = line.partition(b" ")
    target, other_space, version = rest.rpartition(b" ")
    target = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], target)
    return method + space + target + other_space + version


class _Request(Request):
    def parse_request_line(self, line_bytes: bytes) -> None:
        try:
            super().parse_request_line(spelled_out(line_bytes))
        except errors.ParseException as fault:
            fault.portal_line = line_bytes
            raise


class Worker(ThreadWorker):
    """Threads of gunicorn, with answers of our own for what never reaches the application."""

    def init_process(self) -> None:
        """Read requests with our class; in this process, after the fork."""
        RequestParser.mesg_class = _Request
        super().init_process()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer with the portal's page, or the API's problem, and log the kind of fault only."""
        client_error = isinstance(exc, errors.ParseException)
        status = _STATUS.get(type(exc), _BAD_REQUEST) if client_error else _FAULT
        kind = type(exc).__name__
        if client_error:
            self.log.warning("a request cannot be read: %s", kind)
        else:
            self.log.error("fault while answering a request: %s", kind)
        try:
            util.write_nonblock(client, _answer(self.wsgi, _path_of(exc), status))
        except Exception as gone:  # noqa: BLE001  nobody is there to read the answer
            self.log.debug("the answer could not be sent: %s", type(gone).__name__)


def _path_of(exc: Exception) -> str:
    """The API's part of the site, the English one, or the rest: it decides the kind of answer."""
    target = getattr(exc, "portal_line", b"").partition(b" ")[2]
    return next((start for start in ("/api/", "/en/") if target.startswith(start.encode())), "/")


def _answer(app: Any, path: str, status: int) -> bytes:
    """The whole answer as bytes, made by the application itself, headers and all."""
    environ = EnvironBuilder(path=path).get_environ() | {UNREADABLE: status}
    body, line, headers = run_wsgi_app(app, environ, buffered=True)
    ours = [("Server", "portal"), ("Date", util.http_date()), ("Connection", "close"), *headers]
    head = "".join(f"{name}: {value}\r\n" for name, value in ours)
    return f"HTTP/1.1 {line}\r\n{head}\r\n".encode("latin-1", "replace") + b"".join(body)
