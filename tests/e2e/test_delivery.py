"""Every report arrives once, or is counted as dropped: whatever the server, the network and the tab do."""

from __future__ import annotations

import json
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest
from collector import BREAKS, HANGS, OK, TAKES_AND_BREAKS, Answer, Collector
from conftest import HERE
from site_for_tests import Site, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from collector import Received
    from playwright.sync_api import BrowserContext, Page

SECOND = 1_000
DAY = 86_400_000


@pytest.fixture(scope="module")
def started(bundle: Path) -> Iterator[tuple[Site, Collector]]:
    site = Site(bundle, HERE / "files")
    collector = Collector(site.app)
    site.app = collector  # type: ignore[assignment]  # it is an application too
    with serve(site):
        yield site, collector


@pytest.fixture
def collector(started: tuple[Site, Collector]) -> Iterator[Collector]:
    _site, collector = started
    collector.clear()
    yield collector
    collector.clear()


@pytest.fixture
def url(started: tuple[Site, Collector], collector: Collector) -> str:
    assert not collector.received
    site, _collector = started
    module = f"{site.build_address}/pywidget-delivery.js"
    # Nothing else of pywidget.
    return site.page(tag=False, head=f'<script type="module" src="/files/delivering.js?module={module}"></script>')


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


class Tab:
    """A page that delivers, with a clock that tests move."""

    def __init__(self, page: Page, url: str, channel: dict[str, str] | None = None) -> None:
        self.page = page
        page.clock.install()
        page.goto(url)
        # From here on, time only goes on when a test says so.
        page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 1)
        self.open(channel)

    def open(self, channel: dict[str, str] | None = None) -> None:
        given = {"sink": "beacon", "url": "/collect/reports", "head": '{"reports":[', "tail": "]}", **(channel or {})}
        self.page.wait_for_function("() => window.delivering")
        self.page.evaluate("(channel) => delivering.open(channel)", given)

    def add(self, *names: str, size: int = 0) -> None:
        self.page.evaluate("([names, size]) => delivering.add(names, size)", [list(names), size])

    def later(self, milliseconds: int) -> None:
        """Let the page's timers run, one after the other."""
        self.page.clock.run_for(milliseconds)

    def dropped(self) -> dict[str, int]:
        """How many were told as dropped, by reason."""
        counts: dict[str, int] = self.page.evaluate("() => delivering.dropped()")
        return counts

    def kept(self) -> list[dict[str, Any]] | None:
        """What is in the database; None if there is no database."""
        kept: list[dict[str, Any]] | None = self.page.evaluate("() => delivering.kept()")
        return kept

    def wait_until_kept(self, count: int) -> None:
        deadline = time.monotonic() + 60
        while len(self.kept() or []) != count:
            assert time.monotonic() < deadline, self.kept()

    def wait_until_released(self) -> None:
        deadline = time.monotonic() + 60
        while not self.page.evaluate("() => delivering.released()"):
            assert time.monotonic() < deadline

    def run_until(self, wanted: Callable[[], bool], step: int = SECOND, most: int = 120) -> None:
        """Let time pass until something is true. What the page does between two timers needs real time."""
        for _ in range(most):
            if wanted():
                return
            self.later(step)
            self.page.evaluate("() => delivering.settled()")
        raise AssertionError(f"not within {most} times {step} ms; kept: {self.kept()}, dropped: {self.dropped()}")


def ids(received: Received) -> list[str]:
    return [report["id"] for report in received.reports]


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{number}" for number in range(count)]


@pytest.fixture
def tab(page: Page, url: str) -> Tab:
    return Tab(page, url)


# ---- while all is well ----------------------------------------------------------------------------------------------


def test_reports_go_out_in_batches(tab: Tab, collector: Collector) -> None:
    tab.add(*names("a", 120))
    collector.wait_for(lambda: len(collector.received) == 3)
    tab.page.evaluate("() => delivering.settled()")
    tab.add(*names("b", 3))
    tab.later(4_900)
    assert [len(batch) for batch in collector.batches()] == [50, 50, 20]
    tab.later(200)
    collector.wait_for(lambda: len(collector.received) == 4)
    assert collector.taken() == names("a", 120) + names("b", 3)
    assert all(received.headers["content-type"] == "application/json" for received in collector.received)
    assert tab.dropped() == {}


