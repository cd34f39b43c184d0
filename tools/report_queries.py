"""The queries of the collector's page, over many reports and over many different values."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any

from pywidget.reports.alerts import find_incidents
from pywidget.reports.asked import Asked, day_of
from pywidget.reports.page import collect, render
from pywidget.reports.storage import DAY_MS, DIMENSIONS, Period
from tools.report_load import BATCH, made_up, memory_mb

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.reports.storage import Storage

DAYS = 90
#: How often each is asked.
TIMES = 5
#: Reports that are stored at once.
_TOGETHER = 1_000
Times = dict[str, float]


def fill(storage: Storage, reports: int, now: int) -> None:
    """Store reports, evenly over the days."""
    chance = random.Random(1)  # noqa: S311  the same ones each time
    step = DAYS * DAY_MS // max(reports // BATCH, 1)
    made = made_up(chance, 0)
    for first in range(0, reports, _TOGETHER):
        when = now - DAYS * DAY_MS + DAY_MS + first // BATCH * step
        batch = [next(made) | {"at": min(when + place // BATCH * step, now)} for place in range(_TOGETHER)]
        storage.add(batch, min(when + _TOGETHER // BATCH * step, now))


def fill_with_codes(storage: Storage, codes: int, now: int) -> list[float]:
    """Store a report of each of so many codes and pages, and return this process's memory meanwhile, in MB."""
    memory = []
    for first in range(0, codes, _TOGETHER):
        batch: list[dict[str, Any]] = [
            {
                "id": f"code-{number}",
                "failure": f"code-{number}",
                "code": f"made_up.{number:x}",
                "path": "config" if number % 2 else "retry",
                "page": f"https://example.org/{number:x}",
                "widget": f"{number:x}",
                "version": f"{number:x}",
                "at": now,
            }
            for number in range(first, min(first + _TOGETHER, codes))
        ]
        storage.add(batch, now)
        memory.append(memory_mb(os.getpid()))
    return memory


def time_of(query: Callable[[], object]) -> float:
    """Return how long a query took at most, in milliseconds."""
    times = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        query()
        times.append((time.perf_counter() - begin) * 1000)
    return max(times)


def time_queries(storage: Storage, now: int) -> tuple[Times, Times]:
    """Return how long each query of the page took, and the whole page, in milliseconds."""
    today = now // DAY_MS
    everything = Period(today - DAYS + 1, today)
    first = {name: storage.rows(name, everything, 1)[0].value for name in DIMENSIONS}
    filters: list[tuple[str, ...]] = [
        (),
        ("code",),
        ("page",),
        ("code", "page"),
        ("page", "version"),
        ("path", "version"),
        ("widget", "version"),
        ("path", "widget"),
        ("code", "path", "page", "widget", "version"),
    ]
    queries: Times = {}
    pages: Times = {}
    for names in filters:
        only = tuple((name, first[name]) for name in DIMENSIONS if name in names)
        named = f"90 days of one {' and '.join(names)}" if names else "90 days"
        period = everything._replace(only=only)
        queries |= _times_of(storage, period, named, now)
        asked = Asked(day_of(period.first), day_of(period.last), only).with_before()
        pages[f"{named}, and the 90 before"] = time_of(lambda asked=asked: _page(storage, asked, now))  # type: ignore[misc]  # bound now
    queries |= _times_of(storage, Period(today - 6, today), "7 days", now)
    nowhere = everything._replace(only=(("page", first["page"]), ("version", "not there")))
    queries |= _times_of(storage, nowhere, "90 days of what is not there", now)
    queries["what alerts look at"] = time_of(lambda: find_incidents(storage, now))
    return queries, pages


def _times_of(storage: Storage, period: Period, named: str, now: int) -> Times:
    hour = now // 3_600_000
    asked: dict[str, Callable[[], object]] = {
        "totals": lambda: storage.totals(period),
        "by day": lambda: storage.days(period),
        "by hour": lambda: storage.hours(hour - 23, hour, period.only),
        "left out": lambda: storage.left_out(period, 10),
        "the last 50": lambda: storage.recent(period, 50),
    }
    for by in DIMENSIONS:
        asked[f"by {by}"] = lambda by=by: storage.rows(by, period, 20)  # type: ignore[misc]  # bound now
    return {f"{name}, {named}": time_of(query) for name, query in asked.items()}


def _page(storage: Storage, asked: Asked, now: int) -> str:
    return render(collect(storage, asked, now), asked, asked.last)


def page_bytes(storage: Storage, now: int) -> int:
    """Return how large the page is, with a comparison."""
    today = day_of(now // DAY_MS)
    return len(_page(storage, Asked(today, today).with_before(), now).encode())


def slowest(times: Times, most: int) -> list[tuple[str, float]]:
    """Return those that took the longest."""
    return sorted(times.items(), key=lambda one: -one[1])[:most]
