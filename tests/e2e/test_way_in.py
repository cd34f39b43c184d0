"""What may not become a way in: names in the page's content, additions to all objects, and what both lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from site_for_tests import Site, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

HEAD = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE = "session.key_inactive"


@pytest.fixture(scope="module")
def foreign(bundle: Path) -> Iterator[Site]:
    """Another site, of somebody who would like to be asked."""
    site = Site(bundle, HERE / "files")
    with serve(site):
        yield site


@pytest.fixture(autouse=True)
def nobody_asked(foreign: Site) -> Iterator[None]:
    """Whatever a test does: the other site is not asked for anything that runs."""
    foreign.clear()
    yield
    assert [path for path in foreign.requests if not path.endswith(".png")] == []


def works(page: Page, site: Site) -> None:
    """A failure has its notice, and a session its new token, from the site itself."""
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('notice', 'w1').length")
    assert page.evaluate("() => of('verdict', 'w1').map(({ code }) => code)") == [CODE]
    assert page.locator("pywidget-notice").count() == 1
    page.evaluate("() => { document.getElementById('w1').remove(); }")
    page.evaluate(
        """() => {
          const widget = Object.assign(Document.prototype.createElement.call(document, "ats-widget"), { id: "w2" });
          document.getElementsByTagName("p")[0].append(widget);
          expire("w2", "v3");
        }"""
    )
    page.wait_for_function("() => ended('w2')")
    assert page.evaluate("() => tokensOf('w2')") == site.tokens
    assert "/pywidget/pywidget-page.js" in site.requests


#: As a visitor could write it into a comment, where forms, pictures and embeds are allowed.
NAMED = {
    "img": '<img name="currentScript" src="{url}/v/x.png">',
    "img id": '<img id="currentScript" name="currentScript" src="{url}/v/x.png">',
    "form": '<form name="currentScript"><input name="src" value="{url}/v/x.js"><input name="dataset"></form>',
    "object": '<object name="currentScript" data-boot="now" data-runtime-url="{url}/"></object>',
    "iframe": '<iframe name="currentScript" data-boot="now"></iframe>',
    "embed": '<embed name="currentScript" data-profile="{url}/p.json">',
    "two": '<img name="currentScript" src="{url}/a.png"><img name="currentScript" src="{url}/b.png">',
}
TAG = '<script src="/pywidget/pywidget.js" data-token-url="/token" {more}></script>'


@pytest.mark.parametrize("more", ["", "defer", "async"])
@pytest.mark.parametrize("named", NAMED)
def test_an_element_called_current_script(page: Page, site: Site, foreign: Site, named: str, more: str) -> None:
    body = f"{WIDGET}<p>{NAMED[named].format(url=foreign.url)}</p>{TAG.format(more=more)}"
    page.goto(site.page(body, head=HEAD, tag=False, policy=""))
    works(page, site)


def test_an_element_called_current_script_where_trust_is_handed_on(page: Page, site: Site, foreign: Site) -> None:
    policy = "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'"
    head = HEAD.replace("<script", '<script nonce="abc"')
    body = f"{WIDGET}<p>{NAMED['img'].format(url=foreign.url)}</p>{TAG.format(more='nonce=abc')}"
    page.goto(site.page(body, head=head, tag=False, policy=policy))
    works(page, site)


#: What our own files ask a document for.
ASKED = (
    "querySelector", "querySelectorAll", "dispatchEvent", "addEventListener", "createElement", "createElementNS",
    "head", "body", "documentElement", "activeElement", "baseURI", "cookie", "hidden", "visibilityState", "nonce",
    "host", "getRootNode", "nodeType", "parentElement", "assignedSlot", "localName", "isConnected", "getAttribute",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["img", "form", "iframe"])
def test_elements_called_like_what_a_document_has(page: Page, site: Site, kind: str) -> None:
    page.goto(site.page(f'{WIDGET}<p id="comment"></p>', head=HEAD, tag=False, policy=""))
    page.evaluate(
        """async ([kind, names]) => {
          const create = Document.prototype.createElement.bind(document);
          const comment = document.getElementById("comment");
          const tag = Object.assign(create("script"), { src: "/pywidget/pywidget.js" });
          tag.dataset.tokenUrl = "/token";
          const { body } = document;
          for (const name of names) comment.append(Object.assign(create(kind), { name }));
          await new Promise((done) => { tag.onload = done; body.append(tag); });
        }""",
        [kind, ASKED],
    )
    assert page.evaluate("() => typeof document.querySelector") == "object" or kind == "form"
    works(page, site)


@pytest.mark.parametrize("name", ["a", "form"])
def test_an_element_with_our_name(page: Page, site: Site, name: str) -> None:
    page.goto(
        site.page(
            f'{WIDGET}<p></p><{name} id="pywidget" name="pywidget"></{name}>',
            head=HEAD,
            attributes={"token-url": "/token"},
        )
    )
    works(page, site)


def test_the_address_of_the_tag_is_read_once(page: Page, site: Site, foreign: Site) -> None:
    change = (
        "const tag = document.querySelector('script[data-token-url]'); tag.src = '{0}/v/pywidget.js';"
        "Object.assign(tag.dataset, {{ tokenUrl: '{0}/token', runtimeUrl: '{0}/', debug: 'on' }})"
    )
    page.goto(site.page(f"{WIDGET}<p></p>", head=HEAD, attributes={"token-url": "/token"}, policy=""))
    page.evaluate(change.format(foreign.url))
    works(page, site)
    assert page.locator("pywidget-inspector").count() == 0


# What is added to all objects


def polluted(site: Site, foreign: Site, code: str) -> str:
    """A page where a script has run that adds to all objects, before ours."""
    tag = TAG.format(more="")
    return site.page(
        f"{WIDGET}<p></p><script>{code.replace('URL', foreign.url)}</script>{tag}", head=HEAD, tag=False, policy=""
    )


#: As a hole in some library lets a query string do it.
POLLUTIONS = {
    "another interpreter": "Object.prototype.runtime = 'pyodide'; Object.prototype.runtimeUrl = 'URL/pyodide/'",
    "a profile": "Object.prototype.profile = 'URL/profile.json'",
    "other widgets": "Object.prototype.widget = 'nothing-of-the-kind'",
    "an interpreter of its own": (
        "Object.prototype.interpreter = { pyimport() { throw new Error('it was called'); } }"
    ),
    "our name": "Object.prototype.pywidget = {}",
    "somewhere else for tokens": (
        "Object.prototype.url = 'URL/token'; Object.prototype.tokenUrl = 'URL/token';"
        " Object.prototype.token = 'a token of theirs'"
    ),
    "a function for tokens": "Object.prototype.function = 'alert'; Object.prototype.provider = () => 'theirs'",
    "what we note": (
        "Object.prototype.wake = Object.prototype.systemOf = Object.prototype.sayOffline = () => { throw 1; };"
        " Object.prototype.profiles = ['{}']"
    ),
    "a way out for reports": "Object.prototype.analytics = 'beacon'; Object.prototype.analyticsUrl = 'URL/reports'",
    "the debugger's windows": "Object.prototype.debug = 'on'",
    "a proto that is written": "Object.prototype.data = { tokenUrl: 'URL/token', widget: 'x-y' }",
    "widgets that are no more": (
        "Object.defineProperty(Object.prototype, 'watch', { value(name, handler) { return handler; }, writable: true })"
    ),
    "unwatch": (
        "for (const name of ['watch', 'unwatch', 'profile', 'extend', 'each']) {"
        " Object.defineProperty(Object.prototype, name, { value() {}, configurable: true }); }"
    ),
    "a setter that keeps nothing": ("Object.defineProperty(Object.prototype, 'code', { set() {}, get() {} })"),
}


@pytest.mark.parametrize("what", POLLUTIONS)
def test_what_all_objects_were_given_is_no_setting(page: Page, site: Site, foreign: Site, what: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(polluted(site, foreign, POLLUTIONS[what]))
    works(page, site)
    assert page.locator("pywidget-inspector").count() == 0
    assert not [text for text in said if text.startswith("pywidget")], said