def test_nothing_is_stored_while_all_is_well(tab: Tab, collector: Collector) -> None:
    tab.add("a")
    tab.later(5_000)
    collector.wait_for(lambda: collector.taken() == ["a"])
    assert tab.kept() is None
    assert tab.page.context.cookies() == []
    assert tab.page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_no_request_names_the_visitor(tab: Tab, collector: Collector, context: BrowserContext, url: str) -> None:
    context.add_cookies([{"name": "session", "value": "SECRET", "domain": "127.0.0.1", "path": "/"}])
    assert "SECRET" in tab.page.evaluate("() => document.cookie")
    tab.add("a")
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 1)
    headers = collector.received[0].headers
    assert "cookie" not in headers
    assert url not in headers.get("referer", "")


def test_large_batches_are_compressed_and_small_ones_are_not(tab: Tab, collector: Collector) -> None:
    tab.add("small")
    tab.later(5_000)
    tab.run_until(lambda: len(collector.received) == 1)
    tab.add(*names("large", 40), size=500)
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 2)
    assert [received.headers.get("content-encoding") for received in collector.received] == [None, "gzip"]
    assert len(collector.received[1].body) < 5_000
    assert len(collector.taken()) == 41


def test_a_server_that_does_not_read_gzip_gets_plain_text(tab: Tab, collector: Collector) -> None:
    def plain_only(received: Any) -> Answer:
        return Answer(415) if "content-encoding" in received.headers else OK

    collector.answer = plain_only
    tab.add(*names("a", 50), size=200)
    collector.wait_for(lambda: len(collector.received) == 2)
    tab.add(*names("b", 50), size=200)
    collector.wait_for(lambda: len(collector.received) == 3)
    assert collector.taken() == names("a", 50) + names("b", 50)
    assert tab.dropped() == {}


def test_no_body_is_longer_than_60_kilobytes(tab: Tab, collector: Collector) -> None:
    tab.add(*names("a", 40), size=5_000)
    tab.run_until(lambda: len(collector.taken()) == 40)
    assert all(len(received.content) <= 60_000 for received in collector.received)
    assert sorted(collector.taken()) == sorted(names("a", 40))
    tab.add("monster", size=70_000)
    assert tab.dropped() == {"too large": 1}


def test_a_batch_that_is_too_large_for_the_server_is_split(tab: Tab, collector: Collector) -> None:
    collector.answer = lambda received: Answer(413) if len(received.reports) > 7 else OK
    tab.add(*names("a", 50))
    tab.run_until(lambda: len(collector.taken()) == 50)
    assert sorted(collector.taken()) == sorted(names("a", 50))
    collector.answer = lambda _received: Answer(413)
    tab.add("b")
    tab.run_until(lambda: tab.dropped() == {"HTTP 413": 1})


def test_what_was_split_is_not_forgotten_when_its_first_half_fails(tab: Tab, collector: Collector) -> None:
    collector.answers = [Answer(413), Answer(503)]
    tab.add(*names("a", 50))
    tab.run_until(lambda: len(collector.taken()) == 50)
    assert sorted(collector.taken()) == sorted(names("a", 50))
    tab.wait_until_kept(0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(400), "HTTP 400"),
        (Answer(403), "HTTP 403"),
        (Answer(404), "HTTP 404"),
        (Answer(302, (("location", "/collect/elsewhere"),)), "redirected"),
    ],
)
def test_what_the_server_does_not_want_is_dropped_and_told(
    tab: Tab, collector: Collector, answer: Answer, reason: str
) -> None:
    collector.answers = [answer]
    tab.add(*names("a", 3))
    tab.later(5_000)
    tab.run_until(lambda: tab.dropped() == {reason: 3})
    tab.add("b")
    tab.later(5_000)
    collector.wait_for(lambda: collector.taken() == ["b"])
    assert tab.kept() is None


def test_what_an_opentelemetry_server_rejects_is_told(tab: Tab, collector: Collector) -> None:
    collector.answers = [Answer(body={"partialSuccess": {"rejectedLogRecords": "2", "errorMessage": "too old"}})]
    tab.add(*names("a", 5))
    tab.later(5_000)
    tab.run_until(lambda: tab.dropped() == {"HTTP 200": 2})
    assert len(collector.received) == 1


# ---- when the server is in trouble ----------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [Answer(500), Answer(503), Answer(429), Answer(408), BREAKS, HANGS])
def test_a_server_in_trouble_gets_one_report_to_try_then_the_rest(
    tab: Tab, collector: Collector, trouble: Answer
) -> None:
    collector.answer = lambda _received: trouble
    tab.add(*names("a", 30))
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 1)
    # A request that hangs is given up after 30 seconds.
    tab.run_until(lambda: len(tab.kept() or []) == 30)
    tab.add(*names("b", 30))
    tab.run_until(lambda: len(tab.kept() or []) == 60)
    tab.run_until(lambda: len(collector.received) >= 4, most=200)
    collector.answer = lambda _received: OK
    tab.run_until(lambda: len(collector.taken()) == 60, step=10 * SECOND)
    tab.wait_until_kept(0)
    assert sorted(collector.taken()) == sorted(names("a", 30) + names("b", 30))
    sizes = [len(batch) for batch in collector.batches()]
    assert sizes[0] == 30
    assert sizes[1:-2] == [1] * (len(sizes) - 3)
    assert sizes[-2:] == [50, 9]
    assert tab.dropped() == {}


