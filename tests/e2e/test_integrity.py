"""Files that were changed on their way: none of them runs, and the reason names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from python_files import IMAGES, OLD_BROWSER, REPORTS, USUAL
from python_files import MORE as MORE_PYTHON
from site_for_tests import STRICT_POLICY, Site, serve
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from tools.build import inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route
    from starlette.types import Receive, Scope, Send

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE = "session.key_inactive"
RAN = b"window.ran = true;"
POLICIES = {
    "none": "",
    "strict": STRICT_POLICY,
    "nonce": "script-src 'nonce-abc' 'wasm-unsafe-eval'; object-src 'none'",
    "handed on": "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'",
}


def _script(text: bytes) -> bytes:
    return RAN + text


def _flip(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


#: file -> how it is changed, and the attributes of pages that load it
FILES: dict[str, tuple[Callable[[bytes], bytes], dict[str, str]]] = {
    "pywidget-page.js": (_script, {}),
    # The event that follows speaks of a session.
    "pywidget-token.js": (_script, {}),
    "micropython.wasm": (_flip, {}),
    MORE_PYTHON: (_flip, {"watch": "/api/* mori"}),
    "pywidget.romfs": (_flip, {}),
    "pywidget-all.romfs": (_flip, {"analytics": "beacon"}),
    "pywidget-pyodide.js": (_script, {"runtime": "pyodide"}),
}


def changed(site: Site, bundle: Path, file: str, change: Callable[[bytes], bytes]) -> Callable[[Route], None]:
    content = change((inner(bundle) / file).read_bytes())
    kind = "application/wasm" if file.endswith(".wasm") else "text/javascript"

    def fulfill(route: Route) -> None:
        site.requests.append(f"changed {file}")
        route.fulfill(body=content, content_type=kind)

    return fulfill


def open_page(page: Page, site: Site, policy: str = STRICT_POLICY, **attributes: str) -> None:
    given = {"token-url": "/token", **{name.replace("_", "-"): value for name, value in attributes.items()}}
    data = "".join(f' data-{name}="{value}"' for name, value in given.items())
    tag = f'<script nonce="abc" src="/pywidget/pywidget.js"{data}></script>'
    head = SCRIPTS.replace("<script", '<script nonce="abc"')
    page.goto(site.page(f"{WIDGET}{tag}", head=head, tag=False, policy=policy))


def fail(page: Page) -> None:
    page.evaluate("(code) => fail('w1', code)", CODE)


@pytest.mark.parametrize("policy", POLICIES)
def test_what_was_not_changed_runs(page: Page, site: Site, policy: str) -> None:
    open_page(page, site, POLICIES[policy])
    page.evaluate("() => addEventListener('pywidget:report', () => (window.isReported = true))")
    with page.expect_response("**/pywidget-token.js"):
        fail(page)
    page.wait_for_function("() => of('notice', 'w1').length && window.isReported")
    asked = [path for path in site.requests if path.startswith("/pywidget/")]
    # Each of them once, checked or not.
    names = ["pywidget.js", "pywidget-page.js", *USUAL, "pywidget-token.js", *REPORTS]
    assert sorted(asked) == sorted(f"/pywidget/{name}" for name in names)


def test_a_failure_that_has_nothing_to_do_with_tokens_needs_no_file_for_them(page: Page, site: Site) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.extend(page.evaluate("() => of('notice', 'w1').map(({ kind }) => kind)") or ["no notice"])
        route.abort()

    page.route("**/pywidget-token.js*", refuse)
    open_page(page, site)
    page.evaluate("() => fail('w1', 'common.rate_limited')")
    page.wait_for_selector("pywidget-notice[data-shown]")
    assert page.evaluate("() => of('unavailable')") == []
    page.wait_for_function("() => performance.getEntriesByType('resource').some(({ name }) => /token/.test(name))")
    assert asked
    assert "no notice" not in asked
    page.unroute("**/pywidget-token.js*", refuse)
    page.evaluate("() => expire('w1', 'v1')")
    page.wait_for_function("() => of('renewed', 'w1').length")


@pytest.mark.parametrize("policy", ["none", "strict"])
@pytest.mark.parametrize("file", FILES)
def test_a_changed_file_is_refused(page: Page, site: Site, bundle: Path, file: str, policy: str) -> None:
    change, attributes = FILES[file]
    if file in IMAGES:
        page.add_init_script(OLD_BROWSER)
    fulfill = changed(site, bundle, file, change)
    page.route(re.compile(rf"/{re.escape(file)}"), fulfill)
    open_page(page, site, POLICIES[policy], **attributes)
    fail(page)
    page.wait_for_function("() => of('unavailable').length")
    (unavailable,) = page.evaluate("() => of('unavailable')")
    assert file in unavailable["reason"]
    assert f"changed {file}" in site.requests
    assert page.evaluate("() => [window.ran, of('verdict').length, of('ready').length]") == [None, 0, 0]
    if "runtime" in attributes:
        return  # Pyodide itself is no part of the bundle.
    # When it is right again, nothing was lost.
    page.unroute(re.compile(rf"/{re.escape(file)}"), fulfill)
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.wait_for_function("() => of('verdict', 'w1').length")


#: What pages do without: the same.
MORE: dict[str, tuple[Callable[[bytes], bytes], dict[str, str]]] = {
    "pywidget-watch.js": (_script, {"watch": "/api/* mori"}),
    "pywidget-inspector.js": (_script, {"debug": "on"}),
    "pywidget-delivery.js": (_script, {"analytics": "beacon", "analytics_url": "/collect"}),
    **dict.fromkeys(REPORTS, (_flip, {"analytics": "segment"})),
    "languages.json": (lambda _text: b"{}", {"lang": "fr"}),
    "locales/fr.json": (lambda text: text.replace(b"{", b'{"title.disabled":"Pwned",', 1), {"lang": "fr"}),
}


@pytest.mark.parametrize("file", MORE)
def test_a_changed_file_that_is_not_needed_costs_itself_only(page: Page, site: Site, bundle: Path, file: str) -> None:
    change, attributes = MORE[file]
    page.route(f"**/{file}", changed(site, bundle, file, change))
    with page.expect_console_message(lambda message: message.text.startswith("pywidget: ") or file in message.text):
        open_page(page, site, **attributes)
        fail(page)
    page.wait_for_function("() => of('notice', 'w1').length")
    assert f"changed {file}" in site.requests
    assert page.evaluate("() => window.ran ?? null") is None
    assert "Pwned" not in page.evaluate("() => JSON.stringify(announced)")


class Choosy:
    """A server that gives the right file to whoever only looks, and another one to what would run it."""

    def __init__(self, app: Callable[[Scope, Receive, Send], object], file: str, content: bytes) -> None:
        self.app = app
        self.file = file
        self.content = content
        self.gave = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith(self.file):
            headers = dict(scope["headers"])
            if headers.get(b"sec-fetch-dest") == b"script":
                self.gave += 1
                answer = Response(self.content, media_type="text/javascript", headers={"Cache-Control": "no-store"})
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)  # type: ignore[misc]


@pytest.fixture
def foreign(bundle: Path) -> Iterator[Site]:
    """A site that others load pywidget from."""
    site = Site(bundle, HERE / "files")
    site.app.add_middleware(CORSMiddleware, allow_origins=["*"])
    with serve(site):
        yield site


@pytest.mark.parametrize("file", ["pywidget-page.js", "pywidget-token.js"])
def test_another_file_for_those_who_run_it(page: Page, site: Site, foreign: Site, bundle: Path, file: str) -> None:
    choosy = Choosy(foreign.app, file, _script((inner(bundle) / file).read_bytes()))
    foreign.app = choosy  # type: ignore[assignment]
    tag = f'<script src="{foreign.url}/pywidget/pywidget.js" data-token-url="/token"></script>'
    page.goto(site.page(f"{WIDGET}{tag}", head=SCRIPTS, tag=False, policy=""))
    fail(page)
    # The second try of a module may take the right file, which was fetched and checked before, from the cache.
    page.wait_for_function("() => of('unavailable').length || of('notice', 'w1').length")
    assert choosy.gave
    reasons = page.evaluate("() => of('unavailable').map(({ reason }) => reason)")
    assert all(file in reason for reason in reasons)
    assert reasons or file != "pywidget-page.js"
    assert page.evaluate("() => window.ran ?? null") is None


def test_from_another_site(page: Page, site: Site, foreign: Site) -> None:
    tag = f'<script src="{foreign.url}/pywidget/pywidget.js" data-token-url="/token"></script>'
    page.goto(site.page(f"{WIDGET}{tag}", head=SCRIPTS, tag=False, policy=""))
    fail(page)
    page.wait_for_function("() => of('notice', 'w1').length")


def test_a_tag_that_has_gone_still_checks(page: Page, site: Site, bundle: Path) -> None:
    page.route("**/pywidget-page.js", changed(site, bundle, "pywidget-page.js", _script))
    open_page(page, site)
    page.evaluate("() => document.querySelector('script[data-token-url]').remove()")
    fail(page)
    page.wait_for_function("() => of('unavailable').length")
    assert page.evaluate("() => window.ran ?? null") is None


def test_a_browser_that_does_not_preload_modules_still_checks(page: Page, site: Site, bundle: Path) -> None:
    page.add_init_script("Object.defineProperty(HTMLLinkElement.prototype, 'fetchPriority', { value: undefined })")
    open_page(page, site)
    fail(page)
    page.wait_for_function("() => of('notice', 'w1').length")
    page.route("**/pywidget-page.js", changed(site, bundle, "pywidget-page.js", _script))
    page.reload()
    fail(page)
    page.wait_for_function("() => of('unavailable').length")
    assert page.evaluate("() => window.ran ?? null") is None
