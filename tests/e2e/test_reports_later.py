"""A page that names no destination shows its first notice before it has what makes the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_at_home import CODE, SCRIPTS, TAG, WIDGET, fails, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site

FIRST, REPORTS, WHOLE = (f"/pywidget/pywidget{name}.romfs" for name in ("-first", "-reports", ""))
KEEP_REPORTS = (
    "<script>kept = []; addEventListener('pywidget:report', ({ detail }) => kept.push(detail.code));</script>"
)


def test_the_reports_come_after_the_first_notice(page: Page, site: Site) -> None:
    open_page(page, site, head=SCRIPTS + KEEP_REPORTS)
    fails(page)
    page.wait_for_function("() => kept.length")
    assert page.evaluate("() => kept") == [CODE]
    assert [path for path in site.requests if path in (FIRST, REPORTS, WHOLE)] == [FIRST, REPORTS]


def test_a_destination_gets_its_reports(page: Page, site: Site) -> None:
    destination = "<script>taken = []; shop = { send: (report) => taken.push(report.code) };</script>"
    tag = TAG.replace("data-token-url", 'data-analytics="shop.send" data-token-url')
    open_page(page, site, WIDGET + destination + tag)
    fails(page)
    page.wait_for_function("() => taken.length")
    assert page.evaluate("() => taken") == [CODE]
    assert {FIRST, REPORTS} <= set(site.requests)
    assert WHOLE not in site.requests
