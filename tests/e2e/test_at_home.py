"""What a page may have, lack or break: it is not switched off by accident, throws nothing, and says what is wrong."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HERE
from python_files import IMAGES, OLD_BROWSER
from site_for_tests import STRICT_POLICY, Site, serve

from tools.build import inner

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE = "session.key_inactive"
TAG = '<script src="/pywidget/pywidget.js" data-token-url="/token"></script>'
#: What the page's own scripts do, before the script tag: pages with a strict policy have them in files.
INSIDE = ""


def open_page(page: Page, site: Site, body: str = WIDGET + TAG, head: str = SCRIPTS) -> list[str]:
    """Open a page without a policy, and return what is said in its console from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.page(body, head=head, tag=False, policy=INSIDE))
    return said


def fails(page: Page, *, code: str = CODE) -> None:
    """A failure has its verdict and its notice."""
    page.evaluate("(code) => fail('w1', code)", code)
    page.wait_for_function("() => of('notice', 'w1').length")
    assert page.evaluate("() => of('verdict', 'w1').map(({ code }) => code)") == [code]


# Not switched off


@pytest.mark.parametrize(
    "there",
    [
        '<script id="pywidget" src="/pywidget/pywidget.js" data-token-url="/token"></script>',
        f'<form name="pywidget"><input name="stopped"></form>{TAG}',
        f'<iframe name="pywidget"></iframe>{TAG}',
        f'<div id="pywidget"></div><script>window.pywidget = window.pywidget || {{}}</script>{TAG}',
        f"<script>window.pywidget = {{}}</script>{TAG}",
    ],
)
def test_what_has_its_name_does_not_switch_it_off(page: Page, site: Site, there: str) -> None:
    said = open_page(page, site, WIDGET + there)
    fails(page)
    assert [text for text in said if "twice" in text] == []


def test_really_twice(page: Page, site: Site) -> None:
    said = open_page(page, site, WIDGET + TAG + TAG.replace("/token", "/another"))
    page.evaluate("() => expire('w1', 'v3')")
    page.wait_for_function("() => ended('w1')")
    assert page.evaluate("() => tokensOf('w1')") == site.tokens
    assert [text for text in said if "twice" in text] == ["pywidget is included twice"]
    assert page.evaluate("() => of('unavailable').length") == 0


# Nothing is thrown into the page (the fixture ``page`` sees that), and nothing is lost

MODULE = '<script type="module">import "/pywidget/pywidget.js"; window.reached = true;</script>'
EVAL = (
    '<script>fetch("/pywidget/pywidget.js").then((answer) => answer.text())'
    ".then((text) => { (0, eval)(text); window.reached = true; })</script>"
)


@pytest.mark.parametrize("script", [MODULE, EVAL])
def test_without_a_tag_of_its_own_it_says_so(page: Page, site: Site, script: str) -> None:
    said = open_page(page, site, WIDGET + script)
    page.wait_for_function("() => window.reached")
    assert page.evaluate("() => of('unavailable').map(({ reason }) => reason)") == ["no <script>"]
    assert said[-1:] == ["pywidget: no <script>"]
    page.evaluate("(code) => { pywidget.report(code); dispatchEvent(new Event('online')); }", CODE)
    assert page.evaluate("() => of('unavailable').length") == 1


def test_a_file_with_another_name(page: Page, site: Site) -> None:
    page.route(
        "**/pywidget/app-3fa9.js?v=a/b",
        lambda route: route.fulfill(response=route.fetch(url=f"{site.url}/pywidget/pywidget.js")),
    )
    open_page(page, site, WIDGET + TAG.replace("pywidget.js", "app-3fa9.js?v=a/b"))
    fails(page)


@pytest.mark.parametrize(
    "event",
    [
        "Object.defineProperty(new CustomEvent('allfeat:error', { bubbles: true }), 'detail', { get() { throw 1; } })",
        "new CustomEvent('allfeat:error', { bubbles: true, detail: { get code() { throw 1; } } })",
        "new CustomEvent('allfeat:error', { bubbles: true, detail: new Proxy({}, { ownKeys() { throw 1; } }) })",
    ],
)
def test_a_detail_that_throws(page: Page, site: Site, event: str) -> None:
    open_page(page, site)
    page.evaluate(f"() => {{ document.getElementById('w1').dispatchEvent({event}); }}")
    page.wait_for_function("() => of('verdict', 'w1').length")


def test_a_field_that_is_called_like_a_method(page: Page, site: Site) -> None:
    open_page(page, site, f'<form id="f"><input name="matches"><input name="closest"></form>{WIDGET}{TAG}')
    page.evaluate(
        "() => document.getElementById('f').dispatchEvent(new CustomEvent('allfeat:step', { bubbles: true }))"
    )
    page.evaluate("() => dispatchEvent(new CustomEvent('allfeat:error'))")
    fails(page)


