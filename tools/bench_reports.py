"""Measure the collector: reports a second and how long a request waits, and the queries over a million reports.

    python3 dev.py bench-reports [--seconds N] [--stored N] [--ledger]

Requests are batches as pages send them: 50 reports, compressed, from several pages at once. The collector is a process
of its own, on SQLite and on ClickHouse's engine (chdb). Then a million reports are stored, and each query of the page
is timed on SQLite. ``--ledger`` also plays ten pages in a browser, of 10,000 failures each, with a collector that is
killed twice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from pywidget.core.dates import to_iso
from pywidget.reports.asked import Asked, day_of
from pywidget.reports.page import collect, render
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import DAY_MS, DIMENSIONS, Period
from tools import processes
from tools.report_server import ReportServer
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SITE = "https://example.org"
BATCH = 50
SENDERS = 8
#: What a query may take on SQLite with a million reports, in milliseconds.
MOST_MS = 200
#: How often each is asked.
TIMES = 5
#: Of a site that is larger than most.
CODES, PAGES, VERSIONS, WIDGETS, DAYS = 40, 60, 4, 3, 90
PATHS = ("auth", "config", "rate-limit", "retry")


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
    reports = made_up(chance, time.time_ns() // 1_000_000)
    while True:
        batch = [next(reports) for _ in range(BATCH)]
        said = {"reports": [one | {"at": to_iso(one["at"])} for one in batch]}
        yield gzip.compress(json.dumps(said).encode(), 1)


def memory_mb(pid: int | None) -> float:
    """Return how much memory a process has, where the system tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(name: str, server: ReportServer, seconds: float) -> None:
    """Send as fast as it is taken, and print what that was."""
    server.start()
    waits: list[float] = []
    memory: list[float] = []
    begin = time.perf_counter()

    def send(sender: int) -> None:
        made = bodies(random.Random(sender))  # noqa: S311  the same ones each time
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Origin": SITE}
        with httpx.Client(headers=headers, timeout=60) as client:
            while time.perf_counter() - begin < seconds:
                body = next(made)
                sent = time.perf_counter()
                client.post(f"{server.url}beacon", content=body).raise_for_status()
                waits.append(time.perf_counter() - sent)

    senders = [threading.Thread(target=send, args=[number]) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders):
        time.sleep(seconds / 10)
        memory.append(memory_mb(server.pid))
    took = time.perf_counter() - begin
    server.stop()
    p99 = statistics.quantiles(waits, n=100)[98] * 1000
    print(
        f"{name}: {len(waits) * BATCH / took:,.0f} reports/s in batches of {BATCH}, p99 {p99:,.0f} ms, "
        f"median {statistics.median(waits) * 1000:,.0f} ms; memory {memory[1]:,.0f} MB, at the end {memory[-2]:,.0f} MB"
    )


def fill(storage: SqliteStorage, reports: int, now: int) -> None:
    """Store reports, evenly over the days."""
    begin = time.perf_counter()
    chance = random.Random(1)  # noqa: S311  the same ones each time
    step = DAYS * DAY_MS // max(reports // BATCH, 1)
    made = made_up(chance, 0)
    for first in range(0, reports, BATCH * 20):
        when = now - DAYS * DAY_MS + DAY_MS + first // BATCH * step
        batch = []
        for place in range(BATCH * 20):
            report = next(made)
            batch.append(report | {"at": min(when + place // BATCH * step, now)})
        storage.add(batch, min(when + 20 * step, now))
    print(f"stored {storage.count():,} reports in {time.perf_counter() - begin:,.0f} s")


def ask(storage: SqliteStorage, now: int) -> bool:
    """Time every query of the page; tell whether none took too long."""
    today = now // DAY_MS
    everything = Period(today - DAYS, today)
    code = storage.rows("code", everything, 1)[0].value
    page = storage.rows("page", everything, 1)[0].value
    queries: dict[str, Callable[[], object]] = {}
    for name, period in (
        ("90 days", everything),
        ("7 days", Period(today - 6, today)),
        ("90 days of a code", everything._replace(dimension="code", value=code)),
        ("90 days of a page", everything._replace(dimension="page", value=page)),
    ):
        queries[f"totals, {name}"] = lambda period=period: storage.totals(period)  # type: ignore[misc]  # bound now
        queries[f"days, {name}"] = lambda period=period: storage.days(period)  # type: ignore[misc]  # as above
        queries[f"the last 50, {name}"] = lambda period=period: storage.recent(period, 50)  # type: ignore[misc]  # as above
        for by in DIMENSIONS:
            queries[f"by {by}, {name}"] = lambda by=by, period=period: storage.rows(by, period, 20)  # type: ignore[misc]  # as above
    asked = Asked(day_of(today - DAYS + 1), day_of(today)).with_before()
    queries["the whole page, 90 days and the 90 before"] = lambda: render(
        collect(storage, asked, now), asked, day_of(today)
    )
    slowest = {}
    for name, query in queries.items():
        times = []
        for _ in range(TIMES):
            begin = time.perf_counter()
            query()
            times.append((time.perf_counter() - begin) * 1000)
        slowest[name] = max(times)
    for name, took in sorted(slowest.items(), key=lambda one: -one[1])[:8]:
        print(f"  {took:6.1f} ms  {name}")
    return max(slowest.values()) < MOST_MS


def main() -> int:
    """Measure, and return 1 if a query took too long."""
    parser = argparse.ArgumentParser(prog="dev.py bench-reports", description="Measure the collector.")
    parser.add_argument("--seconds", type=float, default=20, help="how long each storage is loaded")
    parser.add_argument("--stored", type=int, default=1_000_000, help="how many reports the queries are about")
    parser.add_argument("--ledger", action="store_true", help="also play ten pages with a collector that is killed")
    given = parser.parse_args()
    options = ("--origin", SITE, "--rate", "1000000", "--per-day", "1000000000")
    with tempfile.TemporaryDirectory(prefix="pywidget-bench-") as named:
        folder = Path(named)
        load("SQLite", ReportServer(folder, "sqlite:///load.db", *options), given.seconds)
        chdb = ReportServer(folder, "chdb", *options, program=("-m", "tools.chdb_reports"))
        load("ClickHouse (chdb)", chdb, given.seconds)
        storage = SqliteStorage(folder / "reports.db")
        now = time.time_ns() // 1_000_000
        fill(storage, given.stored, now)
        print(f"memory {memory_mb(os.getpid()):,.0f} MB, file {(folder / 'reports.db').stat().st_size / 1e6:,.0f} MB")
        print(f"slowest of {TIMES}, on SQLite:")
        is_fast = ask(storage, now)
        storage.close()
    passed = True
    if given.ledger:
        os.environ["PYWIDGET_LEDGER"] = "10x10000"
        test = "tests/e2e/test_report_ledger.py"
        passed = not processes.run(
            (sys.executable, "-m", "pytest", "-n0", "-q", "-s", "-o", "timeout=1800", test), ROOT
        )
    return 0 if is_fast and passed else 1


if __name__ == "__main__":
    sys.exit(main())
