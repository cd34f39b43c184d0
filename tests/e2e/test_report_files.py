"""What makes the reports is a file of its own: nobody who waits for a notice waits for it, and no report is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from python_files import OLD_BROWSER, REPORTS
from watched_api import holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route
    from site_for_tests import Site

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE, OTHER = "upload.network_failed", "common.service_unavailable"
FILE = "pywidget-reports.romfs"

pytestmark = pytest.mark.skipif(not REPORTS, reason="the published interpreter has it in the usual image")


def open_page(page: Page, site: Site, **attributes: str) -> None:
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes=given))


def fail(page: Page, code: str = CODE, count: int = 1) -> None:
    page.evaluate("([code, count]) => { for (let i = 0; i < count; i++) fail('w1', code + (i || '')); }", [code, count])


def asked(site: Site, name: str = FILE) -> int:
    return sum(path.endswith(f"/{name}") for path in site.requests)


def wait_for_notice(page: Page) -> None:
    page.wait_for_selector("pywidget-notice[data-shown]")


def test_without_a_destination_it_is_asked_for_after_the_notice(page: Page, site: Site) -> None:
    page.add_init_script(
        """addEventListener("pywidget:notice", () => {
            window.before ??= performance.getEntriesByType("resource").map(({ name }) => name);
        });
        addEventListener("pywidget:report", ({ detail }) => (window.reports ??= []).push(detail));"""
    )
    open_page(page, site)
    fail(page)
    page.wait_for_function("() => window.reports")
    assert page.evaluate("() => before.some((name) => name.includes('micropython'))")
    assert not page.evaluate("() => before.some((name) => name.includes('reports'))")
    assert [report["code"] for report in page.evaluate("() => reports")] == [CODE]
    assert asked(site) == 1


def test_a_failure_without_a_connection_is_reported_at_once_where_python_runs_already(page: Page, site: Site) -> None:
    with page.expect_response(f"**/{FILE}"):
        open_page(page, site, boot="now")
    page.context.set_offline(True)
    page.evaluate("() => addEventListener('pywidget:report', ({ detail }) => (window.reports ??= []).push(detail))")
    fail(page)
    page.wait_for_function("() => window.reports")
    assert [report["code"] for report in page.evaluate("() => reports")] == [CODE]
    page.context.set_offline(False)


def test_a_notice_does_not_wait_for_it_and_the_report_is_that_of_the_failure(page: Page, site: Site) -> None:
    with holding(page, f"**/{FILE}") as release:
        open_page(page, site, analytics="segment")
        with page.expect_request(f"**/{FILE}"):
            fail(page)
        wait_for_notice(page)
        where = page.evaluate("() => location.pathname")
        at = page.evaluate("() => (history.pushState(null, '', '/elsewhere'), new Date().toISOString())")
        assert page.evaluate("() => tracked.length") == 0
        assert release() == 1
    page.wait_for_function("() => tracked.length")
    (report,) = [entry["fields"] for entry in page.evaluate("() => tracked")]
    assert (report["code"], report["page"], report["at"] < at) == (CODE, site.url + where, True)


def test_what_fails_meanwhile_is_reported_in_order(page: Page, site: Site) -> None:
    with holding(page, f"**/{FILE}") as release:
        open_page(page, site, analytics="segment")
        fail(page, count=60)
        wait_for_notice(page)
        release()
    page.wait_for_function("() => tracked.length >= 50")
    codes = [entry["fields"]["code"] for entry in page.evaluate("() => tracked")]
    # So many are sent at once; the next report says how many were not.
    assert codes[:50] == [CODE, *(f"{CODE}{number}" for number in range(1, 50))]
    page.evaluate("() => pywidget.flush()")
    page.wait_for_function("() => tracked.some(({ fields }) => fields.outcome == 'unreported')")
    told = page.evaluate("() => tracked.reduce((sum, { fields }) => sum + (fields.dropped ?? 0), 0)")
    assert told == 10


#: Counts the reports of each task: the microtask comes when nothing of the task is left to do.
BY_TASK = """() => {
  window.tasks = [];
  let isNew = true;
  addEventListener("pywidget:report", () => {
    if (isNew) tasks.push(0);
    isNew = false;
    tasks[tasks.length - 1]++;
    queueMicrotask(() => (isNew = true));
  });
}"""


def test_what_was_kept_is_handed_over_in_slices(page: Page, site: Site) -> None:
    with holding(page, f"**/{FILE}") as release:
        open_page(page, site, analytics="segment")
        fail(page, count=60)
        wait_for_notice(page)
        page.evaluate(BY_TASK)
        release()
    page.wait_for_function("() => tracked.length >= 50")
    assert page.evaluate("() => tasks") == [16, 16, 16, 2]


@pytest.mark.parametrize("last", ["pywidget.flush()", "dispatchEvent(new Event('pagehide'))", "pywidget.stop()"])
def test_what_comes_between_two_slices_comes_after_all_that_was_kept(page: Page, site: Site, last: str) -> None:
    with holding(page, f"**/{FILE}") as release:
        open_page(page, site, analytics="segment")
        fail(page, count=60)
        wait_for_notice(page)
        page.evaluate(
            f"() => addEventListener('pywidget:report', () => {{ fail('w1', '{OTHER}'); {last}; }}, {{ once: true }})"
        )
        release()
    # What is too much at once is counted by a report after it. Time decides whether the last failure is too much.
    counted = "tracked.reduce((sum, { fields }) => sum + !!fields.code + (fields.dropped ?? 0), 0)"
    page.wait_for_function(f"() => {counted} >= 61")
    codes = [entry["fields"].get("code") for entry in page.evaluate("() => tracked")]
    assert codes[:50] == [CODE, *(f"{CODE}{number}" for number in range(1, 50))]
    assert set(codes[50:]) <= {OTHER, None}
    assert page.evaluate(f"() => {counted}") == 61


def test_after_a_stop_what_was_kept_is_still_reported(page: Page, site: Site) -> None:
    with holding(page, f"**/{FILE}") as release:
        open_page(page, site, analytics="segment")
        fail(page)
        wait_for_notice(page)
        page.evaluate("() => pywidget.stop()")
        page.wait_for_function("() => !document.querySelector('pywidget-notice')")
        release()
    page.wait_for_function("() => tracked.length")
    assert page.evaluate("() => tracked[0].fields.code") == CODE
    handed = page.evaluate("() => tracked.length")
    fail(page, OTHER)
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 200))")
    assert page.evaluate("() => tracked.length") == handed


@pytest.fixture
def once_broken(page: Page) -> Iterator[list[str]]:
    """The file is not there the first three times it is asked for: at first, past the cache, and for the reason."""
    answers: list[str] = []

    def answer(route: Route) -> None:
        answers.append(route.request.url)
        if len(answers) > 3:
            route.continue_()
        else:
            route.fulfill(status=503, body="later")

    page.route(f"**/{FILE}", answer)
    yield answers
    page.unroute(f"**/{FILE}", answer)


def test_what_did_not_come_is_tried_again_and_nothing_is_lost(page: Page, site: Site, once_broken: list[str]) -> None:
    with page.expect_console_message(lambda message: "nothing is reported yet" in message.text) as said:
        open_page(page, site, analytics="segment")
        fail(page)
        wait_for_notice(page)
    assert f"{FILE}: HTTP 503" in said.value.text
    page.wait_for_function("() => tracked.length")
    assert page.evaluate("() => tracked[0].fields.code") == CODE
    assert len(once_broken) == 4


def test_a_rare_destination_is_not_waited_for_either(page: Page, site: Site) -> None:
    with holding(page, "**/pywidget-more.romfs") as release:
        open_page(page, site, analytics="plausible")
        page.evaluate("() => { window.plausible = (...given) => (window.given ??= []).push(given); }")
        fail(page)
        wait_for_notice(page)
        assert page.evaluate("() => window.given ?? null") is None
        release()
    page.wait_for_function("() => window.given?.length")
    assert asked(site) == 1


def test_the_published_interpreter_has_it_from_the_start(page: Page, site: Site) -> None:
    page.add_init_script(OLD_BROWSER)
    open_page(page, site, analytics="segment")
    fail(page)
    page.wait_for_function("() => tracked.length")
    assert asked(site) == 0
