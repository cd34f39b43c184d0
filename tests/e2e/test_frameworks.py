"""Pages that somebody else draws: they are morphed, and dialogs are laid over them. Frameworks: ``test_hosts.py``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from site_for_tests import Site

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
HYDRATED = (
    '<div id="root"><section id="s"><h1>T</h1><ats-widget id="w1" token="t0"></ats-widget><p>f</p></section></div>'
)


def npm(page: Page, *files: str) -> str:
    """Serve files of npm packages to a page, and return the script elements that load them."""

    def answer(route: Route) -> None:
        file = route.request.url.split("/npm/")[1]
        route.fulfill(path=ROOT / "node_modules" / file, content_type="text/javascript")

    page.route("**/npm/**", answer)
    return "".join(f'<script src="/npm/{file}"></script>' for file in files)


def test_nothing_stands_in_the_page_before_it_is_needed(page: Page, site: Site) -> None:
    page.goto(site.page(SCRIPTS + HYDRATED, attributes={"boot": "now"}))
    page.evaluate("async () => { await pywidget.ready; }")
    page.locator("body > pywidget-notice").wait_for(state="attached")
    assert page.locator("#root").evaluate("(root) => root.outerHTML") == HYDRATED
    # A screen reader knows it already.
    assert page.locator("pywidget-notice [role=alert]").count() == 1


@pytest.mark.parametrize("code", ["session.key_inactive", "common.service_unavailable"])
def test_a_page_that_is_morphed_keeps_the_notice_and_the_focus(page: Page, site: Site, code: str) -> None:
    library = npm(page, "idiomorph/dist/idiomorph.min.js")
    body = f'<div id="box"><main><ats-widget id="w1" token="t0"></ats-widget></main></div>{SCRIPTS}'
    page.clock.install()
    page.goto(site.page(body, head=library, attributes={"contact": "help@example.org"}, policy=""))
    page.evaluate("() => { window.html = box.outerHTML; }")
    page.evaluate("(code) => fail('w1', code)", code)
    button = page.locator("pywidget-notice[data-shown] .actions button").first
    button.focus()
    for _ in range(30):
        page.evaluate("() => void Idiomorph.morph(document.getElementById('box'), html)")
        page.clock.run_for(500)
        assert page.locator("pywidget-notice[data-shown]").is_visible()
        assert page.locator("pywidget-cover").count() == (code == "session.key_inactive")
        assert button.evaluate("(it) => it.getRootNode().activeElement == it")
    if code == "session.key_inactive":
        assert page.locator("ats-widget").evaluate("(it) => it.inert")


def test_a_page_that_does_not_want_a_notice_is_not_fought_with(page: Page, site: Site) -> None:
    page.goto(site.page(f"<main>{HYDRATED}</main>{SCRIPTS}"))
    page.evaluate("() => fail('w1', 'common.service_unavailable')")
    page.locator("pywidget-notice[data-shown]").wait_for()
    taken = page.evaluate(
        """async () => {
            let taken = 0;
            new MutationObserver(() => {
                const notice = document.querySelector("main pywidget-notice");
                if (notice) taken++, notice.remove();
            }).observe(document.body, { subtree: true, childList: true });
            document.querySelector("main pywidget-notice").remove();
            await new Promise((done) => setTimeout(done, 2000));
            return taken;
        }"""
    )
    assert 1 <= taken <= 25


def own_request(page: Page) -> None:
    """A request of the page's own fails; that has a notice which belongs to no widget."""
    page.evaluate("() => fetch('/answer/x').catch(() => {})")
    page.locator("pywidget-notice[data-shown] .title").wait_for()


def reaches(page: Page, action: str) -> bool:
    """Whether a button of the notice is what is under the mouse there, and can have the focus."""
    button = page.locator(f"pywidget-notice[data-shown] [data-action={action}]")
    seen: bool = button.evaluate(
        """(button) => {
            const { left, top, width, height } = button.getBoundingClientRect();
            let found = document.elementFromPoint(left + width / 2, top + height / 2);
            found = found?.shadowRoot?.elementFromPoint(left + width / 2, top + height / 2) ?? found;
            button.focus();
            return found == button && button.getRootNode().activeElement == button;
        }"""
    )
    return seen


OPENS = {
    "dialog": ("() => d.showModal()", "() => d.close()"),
    "two dialogs": ("() => { d.showModal(); e.showModal(); }", "() => { e.close(); d.close(); }"),
    "popover": ("() => p.showPopover()", "() => p.hidePopover()"),
    "fullscreen": ("() => f.requestFullscreen()", "() => document.exitFullscreen()"),
    # These show no children.
    "fullscreen video": ("() => v.requestFullscreen()", "() => document.exitFullscreen()"),
    "fullscreen meter": ("() => m.requestFullscreen()", "() => document.exitFullscreen()"),
    "fullscreen player": (
        "() => { c.attachShadow({ mode: 'open' }).append('Player'); return c.requestFullscreen(); }",
        "() => document.exitFullscreen()",
    ),
}
OVER = (
    "<dialog id=d><p>Order</p><button>ok</button></dialog><dialog id=e><button>ok</button></dialog>"
    "<div id=p popover style='inset: 0; width: 100%; height: 100%; background: white'>Menu</div>"
    "<video id=v controls></video><meter id=m></meter><div id=c></div>"
    "<div id=f style='background: white'>Full</div><button id=b>b</button>"
)


@pytest.mark.parametrize("what", OPENS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_pages_notice_can_be_reached_over_whatever_lies_over_the_page(
    page: Page, site: Site, what: str, when: str
) -> None:
    page.route("**/answer/x", lambda route: route.fulfill(status=401, json={"code": "AUTH_TOKEN_EXPIRED"}))
    page.goto(site.page(OVER, attributes={"watch": "/answer/* mori", "login-url": "/login"}, policy=""))
    opens, closes = OPENS[what]
    page.evaluate("async () => { pywidget.report('x', 'mori'); await pywidget.ready; }")
    page.locator("#b").click()
    if when == "before":
        page.evaluate(opens)
        own_request(page)
    else:
        own_request(page)
        page.evaluate(opens)
    page.wait_for_function("() => document.querySelector('pywidget-notice:popover-open')")
    assert reaches(page, "sign-in")
    assert reaches(page, "dismiss")
    page.evaluate(closes)
    page.wait_for_function("() => document.querySelector('body > pywidget-notice:popover-open')")
    assert reaches(page, "dismiss")
    page.locator("pywidget-notice [data-action=dismiss]").click()
    page.wait_for_function("() => !document.querySelector('pywidget-notice[data-shown], pywidget-notice[popover]')")
