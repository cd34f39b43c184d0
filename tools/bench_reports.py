"""Measure the collector of `pywidget reports`, and write what that was to benchmarks/REPORTS.md.

    python3 dev.py bench-reports [PART…] [--seconds N] [--stored N] [--codes N] [--minutes N] [--rate N]

load     reports a second, how long a request waits, and memory: on SQLite and on ClickHouse's engine (chdb), in
         batches as pages send them, from eight senders at once
queries  each query of the page with a million reports, on SQLite
codes    half a million different codes, pages, widgets and versions, in both storages
memory   20 minutes of a steady load on both storages at the same time
ledger   ten pages in a browser, of 10,000 failures each, with a collector that is killed twice

Without a part, all but the ledger are measured; --ledger adds it. What was not measured stays as it is in the file.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.reports.clickhouse import ClickHouseStorage
from pywidget.reports.sqlite import SqliteStorage
from tools import processes
from tools.clickhouse_engines import InProcess
from tools.report_load import BATCH, READ_S, SENDERS, SITE, load
from tools.report_queries import TIMES, fill, fill_with_codes, page_bytes, slowest, time_queries
from tools.report_server import ReportServer
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pywidget.reports.storage import Storage
    from tools.report_load import Loaded

RESULTS = ROOT / "benchmarks" / "REPORTS.md"
HEAD = """# The collector, measured

Written by `python3 dev.py bench-reports`. Each part says when it was measured, and how much else the machine had to do:
a load average near 0 is that of a quiet one.
"""
#: What a query may take on SQLite with a million reports, in milliseconds.
MOST_MS = 200
SQLITE, CHDB = "SQLite", "ClickHouse's engine (chdb)"
OPTIONS = ("--origin", SITE, "--rate", "1000000", "--per-day", "1000000000")


def with_part(text: str, title: str, part: str) -> str:
    """Return the results with a part in place of that of the same title, or at the end."""
    whole = f"## {title}\n\n{part.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if pattern.search(text):
        return pattern.sub(lambda _: whole + "\n", text).rstrip() + "\n"
    return f"{text.rstrip()}\n\n{whole}"


def write(title: str, part: str) -> None:
    """Put a part into the file, and print it."""
    print(f"\n## {title}\n\n{part.strip()}", flush=True)
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    RESULTS.write_text(with_part(before, title, part), encoding="utf-8")


def circumstances(loads: Iterable[float]) -> str:
    """Return when it was measured, and beside what.

    Args:
        loads: the load averages before and after.
    """
    before, after = loads
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}, {os.cpu_count()} cores, {sys.platform}, Python "
        f"{sys.version.split()[0]}. Load average before: {before:.1f}, after: {after:.1f}."
    )


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table whose first column are names, and the others numbers."""
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def servers(folder: Path) -> dict[str, ReportServer]:
    """Return a collector for each storage, each in a process of its own."""
    chdb = ReportServer(folder, "chdb", *OPTIONS, program=("-m", "tools.chdb_reports"))
    return {SQLITE: ReportServer(folder, "sqlite:///load.db", *OPTIONS), CHDB: chdb}


def measure_load(folder: Path, seconds: float) -> bool:
    """Measure how much it takes."""
    before = os.getloadavg()[0]
    rows = []
    for name, server in servers(folder).items():
        found = load(server, seconds)
        rows.append(
            (
                name,
                f"{found.rate:,.0f}",
                f"{found.wait_ms(50):,.0f} ms",
                f"{found.wait_ms(99):,.0f} ms",
                f"{found.memory[0]:,.0f} to {found.memory[-2]:,.0f} MB",
            )
        )
    head = ("storage", "reports a second", "half of the requests wait less than", "99 % less than", "memory")
    said = f"{SENDERS} senders on the same machine, {seconds:.0f} s each, batches of {BATCH} reports, compressed."
    write("Load", f"{circumstances((before, os.getloadavg()[0]))}\n{said}\n\n{table(head, rows)}")
    return True


def measure_queries(folder: Path, reports: int) -> bool:
    """Measure the queries over many reports, and return whether none took too long."""
    before = os.getloadavg()[0]
    storage = SqliteStorage(folder / "queries.db")
    now = time.time_ns() // 1_000_000
    begin = time.perf_counter()
    fill(storage, reports, now)
    took = time.perf_counter() - begin
    queries, pages = time_queries(storage, now)
    size = (folder / "queries.db").stat().st_size / 1e6
    said = (
        f"{storage.count():,} reports of 90 days in SQLite: a file of {size:,.0f} MB, stored in {took:,.0f} s. The "
        f"slowest of {TIMES} times of each of {len(queries)} queries, of which these took the longest:"
    )
    storage.close()
    slow = table(("query", "took"), ((name, f"{ms:,.0f} ms") for name, ms in slowest(queries, 8)))
    whole = table(
        ("the whole page, with a comparison", "took"), ((name, f"{ms:,.0f} ms") for name, ms in pages.items())
    )
    write("Queries", f"{circumstances((before, os.getloadavg()[0]))}\n{said}\n\n{slow}\n\n{whole}")
    return max(queries.values()) < MOST_MS


