"""A PDOK Locatieserver on 127.0.0.1 that answers as its script says, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DOC = {
    "type": "postcode",
    "weergavenaam": "Stationsplein, 7311NZ Apeldoorn",
    "woonplaatsnaam": "Apeldoorn",
    "gemeentenaam": "Apeldoorn",
    "gemeentecode": "0200",
    "postcode": "7311NZ",
    "centroide_ll": "POINT(5.96922 52.20914)",
}


class ScriptedPdok:
    """`script`: "ok" (gives `docs`), "slow", "drip", "500", "cut", "empty", "nonsense", "html" or "moved"."""

    def __init__(self) -> None:
        self.script = "ok"
        self.docs: list[Any] = [DOC]
        self.asked: list[dict[str, list[str]]] = []
        self.url = ""
        self.stop = threading.Event()

    def body(self) -> bytes:
        docs = [] if self.script == "empty" else self.docs
        whole = {"response": {"numFound": len(docs), "start": 0, "numFoundExact": True, "docs": docs}}
        return json.dumps([1, "two"] if self.script == "nonsense" else whole).encode()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Write what the script says."""
        self.asked.append(parse_qs(urlsplit(request.path).query))
        if self.script == "slow":
            self.stop.wait(3)
        status = {"500": 500, "moved": 302}.get(self.script, 200)
        if request.path.startswith("/elders"):
            status = 200
        body = b"<html>Storing</html>" if self.script == "html" else self.body()
        request.send_response(status)
        if status == 302:
            request.send_header("Location", f"{self.url}/elders")
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        self.write(request, body)

    def write(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """The body: whole, cut in half, or one byte at a time."""
        if self.script == "drip":
            for byte in body:
                if self.stop.is_set():
                    return
                request.wfile.write(bytes([byte]))
                time.sleep(0.02)
            return
        request.wfile.write(body[: len(body) // 2] if self.script == "cut" else body)


@contextmanager
def scripted_pdok() -> Iterator[ScriptedPdok]:
    """The server, running until the block ends."""
    pdok = ScriptedPdok()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                pdok.answer(self)
            except OSError:
                return  # the caller hung up, as it should when we are too slow

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    pdok.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield pdok
    finally:
        pdok.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
