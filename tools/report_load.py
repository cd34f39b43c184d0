"""Reports like those of pages, sent to a collector by several senders at once, and what that takes."""

from __future__ import annotations

import gzip
import json
import os
import random
import statistics
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from pywidget.core.dates import to_iso
from tools.report_server import AUTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.report_server import ReportServer

SITE = "https://example.org"
BATCH = 50
SENDERS = 8
#: Of a site that is larger than most.
CODES, PAGES, VERSIONS, WIDGETS = 40, 60, 4, 3
PATHS = ("auth", "config", "rate-limit", "retry")
#: How often memory is looked at, in seconds, and the page that the owner reads.
LOOK_S, READ_S = 1, 10
#: Memory is flat if it is no more than so many times as much at the end as in the middle.
FLAT = 1.1


def made_up(chance: random.Random, now: int) -> Iterator[dict[str, Any]]:
    """Give reports like those of pages: of four, three are failures, and one is the end of the third."""
    message = "The session has expired. Sign in again to go on with the registration of your work."
    for number in count():
        code = chance.randrange(CODES)
        report = {
            "id": f"{chance.getrandbits(64):016x}-{number}",
            "view": f"{number // 10:012x}",
            "failure": f"{number - (number % 4 == 3):012x}",
            "system": "allfeat-widget",
            "code": f"registration.code_{code}",
            "page": f"{SITE}/catalogue/{int(chance.triangular(0, PAGES, 0))}/edit",
            "widget": str(chance.randrange(WIDGETS)),
            "version": f"0.{chance.randrange(VERSIONS)}.0",
            "at": now - chance.randrange(1_000),
        }
        if number % 4 == 3:
            yield report | {
                "outcome": chance.choice(("renewed", "not-renewed")),
                "durationMs": chance.randrange(99_999),
            }
            continue
        yield report | {
            "event": "allfeat:error",
            "path": PATHS[code % len(PATHS)],
            "remedy": "renew-session",
            "message": message,
            "requestId": f"req_{number:012x}",
            "transaction": False,
        }


def bodies(chance: random.Random) -> Iterator[bytes]:
    """Give the bodies of requests."""
    reports = made_up(chance, 0)
    while True:
        now = to_iso(time.time_ns() // 1_000_000)
        yield gzip.compress(json.dumps({"reports": [next(reports) | {"at": now} for _ in range(BATCH)]}).encode(), 1)


def memory_mb(pid: int | None) -> float:
    """Return how much memory a process has, where the system tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Loaded(NamedTuple):
    """What was measured.

    Attributes:
        seconds: how long it took.
        waits: how long each request waited, in seconds.
        memory: of the collector, in MB, every :data:`LOOK_S` seconds.
    """

    seconds: float
    waits: list[float]
    memory: list[float]

    @property
    def rate(self) -> float:
        """Reports a second."""
        return len(self.waits) * BATCH / self.seconds

    def wait_ms(self, percent: int) -> float:
        """Return how long so many of hundred requests waited at most."""
        return statistics.quantiles(self.waits, n=100)[percent - 1] * 1000

    def memory_of(self, fifth: int) -> float:
        """Return the middle of the memory in a fifth of the time, the first of which is 0."""
        size = max(len(self.memory) // 5, 1)
        return statistics.median(self.memory[fifth * size : (fifth + 1) * size])

    @property
    def is_flat(self) -> bool:
        """Whether it took no more memory at the end than in the middle."""
        return self.memory_of(4) <= FLAT * self.memory_of(2)


def load(server: ReportServer, seconds: float, rate: float | None = None) -> Loaded:
    """Send for a time, with somebody who reads the page meanwhile.

    Args:
        server: takes the reports; it is started and stopped.
        seconds: how long.
        rate: reports a second; None for as many as it takes.
    """
    server.start()
    waits: list[float] = []
    memory: list[float] = []
    begin = time.perf_counter()

    def send(sender: int) -> None:
        made = bodies(random.Random(sender))  # noqa: S311  the same ones each time
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Origin": SITE}
        with httpx.Client(headers=headers, timeout=60) as client:
            for number in count():
                if rate is not None:
                    time.sleep(max(begin + number * BATCH * SENDERS / rate - time.perf_counter(), 0))
                if time.perf_counter() - begin >= seconds:
                    return
                body = next(made)
                sent = time.perf_counter()
                client.post(f"{server.url}beacon", content=body).raise_for_status()
                waits.append(time.perf_counter() - sent)

    senders = [threading.Thread(target=send, args=[number]) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    read_at = begin
    while any(sender.is_alive() for sender in senders):
        time.sleep(LOOK_S)
        if time.perf_counter() - read_at >= READ_S:
            httpx.get(server.url, auth=AUTH, timeout=60).raise_for_status()
            read_at = time.perf_counter()
        memory.append(memory_mb(server.pid))
    took = time.perf_counter() - begin
    server.stop()
    return Loaded(took, waits, memory)
