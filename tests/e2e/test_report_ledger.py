"""Pages in a browser, a network that comes and goes, and a collector that is killed: no report disappears unnoticed.

Each report is stored, or counted as dropped by a page, and never both: the numbers are equal, to the last one.
PYWIDGET_LEDGER says how many pages there are and how many failures of each: ``10x10000`` is what
`python3 dev.py bench-reports --ledger` plays.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import time
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from conftest import HERE
from site_for_tests import Site, serve

from pywidget.browser.sinks import weight
from tools.report_server import AUTH, ReportServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request, Route

PAGES, FAILURES = map(int, os.environ.get("PYWIDGET_LEDGER", "3x1500").split("x"))
#: Failures of one page before it is the next one's turn.
AT_ONCE = min(max(FAILURES // 20, 10), 100)
TURNS = -(-FAILURES // AT_ONCE)
#: The turns in which it is killed, and in which it is started again.
KILLS, STARTS = (TURNS // 4, TURNS * 6 // 10), (TURNS * 7 // 20, TURNS * 15 // 20)
PATIENCE_S = 60 + PAGES * FAILURES / 200


@pytest.fixture(scope="module")
def site(bundle: Path) -> Iterator[Site]:
    made = Site(bundle, HERE / "files")
    with serve(made):
        yield made


def open_page(page: Page, site: Site, url: str) -> None:
    module = f"{site.build_address}/pywidget-delivery.js"
    head = f'<script type="module" src="/files/delivering.js?module={module}"></script>'
    page.goto(site.page(tag=False, head=head, policy=f"connect-src 'self' {url}"))
    page.wait_for_function("() => window.delivering")
    channel = {"sink": "beacon", "url": f"{url}beacon", "head": '{"reports":[', "tail": "]}"}
    page.evaluate("(channel) => delivering.open(channel)", channel)


def ids_of(request: Request) -> list[str]:
    """The ids of the reports in a request."""
    body = request.post_data_buffer or b""
    text = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    return [report["id"] for report in json.loads(text)["reports"]] if text else []


def dropped(pages: list[Page]) -> int:
    return sum(sum(page.evaluate("() => delivering.dropped()").values()) for page in pages)


def export(server: ReportServer) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = httpx.get(f"{server.url}reports.json", auth=AUTH, timeout=120).json()["reports"]
    return reports


def stored(server: ReportServer) -> list[str]:
    return [report["id"] for report in export(server)]


def start(folder: Path, kind: str, *options: str) -> ReportServer:
    store, program = ("sqlite:///reports.db", ()) if kind == "sqlite" else ("chdb", ("-m", "tools.chdb_reports"))
    server = ReportServer(folder, store, *options, program=program)
    server.start()
    return server


@pytest.mark.parametrize("kind", ["sqlite", "chdb"])
def test_what_was_sent_is_stored_or_counted_as_dropped(browser: Browser, site: Site, tmp_path: Path, kind: str) -> None:
    # So few that pages are told to wait as well.
    rate = str(max(PAGES * FAILURES // 20, 500))
    server = start(tmp_path, kind, "--origin", site.url, "--rate", rate)
    context = browser.new_context()
    pages = [context.new_page() for _ in range(PAGES)]
    sent: list[str] = []
    unanswered: set[str] = set()
    try:
        for page in pages:
            page.set_default_timeout(60_000)
            page.on("requestfailed", lambda request: unanswered.update(ids_of(request)))
            open_page(page, site, server.url)
        for turn, first in enumerate(range(0, FAILURES, AT_ONCE)):
            # With open connections, and while batches are under way.
            if turn in KILLS:
                server.kill()
            elif turn in STARTS:
                server.start()
            context.set_offline(turn % 4 == 3)
            for number, page in enumerate(pages):
                ids = [f"{number}-{one}" for one in range(first, min(first + AT_ONCE, FAILURES))]
                page.evaluate("(ids) => delivering.add(ids, 60)", ids)
                page.evaluate("() => delivering.settled()")
                sent += ids
            # Time to deliver for the most part: else most of them are dropped to make room.
            pages[0].wait_for_timeout(PAGES * AT_ONCE / 5)
        context.set_offline(offline=False)
        found = wait_until_settled(pages, server, len(sent))
        lost = dropped(pages)
    finally:
        context.close()
        server.stop()
    assert len(found) == len(set(found)), "each id is stored once"
    assert set(found) <= set(sent)
    print(f"{kind}: {len(sent):,} sent, {len(found):,} stored, {lost:,} dropped")  # noqa: T201  what the long one measured
    assert len(found) + lost == len(sent), "each has one fate"
    assert lost > 0, "there was room for all"
    assert unanswered & set(found), "no answer was lost"
    if kind == "sqlite":
        with sqlite3.connect(tmp_path / "reports.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()


@pytest.mark.parametrize("kind", ["sqlite", "chdb"])
def test_what_arrived_without_an_answer_is_not_dropped(browser: Browser, site: Site, tmp_path: Path, kind: str) -> None:
    server = start(tmp_path, kind, "--origin", site.url)
    context = browser.new_context()
    pages = [context.new_page() for _ in range(2)]
    unheard: list[str] = []

    def lose_answer(route: Route) -> None:
        # Only of the two batches, not when they are sent again.
        if route.request.method == "POST" and len(unheard) < 100:
            unheard.extend(ids_of(route.request))
            assert route.fetch(headers={**route.request.headers, "origin": site.url}).ok
        route.abort()

    try:
        for page in pages:
            open_page(page, site, server.url)
        context.route(f"{server.url}beacon", lose_answer)
        for number, page in enumerate(pages):
            page.evaluate("(ids) => delivering.add(ids, 60)", [f"{number}-{one}" for one in range(50)])
        deadline = time.monotonic() + PATIENCE_S
        while len(pages[0].evaluate("() => delivering.kept()") or []) < 100:
            assert time.monotonic() < deadline, "they are not kept"
            pages[0].wait_for_timeout(50)
        server.kill()
        context.unroute_all()
        for first in range(0, 600, 100):
            pages[1].evaluate("(ids) => delivering.add(ids, 60)", [f"new-{one}" for one in range(first, first + 100)])
            pages[1].evaluate("() => delivering.settled()")
        pages[1].wait_for_function("() => delivering.dropped()['queue full'] >= 200")
        server.start()
        found = wait_until_settled(pages, server, 700)
        lost = dropped(pages)
    finally:
        context.close()
        server.stop()
    assert set(unheard) == {f"{number}-{one}" for number in range(2) for one in range(50)}
    assert set(unheard) <= set(found)
    assert (len(found), lost) == (500, 200)


def wait_until_settled(pages: list[Page], server: ReportServer, sent: int) -> list[str]:
    """Wait until everything arrived or was dropped, and return what arrived."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        for page in pages:
            # As when a connection comes back: it ends the page's own wait, which can be minutes by now.
            page.evaluate("() => void dispatchEvent(new Event('online'))")
        pages[0].wait_for_timeout(500)
        is_kept = bool(pages[0].evaluate("() => delivering.kept()"))
        found = stored(server)
        if not is_kept and len(found) + dropped(pages) >= sent:
            return found
        assert time.monotonic() < deadline, f"{sent} sent, {len(found)} stored, {dropped(pages)} dropped"


