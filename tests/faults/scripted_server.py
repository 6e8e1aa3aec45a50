"""A server that speaks the little of Meilisearch that writing needs, and goes wrong as it is told.

`script`: the faults of the next requests that send documents ("send ...") or ask after a task ("task ..."), one per
request; after that everything goes well. What it takes is in `documents`, at the moment that a task succeeds.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from indexer.meili_settings import settings

WHEN = "2026-11-22T10:00:00.000000Z"
NEVER = 1_000  # requests


class ScriptedServer:
    """Listens on a free port of this machine."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.script: list[str] = []
        self.poison: set[str] = set()
        self._tasks: dict[int, Callable[[], dict[str, str] | None]] = {}
        self._outcomes: dict[int, dict[str, str] | None] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def fault(self, kind: str) -> str:
        """The fault of this request, "" for none; it is used up."""
        if self.script and self.script[0].startswith(kind):
            return self.script.pop(0).removeprefix(f"{kind} ")
        return ""

    def accept(self, work: Callable[[], dict[str, str] | None]) -> dict[str, Any]:
        """A task, done when somebody first asks after it."""
        uid = len(self._tasks)
        self._tasks[uid] = work
        return {"taskUid": uid, "indexUid": "x", "status": "enqueued", "type": "documents", "enqueuedAt": WHEN}

    def task(self, uid: int, fault: str) -> dict[str, Any]:
        """How it stands."""
        error = None
        status = "succeeded"
        if fault in ("failed", "canceled", "processing", "enqueued", "unheard-of"):
            status = fault
            error = {"code": "internal", "message": "no space left"} if fault == "failed" else None
        else:
            if uid not in self._outcomes:
                self._outcomes[uid] = self._tasks[uid]()
            error = self._outcomes[uid]
            status = "failed" if error else "succeeded"
        return {
            "uid": uid, "indexUid": "x", "status": status, "type": "documentAdditionOrUpdate", "details": {},
            "error": error, "canceledBy": None, "duration": "PT0.1S",
            "enqueuedAt": WHEN, "startedAt": WHEN, "finishedAt": WHEN,
        }  # fmt: skip

    def put(self, documents: list[dict[str, Any]]) -> dict[str, str] | None:
        """All or none, as the real one."""
        if bad := self.poison & {document["id"] for document in documents}:
            return {"code": "invalid_document_geo_field", "message": f"document {sorted(bad)[0]}"}
        self.documents.update({document["id"]: document for document in documents})
        return None

    def remove(self, condition: str) -> None:
        """`id IN [...]`."""
        for identity in json.loads(condition.removeprefix("id IN ")):
            self.documents.pop(identity, None)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path.endswith("/settings"):
                    answer(self, 200, settings(complete=True))
                elif "/tasks/" in self.path:
                    fault = server.fault("task")
                    if not spoilt(self, fault):
                        answer(self, 200, server.task(int(self.path.rsplit("/", 1)[1]), fault))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fault = server.fault("send")
                if fault == "lost answer":
                    server.put(body) if isinstance(body, list) else server.remove(body["filter"])
                if spoilt(self, fault):
                    return
                if isinstance(body, list):
                    answer(self, 202, server.accept(lambda: server.put(body)))
                else:
                    answer(self, 202, server.accept(lambda: server.remove(body["filter"])))

            def log_message(self, *_: object) -> None:
                """Nothing on the screen."""

        return Handler


def spoilt(request: BaseHTTPRequestHandler, fault: str) -> bool:
    """Send what the fault says; False when it is none of the transport."""
    if fault.isdigit():
        answer(request, int(fault), {"message": "no", "code": "internal", "type": "internal", "link": ""})
    elif fault == "cut body":
        answer(request, 202, {"taskUid": 1, "indexUid": "x"}, cut=True)
    elif fault in ("no answer", "lost answer"):
        request.close_connection = True
    elif fault == "something else":
        answer(request, 202, ["not", "a", "task"])
    elif fault == "html":
        answer(request, 200, None, raw=b"<h1>Welcome to the proxy</h1>")
    elif fault == "slow":
        time.sleep(0.2)
        return False
    else:
        return False
    return True


def answer(
    request: BaseHTTPRequestHandler, status: int, body: object, *, cut: bool = False, raw: bytes | None = None
) -> None:
    """JSON; `cut`: the connection ends halfway; `raw`: these bytes instead."""
    sent = json.dumps(body).encode() if raw is None else raw
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(sent)))
    request.end_headers()
    request.wfile.write(sent[: len(sent) // 2] if cut else sent)
    if cut:
        request.close_connection = True