def see_waits_grow(tab: Tab, collector: Collector, *waits: int) -> None:
    """Let as much time pass as each wait may take, and fail if one is over before the half of it that is certain."""
    for tries, most in enumerate(waits, start=1):
        collector.wait_for(lambda tries=tries: len(collector.received) == tries)  # type: ignore[misc]
        # The wait begins when the answer has been read; until then the page's time stands still.
        tab.wait_until_kept(1)
        tab.wait_until_released()
        tab.later(most // 2 - 1)
        tab.page.evaluate("() => delivering.settled()")
        assert len(collector.received) == tries
        tab.later(most // 2 + 1)


def test_waits_grow(tab: Tab, collector: Collector) -> None:
    collector.answers = [Answer(503)] * 4
    tab.add("a")
    tab.later(5_000)
    see_waits_grow(tab, collector, 1_000, 2_000, 4_000, 8_000)
    collector.wait_for(lambda: collector.taken() == ["a"])
    tab.wait_until_kept(0)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_nothing_is_sent_before_the_server_said(tab: Tab, collector: Collector, form: str) -> None:
    now = tab.page.evaluate("() => Date.now()") / 1000
    # Counted from when the answer comes, five seconds from now.
    header = "120" if form == "seconds" else formatdate(now + 125, usegmt=True)
    collector.answers = [Answer(429, (("retry-after", header),))]
    tab.add(*names("a", 2))
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 1)
    tab.wait_until_kept(2)
    tab.add("b")
    tab.page.evaluate("() => dispatchEvent(new Event('online'))")
    for _ in range(11):
        tab.later(10 * SECOND)
        tab.page.evaluate("() => delivering.settled()")
    tab.wait_until_kept(3)
    assert len(collector.received) == 1
    tab.run_until(lambda: len(collector.taken()) == 3)
    assert [len(batch) for batch in collector.batches()] == [2, 1, 2]


@pytest.mark.parametrize("header", ["0", "-1", "Mon, 01 Jan 2024 00:00:00 GMT"])
def test_a_server_in_trouble_that_says_at_once_is_given_time(tab: Tab, collector: Collector, header: str) -> None:
    collector.answer = lambda _received: Answer(503, (("retry-after", header),))
    tab.add("a")
    tab.later(5_000)
    see_waits_grow(tab, collector, 1_000, 2_000, 4_000)


def test_an_answer_that_gets_lost_is_no_second_report(tab: Tab, collector: Collector) -> None:
    collector.answers = [TAKES_AND_BREAKS]
    tab.add(*names("a", 5))
    tab.later(5_000)
    tab.run_until(lambda: len(collector.taken()) == 10)
    # Nobody can know that they arrived: they come again, and the server knows them by their ids.
    assert sorted(set(collector.taken())) == names("a", 5)


def test_a_storm_in_which_everything_goes_wrong(tab: Tab, collector: Collector) -> None:
    troubles = [
        Answer(500),
        BREAKS,
        OK,
        Answer(429, (("retry-after", "3"),)),
        TAKES_AND_BREAKS,
        OK,
        Answer(413),
        BREAKS,
    ]
    added = []
    for number in range(40):
        collector.answers = [troubles[number % len(troubles)]]
        batch = names(f"s{number}", 11)
        added += batch
        tab.add(*batch)
        tab.later(1_500)
        tab.page.evaluate("() => delivering.settled()")
    collector.answers = []
    tab.run_until(lambda: len(set(collector.taken())) + sum(tab.dropped().values()) >= len(added), step=10 * SECOND)
    tab.run_until(lambda: not tab.kept(), step=10 * SECOND)
    missing = set(added) - set(collector.taken())
    assert set(collector.taken()) <= set(added)
    # What arrived without an answer may be refused when it comes again: only that can be counted without being missed.
    unknown = {name for received in collector.received if received.answer == TAKES_AND_BREAKS for name in ids(received)}
    assert len(missing) <= sum(tab.dropped().values()) <= len(missing) + len(unknown)


# ---- when the network is gone ---------------------------------------------------------------------------------------


def test_offline_reports_are_kept_and_delivered_later(tab: Tab, collector: Collector, context: BrowserContext) -> None:
    context.set_offline(True)
    tab.add(*names("a", 70))
    tab.wait_until_kept(70)
    tab.later(60 * SECOND)
    assert collector.received == []
    context.set_offline(False)
    tab.run_until(lambda: len(collector.taken()) == 70)
    assert [len(batch) for batch in collector.batches()] == [1, 50, 19]
    assert collector.taken() == names("a", 70)
    tab.wait_until_kept(0)
    assert tab.dropped() == {}


def test_the_queue_has_an_end_and_the_oldest_go_first(tab: Tab, collector: Collector, context: BrowserContext) -> None:
    context.set_offline(True)
    for start in range(0, 700, 100):
        tab.add(*[f"a-{number}" for number in range(start, start + 100)])
        tab.run_until(lambda start=start: len(tab.kept() or []) == min(start + 100, 500), step=10)  # type: ignore[misc]
    tab.run_until(lambda: tab.dropped() == {"queue full": 200}, step=10)
    context.set_offline(False)
    tab.run_until(lambda: len(collector.taken()) == 500)
    assert sorted(collector.taken()) == sorted(f"a-{number}" for number in range(200, 700))


def test_the_queue_has_an_end_in_bytes(tab: Tab, context: BrowserContext) -> None:
    context.set_offline(True)
    tab.add(*names("a", 30), size=20_000)
    tab.run_until(lambda: tab.dropped().get("queue full", 0) > 0, step=10)
    kept = tab.kept()
    assert kept is not None
    assert sum(item["bytes"] for item in kept) <= 500_000
    assert len(kept) + tab.dropped()["queue full"] == 30


def test_reports_expire_after_a_day(tab: Tab, collector: Collector, context: BrowserContext) -> None:
    context.set_offline(True)
    tab.add(*names("old", 3))
    tab.wait_until_kept(3)
    tab.page.clock.fast_forward(DAY - 60 * SECOND)
    tab.add("new")
    tab.wait_until_kept(4)
    tab.page.clock.fast_forward(120 * SECOND)
    context.set_offline(False)
    tab.run_until(lambda: collector.taken() == ["new"])
    assert tab.dropped() == {"expired": 3}


def test_weights_are_told_and_not_only_counts(tab: Tab, collector: Collector) -> None:
    collector.answers = [Answer(400)]
    tab.page.evaluate("() => delivering.add(['heavy'], 0, 41)")
    tab.add("light")
    tab.later(5_000)
    tab.run_until(lambda: tab.dropped() == {"HTTP 400": 42})


# ---- when the tab goes ----------------------------------------------------------------------------------------------


def test_leaving_the_page_sends_what_waits(tab: Tab, collector: Collector) -> None:
    tab.add(*names("a", 80))
    tab.add(*names("b", 30), size=1_000)
    tab.page.goto("about:blank")
    collector.wait_for(lambda: len(set(collector.taken())) == 110)
    assert sorted(set(collector.taken())) == sorted(names("a", 80) + names("b", 30))


def test_hiding_the_page_sends_what_waits_and_reads_the_answer(tab: Tab, collector: Collector) -> None:
    collector.answers = [Answer(503)]
    tab.add(*names("a", 3))
    tab.page.evaluate("() => delivering.hide(true)")
    collector.wait_for(lambda: len(collector.received) == 1)
    tab.run_until(lambda: len(collector.taken()) == 3)
    assert sorted(collector.taken()) == names("a", 3)
    tab.wait_until_kept(0)
    # Else it is still going over what it kept, or about to look once more, and takes the next ones along one by one.
    tab.later(1)
    tab.wait_until_released()
    # While the tab is hidden, a report does not wait for a batch to fill.
    tab.add("b", "c")
    tab.run_until(lambda: len(collector.taken()) == 5, step=10)
    assert collector.batches()[-1] == ["b", "c"]
    tab.wait_until_kept(0)


def test_two_channels_share_what_the_browser_lets_a_page_leave_behind(tab: Tab, collector: Collector) -> None:
    collector.answer = lambda _received: HANGS
    tab.page.evaluate(
        """() => {
          window.leftBehind = [];
          const send = fetch;
          window.fetch = (url, options) => {
            if (options.keepalive) leftBehind.push(options.body.length);
            return send(url, options);
          };
        }"""
    )
    tab.add(*names("a", 40), size=1_000)
    tab.open({"sink": "otlp"})
    tab.add(*names("b", 40), size=1_000)
    tab.page.evaluate("() => delivering.hide(true)")
    tab.wait_until_kept(80)
    sizes = tab.page.evaluate("() => leftBehind")
    assert len(sizes) >= 2
    assert sum(sizes) <= 65_536


def test_a_beacon_that_the_browser_refuses_is_split(tab: Tab, collector: Collector) -> None:
    # What other scripts of the page have in flight counts too.
    tab.page.evaluate("() => delivering.limitBeacons(2_000)")
    tab.add(*names("a", 20), size=500)
    tab.add("huge", size=3_000)
    tab.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    collector.wait_for(lambda: len(set(collector.taken())) == 21)
    assert sorted(collector.taken()) == sorted([*names("a", 20), "huge"])
    beacons = [received for received in collector.received if received.headers.get("sec-fetch-mode") == "no-cors"]
    assert all(len(received.body) <= 2_000 for received in beacons)


def test_a_tab_that_is_closed_offline_leaves_its_reports_to_the_next(
    tab: Tab, collector: Collector, context: BrowserContext, url: str
) -> None:
    context.set_offline(True)
    tab.add(*names("a", 12))
    tab.wait_until_kept(12)
    tab.page.close()
    context.set_offline(False)
    following = Tab(context.new_page(), url)
    following.run_until(lambda: len(set(collector.taken())) == 12)
    assert set(collector.taken()) == set(names("a", 12))
    following.wait_until_kept(0)


def test_a_tab_that_is_closed_while_the_server_hangs_loses_nothing(
    tab: Tab, collector: Collector, context: BrowserContext, url: str
) -> None:
    collector.answer = lambda _received: HANGS
    tab.add(*names("a", 12))
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 1)
    tab.page.evaluate("() => delivering.hide(true)")
    tab.wait_until_kept(12)
    tab.page.close()
    collector.answer = lambda _received: OK
    following = Tab(context.new_page(), url)
    following.run_until(lambda: len(collector.taken()) == 12, step=5 * SECOND)
    assert sorted(collector.taken()) == sorted(names("a", 12))
    following.wait_until_kept(0)