def measure_codes(folder: Path, codes: int) -> bool:
    """Measure what made-up values do, and return whether no query took too long on SQLite."""
    before = os.getloadavg()[0]
    now = time.time_ns() // 1_000_000
    rows = []
    is_fast = True
    opened: tuple[tuple[str, Callable[[], Storage]], ...] = (
        (SQLITE, lambda: SqliteStorage(folder / "codes.db")),
        (CHDB, lambda: ClickHouseStorage(InProcess("codes", folder / "codes"))),
    )
    for name, opening in opened:
        storage = opening()
        begin = time.perf_counter()
        memory = fill_with_codes(storage, codes, now)
        took = time.perf_counter() - begin
        queries, pages = time_queries(storage, now)
        size = page_bytes(storage, now)
        storage.close()
        rows.append(
            (
                name,
                f"{took:,.0f} s",
                f"{memory[len(memory) // 5]:,.0f} to {memory[-1]:,.0f} MB",
                f"{max(queries.values()):,.0f} ms",
                f"{max(pages.values()):,.0f} ms",
                f"{size / 1000:,.0f} KB",
            )
        )
        is_fast = is_fast and (name != SQLITE or max(queries.values()) < MOST_MS)
    head = ("storage", "stored in", "memory after a fifth and at the end", "slowest query", "slowest page", "its size")
    said = f"{codes:,} reports, each with a code, a page, a widget and a version that no other has."
    write("Made-up codes", f"{circumstances((before, os.getloadavg()[0]))}\n{said}\n\n{table(head, rows)}")
    return is_fast


def measure_memory(folder: Path, minutes: float, rate: float) -> bool:
    """Measure memory over a longer time, and return whether it is flat."""
    before = os.getloadavg()[0]
    with ThreadPoolExecutor(2) as both:
        found: dict[str, Loaded] = dict(
            both.map(lambda one: (one[0], load(one[1], minutes * 60, rate)), servers(folder).items())
        )
    rows = [
        (
            name,
            f"{len(loaded.waits) * BATCH:,}",
            *(f"{loaded.memory_of(fifth):,.0f} MB" for fifth in range(5)),
            f"{max(loaded.memory):,.0f} MB",
            f"{loaded.wait_ms(99):,.0f} ms",
        )
        for name, loaded in found.items()
    ]
    head = ("storage", "reports", "first fifth", "second", "third", "fourth", "last", "the most", "99 % wait less than")
    said = (
        f"{minutes:.0f} minutes, both storages at the same time, {rate:,.0f} reports a second each, and the page read "
        f"every {READ_S} seconds. The middle of each fifth of the time:"
    )
    write("Memory", f"{circumstances((before, os.getloadavg()[0]))}\n{said}\n\n{table(head, rows)}")
    return all(loaded.is_flat for loaded in found.values())


def play_ledger() -> bool:
    """Compare what pages sent with what is stored, and return whether nothing is missing."""
    os.environ["PYWIDGET_LEDGER"] = "10x10000"
    test = "tests/e2e/test_report_ledger.py"
    return not processes.run((sys.executable, "-m", "pytest", "-n0", "-q", "-s", "-o", "timeout=1800", test), ROOT)


def measure(part: str, folder: Path, given: argparse.Namespace) -> bool:
    """Measure one part in a folder that is removed afterwards, and return whether it is as it should be."""
    if part == "load":
        return measure_load(folder, given.seconds)
    if part == "queries":
        return measure_queries(folder, given.stored)
    if part == "codes":
        return measure_codes(folder, given.codes)
    if part == "memory":
        return measure_memory(folder, given.minutes, given.rate)
    return play_ledger()


def main() -> int:
    """Measure, and return 1 if a query took too long, memory grows, or a report is missing."""
    parser = argparse.ArgumentParser(prog="dev.py bench-reports", description="Measure the collector.")
    parts = ("load", "queries", "codes", "memory", "ledger")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what is measured: {', '.join(parts)}")
    parser.add_argument("--seconds", type=float, default=20, help="how long each storage is loaded")
    parser.add_argument("--stored", type=int, default=1_000_000, help="how many reports the queries are about")
    parser.add_argument("--codes", type=int, default=500_000, help="how many different codes there are")
    parser.add_argument("--minutes", type=float, default=20, help="for how long memory is looked at")
    parser.add_argument("--rate", type=float, default=400, help="reports a second meanwhile")
    parser.add_argument("--ledger", action="store_true", help="also play ten pages with a collector that is killed")
    given = parser.parse_args()
    unknown = set(given.parts) - set(parts)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    wanted = set(given.parts or parts[:-1]) | ({"ledger"} if given.ledger else set())
    failed = []
    for part in parts:
        if part in wanted:
            with tempfile.TemporaryDirectory(prefix="pywidget-bench-") as folder:
                if not measure(part, Path(folder), given):
                    failed.append(part)
    if failed:
        print(f"\nToo slow, too large, or not whole: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