@pytest.mark.parametrize("broken", ["JSON.stringify", "window.URL"])
def test_what_a_page_has_replaced_is_said(page: Page, site: Site, broken: str) -> None:
    broke = f"<script>{broken} = () => {{ throw new Error('replaced'); }}</script>"
    said = open_page(page, site, WIDGET + broke + TAG)
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    assert any("replaced" in text or "constructor" in text for text in said), said


def test_without_a_console(page: Page, site: Site) -> None:
    open_page(page, site, f"<script>delete window.console</script>{WIDGET}{TAG}")
    page.route("**/pywidget-page.js*", lambda route: route.fulfill(status=404))
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")


# A code is not lost behind something large

LARGE = {
    "an element": "{ element: document.body, code }",
    "a window": "{ view: window, code }",
    "many rows": "{ rows: Array.from({ length: 600 }, (_, id) => ({ id, name: 'n' + id })), code }",
    "many texts": "{ errors: Array(20).fill('m'.repeat(1500)), code }",
    "a long text": "{ text: 'm'.repeat(1e6), code }",
    "a deep tree": "{ tree: Array(40).fill({ a: Array(40).fill({ b: 'c' }) }), code }",
    "many members": "{ all: Object.fromEntries(Array.from({ length: 5000 }, (_, id) => ['k' + id, id])), code }",
}


@pytest.mark.parametrize("large", LARGE)
def test_a_code_behind_something_large(page: Page, site: Site, large: str) -> None:
    open_page(page, site)
    page.evaluate(
        f"(code) => document.getElementById('w1').dispatchEvent("
        f"new CustomEvent('allfeat:error', {{ bubbles: true, detail: {LARGE[large]} }}))",
        CODE,
    )
    page.wait_for_function("() => of('verdict', 'w1').length")
    verdict = page.evaluate("() => of('verdict', 'w1')[0]")
    assert (verdict["code"], verdict["path"]) == (CODE, "config")


# Reasons are true


def _not(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


WRONG: dict[str, tuple[Any, str]] = {
    "missing": ({"status": 404, "body": "gone"}, "HTTP 404"),
    "HTML": ({"body": "<!doctype html><title>Home</title>", "content_type": "text/html"}, "HTML"),
    "empty": ({"body": b""}, "empty"),
    "half": (lambda content: content[: len(content) // 2], "cut or changed"),
    "a bit": (_not, "cut or changed"),
    "another build": (lambda content: content.replace(b"pywidget build ", b"pywidget build 0"), "mixed versions"),
}
FILES = ("pywidget-token.js", "micropython.wasm", "pywidget.romfs")
TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".romfs": "application/octet-stream"}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_not_right_is_named_with_what_is_wrong(
    page: Page, site: Site, bundle: Path, file: str, wrong: str
) -> None:
    if wrong == "another build" and file == "micropython.wasm":
        wrong = "a bit"  # It has no mark.
    if file in IMAGES:
        page.add_init_script(OLD_BROWSER)
    given, reason = WRONG[wrong]
    if callable(given):
        given = {"body": given((inner(bundle) / file).read_bytes())}
    answer = {"content_type": TYPES["." + file.rsplit(".", maxsplit=1)[-1]], **given}
    page.route(f"**/{file}*", lambda route: route.fulfill(**answer))
    open_page(page, site)
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    said = page.evaluate("() => of('unavailable')[0].reason")
    assert file in said
    assert reason in said
    assert "policy" not in said


def test_a_type_that_browsers_refuse_is_named(page: Page, site: Site, bundle: Path) -> None:
    content = (inner(bundle) / "pywidget-token.js").read_bytes()
    page.route(
        "**/pywidget-token.js*", lambda route: route.fulfill(body=content, content_type="application/octet-stream")
    )
    open_page(page, site)
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    assert "pywidget-token.js: it is served as application/octet-stream" in page.evaluate(
        "() => of('unavailable')[0].reason"
    )


def test_a_policy_without_connect_src_is_named(page: Page, site: Site) -> None:
    policy = STRICT_POLICY.replace("connect-src 'self'", "connect-src 'none'")
    assert policy != STRICT_POLICY
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"token-url": "/token"}, policy=policy))
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    assert "connect-src" in page.evaluate("() => of('unavailable')[0].reason")


def test_another_builds_folder_beside_this_one(page: Page, bundle: Path, tmp_path: Path) -> None:
    """A page that was opened before an update finds the files of its own build."""
    shutil.copytree(bundle, tmp_path / "site")
    earlier = inner(tmp_path / "site")
    shutil.copytree(earlier, earlier.with_name("ffffffff"))
    with serve(Site(tmp_path / "site", HERE / "files")) as site:
        open_page(page, site)
        fails(page)


