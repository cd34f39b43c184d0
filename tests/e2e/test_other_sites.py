"""What other sites can do with a page: put it into a frame, talk to it, and be what its token endpoint leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from site_for_tests import Site, serve
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Frame, Page

HEAD = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
SECRET = "S3CR3T"

#: What a page could take for an event, an order or an answer, if it listened.
MESSAGES = [
    "pywidget:report",
    "allfeat:token-expired",
    {"type": "allfeat:failed", "detail": {"code": "session.key_inactive"}},
    {"type": "allfeat:token-expired", "pendingAction": "submit"},
    {"pywidget": {"stop": True}, "kind": "report", "widget": 1},
    {"token": "theirs", "method": "setToken", "args": ["theirs"]},
    {"action": "sign-in", "return_to": "https://other.example/"},
]


@pytest.fixture
def other(bundle: Path) -> Iterator[Site]:
    """Somebody else's site, which allows everything to everybody."""
    site = Site(bundle, HERE / "files")
    site.app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    with serve(site):
        yield site


def framed(page: Page, site: Site, other: Site) -> Frame:
    """Open a page of another site that has a page of ours in a frame; give that frame."""
    inside = site.page(WIDGET, head=HEAD, attributes={"token-url": "/token"})
    page.goto(other.page(f'<iframe src="{inside}" width="600" height="600"></iframe>', tag=False, policy=""))
    page.wait_for_load_state()
    frame = page.frames[1]
    frame.wait_for_function("() => window.pywidget && document.readyState == 'complete'")
    return frame


def test_what_the_page_around_it_says_is_not_heard(page: Page, site: Site, other: Site) -> None:
    frame = framed(page, site, other)
    frame.evaluate("() => { window.heard = 0; addEventListener('message', () => window.heard++); }")
    page.evaluate("(messages) => messages.forEach((one) => frames[0].postMessage(one, '*'))", MESSAGES)
    frame.wait_for_function("(count) => heard == count", arg=len(MESSAGES))
    assert frame.evaluate("() => [announced.length, pywidget.stopped]") == [0, False]
    # Neither is anything loaded that would hear it.
    assert [path for path in site.requests if path.startswith("/pywidget/")] == ["/pywidget/pywidget.js"]
    frame.evaluate("() => fail('w1', 'session.key_inactive')")
    frame.wait_for_function("() => of('notice', 'w1').length")
    seen = frame.evaluate("() => announced.length")
    page.evaluate("(messages) => messages.forEach((one) => frames[0].postMessage(one, '*'))", MESSAGES)
    frame.wait_for_function("(count) => heard == count", arg=2 * len(MESSAGES))
    assert frame.evaluate("() => [announced.length, pywidget.stopped]") == [seen, False]
    assert site.token_requests == []
    assert frame.evaluate("() => document.getElementById('w1').given") == []


def test_a_redirect_of_the_token_endpoint_takes_no_cookies_along(page: Page, site: Site, other: Site) -> None:
    site.token_answers.append(lambda: RedirectResponse(f"{other.url}/token", 307))
    page.context.add_cookies([{"name": "session", "value": SECRET, "url": site.url}])
    page.goto(site.page(WIDGET, head=HEAD, attributes={"token-url": "/token"}, policy=""))
    page.evaluate("() => expire('w1', 'v3')")
    page.wait_for_function("() => ended('w1')")
    assert SECRET in site.token_headers[0]["cookie"]
    (headers,) = other.token_headers
    assert SECRET not in str(headers)


def test_a_policy_keeps_the_token_endpoint_from_leading_elsewhere(page: Page, site: Site, other: Site) -> None:
    site.token_answers.append(lambda: RedirectResponse(f"{other.url}/token", 307))
    page.goto(site.page(WIDGET, head=HEAD, attributes={"token-url": "/token"}))
    page.evaluate("() => expire('w1', 'v3')")
    # It is asked once more.
    page.wait_for_function("() => ended('w1')")
    assert other.requests == []
    assert page.evaluate("() => tokensOf('w1')") == site.tokens
