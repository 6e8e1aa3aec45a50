"""No test leaves this machine: a connection to anything but loopback or a socket file is refused at once."""

import ipaddress
import socket
from typing import Any

import pytest

_real_connect = socket.socket.connect
_real_connect_ex = socket.socket.connect_ex
_real_getaddrinfo = socket.getaddrinfo


class LeavesTheMachine(RuntimeError):
    """A test, or code under test, tried to reach another machine."""


def stays_here(host: object) -> bool:
    """Whether a host is this machine, without asking a name server."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _check(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not stays_here(address[0]):
        raise LeavesTheMachine(f"connection to {address[0]}: use a server on 127.0.0.1")


def _connect(self: socket.socket, address: Any) -> None:
    _check(self, address)
    return _real_connect(self, address)


def _connect_ex(self: socket.socket, address: Any) -> int:
    _check(self, address)
    return _real_connect_ex(self, address)


def _getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
    if not stays_here(host):
        raise LeavesTheMachine(f"look-up of {host}: use a server on 127.0.0.1")
    return _real_getaddrinfo(host, *rest, **named)


def pytest_configure(config: pytest.Config) -> None:
    """Shut the door before the first import of code under test."""
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _getaddrinfo


def pytest_unconfigure(config: pytest.Config) -> None:
    """Open it again."""
    socket.socket.connect = _real_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _real_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _real_getaddrinfo
