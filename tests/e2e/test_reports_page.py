"""From a failure in a page to the collector's own page: with the real bundle, and under the playground's policy."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from double_server import RECORDER, Demo, Host, widget

from pywidget.core.dates import to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

REFUSED = """
window.refused = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.refused.push(`${violatedDirective} ${blockedURI}`));
"""


@pytest.fixture(name="demo")
def demo_fixture(bundle: Path) -> Iterator[Demo]:
    """A playground of its own for each test: its collector is empty."""
    demo = Demo(bundle)
    demo.start()
    yield demo
    demo.stop()


@pytest.fixture(name="tab")
def tab_fixture(page: Page) -> Iterator[Page]:
    page.set_default_timeout(20_000)
    page.add_init_script(path=RECORDER)
    page.add_init_script(REFUSED)
    yield page
    assert page.evaluate("window.refused") == [], "the page keeps to its own policy"


def summary(demo: Demo) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{demo.address}api/reports").json()
    return found


def fill_up(demo: Demo) -> None:
    """Send what many page views could have sent, with texts that are as long as they can get."""
    now = time.time_ns() // 1_000_000
    codes = [("common.auth.expired", "auth"), ("session.key_inactive", "config"), ("common.rate_limited", "rate-limit")]
    reports: list[dict[str, Any]] = []
    for number in range(60):
        code, path = [*codes, (f"registration.{'a_very_long_code_' * 6}{number}", "retry")][number % 4]
        about = {"view": f"view-{number % 7}", "failure": f"failure-{number}", "at": to_iso(now - number * 50_000)}
        texts = {"message": "<b>Nothing</b> " * 30, "page": f"https://example.org/{'long' * 60}", "widget": "#widget"}
        reference = {"requestId": f"req_{number:032x}"}
        reports.append(
            {"id": f"f-{number}", "code": code, "path": path, "remedy": "report", **about, **texts, **reference}
        )
        if number % 3 == 0:
            reports.append({"id": f"o-{number}", "outcome": "not-renewed" if number % 2 else "renewed", **about})
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(f"{demo.address}reports/beacon", content=json.dumps({"reports": reports}), headers=headers)
    assert answer.json() == {}


def open_full(tab: Page, demo: Demo) -> None:
    fill_up(demo)
    tab.goto(f"{demo.address}reports")
    tab.wait_for_selector("#recent tbody tr")


def test_what_goes_wrong_in_the_playground_arrives(tab: Page, demo: Demo) -> None:
    tab.goto(f"{demo.address}reports")
    tab.wait_for_selector("#empty:not([hidden])")
    assert f'data-analytics-url="{demo.address}reports/beacon"' in tab.inner_text("#example")
    tab.get_by_role("link", name="playground, which then sends here too").click()
    tab.wait_for_selector("#widget")
    tab.locator(".story", has_text="The session expires").click()
    tab.wait_for_selector("#widget .ats-complete-screen")
    tab.wait_for_selector("#report summary:has-text('renewed')")
    # Leaving the page sends what still waits.
    tab.get_by_role("link", name="Reports").click()
    tab.wait_for_selector("#recent tr:has-text('common.auth.expired') >> text=Session renewed")
    numbers = dict(
        zip(tab.locator("#numbers dt").all_inner_texts(), tab.locator(".number").all_inner_texts(), strict=True)
    )
    assert numbers == {"Failures": "1", "Ended well": "100 %", "Page views": "1", "Left out": "0"}
    reference = summary(demo)["recent"][0]["requestId"]
    assert reference
    assert reference in tab.inner_text("#recent")


def test_two_sinks_tell_of_the_same_failure(tab: Page, demo: Demo) -> None:
    bodies: list[str] = []
    tab.on("request", lambda request: bodies.append(request.post_data or "") if "/reports/" in request.url else None)
    host = Host(tab, demo)
    host.open(
        widget(demo.scenario(init=[{"code": "session.key_inactive"}])),
        head='<script defer src="/pywidget/pywidget.js" data-token-url="/api/ats-token" '
        'data-analytics="beacon otlp" data-analytics-url="/reports/otlp"></script>',
    )
    # A browser notes 250 requests, and the summary is asked for more often than that.
    tab.evaluate("() => performance.setResourceTimingBufferSize(1e5)")
    host.submit()
    tab.evaluate(
        """() => window.until(
            async () => (await (await fetch("/api/reports")).json()).failures > 0, "a failure to arrive")"""
    )
    tab.wait_for_function("() => performance.getEntriesByName(location.origin + '/reports/otlp').length >= 2")
    assert {next(iter(json.loads(body))) for body in bodies} == {"reports", "resourceLogs"}
    found = summary(demo)
    assert found["failures"] == 1
    assert found["codes"] == [{"code": "session.key_inactive", "path": "config", "count": 1}]


def test_shows_what_arrives_while_it_is_open_unless_it_is_paused(tab: Page, demo: Demo) -> None:
    tab.clock.install()
    tab.goto(f"{demo.address}reports")
    tab.wait_for_selector("#empty:not([hidden])")
    tab.get_by_role("button", name="Pause").click()
    fill_up(demo)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.clock.run_for(30_000)
    assert asked == []
    assert tab.locator("#empty").is_visible()
    tab.get_by_role("button", name="Pause").click()
    tab.wait_for_selector("#board:not([hidden])")
    assert tab.inner_text(".number >> nth=0") == "60"
    with tab.expect_request("**/api/reports"):
        tab.clock.run_for(3_000)


def test_says_when_the_collector_is_gone(tab: Page, demo: Demo) -> None:
    open_full(tab, demo)
    tab.route("**/api/reports", lambda route: route.abort())
    tab.wait_for_selector("#trouble:text('does not answer')")
    tab.unroute("**/api/reports")
    tab.wait_for_selector("#trouble:empty", state="attached")


def test_the_plot_says_the_same_in_words_and_as_a_table(tab: Page, demo: Demo) -> None:
    open_full(tab, demo)
    tab.get_by_label("Last 24 hours").focus()
    tab.keyboard.press("Space")
    plot = tab.get_by_role("img", name="Failures over time, last 24 hours")
    words = plot.locator("desc").text_content() or ""
    assert words.startswith("60 failures: auth 15, config 15, rate-limit 15, everything else 15. Most at ")
    tab.get_by_text("As a table").click()
    rows = [row.split("\t") for row in tab.locator("#plot-table tr").all_inner_texts()]
    assert rows[0] == ["From", "auth", "config", "rate-limit", "everything else", "All"]
    assert sum(int(row[-1]) for row in rows[1:]) == 60


def test_a_code_that_is_pressed_is_shown_alone_until_all_are_wanted(tab: Page, demo: Demo) -> None:
    open_full(tab, demo)
    tab.get_by_role("button", name="session.key_inactive").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#filter:has-text('Only session.key_inactive: 15 failures')")
    assert set(tab.locator("#recent tbody code:first-child").all_inner_texts()) >= {"session.key_inactive"}
    assert tab.locator("#recent tbody tr").count() == 15
    assert tab.locator("#recent tbody tr:not(:has-text('session.key_inactive'))").count() == 0
    assert tab.locator(".legend").inner_text().startswith("config ")
    pressed = tab.get_by_role("button", name="session.key_inactive", pressed=True)
    assert pressed.evaluate("(it) => it === document.activeElement")
    # The numbers above, and what can be chosen, stay those of all.
    assert tab.inner_text(".number >> nth=0") == "60"
    assert tab.locator("#code-shares li").count() > 3
    # It can be shared, and there are three ways back.
    tab.reload()
    tab.get_by_role("button", name="Show all codes").click()
    tab.wait_for_selector("#recent tbody tr:has-text('common.rate_limited')")
    assert tab.locator("#filter").is_hidden()
    tab.go_back()
    tab.wait_for_selector("#filter:has-text('session.key_inactive')")
    pressed.click()
    tab.wait_for_selector("#filter", state="hidden")


def test_on_a_phone_each_cell_says_what_it_is(tab: Page, demo: Demo) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    open_full(tab, demo)
    heads = tab.locator("#recent tbody tr >> nth=0 >> td").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    )
    names = ["Time", "Code", "What helps", "Reference", "How it ended", "Page"]
    assert [head.replace('"', "").removesuffix(" : ").removesuffix(": ") for head in heads] == names


def test_texts_stay_texts(tab: Page, demo: Demo) -> None:
    open_full(tab, demo)
    assert tab.locator("#recent b").count() == 0
    assert "<b>Nothing</b>" in tab.inner_text("#recent")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_fits_every_screen(tab: Page, demo: Demo, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    open_full(tab, demo)
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.mouse.move(5, 500)
    tab.mouse.wheel(0, 100_000)
    tab.wait_for_function("() => document.querySelector('footer').getBoundingClientRect().bottom <= innerHeight + 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("full", [False, True])
def test_axe_finds_nothing(tab: Page, demo: Demo, scheme: Any, width: int, full: bool) -> None:  # noqa: FBT001
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if full:
        open_full(tab, demo)
        tab.get_by_text("As a table").click()
    else:
        tab.goto(f"{demo.address}reports")
        tab.wait_for_selector("#empty:not([hidden])")
    tab.evaluate(AXE.read_text())
    found = tab.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])")
    assert found == []