#: What becomes of the pages' requests in each part: some are refused on the way; then some answers get lost, although
#: the collector has stored the reports; then it is killed and started again while they send.
PARTS = ("refused", "unheard", "killed", "all is well")
#: Failures of each page in each part: more than are reported at once, and some of them the same again.
EACH = 60
DIFFERENT = 40


@pytest.mark.parametrize("kind", ["sqlite", "chdb"])
def test_what_the_owner_reads_adds_up(browser: Browser, site: Site, tmp_path: Path, kind: str) -> None:
    """The whole of pywidget: failures = those stored + the counts in reports, which may get lost or doubled as well."""
    server = start(tmp_path, kind, "--origin", site.url)
    attributes = {"analytics": "beacon", "analytics-url": f"{server.url}beacon", "boot": "now"}
    policy = f"script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {server.url}"
    context = browser.new_context()
    part = ""
    numbers = count()

    def meet(route: Route) -> None:
        is_chosen = route.request.method == "POST" and next(numbers) % 2 == 0
        if part == "refused" and is_chosen:
            met.add(part)
            route.fulfill(status=404, headers={"Access-Control-Allow-Origin": "*"})
        elif part == "unheard" and is_chosen:
            met.add(part)
            assert route.fetch(headers={**route.request.headers, "origin": site.url}).ok
            route.abort()
        else:
            route.continue_()

    met: set[str] = set()
    failures = 0
    try:
        context.route(f"{server.url}beacon", meet)
        pages = [context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(site.page(attributes=attributes, policy=policy))
            page.evaluate("() => pywidget.ready")
        for part in PARTS:
            for page in pages:
                codes = [f"{part}.{one % DIFFERENT}" for one in range(EACH)]
                page.evaluate("(codes) => { for (const code of codes) pywidget.report({ code }, 'mori'); }", codes)
                failures += len(codes)
            if part == "killed":
                server.kill()
                deliver(pages)
                server.start()
            else:
                deliver(pages)
                deliver(pages)
        deadline = time.monotonic() + 60
        # The counts of what was lost last go out with a report of their own, and are asked for once more at the end.
        while counted(server) < failures and time.monotonic() < deadline:
            deliver(pages)
        deliver(pages)
    finally:
        context.close()
    reports = export(server)
    server.stop()
    assert met == {"refused", "unheard"}
    assert len({report["id"] for report in reports}) == len(reports)
    assert sum(report.get("dropped", 0) for report in reports) > 0
    assert sum(report.get("repeated", 0) for report in reports) > 0
    assert sum(map(weight, reports)) == failures


def counted(server: ReportServer) -> int:
    return sum(map(weight, export(server)))


def deliver(pages: list[Page]) -> None:
    """Have pages send what they have, as when a connection comes back, and give them time."""
    for page in pages:
        page.evaluate("() => { dispatchEvent(new Event('online')); pywidget.flush(); }")
    pages[0].wait_for_timeout(500)
