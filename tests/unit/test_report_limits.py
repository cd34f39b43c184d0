"""How much is taken of each origin in a day, over restarts and by several processes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from report_samples import JSON, beacon
from starlette.testclient import TestClient

from pywidget.reports import Access, Limit, Settings, create_app
from pywidget.reports.intake import SETTLE_AT
from pywidget.reports.limits import Limits
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import Period
from tools.report_server import AUTH, PASSWORD, ReportServer

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.org"
HEADERS = {**JSON, "Origin": SITE}
WHOLE = Period(0, 99_999)


def settings(per_day: int) -> Settings:
    return Settings((SITE,), Access(PASSWORD), Limit(per_second=1e6, at_once=1_000_000, per_day=per_day))


def body(first: int, count: int) -> bytes:
    return beacon(*({"id": f"id-{number}"} for number in range(first, first + count)))


def test_the_day_goes_on_after_a_restart(tmp_path: Path) -> None:
    for taken in (4, 8):
        with TestClient(create_app(f"sqlite:///{tmp_path}/reports.db", settings(10))) as client:
            assert client.post("/beacon", content=body(taken, 4), headers=HEADERS).status_code == 200
    with TestClient(create_app(f"sqlite:///{tmp_path}/reports.db", settings(10))) as client:
        refused = client.post("/beacon", content=body(20, 4), headers=HEADERS)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        # What was refused counts as one.
        assert client.post("/beacon", content=body(20, 1), headers=HEADERS).status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "chdb"])
def test_a_process_that_is_killed_forgets_no_more_than_a_few(tmp_path: Path, kind: str) -> None:
    store, program = ("sqlite:///reports.db", ()) if kind == "sqlite" else ("chdb", ("-m", "tools.chdb_reports"))
    options = ("--origin", SITE, "--rate", "100000", "--per-day", str(3 * SETTLE_AT))
    server = ReportServer(tmp_path, store, *options, program=program)
    server.start()
    taken = 0
    try:
        for _ in range(3):
            while httpx.post(f"{server.url}beacon", content=body(taken, 250), headers=HEADERS).status_code == 200:
                taken += 250
                if taken % (2 * SETTLE_AT) == 0:
                    break
            server.kill()
            server.start()
        stored = httpx.get(f"{server.url}totals.json", auth=AUTH, timeout=60).json()["totals"]["failures"]
    finally:
        server.stop()
    # Without what is noted, each of the three processes would take as many as one may.
    assert stored == taken
    assert 3 * SETTLE_AT <= taken < 4 * SETTLE_AT


def test_several_processes_take_no_more_together(tmp_path: Path) -> None:
    """Two collectors on one file; each notes what it took after so many, and learns what the other took."""
    options = ("--origin", SITE, "--rate", "100000", "--per-day", str(4 * SETTLE_AT))
    servers = [ReportServer(tmp_path, "sqlite:///reports.db", *options) for _ in range(2)]

    def send(number: int) -> int:
        taken = 0
        url = f"{servers[number].url}beacon"
        while taken < 9 * SETTLE_AT:
            answer = httpx.post(url, content=body(number * 1_000_000 + taken, 100), headers=HEADERS, timeout=60)
            if answer.status_code == 429:
                return taken
            assert answer.status_code == 200
            taken += 100
        return taken

    try:
        for server in servers:
            server.start()
        with ThreadPoolExecutor(2) as threads:
            taken = list(threads.map(send, range(2)))
    finally:
        for server in servers:
            server.stop()
    assert 4 * SETTLE_AT <= sum(taken) <= 6 * SETTLE_AT
    storage = SqliteStorage(tmp_path / "reports.db")
    assert storage.count() == storage.totals(WHOLE).failures == sum(taken)
    counted = storage.rows("code", WHOLE, 9)
    assert sum(row.totals.failures for row in counted) == sum(taken)
    assert storage.count_taken(int(time.time() // 86_400), {})[SITE] == sum(taken)
    storage.close()


def test_what_could_not_be_noted_is_noted_later() -> None:
    limits = Limits(Limit())
    assert limits.take("a", 5, 0, 86_400) == 0
    assert (limits.settle(1), limits.unsettled) == ({"a": 5}, 0)
    limits.unsettle(1, {"a": 5})
    assert limits.take("a", 2, 1, 86_401) == 0
    assert limits.settle(1) == {"a": 7}
    assert limits.settle(1) == {}


def test_the_next_day_begins_with_nothing() -> None:
    limits = Limits(Limit(per_day=5))
    assert limits.take("a", 5, 0, 86_400) == 0
    assert limits.take("a", 1, 1, 86_401) > 0
    assert limits.take("a", 5, 2, 2 * 86_400) == 0
    assert limits.settle(2) == {"a": 5}
    # What another process says of yesterday is no reason to refuse.
    limits.know(1, {"a": 99}, 3)
    limits.know(2, {"a": 4}, 3)
    assert limits.take("a", 1, 4, 2 * 86_400 + 9) == 0
    assert limits.take("a", 1, 5, 2 * 86_400 + 9) > 0
