"""The one outgoing HTTP request of the portal, with limits that hold: whole answer within the timeout, size bounded."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener, getproxies

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

MAX_BYTES = 1_000_000


class _NoRedirect(HTTPRedirectHandler):
    """What was typed goes to the address of the setting and nowhere else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class SilentAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Asks nobody. Geopy's own would read the certificates of the machine first, which takes 40 ms."""

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Always raises `GeocoderUnavailable`."""
        raise GeocoderUnavailable("this geocoder sends nothing")

    get_json = get_text


class DeadlineAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """In place of geopy's own adapter, whose timeout counts per read: a server that drips would hold a worker."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        through = getproxies() if proxies is None else proxies
        self._open = build_opener(ProxyHandler(through), HTTPSHandler(context=ssl_context), _NoRedirect()).open

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The parsed body. Raises a `GeopyError`."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("the answer is not JSON") from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The body as text. Raises a `GeopyError` or `AdapterHTTPError`."""
        deadline = time.monotonic() + timeout
        try:
            with self._open(Request(url, headers=dict(headers)), timeout=timeout) as answer:  # noqa: S310 - address of a setting
                return _body(answer, deadline).decode("utf-8")
        except HTTPError as error:
            low = {name.lower(): value for name, value in error.headers.items()}
            raise AdapterHTTPError(f"status {error.code}", status_code=error.code, headers=low, text="") from error
        except UnicodeDecodeError as error:
            raise GeocoderParseError("the answer is not UTF-8") from error
        except TimeoutError as error:
            raise GeocoderTimedOut("no answer in time") from error
        except (URLError, OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise GeocoderTimedOut("no answer in time") from error
            raise GeocoderServiceError(f"no answer ({type(reason).__name__})") from error


def _body(answer: HTTPResponse, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise GeocoderServiceError("the answer is too long")
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)