def test_two_tabs_do_not_send_the_same_report(
    tab: Tab, collector: Collector, context: BrowserContext, url: str
) -> None:
    other = Tab(context.new_page(), url)
    context.set_offline(True)
    tab.add(*names("a", 60))
    other.add(*names("b", 60))
    tab.wait_until_kept(120)
    context.set_offline(False)
    deadline = time.monotonic() + 60
    while len(collector.taken()) < 120 and time.monotonic() < deadline:
        tab.later(SECOND)
        other.later(SECOND)
    assert sorted(collector.taken()) == sorted(names("a", 60) + names("b", 60))
    # One of the tabs tried, and only with one report.
    assert sorted(len(batch) for batch in collector.batches())[:1] == [1]
    tab.wait_until_kept(0)


# ---- without storage ------------------------------------------------------------------------------------------------

BLOCKED = "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })"
FULL = "IDBObjectStore.prototype.add = function () { this.transaction.abort(); return {} }"
HANGING = "IDBFactory.prototype.open = () => ({})"


@pytest.mark.parametrize("storage", [BLOCKED, FULL, HANGING])
def test_storage_that_fails_costs_nothing_but_the_queue(
    page: Page, collector: Collector, context: BrowserContext, url: str, storage: str
) -> None:
    page.add_init_script(storage)
    tab = Tab(page, url)
    tab.add("a")
    tab.run_until(lambda: collector.taken() == ["a"])
    context.set_offline(True)
    tab.add(*names("b", 30))
    # A storage that hangs is given up after ten seconds.
    tab.later(15 * SECOND)
    context.set_offline(False)
    tab.run_until(lambda: len(collector.taken()) == 31)
    assert sorted(collector.taken()) == sorted(["a", *names("b", 30)])
    assert tab.dropped() == {}


def test_a_channel_that_is_stopped_sends_what_it_has_and_no_more(tab: Tab, collector: Collector) -> None:
    tab.add("a")
    tab.page.evaluate("() => delivering.channel.stop()")
    collector.wait_for(lambda: collector.taken() == ["a"])
    tab.add("b")
    assert tab.dropped() == {"stopped": 1}


def test_opentelemetry_batches_have_their_frame(page: Page, collector: Collector, url: str) -> None:
    head = '{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":['
    tab = Tab(page, url, {"sink": "otlp", "url": "/collect/v1/logs", "head": head, "tail": "]}]}]}"})
    tab.add("a", "b")
    tab.later(5_000)
    collector.wait_for(lambda: len(collector.received) == 1)
    (received,) = collector.received
    assert received.path == "/collect/v1/logs"
    records = received.json["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    assert [record["id"] for record in records] == ["a", "b"]
    assert json.loads(received.content)
