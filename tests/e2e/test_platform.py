"""Pages in which something that browsers have is missing or broken: pywidget works there, or says what it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import HERE, PATIENCE_MS
from platforms import PAGES, SAYS, WORKS, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab
    from site_for_tests import Site

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for all these pages: what is broken is so in its page only."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def test_the_document_has_the_same_table() -> None:
    document = (HERE.parents[1] / "docs" / "platform.md").read_text(encoding="utf-8")
    rows = [f"| {', '.join(f'`{name}`' for name in page.broken)} | {page.outcome} |" for page in PAGES]
    assert [line for line in document.splitlines() if line.startswith("| `")] == rows


def open_broken(tab: Tab, site: Site, page: Page) -> None:
    """Open a page with three widgets, break it, put the script tag in, and let each widget have another trouble."""
    tab.goto(site.page(head=SCRIPTS, tag=False, policy=""))
    # Playwright needs a browser that is whole, once in each page.
    tab.wait_for_function("() => true")
    attributes = {"analytics": "beacon", "analyticsUrl": "/reports"} if page.reports else {}
    tab.evaluate(
        """([breaking, attributes]) => {
            for (const id of ["expired", "waiting", "disabled"]) {
                document.body.append(Object.assign(document.createElement("ats-widget"), { id }));
            }
            const tag = document.createElement("script");
            Object.assign(tag.dataset, { tokenUrl: "/token", ...attributes });
            tag.src = "/pywidget/pywidget.js";
            tag.onload = () => {
                expire("expired", "v3");
                fail("waiting", "session.rate_limited", { details: { retryAfter: 30 } });
                fail("disabled", "session.key_inactive");
            };
            Function(breaking)();
            document.head.append(tag);
        }""",
        [page.script, attributes],
    )


def wait_for_notices(tab: Tab) -> None:
    """Wait until one widget has a notice that counts down, and another one is covered by what it says of itself."""
    tab.wait_for_function(
        """() => {
            const beside = (id) => document.getElementById(id).nextElementSibling;
            const notice = beside("waiting");
            const seconds = notice?.shadowRoot?.querySelector(".timer")?.textContent;
            return /\\d/.test(seconds) && notice.offsetHeight && beside("disabled")?.querySelector("[data-shown]");
        }"""
    )


@pytest.mark.parametrize("broken", PAGES, ids=lambda page: page.broken[0])
def test_it_works_or_says_what_is_missing(context: BrowserContext, site: Site, broken: Page) -> None:
    tab = context.new_page()
    thrown: list[str] = []
    console: list[str] = []
    tab.on("pageerror", lambda error: thrown.append(f"{error}"))
    tab.on("console", lambda message: console.append(message.text))
    open_broken(tab, site, broken)
    if broken.outcome == SAYS:
        tab.wait_for_function("() => of('unavailable').length")
        (unavailable,) = tab.evaluate("() => of('unavailable')")
        assert broken.said in unavailable["reason"]
    else:
        tab.wait_for_function("() => ended('expired')")
        assert tab.evaluate("() => tokensOf('expired')") == site.tokens
        assert len(site.tokens) == 1
    if broken.outcome == WORKS:
        wait_for_notices(tab)
        assert [text for text in console if text.startswith("pywidget")] == []
    elif not any(broken.said in text for text in console):
        tab.wait_for_event("console", lambda message: broken.said in message.text)
    if broken.reports:
        with tab.expect_response("**/reports"):
            tab.evaluate("() => pywidget.flush()")
        assert site.reports[0]["reports"]
    assert thrown == []
    tab.close()


@pytest.mark.parametrize("had_trouble", [False, True], ids=["without trouble", "with trouble"])
def test_a_page_that_is_written_anew_begins_anew(page: Tab, site: Site, *, had_trouble: bool) -> None:
    widget = '<ats-widget id="w1"></ats-widget>'
    text = f'<!doctype html>{widget}<script src="/pywidget/pywidget.js" data-token-url="/token"></script>'
    page.goto(site.page(widget, head=SCRIPTS, attributes={"token-url": "/token"}, policy=""))
    if had_trouble:
        page.evaluate("() => expire('w1', 'v3')")
        page.wait_for_function("() => ended('w1')")
    page.evaluate(
        """(text) => {
            window.before = pywidget;
            document.open();
            document.write(text);
            document.close();
        }""",
        text,
    )
    page.wait_for_function("() => pywidget != before && !pywidget.stopped")
    page.evaluate(
        """() => {
            window.renewals = 0;
            addEventListener("pywidget:renewed", () => renewals++);
            expire("w1", "v3");
        }"""
    )
    page.wait_for_function("() => renewals")
    assert page.evaluate("() => [renewals, ...tokensOf('w1')]") == [1, *site.tokens[-1:]]
    assert len(site.tokens) == 1 + had_trouble