def test_it_is_tried_once_more_after_a_while(page: Page, site: Site) -> None:
    page.clock.install()
    tries: list[str] = []

    def once(route: Route) -> None:
        tries.append(route.request.url)
        # Asked for together with the module, twice more with its hash, and once for the reason.
        if len(tries) <= 4:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/micropython.wasm*", once)
    open_page(page, site)
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    page.clock.run_for(6_000)
    page.wait_for_function("() => of('notice', 'w1').length")
    assert page.evaluate("() => of('verdict', 'w1').map(({ code }) => code)") == [CODE]


def test_an_inspector_that_never_comes_holds_nothing_up(page: Page, site: Site) -> None:
    page.route("**/pywidget-inspector.js*", lambda _route: None)
    open_page(page, site, WIDGET + TAG.replace("data-token", 'data-debug="on" data-token'))
    fails(page)


# Single-page applications


def test_a_callback_ends(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("() => { window.heard = []; window.end = pywidget.on('verdict', ({ code }) => heard.push(code)); }")
    fails(page)
    page.evaluate("() => end()")
    page.evaluate("() => fail('w1', 'session.rate_limited', { requestId: 'another' })")
    page.wait_for_function("() => of('verdict', 'w1').length == 2")
    assert page.evaluate("heard") == [CODE]


def test_ready_rejects_where_python_cannot_be_loaded(page: Page, site: Site) -> None:
    page.route("**/pywidget-page.js*", lambda route: route.fulfill(status=404))
    open_page(page, site, WIDGET + TAG.replace("data-token", 'data-boot="now" data-token'))
    said = page.evaluate("() => pywidget.ready.then(() => 'ready', (error) => `${error}`)")
    assert "pywidget-page.js" in said


def test_another_tag_after_stop(page: Page, site: Site) -> None:
    open_page(page, site)
    fails(page)
    page.evaluate("() => pywidget.stop()")
    page.wait_for_function("() => !document.querySelector('pywidget-notice')")
    page.evaluate(
        """() => new Promise((resolve) => {
          const script = document.createElement("script");
          script.dataset.tokenUrl = "/token";
          script.onload = resolve;
          script.src = "/pywidget/pywidget.js";
          document.head.append(script);
        })"""
    )
    page.evaluate("() => expire('w1', 'v3')")
    page.wait_for_function("() => ended('w1')")
    assert page.evaluate("() => [pywidget.stopped, tokensOf('w1')]") == [False, site.tokens]


# Widgets that are not looked after

SHOP = TAG.replace("></script>", ' data-widget=".shop"></script>')
CLOSED = """<my-card></my-card><script>{
  const widget = document.createElement("ats-widget");
  document.querySelector("my-card").attachShadow({ mode: "closed" }).append(widget);
  const fails = () => widget.say("allfeat:failed", { code: "session.key_inactive" }, { screen: "DISABLED" });
  addEventListener("load", fails);
}</script>"""
FRAME = f"<iframe srcdoc='{SCRIPTS}<ats-widget></ats-widget>'></iframe>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (WIDGET + SHOP, "matches no element"),
        (CLOSED + TAG, "came from <my-card>"),
        (FRAME + WIDGET + TAG, "in an <iframe> is not looked after"),
    ],
)
def test_a_widget_that_is_not_looked_after_is_said_once(page: Page, site: Site, body: str, told: str) -> None:
    said = open_page(page, site, body)
    page.evaluate("(code) => { for (let time = 0; time < 3; time++) window.w1 && fail('w1', code); }", CODE)
    # Nothing more is under way once what this brings about is there.
    page.evaluate("(code) => { pywidget.report(code, 'allfeat-widget'); return pywidget.ready; }", CODE)
    page.wait_for_function("() => of('verdict', '').length")
    assert len([text for text in said if told in text]) == 1
    assert not [text for text in said if text.startswith("pywidget") and told not in text]


def test_a_widget_that_was_left_out_costs_no_python_and_no_word(page: Page, site: Site) -> None:
    said = open_page(page, site, f'{WIDGET}<ats-widget id="w2" class="shop"></ats-widget>{SHOP}')
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /pywidget-page/.test(name))"
    )
    page.evaluate("() => fetch('/login')")
    assert not [path for path in site.requests if "romfs" in path or "wasm" in path]
    page.evaluate("(code) => fail('w2', code)", CODE)
    page.wait_for_function("() => of('notice', 'w2').length")
    assert page.evaluate("() => of('verdict').map(({ event }) => event).length") == 1
    assert [text for text in said if text.startswith("pywidget")] == []
