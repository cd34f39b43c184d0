"""The page of ``pywidget reports`` as its owner uses it: by mouse, by keyboard, on a phone, with a screen reader."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pywidget.reports.sqlite import SqliteStorage
from tools.report_server import AUTH, ReportServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DAY_MS = 86_400_000
SITE = "https://example.org"
CODES = (("common.auth.expired", "auth"), ("session.key_inactive", "config"), ("common.rate_limited", "rate-limit"))


def fill(file: Path) -> None:
    """Store what two versions could have sent in ten days, with texts that are as long as they can get."""
    storage = SqliteStorage(file)
    today = time.time_ns() // 1_000_000
    for ago in range(9, -1, -1):
        now = today - ago * DAY_MS
        reports: list[dict[str, Any]] = []
        for number in range(24):
            code, path = [*CODES, (f"registration.{'a_very_long_code_' * 5}{number}", "retry")][number % 4]
            about: dict[str, Any] = {
                "failure": f"{ago}-{number}",
                "code": code,
                "page": f"{SITE}/{'catalogue/' * 12}new" if number % 3 else f"{SITE}/register",
                "widget": "registration",
                "version": "0.2.0" if ago < 4 and number % 2 else "0.1.0",
                "at": now - number,
            }
            texts = {"message": "<b>Nothing</b> " * 20, "requestId": f"req_{ago}_{number:028x}"}
            reports.append({**about, **texts, "id": f"f-{ago}-{number}", "path": path, "dropped": number % 2})
            if path == "auth":
                reports.append({**about, "id": f"e-{ago}-{number}", "outcome": "renewed", "durationMs": 900 * number})
        storage.add(reports, now)
    storage.close()


@pytest.fixture(name="address", scope="module")
def address_fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("collector")
    fill(folder / "reports.db")
    server = ReportServer(folder, "sqlite:///reports.db", "--origin", SITE)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(name="tab")
def tab_fixture(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(http_credentials={"username": AUTH[0], "password": AUTH[1]})
    page = context.new_page()
    page.set_default_timeout(20_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}?from={day(9)}&to={day(0)}")
    yield page
    assert said == [], "its own policy refuses nothing"
    context.close()


def day(ago: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - ago * 86_400))


def failures(tab: Page) -> int:
    return int(tab.get_by_role("row", name="Failures reported").get_by_role("cell").first.inner_text().replace(",", ""))


def choose(tab: Page, by: str, value: str) -> None:
    tab.get_by_role("region", name=f"By {by}").get_by_role("link", name=value, exact=True).click()


def test_values_that_are_pressed_filter_together_until_they_are_removed(tab: Page) -> None:
    assert failures(tab) == 240
    choose(tab, "code", "common.rate_limited")
    assert failures(tab) == 60
    choose(tab, "page", f"{SITE}/register")
    assert failures(tab) == 20
    choose(tab, "version of pywidget", "0.1.0")
    found = failures(tab)
    assert 0 < found <= 20
    filters = tab.get_by_role("region", name="Filters")
    said = filters.get_by_role("listitem").all_inner_texts()
    assert [text.split(":")[0] for text in said] == ["code", "page", "version of pywidget", "Remove all filters"]
    assert tab.locator("td a", has_text="session.key_inactive").count() == 0, "the last failures are filtered, too"
    shown = tab.get_by_role("img", name="Failures by day").locator("desc").text_content() or ""
    assert shown.startswith(f"{found} in all.")
    # It can be shared.
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    assert failures(tab) == found
    exported = tab.get_by_role("link", name="All reports of this period with these filters as JSON").get_attribute(
        "href"
    )
    assert exported is not None
    reports = tab.request.get(f"{address.partition('?')[0]}{exported}").json()["reports"]
    assert len(reports) == found
    assert {(one["code"], one["page"]) for one in reports} == {("common.rate_limited", f"{SITE}/register")}
    filters.get_by_role("link", name="Remove the filter version of pywidget: 0.1.0").click()
    assert failures(tab) == 20
    filters.get_by_role("link", name="Remove all filters").click()
    assert failures(tab) == 240
    assert filters.count() == 0


def test_filters_stay_while_the_period_changes_and_is_compared(tab: Page) -> None:
    choose(tab, "code", "common.rate_limited")
    tab.get_by_label("From", exact=True).fill(day(3))
    tab.get_by_label("Compared from").fill(day(9))
    tab.get_by_label("Compared to").fill(day(4))
    tab.get_by_role("button", name="Show").click()
    asked = parse_qs(urlsplit(tab.url).query)
    assert (asked["code"], asked["from"], asked["to2"]) == (["common.rate_limited"], [day(3)], [day(4)])
    assert failures(tab) == 24
    cells = tab.get_by_role("row", name="Failures reported").get_by_role("cell").all_inner_texts()
    assert cells == ["24", "36", "+0 %"]
    tab.get_by_role("link", name="Do not compare").click()
    assert tab.get_by_role("columnheader", name="Before").count() == 0
    tab.get_by_role("link", name="Today").click()
    assert (failures(tab), parse_qs(urlsplit(tab.url).query)["code"]) == (6, ["common.rate_limited"])


def test_a_keyboard_is_enough(tab: Page) -> None:
    link = tab.get_by_role("region", name="By path").get_by_role("link", name="auth")
    for _ in range(200):
        tab.keyboard.press("Tab")
        if link.evaluate("(it) => it === document.activeElement"):
            break
    assert link.evaluate("(it) => it === document.activeElement && it.matches(':focus-visible')")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**path=auth")
    summary = tab.get_by_role("figure").first.locator("summary")
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.get_by_role("table", name="Failures by day").get_by_role("row").count() == 11


def test_a_screen_reader_gets_the_numbers_of_each_plot(tab: Page) -> None:
    for name in ("Failures by day", "Failures in the last 24 hours, by hour (UTC)", "Recoveries by how long they took"):
        picture = tab.get_by_role("img", name=name)
        said = picture.locator("desc").text_content() or ""
        tab.get_by_role("figure").filter(has=picture).locator("summary").click()
        rows = tab.get_by_role("table", name=name).get_by_role("row").all()[1:]
        numbers = [int(row.get_by_role("cell").inner_text().replace(",", "")) for row in rows]
        assert said.startswith(f"{sum(numbers):,} in all. The most: {max(numbers):,}, ")


def test_a_question_that_makes_no_sense_is_told_so(tab: Page, address: str) -> None:
    answer = tab.request.get(f"{address}?by=code")
    assert answer.status == 400
    assert "cannot be asked for" in answer.text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_and_axe_finds_nothing(tab: Page, scheme: Any, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    choose(tab, "version of pywidget", "0.2.0")
    tab.get_by_role("link", name="Compare with the days before").click()
    for summary in tab.locator("summary").all():
        summary.click()
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("main b").count() == 0, "texts stay texts"
    tab.evaluate(AXE.read_text())
    found = tab.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])")
    assert found == []
