"""The portal as `portal run` and `portal worker` start it, to be killed; and people who use it over HTTP."""

from __future__ import annotations

import html
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import requests

from portal.services import codes
from portal.supervisor import python_environ
from tests.people import PASSWORD, SECRET
from tests.plugins.running import unused_port

START_SECONDS = 120
PAUSE = 0.02
_FORM = re.compile(r"<form\b(.*?)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r"<(?:input|button)\b[^>]*>")


class Portal:
    """Web server and worker on a database; each can be killed outright."""

    def __init__(self, database_url: str, folder: Path, workers: int = 2, **settings: str) -> None:
        self.port = unused_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"DATABASE_URL": database_url, "STATE_DIR": str(folder), "PORT": str(self.port)}
        self._environ = python_environ({**os.environ, **own, "WEB_WORKERS": str(workers), **settings})
        self._log = folder / "portal.txt"
        self.web = self._start("run")
        self.worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        """`portal worker`, when none runs."""
        self.worker = self.worker or self._start("worker")

    def kill_web(self) -> None:
        """Every process that answers pages, with -9; the gunicorn above them starts others."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children")
        for pid in children.read_text().split():
            os.kill(int(pid), signal.SIGKILL)

    def kill_worker(self) -> None:
        """With -9."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
        self.worker = None

    def restart_web(self) -> None:
        """All of the web server away with -9, and started anew."""
        self.kill_web()
        self.web.kill()
        self.web.wait()
        self.web = self._start("run")

    def stop(self) -> None:
        """Nothing is left behind."""
        self.kill_worker()
        self.web.terminate()
        try:
            self.web.wait(20)
        except subprocess.TimeoutExpired:
            self.kill_web()
            self.web.kill()
            self.web.wait()

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "portal", command], env=self._environ, stdout=log, stderr=log
            )


class Person:
    """A browser without scripts. A page is asked for again while nobody answers; a form is sent once."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._browser = requests.Session()

    def sign_in(self, email: str, with_code: bool = False) -> Person:
        """By the sign-in page, with the code of the app where that is asked."""
        answer = self.send("/inloggen", self.page("/inloggen"), email=email, wachtwoord=PASSWORD)
        assert answer is not None
        assert answer.status_code == 302
        if with_code:
            code = codes.code_at(SECRET, codes.counter_at(datetime.now(UTC)))
            answer = self.send("/inloggen/code", self.page("/inloggen/code"), code=code)
            assert answer is not None
            assert answer.status_code == 302
        return self

    def page(self, path: str) -> str:
        """The HTML of a page."""
        return asked_until(lambda: self._browser.get(self._url + path, timeout=30)).text

    def send(self, path: str, page: str, **typed: str) -> requests.Response | None:
        """The form of that page that goes to `path`; None when the connection broke: nobody knows what was done."""
        fields = [*form_fields(page, path), *typed.items()]
        try:
            return self._browser.post(self._url + path, data=fields, timeout=30, allow_redirects=False)
        except requests.ConnectionError:
            self._browser.close()
            return None


def asked_until(ask: Callable[[], requests.Response]) -> requests.Response:
    """The first answer, however long nobody answers."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return ask()
        except requests.ConnectionError:
            assert time.monotonic() < end, "the portal does not answer"
            time.sleep(PAUSE)


def form_fields(page: str, path: str) -> list[tuple[str, str]]:
    """Names and values that a browser would send without typing anything; empty when there is no such form."""
    for opening, body in _FORM.findall(page):
        if f'action="{path}"' in opening or "action=" not in opening:
            inputs = [one for one in _INPUT.findall(body) if 'type="checkbox"' not in one or " checked" in one]
            named = [(_value(one, "name"), _value(one, "value")) for one in inputs if "<button" not in one]
            return [(name, value) for name, value in named if name and (value or name == "csrf")]
    return []


def _value(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
