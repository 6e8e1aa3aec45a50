"""The load: `python -m tests.bench.load URL CLIENTS SECONDS SEED` in a process of its own; prints figures as JSON.

Each client is a thread with one connection that it keeps, and asks the next search as soon as the last is answered.
The load runs on the same cores as the portal, so the figures are on the low side.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from urllib.parse import urlsplit

from tests.bench.traffic import Traffic


class Client(threading.Thread):
    """One visitor."""

    def __init__(self, url: str, seconds: float, seed: int) -> None:
        super().__init__(daemon=True)
        address = urlsplit(url)
        self._host, self._port = str(address.hostname), address.port or 80
        self._seconds = seconds
        traffic = Traffic(seed)
        self._addresses = [traffic.address() for _ in range(int(seconds * 400))]
        self.milliseconds: list[float] = []
        self.faults = 0

    def run(self) -> None:
        """Ask until the time is over."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
        end = time.perf_counter() + self._seconds
        for address in self._addresses:
            started = time.perf_counter()
            if started >= end:
                break
            try:
                connection.request("GET", address)
                answer = connection.getresponse()
                answer.read()
                self.faults += answer.status != 200
            except (OSError, http.client.HTTPException):
                connection.close()
                self.faults += 1
            self.milliseconds.append((time.perf_counter() - started) * 1000)


def percentile(values: list[float], percent: float) -> float:
    """The value below which so many percent lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def main() -> None:
    """Run the clients and print what they saw."""
    url, clients, seconds, seed = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    threads = [Client(url, seconds, seed * 1000 + number) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    all_of_them = [value for thread in threads for value in thread.milliseconds]
    figures = {
        "p50": percentile(all_of_them, 50),
        "p95": percentile(all_of_them, 95),
        "per_second": len(all_of_them) / took,
        "requests": len(all_of_them),
        "faults": sum(thread.faults for thread in threads),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
